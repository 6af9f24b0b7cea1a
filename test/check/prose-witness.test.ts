import { describe, expect, test } from 'vitest';
import { settledByText } from '../../src/check/prose-witness.ts';
import { extractReport } from '../../src/extract/extract.ts';
import type { Recognition, TableCell } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { cellsOf, writeReport, type ReportChanges } from '../extract/written-report.ts';

const SURE: Recognition = { probability: 0.999, confirmed: true, alternatives: [] };
const UNSURE: Recognition = { probability: 0.6, confirmed: false, alternatives: [{ text: '14258', probability: 0.3 }] };

/** What becomes of a figure in doubt in a picture, under a section 一 that says `text`. */
async function settled(text: string, code: string, seen: string, changes: ReportChanges = {}): Promise<string> {
  const html = writeReport({ ...changes, sections: { 1: { text } } });
  const reading = await readOriginal(new TextEncoder().encode(html), { contentType: null, url: 'file:report.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const asSeen = (cell: TableCell): TableCell =>
    /^[\d.]+$/.test(cell.text) ? { ...cell, recognition: cell.text === seen ? UNSURE : SURE } : cell;
  const blocks = reading.document.blocks.map((block) =>
    block.kind === 'table' ? { ...block, cells: block.cells.map(asSeen) } : block,
  );
  const extraction = extractReport({ ...reading.document, blocks });
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  const before = cellsOf(extraction.report).get(code)?.status;
  const after = cellsOf(settledByText(extraction.report)).get(code);
  return `${before ?? ''} → ${after?.number ?? ''} ${after?.status ?? ''}`;
}

const LICENCES = 'proactive.licensing.decisions';

describe('a figure of table 二 in doubt', () => {
  test('is settled where the text states the very number', async () => {
    expect(await settled('全年办理行政许可14253件，作出行政处罚210件。', LICENCES, '14253')).toBe(
      'doubtful → 14253 inferred',
    );
  });

  test.each([
    ['another number', '全年办理行政许可14258件。'],
    ['nothing', '全年平稳。'],
    ['about so many', '全年办理行政许可近14253件。'],
    ['two numbers', '全年办理行政许可14253件。全年办理行政许可14258件。'],
    ['a number of another year', '2022年办理行政许可14253件。'],
    ['a number that is narrowed', '全年网上办理行政许可14253件。'],
    ['a rounded number', '全年办理行政许可1.4万件。'],
  ])('stays in doubt where the text states %s', async (_, text) => {
    expect(await settled(text, LICENCES, '14253')).toBe('doubtful → 14253 doubtful');
  });
});

test('a figure that breaks a sum is not settled by the text', async () => {
  const figures = { 'requests.granted.total': 517, 'requests.granted.natural_person': 6 };
  expect(await settled('予以公开517件。', 'requests.granted.total', '517', { figures })).toMatch(
    /doubtful → 517 doubtful/,
  );
});
