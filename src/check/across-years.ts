import { APPLICANTS } from '../codebook/requests.ts';
import type { CellStatus, Finding } from '../extract/report.ts';
import { findingAcross } from './rules-across-reports.ts';

/** What a cell of an earlier or later report says. */
export interface CellOfYear {
  readonly number: number | null;
  readonly status: CellStatus;
}

/** The current report of one body and year, as far as its neighbours are held against it. */
export interface ReportOfYear {
  readonly fiscalYear: number;
  readonly cells: ReadonlyMap<string, CellOfYear>;
  /** SHA-256 of the original that its cells were read from, or null where it has none. */
  readonly sha256: string | null;
  readonly pageUrl: string;
  /** All its sections. */
  readonly text: string;
}

/** Statuses of a number that was read without doubt: only such a number convicts anybody. */
const FIRM: ReadonlySet<CellStatus> = new Set(['verified', 'read', 'conflicting']);

/**
 * F1-F4: what a body's report of one year says of the year before, held against that year's report. `before` must be of the year before.
 * Findings are on the later of the two.
 */
export function checkAgainstYearBefore(report: ReportOfYear, before: ReportOfYear): Finding[] {
  const identical = sameFigures(report, before);
  if (identical !== null) return [identical];
  return [
    ...APPLICANTS.flatMap(({ id }) => carriedOver(report, before, id)),
    ...['regulations', 'normative_documents'].flatMap((kind) => documentsInForce(report, before, kind)),
    ...['licensing', 'other_services', 'penalties', 'coercion', 'fees'].flatMap((kind) =>
      itemsLastYear(report, before, kind),
    ),
    ...JUMPING.flatMap((code) => jump(report, before, code)),
  ];
}

interface Known {
  readonly number: number;
  readonly firm: boolean;
}

/** A number that may be compared: never a doubtful one, and never none. */
function known({ cells }: ReportOfYear, code: string): Known | null {
  const cell = cells.get(code);
  if (cell === undefined || cell.number === null || cell.status === 'doubtful') return null;
  return { number: cell.number, firm: FIRM.has(cell.status) };
}

function verdictOf(...numbers: readonly Known[]): Finding['verdict'] {
  return numbers.every(({ firm }) => firm) ? 'source' : 'undetermined';
}

function carriedOver(report: ReportOfYear, before: ReportOfYear, applicant: string): Finding[] {
  const [code, earlier] = [`requests.carried_in.${applicant}`, `requests.carried_out.${applicant}`];
  const [arrived, left] = [known(report, code), known(before, earlier)];
  if (arrived === null || left === null || arrived.number === left.number) return [];
  const message = `${arrived.number} requests are carried over from ${before.fiscalYear}, whose report carries ${left.number} over (${before.pageUrl})`;
  return [
    findingAcross('F1', applicant, message, {
      verdict: verdictOf(arrived, left),
      codes: [code, earlier],
      expected: String(left.number),
      actual: String(arrived.number),
    }),
  ];
}

function documentsInForce(report: ReportOfYear, before: ReportOfYear, kind: string): Finding[] {
  const code = (column: string): string => `proactive.${kind}.${column}`;
  const [now, then] = [known(report, code('in_force')), known(before, code('in_force'))];
  const [issued, repealed] = [known(report, code('issued')), known(report, code('repealed'))];
  if (now === null || then === null || issued === null || repealed === null) return [];
  const expected = then.number + issued.number - repealed.number;
  if (now.number === expected) return [];
  const lapsed = expected - now.number;
  if (lapsed > 0 && lapsedInText(report.text).includes(lapsed)) return [];
  const account = `${then.number} in ${before.fiscalYear}, ${issued.number} issued, ${repealed.number} repealed`;
  const may = lapsed > 0 ? `, unless ${lapsed} lapsed (失效)` : '';
  return [
    findingAcross(
      'F2',
      kind,
      `${now.number} are in force, but ${account} leave ${expected}${may} (${before.pageUrl})`,
      {
        verdict: lapsed > 0 ? 'undetermined' : verdictOf(now, then, issued, repealed),
        codes: [code('in_force'), code('issued'), code('repealed')],
        expected: String(expected),
        actual: String(now.number),
      },
    ),
  ];
}

/** Numbers that the text puts beside 失效: 「失效规范性文件3件」, 「宣布失效3件」. */
function lapsedInText(text: string): number[] {
  return [
    ...text.matchAll(/失效[^\d。；]{0,16}(\d{1,5})\s*[件份个部]|(\d{1,5})\s*[件份个部][^\d。；，]{0,8}失效/gu),
  ].map(([, after, ahead]) => Number(after ?? ahead));
}

