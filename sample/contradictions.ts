import { countOf, type Figures } from './figures.ts';

/** A rule that a sample report breaks on purpose, and what the violation is about. */
export interface KnownFinding {
  readonly rule: string;
  readonly subject: string;
}

/** What the narrative says where it does not simply follow the figures. */
export interface Slips {
  /** Requests received, as the text counts them. */
  readonly statedReceived?: number;
  /** The text denies any lawsuit. */
  readonly deniesLitigation?: true;
  /** The text says that everything was dealt with. */
  readonly saysAllDone?: true;
  /** Last day of the period, MM-DD. */
  readonly periodEnd?: string;
  /** The year of the opening and of the period it states, where it is not the title's. */
  readonly openingYear?: number;
  /** Section 六 says nothing of 信息处理费. */
  readonly withoutFee?: true;
}

interface Contradiction {
  readonly findings: readonly KnownFinding[];
  /** The figures as the body printed them. */
  readonly figures: (figures: Figures) => Figures;
  readonly slips: (figures: Figures, year: number) => Slips;
}

const keep = (figures: Figures): Figures => figures;
const noSlips = (): Slips => ({});

function changed(figures: Figures, changes: Readonly<Record<string, number>>): Figures {
  const next = new Map(figures);
  for (const [code, difference] of Object.entries(changes)) next.set(code, countOf(figures, code) + difference);
  return next;
}

/** Whether the table of disputes is all zeros but for the given lawsuits. */
function withLawsuits(figures: Figures, upheld: number): Figures {
  const next = new Map(figures);
  for (const code of next.keys()) if (code.startsWith('disputes.')) next.set(code, 0);
  next.set('disputes.litigation_direct.upheld', upheld);
  next.set('disputes.litigation_direct.total', upheld);
  return next;
}

/** The contradictions that sample reports contain, each with the findings it must lead to. */
export const CONTRADICTIONS = {
  /** The row's total and the column's sum are off by the same one: a single mistyped cell. */
  'granted total off by one': {
    findings: [
      { rule: 'A1', subject: 'granted' },
      { rule: 'A2', subject: 'total' },
    ],
    figures: (figures) => changed(figures, { 'requests.granted.total': 1 }),
    slips: noSlips,
  },
  /** One request counted under the wrong applicant; all totals hold. */
  'applicant misclassified': {
    findings: [
      { rule: 'A3', subject: 'natural_person' },
      { rule: 'A3', subject: 'business' },
    ],
    figures: (figures) => changed(figures, { 'requests.received.natural_person': -1, 'requests.received.business': 1 }),
    slips: noSlips,
  },
  'lawsuits do not add up': {
    findings: [{ rule: 'B1', subject: 'litigation_direct' }],
    figures: (figures) => changed(figures, { 'disputes.litigation_direct.total': 1 }),
    slips: noSlips,
  },
  'a township issues regulations': {
    findings: [{ rule: 'C1', subject: 'regulations' }],
    figures: (figures) => changed(figures, { 'proactive.regulations.issued': 1, 'proactive.regulations.in_force': 1 }),
    slips: noSlips,
  },
  'more published than there are': {
    findings: [{ rule: 'C3', subject: 'normative_documents' }],
    figures: (figures) =>
      changed(figures, {
        'proactive.normative_documents.published':
          countOf(figures, 'proactive.normative_documents.total') -
          countOf(figures, 'proactive.normative_documents.published') +
          2,
      }),
    slips: noSlips,
  },
  'text counts other requests': {
    findings: [{ rule: 'E1', subject: 'received' }],
    figures: keep,
    slips: (figures) => ({ statedReceived: countOf(figures, 'requests.received.total') + 7 }),
  },
  'text denies a lawsuit': {
    findings: [{ rule: 'E5', subject: 'litigation' }],
    figures: (figures) => withLawsuits(figures, 2),
    slips: () => ({ deniesLitigation: true }),
  },
  'all done but carried over': {
    findings: [{ rule: 'E5', subject: 'carried_out' }],
    figures: keep,
    slips: () => ({ saysAllDone: true }),
  },
  'period ends early': {
    findings: [{ rule: 'H1', subject: 'period' }],
    figures: keep,
    slips: () => ({ periodEnd: '12-20' }),
  },
  'opening names another year': {
    findings: [{ rule: 'H1', subject: 'period' }],
    figures: keep,
    slips: (_figures, year) => ({ openingYear: year - 1 }),
  },
  'fee not stated': {
    findings: [{ rule: 'H2', subject: 'information_fee' }],
    figures: keep,
    slips: () => ({ withoutFee: true }),
  },
} as const satisfies Record<string, Contradiction>;

export type ContradictionName = keyof typeof CONTRADICTIONS;

/** Looks a contradiction up under its general type. */
export function contradiction(name: ContradictionName): Contradiction {
  return CONTRADICTIONS[name];
}
