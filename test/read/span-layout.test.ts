import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableBlock } from '../../src/read/document.ts';
import { readHtml } from '../../src/read/html.ts';
import { randomGrid } from './random-grid.ts';

function tablesOf(html: string): TableBlock[] {
  const reading = readHtml(new TextEncoder().encode(html), { contentType: null, url: 'https://portal.example/' });
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading.document.blocks.filter((block) => block.kind === 'table');
}

describe('span layout', () => {
  it('gives any grid back from its markup, whether its tags are closed or not', () => {
    fc.assert(
      fc.property(randomGrid, fc.boolean(), fc.boolean(), (grid, closed, quoted) => {
        const quote = quoted ? '"' : '';
        let html = '<table>';
        for (let row = 0; row < grid.rowCount; row += 1) {
          html += '<tr>';
          for (const cell of grid.cells.filter((each) => each.row === row)) {
            const spans = `rowspan=${quote}${cell.rowSpan}${quote} colspan=${quote}${cell.columnSpan}${quote}`;
            html += `<td ${spans}>${cell.row}.${cell.column}${closed ? '</td>' : ''}`;
          }
          html += closed ? '</tr>' : '';
        }
        const tables = tablesOf(`${html}</table>`);
        const placed = tables.flatMap((table) => table.cells);
        fc.pre(tables.length === 1);
        expect(
          placed.map(({ row, column, rowSpan, columnSpan, text }) => ({ row, column, rowSpan, columnSpan, text })),
        ).toEqual(grid.cells.map((cell) => ({ ...cell, text: `${cell.row}.${cell.column}` })));
        expect(placed.map(({ locator }) => locator)).toEqual(
          grid.cells.map(({ row, column }) => ({ table: 0, row, column })),
        );
        expect(tables[0]).toMatchObject({ rowCount: grid.rowCount, columnCount: grid.columnCount });
      }),
    );
  });

  it('does not let a span reach beyond its row group', () => {
    const [table] = tablesOf(
      '<table><thead><tr><td rowspan=5>a<td>b</thead><tbody><tr><td>1<td>2<tr><td>3<td>4</tbody></table>',
    );
    expect(table?.cells.map(({ row, column, text }) => [row, column, text])).toEqual([
      [0, 0, 'a'],
      [0, 1, 'b'],
      [1, 0, '1'],
      [1, 1, '2'],
      [2, 0, '3'],
      [2, 1, '4'],
    ]);
  });
});
