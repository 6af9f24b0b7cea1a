import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import type { SourcedReport } from '../../src/extract/compare-readings.ts';
import { heldAgainst } from '../../src/extract/second-reading.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { reportFrom, writeReport, type ReportChanges } from './written-report.ts';

const GRANTED = 'requests.granted.natural_person';
const LICENCES = 'proactive.licensing.decisions';

async function reading(changes: ReportChanges, reader: string): Promise<SourcedReport> {
  const sha256 = sha256Of(new TextEncoder().encode('the same bytes'));
  return { read: await reportFrom(writeReport(changes)), url: 'file:report', sha256, reader, fromPixels: false };
}

async function held(main: ReportChanges, second: ReportChanges, isGrid = true) {
  const first = await reading(main, 'pdf');
  const read = heldAgainst({ ...first, read: { ...first.read, fromGrid: isGrid } }, await reading(second, 'pdf.js'));
  const cell = (code: string): unknown[] => {
    const found = read.cells.find((one) => one.code === code);
    return [found?.number, found?.status];
  };
  return { cell, confirmed: read.comparison?.confirmed ?? new Set(), findings: checkReport(read) };
}

describe('a second reading of the same PDF', () => {
  test('confirms what both say alike, also where a sum fails', async () => {
    const wrong: ReportChanges = { figures: { [GRANTED]: 9 } };
    const { cell, confirmed, findings } = await held(wrong, wrong);
    expect(cell(GRANTED)).toEqual([9, 'conflicting']);
    expect(confirmed.has(GRANTED)).toBe(true);
    expect(findings.filter(({ rule }) => rule === 'A1').map(({ verdict }) => verdict)).toEqual(['source']);
  });

  test('confirms nothing where the grid was inferred', async () => {
    const { confirmed } = await held({}, {}, false);
    expect([...confirmed]).toEqual([]);
  });

  test('puts in doubt what the two read differently, and shows both', async () => {
    const { cell, findings } = await held({ figures: { [LICENCES]: 70 } }, { figures: { [LICENCES]: 71 } });
    expect(cell(LICENCES)).toEqual([70, 'doubtful']);
    const [difference] = findings.filter(({ rule }) => rule === 'twin.difference');
    expect(difference).toMatchObject({ subject: LICENCES, verdict: 'extraction', expected: '70', actual: '71' });
  });

  test('never fills in or takes away a figure', async () => {
    const { cell } = await held({ figures: { [LICENCES]: '' } }, { figures: { [LICENCES]: 71 } });
    expect(cell(LICENCES)).toEqual([null, 'blank']);
    const { cell: other } = await held({ figures: { [LICENCES]: 71 } }, { figures: { [LICENCES]: '' } });
    expect(other(LICENCES)).toEqual([71, 'read']);
  });
});
