import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReportSources } from '../../src/commands/report-sources.ts';
import { isFirm } from '../../src/extract/compare-readings.ts';
import { writeReport } from '../extract/written-report.ts';
import { readSpoilt, sourceOf } from './read-spoilt.ts';
import { isPacked, share, spoils, spoilt, spoiltWithin } from './spoiling.ts';
import { wholeFiles } from './whole-files.ts';

const RUNS = 12;
/** The same files each time; `bench/fuzz-readers.ts` looks for others. */
const SEED = 4711;
const files = await wholeFiles();
const quick = files.filter(({ slow }) => slow !== true);

describe.each(quick)('$name', { timeout: 60_000 }, ({ name, bytes }) => {
  test('whole is read, or said not to be', async () => {
    expect((await readSpoilt(bytes, name)).fault).toBeUndefined();
  });

  test('harmed in any way ends in a report or in one plain reason, in time', async () => {
    const harm = fc.array(spoils({ swelling: false }), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(harm, share, fc.boolean(), async (list, part, within) => {
        const harmed = list.reduce((one, spoil) => {
          if (one.length === 0) return one;
          return within && isPacked(one) ? spoiltWithin(one, part, spoil) : spoilt(one, spoil);
        }, bytes);
        expect((await readSpoilt(harmed, name)).fault).toBeUndefined();
      }),
      { numRuns: /picture|scan/.test(name) ? 4 : RUNS, seed: SEED, endOnFailure: true },
    );
  });
});

describe.each(files.filter(({ name }) => /^report\.(?:html|txt|docx|xlsx|xls)$|^printed\.pdf$/.test(name)))(
  '$name that is cut off',
  { timeout: 60_000 },
  ({ name, bytes }) => {
    test('never gives a figure without doubt that the whole does not have', async () => {
      const whole = await figures(bytes, name);
      const cuts = placesWithinFigures(bytes).map((place) => (place + 0.5) / bytes.length);
      await fc.assert(
        fc.asyncProperty(fc.oneof(share, fc.constantFrom(...cuts)), async (at) => {
          const part = await figures(spoilt(bytes, { kind: 'cut', at }), name);
          for (const [code, number] of part) expect([code, number]).toEqual([code, whole.get(code)]);
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
    });
  },
);

/** Where digits stand on both sides; in packed files by chance. */
function placesWithinFigures(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes).toString('latin1');
  return [...text.matchAll(/(?<=\d)(?=\d)/g)].map(({ index }) => index);
}

/** The numbers of a report that are read without doubt, by code. */
async function figures(bytes: Uint8Array, name: string): Promise<ReadonlyMap<string, number>> {
  const source = sourceOf(bytes, name);
  const outcome = await readReportSources([source], {}, source.url);
  if (outcome.kind !== 'report') return new Map();
  const { cells } = outcome.report.report;
  return new Map(cells.flatMap((cell) => (isFirm(cell) && cell.number !== null ? [[cell.code, cell.number]] : [])));
}

describe('many small things in one file', { timeout: 60_000 }, () => {
  test.each([
    ['counts in one sentence', '收到申请12件，'],
    ['sentences with counts', '全年收到政府信息公开申请22件，上年结转4件，均已办结。'],
    ['lists', '其中甲1件、'],
    ['broken lines', '年度工作<br>'],
    ['headings', '</p><p>三、收到和处理政府信息公开申请情况</p><p>'],
    ['denials', '未收到'],
  ])('%s', async (_what, piece) => {
    const html = writeReport({
      sections: { 1: { text: piece.repeat(900_000 / new TextEncoder().encode(piece).length) } },
    });
    expect((await readSpoilt(new TextEncoder().encode(html), 'report.html')).fault).toBeUndefined();
  });

  test.each([
    ['label', (text: string) => ({ labels: { 行政许可: text } })],
    ['cell', (text: string) => ({ figures: { 'requests.received.total': text } })],
    ['title', (text: string) => ({ title: text })],
  ])('words in one %s', async (_what, changes) => {
    const html = writeReport(changes('办理12件，'.repeat(60_000)));
    expect((await readSpoilt(new TextEncoder().encode(html), 'report.html')).fault).toBeUndefined();
  });

  test('archives within an archive share one bound', async () => {
    const inner = (at: number): Uint8Array => gzipSync(Buffer.alloc(100_000_000 + at), { level: 1 });
    const names = Array.from({ length: 5 }, (_, at) => [`${at}.gz`, inner(at)] as const);
    const outer = zipSync(Object.fromEntries(names), { level: 0 });
    const { outcome, fault } = await readSpoilt(outer, 'bundle.zip');
    expect(fault).toBeUndefined();
    const reasons = outcome?.misses.map(({ reason }) => reason) ?? [];
    expect(reasons.filter((reason) => reason.includes('unpacks to more than'))).not.toEqual([]);
  });
});
