/**
 * Reads sample reports that no test has seen and compares them with their truth, cell by cell:
 * `node --import tsx bench/accuracy.ts [reports] [seed]`. A line a style; tidy reports have no damage, odd ones have all of it.
 */
import { extractReport } from '../src/extract/extract.ts';
import { readOriginal } from '../src/read/read-original.ts';
import { compareCells } from '../sample/comparison.ts';
import { makeVariant, type ReportVariant } from '../sample/variants.ts';

interface Tally {
  reports: number;
  unread: number;
  misnamed: number;
  cells: number;
  right: number;
  rightNumbers: number;
  sure: number;
  silent: number;
}

const count = Number(process.argv[2] ?? 200);
const seed = process.argv[3] ?? 'bench';
const tallies = new Map<string, Tally>();
const worst: string[] = [];

for (let index = 0; index < count; index++) {
  for (const tidy of [true, false]) {
    const variant = makeVariant(`${seed} ${index}`, tidy ? { tidy: true } : {});
    await judge(variant, `${tidy ? 'tidy' : 'odd'} ${variant.appearance.style}`);
  }
}

async function judge(variant: ReportVariant, kind: string): Promise<void> {
  const tally = tallies.get(kind) ?? {
    reports: 0,
    unread: 0,
    misnamed: 0,
    cells: 0,
    right: 0,
    rightNumbers: 0,
    sure: 0,
    silent: 0,
  };
  tallies.set(kind, tally);
  tally.reports += 1;
  tally.cells += Object.keys(variant.truth.cells).length;
  const contentType = variant.rendered.format === 'html' ? 'text/html' : 'text/plain';
  const reading = await readOriginal(variant.rendered.bytes, { contentType, url: `file:${variant.seed}` });
  const extraction = reading.kind === 'document' ? extractReport(reading.document) : undefined;
  if (extraction?.kind !== 'report') {
    tally.unread += 1;
    return;
  }
  const { report } = extraction;
  const named = report.organization.name === variant.truth.organization.name;
  if (!named || report.fiscalYear !== variant.truth.fiscalYear) tally.misnamed += 1;
  const comparison = compareCells(variant.truth.cells, report.cells);
  tally.right += comparison.right;
  tally.rightNumbers += comparison.rightNumbers;
  tally.sure += comparison.sure;
  tally.silent += comparison.silent.length;
  if (comparison.silent.length > 0) worst.push(`${kind}, seed "${variant.seed}": ${comparison.silent.join(' ')}`);
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`);
const line = (...fields: readonly (string | number)[]): void => {
  process.stdout.write(
    `${fields.map((field, index) => (index === 0 ? String(field).padEnd(18) : String(field).padStart(11))).join('')}\n`,
  );
};
line('reports', 'number', 'unread', 'misnamed', 'cells right', 'sure', 'silent');
for (const [kind, tally] of [...tallies].sort(([left], [right]) => (left < right ? -1 : 1))) {
  const sure = percent(tally.sure, tally.rightNumbers);
  line(kind, tally.reports, tally.unread, tally.misnamed, percent(tally.right, tally.cells), sure, tally.silent);
}
for (const report of worst.slice(0, 20)) process.stdout.write(`silently wrong: ${report}\n`);
