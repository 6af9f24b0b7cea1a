import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableBlock } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { docxOf, escapeXml, paragraphXml, tableXml } from './docx-writer.ts';
import type { Grid, GridCell } from './docx-writer.ts';
import { randomGrid } from './random-grid.ts';
import { bookOf } from './sheet-writer.ts';

const wordedGrid = randomGrid.map((grid): Grid => ({
  ...grid,
  cells: grid.cells.map((cell) => ({ ...cell, text: `${cell.row}.${cell.column}` })),
}));

/** Ways in which Word writes the same cell. */
const CELL_DRESS: readonly ((text: string) => string)[] = [
  (text) => paragraphXml(text),
  (text) => `<w:p><w:r><w:t>${text.slice(0, 1)}</w:t></w:r><w:r><w:t>${text.slice(1)}</w:t></w:r></w:p>`,
  (text) => `<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>${paragraphXml(text)}</w:sdtContent></w:sdt>`,
  (text) => `<w:p/>${paragraphXml(text)}<w:p><w:pPr><w:jc w:val="center"/></w:pPr></w:p>`,
  (text) =>
    `<w:p><w:ins w:id="1"><w:r><w:t>${text}</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>9</w:delText></w:r></w:del></w:p>`,
  (text) =>
    `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE 7</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>${escapeXml(text)}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
];

async function tablesIn(bytes: Uint8Array): Promise<TableBlock[]> {
  const reading = await readOriginal(bytes, { contentType: null, url: 'file:grid' });
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return reading.document.blocks.filter((block) => block.kind === 'table');
}

function placesIn(cells: readonly GridCell[]): GridCell[] {
  return cells.map(({ row, column, rowSpan, columnSpan, text }) => ({ row, column, rowSpan, columnSpan, text }));
}

describe('a grid of merged cells comes back cell by cell', () => {
  it('from a Word document, whatever its runs are cut into', async () => {
    const dresses = fc.array(fc.nat({ max: CELL_DRESS.length - 1 }), { minLength: 49, maxLength: 49 });
    await fc.assert(
      fc.asyncProperty(wordedGrid, dresses, async (grid, chosen) => {
        const cellXml = (cell: GridCell): string => CELL_DRESS[chosen[cell.row * 7 + cell.column]!]!(cell.text);
        const tables = await tablesIn(
          docxOf(`${paragraphXml('前文')}${tableXml(grid, cellXml)}${paragraphXml('后文')}`),
        );
        fc.pre(tables.length === 1);
        expect(placesIn(tables[0]!.cells)).toEqual(placesIn(grid.cells));
        expect(tables[0]).toMatchObject({ geometry: 'spans', rowCount: grid.rowCount, columnCount: grid.columnCount });
        expect(tables[0]!.cells.map(({ locator }) => locator)).toEqual(
          grid.cells.map(({ row, column }) => ({ table: 0, row, column })),
        );
      }),
    );
  });

  it.each(['xlsx', 'biff8', 'xlsb'] as const)('from a workbook written as %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(wordedGrid, async (grid) => {
        const rows = Array.from({ length: grid.rowCount }, () => new Array<string | undefined>(grid.columnCount));
        for (const { row, column, text } of grid.cells) rows[row]![column] = text;
        const merges = grid.cells
          .filter(({ rowSpan, columnSpan }) => rowSpan * columnSpan > 1)
          .map(({ row, column, rowSpan, columnSpan }) => ({
            s: { r: row, c: column },
            e: { r: row + rowSpan - 1, c: column + columnSpan - 1 },
          }));
        const tables = await tablesIn(bookOf({ Sheet1: rows }, merges, format));
        // Rows of one cell at the head stand over the table, small tables are taken for a layout, and a sheet ends with its last text.
        const alone = grid.cells.filter(({ row }) => row === 0).length === 1;
        const ends = grid.cells.some(({ row }) => row === grid.rowCount - 1);
        fc.pre(tables.length === 1 && !alone && ends);
        expect(placesIn(tables[0]!.cells)).toEqual(placesIn(grid.cells));
      }),
      { numRuns: 60 },
    );
  });
});