function itemsLastYear(report: ReportOfYear, before: ReportOfYear, kind: string): Finding[] {
  const [code, change] = [`proactive.${kind}.items_last_year`, `proactive.${kind}.items_change`];
  const [stated, then, changed] = [known(report, code), known(before, code), known(before, change)];
  if (stated === null || then === null || changed === null) return [];
  const expected = then.number + changed.number;
  if (stated.number === expected) return [];
  const sign = changed.number < 0 ? '−' : '+';
  const message = `${stated.number} items are said to be last year's, but the report of ${before.fiscalYear} has ${then.number} ${sign} ${Math.abs(changed.number)} = ${expected} (${before.pageUrl})`;
  return [
    findingAcross('F3', kind, message, {
      verdict: verdictOf(stated, then, changed),
      codes: [code, change],
      expected: String(expected),
      actual: String(stated.number),
    }),
  ];
}

/** Figures of a kind that seldom jumps; each with what it must have reached before a jump means anything. */
const JUMPING = [
  'requests.received.total',
  'proactive.licensing.decisions',
  'proactive.penalties.decisions',
  'proactive.coercion.decisions',
  'proactive.fees.amount',
] as const;
const LEAST_THAT_JUMPS = 50;
const JUMP = 5;

function jump(report: ReportOfYear, before: ReportOfYear, code: string): Finding[] {
  const [now, then] = [known(report, code), known(before, code)];
  if (now === null || then === null) return [];
  const [small, large] = [Math.min(now.number, then.number), Math.max(now.number, then.number)];
  if (small <= 0 || large < LEAST_THAT_JUMPS || large < JUMP * small) return [];
  const times = (large / small).toFixed(large / small < 100 ? 1 : 0);
  const message = `${now.number} where ${before.fiscalYear} had ${then.number}: ${times} times ${now.number > then.number ? 'as much' : 'less'} (${before.pageUrl})`;
  return [
    findingAcross('F4', code, message, {
      severity: 'notice',
      verdict: 'undetermined',
      codes: [code],
      expected: String(then.number),
      actual: String(now.number),
    }),
  ];
}

/** So many figures other than 0 must agree before two years can be said to have the same tables. */
const LEAST_FIGURES = 8;

/** F4: the tables of last year once more. One file under both years is the publisher's mistake; two files that agree may be ours. */
function sameFigures(report: ReportOfYear, before: ReportOfYear): Finding | null {
  const figures = [...report.cells].filter(([, { number }]) => number !== null && number !== 0);
  const same = figures.every(([code, { number }]) => before.cells.get(code)?.number === number);
  const asMany = [...before.cells.values()].filter(({ number }) => number !== null && number !== 0).length;
  const sameFile = report.sha256 !== null && report.sha256 === before.sha256;
  if (!same || asMany !== figures.length || (figures.length < LEAST_FIGURES && !sameFile)) return null;
  if (figures.length === 0) return null;
  const how = sameFile ? 'the very file of' : `all ${figures.length} figures other than 0 are those of`;
  return findingAcross(
    'F4',
    'tables',
    `The tables are last year's: ${how} the report of ${before.fiscalYear} (${before.pageUrl})`,
    {
      verdict: sameFile ? 'source' : 'undetermined',
      codes: [],
      expected: null,
      actual: null,
    },
  );
}

/** A body of a county with its report of the same year. */
export interface BodyOfCounty {
  readonly name: string;
  readonly report: ReportOfYear;
}

const WHOLE_AREA = /全[县区市旗]|本[县区市旗](?:各级|各部门)|各(?:镇|乡|街道)[^。；]{0,12}(?:部门|单位)/u;
/** Counts that a county's report adds up over its bodies. */
const ADDED_UP = ['requests.received.total'] as const;

/** G1: a county whose text says that it counts the whole area has no fewer requests than any one of its bodies. */
export function checkCountyAgainstBodies(county: ReportOfYear, bodies: readonly BodyOfCounty[]): Finding[] {
  const scope = WHOLE_AREA.exec(county.text)?.[0];
  if (scope === undefined) return [];
  return ADDED_UP.flatMap((code) => {
    const whole = known(county, code);
    if (whole === null) return [];
    return bodies.flatMap(({ name, report }) => {
      const part = known(report, code);
      if (part === null || part.number <= whole.number) return [];
      const message = `${name} counts ${part.number} (${report.pageUrl}), more than the ${whole.number} of the whole area (${scope})`;
      return [
        findingAcross('G1', name, message, {
          verdict: 'undetermined',
          codes: [code],
          expected: `at least ${part.number}`,
          actual: String(whole.number),
        }),
      ];
    });
  });
}
