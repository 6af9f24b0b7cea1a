import { parentPort } from 'node:worker_threads';
import { read, set_cptable } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';

/**
 * A thread that opens workbooks: the library trusts what a file says of itself, so that a damaged one can take all memory or never end.
 * Here it can be stopped. It is asked with bytes and a ceiling of cells, and answers `{ workbook }` or `{ failure }`.
 */

// Workbooks of before 1997 are written in code pages.
set_cptable(codePages);

// It prints what it does not know; standard output belongs to results.
for (const level of ['log', 'info', 'warn', 'error']) Reflect.set(console, level, () => undefined);

parentPort?.on('message', ({ bytes, cellCeiling }) => {
  parentPort?.postMessage(open(bytes, cellCeiling));
});

/**
 * @param {Uint8Array} bytes
 * @param {number} cellCeiling
 */
function open(bytes, cellCeiling) {
  try {
    const book = read(bytes, { type: 'array', dense: true, sheetStubs: true, cellHTML: false });
    return { workbook: plainWorkbook(book, cellCeiling) };
  } catch (error) {
    // It throws errors of many kinds for damaged, encrypted and unknown workbooks alike.
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {import('@e965/xlsx').WorkBook} book
 * @param {number} cellCeiling
 */
function plainWorkbook(book, cellCeiling) {
  let count = 0;
  const sheets = book.SheetNames.map((name, index) => {
    const sheet = book.Sheets[name];
    const hidden = (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0;
    /** @type {{ row: number, column: number, text: string }[]} */
    const cells = [];
    if (!sheet || hidden) return { name, hidden, cells, merges: [] };
    sheet['!data']?.forEach((row, rowIndex) => {
      row?.forEach((cell, column) => {
        if (!cell) return;
        count += 1;
        if (count > cellCeiling) throw new Error(`it has more than ${cellCeiling} cells`);
        cells.push({ row: rowIndex, column, text: displayed(cell) });
      });
    });
    const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
      row: s.r,
      column: s.c,
      lastRow: e.r,
      lastColumn: e.c,
    }));
    return { name, hidden, cells, merges };
  });
  return { sheets, title: book.Props?.Title ?? '', author: book.Props?.Author ?? '' };
}

/**
 * What the sheet shows; a formula that was never worked out shows itself, so that it is not taken for a blank.
 *
 * @param {import('@e965/xlsx').CellObject} cell
 */
function displayed({ w: shown, v: value, f: formula }) {
  if (shown !== undefined) return String(shown);
  if (value !== undefined && value !== null) return String(value);
  return formula === undefined ? '' : `=${formula}`;
}
