import { expect, test } from 'vitest';
import { extractReport } from '../../src/extract/extract.ts';
import type { Block, TableBlock, TableCell } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { cellsOf, writeReport } from './written-report.ts';

/** A table as a PDF without a grid of rules gives it: every cell by where it stands. */
function withoutGrid(table: TableBlock): TableBlock {
  const cells = table.cells.map((cell): TableCell => ({
    ...cell,
    extent: [cell.column * 40, (cell.column + cell.columnSpan) * 40 - 4],
  }));
  return { ...table, geometry: 'positions', cells };
}

async function statusOfUnpaid(change: (cell: TableCell) => TableCell[]): Promise<string | undefined> {
  const source = writeReport({});
  const reading = await readOriginal(new TextEncoder().encode(source), { contentType: null, url: 'file:a.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const blocks = reading.document.blocks.map((block): Block => {
    if (block.kind !== 'table') return block;
    const table = withoutGrid(block);
    return { ...table, cells: table.cells.flatMap(change) };
  });
  const extraction = extractReport({ ...reading.document, blocks });
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  const cell = cellsOf(extraction.report).get('requests.other_unpaid.total');
  return `${cell?.number} ${cell?.status}`;
}

test('a row of a table without rules is what its label says', async () => {
  expect(await statusOfUnpaid((cell) => [cell])).toBe('0 verified');
});

test('two rows run together are known by their columns only: （七）总计 is no （六）2', async () => {
  const lost = '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请';
  const status = await statusOfUnpaid((cell) => {
    if (cell.text === lost) return [];
    return cell.text === '（七）总计'
      ? [cell, { ...cell, column: cell.column + 1, columnSpan: 1, text: lost }]
      : [cell];
  });
  expect(status).toBe('22 doubtful');
});
