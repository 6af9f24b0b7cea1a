import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import type { ReadReport } from '../../src/extract/extract.ts';
import type { Finding } from '../../src/extract/report.ts';
import { reportFrom, writeReport } from '../extract/written-report.ts';

type Figures = Readonly<Record<string, string | number>>;

const APPLICANTS = ['natural_person', 'business', 'research', 'social', 'legal', 'other', 'total'];
const row = (stem: string, figures: readonly (string | number)[]): Figures =>
  Object.fromEntries(APPLICANTS.map((id, at) => [`requests.${stem}.${id}`, figures[at] ?? 0]));

async function sums(
  figures: Figures,
  change: (report: ReadReport) => ReadReport = (report) => report,
): Promise<Finding[]> {
  const report = change(await reportFrom(writeReport({ figures })));
  return checkReport(report).filter(({ rule }) => ['A1', 'A2', 'A3'].includes(rule));
}

/** As if the table had been a text whose columns were lost. */
const withoutGrid = (report: ReadReport): ReadReport => ({ ...report, fromGrid: false });
/** As if it had stood on a page of a PDF. */
const onPage = (report: ReadReport): ReadReport => ({
  ...report,
  cells: report.cells.map((cell) => ({ ...cell, locator: { page: 2, box: [0, 0, 10, 10] } })),
});
/** As if its figures had been recognised in a picture. */
const recognised = (report: ReadReport): ReadReport => ({
  ...report,
  readings: new Map([...report.readings].map(([code, reading]) => [code, { ...reading, recognised: true }])),
});

const plain = (report: ReadReport): ReadReport => report;

/** The plain rows are: received 12 10 0 0 0 0 22; granted 6 5 0 0 0 0 11; partly granted 2 1 0 0 1 0 4. */
const CASES: readonly {
  readonly name: string;
  readonly figures: Figures;
  readonly change: (report: ReadReport) => ReadReport;
  readonly verdict: string;
  readonly remark: string;
}[] = [
  {
    name: '2: a row and a column cross in one cell of markup',
    figures: { 'requests.granted.business': 7 },
    change: plain,
    verdict: 'source',
    remark: 'requests.granted.business alone explains it',
  },
  {
    name: '3: a request under another applicant',
    figures: row('partly_granted', [1, 2, 0, 0, 1, 0, 4]),
    change: plain,
    verdict: 'source',
    remark: 'stand under business instead: the totals hold',
  },
  {
    name: '4: a row typed one place aside, in a grid',
    figures: row('granted', [0, 6, 5, 0, 0, 0, 11]),
    change: plain,
    verdict: 'source',
    remark: 'granted: a shift by one place would mend every sum: 6 5 0 0 0 0 11',
  },
  {
    name: '4: a row one place aside, its total with it',
    figures: row('granted', [6, 5, 0, 0, 0, 11, 0]),
    change: plain,
    verdict: 'source',
    remark: 'granted: a shift by one place would mend every sum: 6 5 0 0 0 0 11',
  },
  {
    name: '4: seven figures stand in a text: the source typed them so',
    figures: row('granted', [0, 6, 5, 0, 0, 0, 11]),
    change: withoutGrid,
    verdict: 'source',
    remark: 'granted: a shift by one place',
  },
  {
    name: '4: a row whose columns were lost',
    figures: row('granted', ['', 6, 5, '', '', '', 11]),
    change: withoutGrid,
    verdict: 'extraction',
    remark: 'granted: a shift by one place would mend every sum',
  },
  {
    name: '5: one figure read as two, on a page',
    figures: row('received', [1, 2, 10, 0, 0, 0, 22]),
    change: onPage,
    verdict: 'extraction',
    remark: 'received: two neighbouring figures read as one would mend every sum: 12 10 0 0 0 0 22',
  },
  {
    name: '5: two figures read as one, on a page',
    figures: row('partly_granted', [21, 0, 0, 0, 1, 0, 4]),
    change: onPage,
    verdict: 'extraction',
    remark: 'partly_granted: one figure read as two neighbours would mend every sum: 2 1 0 0 1 0 4',
  },
  {
    name: '5: cells of markup cannot run together',
    figures: row('partly_granted', [21, 0, 0, 0, 1, 0, 4]),
    change: plain,
    verdict: 'source',
    remark: 'partly_granted: one figure read as two neighbours',
  },
  {
    name: '6: figures from a picture',
    figures: { 'requests.granted.business': 7 },
    change: recognised,
    verdict: 'undetermined',
    remark: 'requests.granted.business alone explains it',
  },
];

describe('whose fault it is', () => {
  test.each(CASES)('$name', async ({ figures, change, verdict, remark }) => {
    const findings = await sums(figures, change);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.map((finding) => finding.verdict)).toEqual(findings.map(() => verdict));
    expect(findings.some(({ message }) => message.includes(remark))).toBe(true);
  });

  test('2: a doubtful glyph where row and column cross is ours', async () => {
    const findings = await sums({ 'requests.granted.business': '7 1' });
    expect(findings.map(({ verdict }) => verdict)).toEqual(findings.map(() => 'extraction'));
  });

  test('4: every row one place aside', async () => {
    const findings = await sums({
      ...row('received', [12, 10, 0, 0, 0, 22, 0]),
      ...row('carried_in', [3, 0, 0, 1, 0, 4, 0]),
      ...row('granted', [6, 5, 0, 0, 0, 11, 0]),
      ...row('partly_granted', [2, 1, 0, 1, 0, 4, 0]),
      ...row('unavailable_not_held', [4, 2, 0, 0, 0, 6, 0]),
      ...row('rejected_petition', [1, 0, 0, 0, 0, 1, 0]),
      ...row('outcome_total', [13, 8, 0, 1, 0, 22, 0]),
      ...row('carried_out', [2, 2, 0, 0, 0, 4, 0]),
    });
    expect(findings.length).toBe(8);
    expect(findings.every(({ message }) => message.includes('the same shift of every row would mend every sum'))).toBe(
      true,
    );
  });

  test('two mistakes are not explained by one', async () => {
    const findings = await sums({
      ...row('granted', [0, 6, 5, 0, 0, 0, 11]),
      ...row('unavailable_not_held', [4, 3, 0, 0, 0, 0, 6]),
    });
    expect(findings.every(({ message }) => !message.includes('would mend'))).toBe(true);
  });
});
