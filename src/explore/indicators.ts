import { CODEBOOK, codebookEntry } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS } from '../codebook/disputes.ts';
import { REQUEST_ROWS } from '../codebook/requests.ts';
import type { CellStatus } from '../extract/report.ts';
import type { Figure } from '../../storage/figure-series.ts';
import { cellLabel } from './cell-labels.ts';
import type { View } from './view.ts';

/** Something that bodies and years are compared by: a sum of figures, or one sum as a share of another. */
export interface Indicator {
  readonly id: string;
  readonly english: string;
  readonly chinese: string;
  readonly sum: readonly string[];
  /** Present for a share. */
  readonly of?: readonly string[];
  /** Taken from `of`: 尚未审结 of the disputes. */
  readonly less?: readonly string[];
}

/** The value of an indicator: null where a figure it needs is not known. */
export interface IndicatorValue {
  readonly value: number | null;
  /** The least reliable status among its figures. */
  readonly status: CellStatus;
  /** A figure was not printed, and is what the sums force. */
  readonly derived: boolean;
}

const total = (stem: string): string => `requests.${stem}.total`;
const DECIDED = [total('outcome_total')];
const BOTH_FORMS = REQUEST_ROWS.filter(({ template }) => template === 'both');
const stemsOf = (beginning: string): readonly string[] =>
  BOTH_FORMS.filter(({ stem }) => stem.startsWith(beginning)).map(({ stem }) => total(stem));
const disputes = (result: string): readonly string[] => DISPUTE_BLOCKS.map(({ id }) => `disputes.${id}.${result}`);

/** Indicators made of several figures, or of one that is asked for most. */
export const INDICATORS: readonly Indicator[] = [
  { id: 'received', english: 'requests received', chinese: '新收申请', sum: [total('received')] },
  {
    id: 'granted_share',
    english: 'granted, share of decided',
    chinese: '予以公开占办理结果',
    sum: [total('granted')],
    of: DECIDED,
  },
  {
    id: 'granted_any_share',
    english: 'granted or partly granted, share of decided',
    chinese: '予以公开和部分公开占办理结果',
    sum: [total('granted'), total('partly_granted')],
    of: DECIDED,
  },
  {
    id: 'denied_share',
    english: 'denied, share of decided',
    chinese: '不予公开占办理结果',
    sum: stemsOf('denied_'),
    of: DECIDED,
  },
  {
    id: 'unavailable_share',
    english: 'unavailable, share of decided',
    chinese: '无法提供占办理结果',
    sum: stemsOf('unavailable_'),
    of: DECIDED,
  },
  {
    id: 'rejected_share',
    english: 'not processed, share of decided',
    chinese: '不予处理占办理结果',
    sum: stemsOf('rejected_'),
    of: DECIDED,
  },
  { id: 'carried_out', english: 'carried over to next year', chinese: '结转下年度', sum: [total('carried_out')] },
  { id: 'disputes', english: 'reconsiderations and lawsuits', chinese: '行政复议和行政诉讼', sum: disputes('total') },
  { id: 'disputes_lost', english: 'disputes lost (结果纠正)', chinese: '复议诉讼结果纠正', sum: disputes('corrected') },
  {
    id: 'disputes_lost_share',
    english: 'disputes lost, share of concluded',
    chinese: '结果纠正占已审结',
    sum: disputes('corrected'),
    of: disputes('total'),
    less: disputes('pending'),
  },
];

/** An indicator by its id, or one cell of the forms by its code; undefined where there is no such thing. */
export function indicatorNamed(id: string): Indicator | undefined {
  const made = INDICATORS.find((one) => one.id === id);
  if (made !== undefined) return made;
  const entry = codebookEntry(id);
  if (entry === undefined) return undefined;
  return { id, english: entry.english, chinese: cellLabel(id, { language: 'zh' }), sum: [id] };
}

/** What may be chosen: the indicators, then every cell of the forms. */
export function indicatorChoices({ say, language }: View): (readonly [id: string, label: string])[] {
  return [
    ...INDICATORS.map(({ id, english, chinese }) => [id, say(english, chinese)] as const),
    ...CODEBOOK.map(({ code }) => [code, cellLabel(code, { language })] as const),
  ];
}

/** Every figure that an indicator needs. */
export function codesOfIndicator({ sum, of = [], less = [] }: Indicator): readonly string[] {
  return [...sum, ...of, ...less];
}

/** From the one that can be relied on most to the one that can least. */
const RELIANCE: readonly CellStatus[] = [
  'verified',
  'read',
  'inferred',
  'conflicting',
  'blank',
  'doubtful',
  'unreadable',
  'absent',
];

/**
 * Computes an indicator. A doubtful figure counts as not known; a blank one as what the sums force, where they do. A share of nothing is not
 * known either.
 */
export function valueOf(indicator: Indicator, figures: ReadonlyMap<string, Figure>): IndicatorValue {
  const codes = codesOfIndicator(indicator);
  const used = codes.map((code): Figure => figures.get(code) ?? { number: null, status: 'absent', derived: null });
  const worst = used.reduce((rank, { status }) => Math.max(rank, RELIANCE.indexOf(status)), 0);
  const derived = used.some(({ number, derived: forced }) => number === null && forced !== null);
  const sumOf = (part: readonly string[]): number | null =>
    part.reduce<number | null>((sum, code) => {
      const number = firm(figures.get(code));
      return sum === null || number === null ? null : sum + number;
    }, 0);
  const [sum, whole, less] = [sumOf(indicator.sum), sumOf(indicator.of ?? []), sumOf(indicator.less ?? [])];
  const status = RELIANCE[worst] ?? 'absent';
  if (sum === null || whole === null || less === null) return { value: null, status, derived };
  if (indicator.of === undefined) return { value: sum, status, derived };
  return { value: whole - less > 0 ? sum / (whole - less) : null, status, derived };
}

function firm(figure: Figure | undefined): number | null {
  if (figure === undefined || figure.status === 'doubtful') return null;
  return figure.number ?? figure.derived;
}
