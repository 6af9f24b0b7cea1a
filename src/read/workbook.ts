import type { WorkBook, read } from '@e965/xlsx';
import { SkipThis } from '../errors.ts';
import { MOST, MOST_OF_WORKBOOK } from './limits.ts';

/** A workbook as it is shown: texts by place, rows and columns from 0. */
export interface Workbook {
  readonly sheets: readonly (SheetGrid & { readonly name: string; readonly hidden: boolean })[];
  readonly title: string;
  readonly author: string;
}

export interface SheetGrid {
  /** Cells without text are those that the sheet gives a format. */
  readonly cells: readonly SheetCell[];
  readonly merges: readonly SheetMerge[];
}

export interface SheetCell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

export interface SheetMerge {
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

let loading: Promise<typeof read> | undefined;

async function load(): Promise<typeof read> {
  const library = await import('@e965/xlsx');
  // Workbooks of before 1997 are written in code pages.
  library.set_cptable(await import('@e965/xlsx/dist/cpexcel.full.mjs'));
  return library.read;
}

/**
 * Opens a workbook of any of Excel's formats. The library trusts what a file says of itself, so that a damaged one can take all memory or
 * never end: what comes from outside is read in a process that can be killed (`ReadingPool`).
 *
 * @throws SkipThis where it is damaged, encrypted or too large
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  loading ??= load();
  const open = await loading;
  let book: WorkBook;
  try {
    book = open(bytes, { type: 'array', dense: true, sheetStubs: true, cellHTML: false });
  } catch (error) {
    // It throws errors of many kinds for damaged, encrypted and unknown workbooks alike.
    throw new SkipThis(reasonOf(error), { cause: error });
  }
  return plainWorkbook(book);
}

function plainWorkbook(book: WorkBook): Workbook {
  if (book.SheetNames.length > MOST_OF_WORKBOOK.sheets)
    throw new SkipThis(`it has more than ${MOST_OF_WORKBOOK.sheets} sheets`);
  let count = 0;
  const sheets = book.SheetNames.map((name, index) => {
    const sheet = book.Sheets[name];
    const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    const cells: SheetCell[] = [];
    if (!sheet || hidden) return { name: textOf(name), hidden, cells, merges: [] };
    sheet['!data']?.forEach((row: readonly (LibraryCell | undefined)[] | undefined, rowIndex) => {
      row?.forEach((cell, column) => {
        if (!cell) return;
        count += 1;
        if (count > MOST.cells) throw new SkipThis(`it has more than ${MOST.cells} cells`);
        cells.push({ row: rowIndex, column, text: displayed(cell) });
      });
    });
    const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
      row: s.r,
      column: s.c,
      lastRow: e.r,
      lastColumn: e.c,
    }));
    for (const merge of merges) {
      if (!Object.values(merge).every((place) => Number.isInteger(place) && place >= 0))
        throw new SkipThis('a merged cell in it is nowhere');
    }
    return { name: textOf(name), hidden, cells, merges };
  });
  return { sheets, title: textOf(book.Props?.Title), author: textOf(book.Props?.Author) };
}

/** In a damaged file anything may stand in these, whatever the library's types promise. */
interface LibraryCell {
  readonly w?: unknown;
  readonly v?: unknown;
  readonly f?: unknown;
}

/** What the sheet shows; a formula that was never worked out shows itself, so that it is not taken for a blank. */
function displayed({ w: shown, v: value, f: formula }: LibraryCell): string {
  if (shown !== undefined) return textOf(shown);
  if (value !== undefined && value !== null) return textOf(value);
  return formula === undefined ? '' : `=${textOf(formula)}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The library says what it misses; where it trips over parts that do not fit together, it only fails. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError || error instanceof RangeError) return 'its parts do not fit together: it is damaged';
  return error instanceof Error ? error.message : String(error);
}
