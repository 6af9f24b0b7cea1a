import { utils, write } from '@e965/xlsx';
import type { PrintedReport } from '../../sample/render-html.ts';

type SheetFormat = 'xlsx' | 'biff8' | 'xlsb';

/** How an office types a report into a sheet. */
export interface SheetHabit {
  readonly format: SheetFormat;
  /** Titles and prose merged over the width of the widest table, or left in the first column. */
  readonly merged: boolean;
  /** An empty row before and after each table. */
  readonly spaced: boolean;
}

/** A sample report in one sheet, paragraphs and tables below each other. */
export function sheetOfReport(report: PrintedReport, habit: SheetHabit): Uint8Array {
  const rows: (string | number | undefined)[][] = [];
  const merges: { s: { r: number; c: number }; e: { r: number; c: number } }[] = [];
  const paragraph = (text: string): void => {
    if (habit.merged) merges.push({ s: { r: rows.length, c: 0 }, e: { r: rows.length, c: 14 } });
    rows.push([text]);
  };
  paragraph(report.title);
  for (const block of report.blocks) {
    if (block.kind !== 'table') {
      paragraph(block.text);
      continue;
    }
    if (habit.spaced) rows.push([]);
    const top = rows.length;
    for (let row = 0; row < block.table.rowCount; row += 1) rows.push([]);
    for (const { row, column, rowSpan, columnSpan, text } of block.table.cells) {
      rows[top + row]![column] = /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? Number(text) : text || undefined;
      if (rowSpan * columnSpan === 1) continue;
      merges.push({ s: { r: top + row, c: column }, e: { r: top + row + rowSpan - 1, c: column + columnSpan - 1 } });
    }
    if (habit.spaced) rows.push([]);
  }
  return bookOf({ Sheet1: rows }, merges, habit.format);
}

/** A workbook of these sheets; the merges are those of the first. */
export function bookOf(
  sheets: Readonly<Record<string, (string | number | undefined)[][]>>,
  merges: readonly { s: { r: number; c: number }; e: { r: number; c: number } }[] = [],
  format: SheetFormat = 'xlsx',
): Uint8Array {
  const book = utils.book_new();
  Object.entries(sheets).forEach(([name, rows], index) => {
    const sheet = utils.aoa_to_sheet(rows);
    if (index === 0) sheet['!merges'] = [...merges];
    utils.book_append_sheet(book, sheet, name);
  });
  return new Uint8Array(write(book, { type: 'buffer', bookType: format, compression: true }) as Uint8Array);
}
