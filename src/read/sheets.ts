import type * as Xlsx from '@e965/xlsx';
import { SkipThis } from '../errors.ts';
import { ZipArchive } from '../original/zip-archive.ts';
import type { Reading } from './document.ts';
import type { FlowItem } from './html-flow.ts';
import { layOutFlow } from './html-layout.ts';
import { sheetItems } from './sheet-flow.ts';
import type { SheetCell, SheetGrid, SheetMerge } from './sheet-flow.ts';

export const SHEETS_READER_VERSION = '1';

type Library = typeof Xlsx;

/** A report's workbook takes some 30 kB; above these the library would work for minutes. */
const BINARY_CEILING = 16_000_000;
const UNPACKED_CEILING = 48_000_000;
const CELL_CEILING = 200_000;
const MERGE_CEILING = 20_000;
const SHEET_CEILING = 200;

/**
 * Reads a workbook (.xlsx, .xlsb, .xls, .et): every visible sheet in order, its name as a heading unless it is only a
 * number, its tables as grids with merged cells as spans, figures as the sheet displays them. The line of a locator is the
 * row of the sheet, from 1.
 *
 * @returns unreadable, with the reason, when it is damaged, encrypted or larger than any report
 */
export async function readSheets(bytes: Uint8Array, mediaType: string): Promise<Reading> {
  try {
    checkSize(bytes);
    return readWorkbook(await openWorkbook(bytes));
  } catch (error) {
    if (error instanceof SkipThis) {
      return { kind: 'unreadable', mediaType, reason: `the workbook cannot be read: ${error.message}` };
    }
    throw error;
  }
}

/** Unpacks all that the library will unpack, since it sets itself no limits and takes damaged parts for whole. */
function checkSize(bytes: Uint8Array): void {
  if (bytes[0] !== 0x50) {
    if (bytes.length > BINARY_CEILING) throw new SkipThis(`it has more than ${BINARY_CEILING} bytes`);
    return;
  }
  const archive = new ZipArchive(bytes);
  let unpacked = 0;
  let cells = 0;
  for (const name of archive.names) {
    if (!/\.(?:xml|rels|bin)$/i.test(name)) continue;
    const part = archive.read(name) ?? new Uint8Array();
    unpacked += part.length;
    if (unpacked > UNPACKED_CEILING) throw new SkipThis(`it unpacks to more than ${UNPACKED_CEILING} bytes`);
    if (/worksheets\/[^/]*\.xml$/i.test(name)) cells += occurrences(part, '<c ') + occurrences(part, '<c>');
    if (cells > CELL_CEILING) throw new SkipThis(`it has more than ${CELL_CEILING} cells`);
  }
}

function occurrences(part: Uint8Array, text: string): number {
  const buffer = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(text); at !== -1; at = buffer.indexOf(text, at + text.length)) count += 1;
  return count;
}

let loading: Promise<Library> | null = null;

/** The library, with the code pages that workbooks from before 1997 are written in. */
async function load(): Promise<Library> {
  const [library, codePages] = await Promise.all([import('@e965/xlsx'), import('@e965/xlsx/dist/cpexcel.full.mjs')]);
  library.set_cptable(codePages);
  return library;
}

async function openWorkbook(bytes: Uint8Array): Promise<Xlsx.WorkBook> {
  loading ??= load();
  const library = await loading;
  try {
    return library.read(bytes, { type: 'array', dense: true, sheetStubs: true, cellHTML: false });
  } catch (error) {
    // It throws plain errors of many kinds for damaged, encrypted and unknown workbooks alike.
    throw new SkipThis(error instanceof Error ? error.message : String(error));
  }
}

function readWorkbook(workbook: Xlsx.WorkBook): Reading {
  const { SheetNames: names } = workbook;
  if (names.length > SHEET_CEILING) throw new SkipThis(`it has more than ${SHEET_CEILING} sheets`);
  const items: FlowItem[] = [];
  let cells = 0;
  names.forEach((name, index) => {
    const sheet = workbook.Sheets[name];
    if (!sheet || (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0) return;
    const grid = gridOf(sheet);
    cells += grid.cells.length;
    if (cells > CELL_CEILING) throw new SkipThis(`it has more than ${CELL_CEILING} cells`);
    if (grid.cells.length === 0) return;
    if (!/^(?:sheet|工作表|表)?\s*[（(]?\d*[）)]?$/i.test(name.trim())) {
      items.push({ kind: 'text', level: 2, text: name.trim(), line: 1, linkOnly: false });
    }
    items.push(...sheetItems(grid));
  });
  const metadata = new Map<string, string>();
  const { Title: title, Author: author } = workbook.Props ?? {};
  if (title) metadata.set('title', title);
  if (author) metadata.set('author', author);
  const blocks = layOutFlow(items, { firstTable: 0, resolve: (address) => address });
  return { kind: 'document', document: { reader: 'sheets', readerVersion: SHEETS_READER_VERSION, metadata, blocks } };
}

function gridOf(sheet: Xlsx.WorkSheet): SheetGrid {
  const cells: SheetCell[] = [];
  // Rows and cells that the file does not have are holes, which forEach passes over.
  sheet['!data']?.forEach((row, rowIndex) => {
    row.forEach((cell, column) => {
      cells.push({ row: rowIndex, column, text: displayed(cell) });
    });
  });
  const merges = sheet['!merges'] ?? [];
  if (merges.length > MERGE_CEILING) throw new SkipThis(`it has more than ${MERGE_CEILING} merged cells`);
  return {
    cells,
    merges: merges.map(({ s, e }): SheetMerge => ({ row: s.r, column: s.c, lastRow: e.r, lastColumn: e.c })),
  };
}

/** What the sheet shows; a formula that was never worked out shows itself, so that it is not taken for a blank. */
function displayed(cell: { w?: string; v?: unknown; f?: string }): string {
  if (cell.w !== undefined) return cell.w;
  const { v: value } = cell;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return cell.f === undefined ? '' : `=${cell.f}`;
}
