import { codebookEntry } from '../src/codebook/codebook.ts';
import type { Appearance } from './appearance.ts';
import type { Figures } from './figures.ts';
import type { Form, FormCell } from './forms.ts';
import { breakLabel, damageLabel, spaceLabel, toTraditional } from './label-damage.ts';
import { pickNumberStyle, printNumber } from './notation.ts';
import type { Random } from './random.ts';

/** A cell of a printed table at its place in the grid. A line break in `text` is one in the source. */
export interface PrintedCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly text: string;
  readonly role: 'label' | 'figure' | 'blank' | 'mark';
}

export interface PrintedTable {
  readonly table: Form['table'];
  readonly columns: number;
  readonly rowCount: number;
  readonly cells: readonly PrintedCell[];
}

/** Prints figures into a form, with the quirks of the appearance. */
export function printForm(form: Form, figures: Figures, appearance: Appearance, random: Random): PrintedTable {
  let printed = place(form, (cell) => printCell(cell, figures, appearance, random));
  if (appearance.wrongHeader && form.table === '四') printed = withWrongHeader(printed);
  const header = printed.cells.filter((cell) => cell.row < form.headerRows);
  if (appearance.repeatedHeader && form.table === '三') {
    printed = insertRows(printed, random.integer(8, form.rows.length - 6), header, form.headerRows);
  }
  if (appearance.pageMarks && form.table === '三') {
    const mark: PrintedCell = {
      row: 0,
      column: 0,
      rowSpan: 1,
      columnSpan: form.columns,
      text: `— ${random.integer(3, 9)} —`,
      role: 'mark',
    };
    printed = insertRows(printed, random.integer(6, form.rows.length - 4), [mark], 1);
  }
  if (appearance.lostHeaders && form.table !== '二') printed = withoutRows(printed, form.headerRows);
  return appearance.mergedBlanks ? mergeBlanks(printed) : printed;
}

/** Cuts a table in two before `row`; what spans the cut ends at it and goes on below without its text. */
export function cutTable(table: PrintedTable, row: number): readonly [PrintedTable, PrintedTable] {
  const cut = cutSpans(table, row);
  return [
    { ...table, rowCount: row, cells: cut.cells.filter((cell) => cell.row < row) },
    {
      ...table,
      rowCount: table.rowCount - row,
      cells: cut.cells.filter((cell) => cell.row >= row).map((cell) => ({ ...cell, row: cell.row - row })),
    },
  ];
}

function place(form: Form, print: (cell: FormCell) => Pick<PrintedCell, 'text' | 'role'>): PrintedTable {
  const taken = new Set<string>();
  const cells = form.rows.flatMap((cellsOfRow, row) => {
    let column = 0;
    return cellsOfRow.map((cell): PrintedCell => {
      while (taken.has(`${row},${column}`)) column++;
      const placed = { row, column, rowSpan: cell.rowSpan, columnSpan: cell.columnSpan, ...print(cell) };
      for (let down = 0; down < cell.rowSpan; down++) {
        for (let right = 0; right < cell.columnSpan; right++) taken.add(`${row + down},${column + right}`);
      }
      column += cell.columnSpan;
      return placed;
    });
  });
  return { table: form.table, columns: form.columns, rowCount: form.rows.length, cells };
}

function printCell(
  cell: FormCell,
  figures: Figures,
  appearance: Appearance,
  random: Random,
): Pick<PrintedCell, 'text' | 'role'> {
  if (cell.code === undefined) return { text: printLabel(cell, appearance, random), role: 'label' };
  const value = figures.get(cell.code) ?? null;
  const entry = codebookEntry(cell.code);
  if (value === null || !entry) return { text: appearance.blankMark ?? '', role: 'blank' };
  const style = pickNumberStyle(random, entry.kind, appearance.oddNumbers ?? 0);
  return { text: printNumber(value, style, entry.unit), role: 'figure' };
}

function printLabel(cell: FormCell, appearance: Appearance, random: Random): string {
  if (appearance.lostGroups && cell.rowSpan > 1 && /^（[三四五六]）/.test(cell.text)) return '';
  let text = cell.text;
  if (random.chance(appearance.damagedLabels ?? 0)) text = damageLabel(text, random);
  if (appearance.traditional) text = toTraditional(text);
  if (appearance.spacedLabels) text = spaceLabel(text, random);
  if (appearance.brokenLabels && random.chance(0.4)) text = breakLabel(text, random);
  return text;
}

function withWrongHeader(table: PrintedTable): PrintedTable {
  const wrong = table.cells.findLast((cell) => cell.row === 2 && cell.column === 12);
  const right = table.cells.findLast((cell) => cell.row === 2 && cell.column === 11);
  if (!wrong || !right) return table;
  return { ...table, cells: table.cells.map((cell) => (cell === wrong ? { ...cell, text: right.text } : cell)) };
}

function insertRows(
  table: PrintedTable,
  before: number,
  inserted: readonly PrintedCell[],
  count: number,
): PrintedTable {
  const cut = cutSpans(table, before);
  const cells = [
    ...cut.cells.map((cell) => (cell.row >= before ? { ...cell, row: cell.row + count } : cell)),
    ...inserted.map((cell) => ({ ...cell, row: cell.row + before })),
  ];
  return { ...table, rowCount: table.rowCount + count, cells: inReadingOrder(cells) };
}

function withoutRows(table: PrintedTable, count: number): PrintedTable {
  const cells = table.cells.filter((cell) => cell.row >= count).map((cell) => ({ ...cell, row: cell.row - count }));
  return { ...table, rowCount: table.rowCount - count, cells };
}

function cutSpans(table: PrintedTable, row: number): PrintedTable {
  const cells = table.cells.flatMap((cell) => {
    const below = cell.row + cell.rowSpan - row;
    if (cell.row >= row || below <= 0) return [cell];
    return [
      { ...cell, rowSpan: cell.rowSpan - below },
      { ...cell, row, rowSpan: below, text: '' },
    ];
  });
  return { ...table, cells: inReadingOrder(cells) };
}

function mergeBlanks(table: PrintedTable): PrintedTable {
  const merged: PrintedCell[] = [];
  for (const cell of table.cells) {
    const last = merged.at(-1);
    const adjoins = last?.row === cell.row && last.column + last.columnSpan === cell.column;
    if (last && adjoins && cell.role === 'blank' && last.role === 'blank') {
      merged[merged.length - 1] = { ...last, columnSpan: last.columnSpan + cell.columnSpan };
    } else merged.push(cell);
  }
  return { ...table, cells: merged };
}

function inReadingOrder(cells: readonly PrintedCell[]): PrintedCell[] {
  return [...cells].sort((left, right) => left.row - right.row || left.column - right.column);
}
