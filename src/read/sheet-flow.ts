import { SkipThis } from '../errors.ts';
import { foldText } from './fold-text.ts';
import { LINE_BREAK, brokenText } from './html-breaks.ts';
import { MOST_OF_WORKBOOK } from './limits.ts';
import { isFigureOrDash } from './text-line.ts';
import type { SheetCell, SheetGrid, SheetMerge } from './workbook.ts';
import type { FlowCell, FlowItem, FlowRow } from './html-flow.ts';

/** A row with its filled cells, and the columns in which a merge from above goes on. */
interface Row {
  readonly index: number;
  readonly cells: readonly SheetCell[];
  readonly merges: readonly SheetMerge[];
  /** Cells that are there, with a border or a colour, and hold nothing. */
  readonly emptyCells: number;
  /** A merged cell reaches from this row into the next. */
  readonly reachesOn: boolean;
}

interface Width {
  readonly first: number;
  readonly last: number;
}

const SENTENCE_END = /[。；！？]$/;
const NUMBERED_HEADING = /^[一二三四五六七八九十]{1,3}、.{1,40}$/;
/** Longer than any label of a table: running text. */
const PROSE_LENGTH = 80;
const WIDEST_FORM = 60;
/** Share of a table's columns that no label takes. */
const MOST_COLUMNS = 0.6;

/**
 * A sheet as a flow: an empty row ends a table, and a row of one cell that stands over a table, is a numbered heading over
 * its whole width, or running text, is a paragraph.
 *
 * @throws SkipThis where a table is larger than any report's
 */
export function sheetItems(grid: SheetGrid): FlowItem[] {
  const items: FlowItem[] = [];
  let region: Row[] = [];
  const end = (): void => {
    items.push(...regionItems(region));
    region = [];
  };
  for (const row of rowsOf(grid)) {
    const last = region.at(-1);
    if (last && row.index > last.index + 1 && !last.reachesOn) end();
    region.push(row);
  }
  end();
  return items;
}

/** The rows that hold something: text, or a merged cell that goes on. */
function rowsOf({ cells, merges }: SheetGrid): Row[] {
  const filledRows = new Map<number, SheetCell[]>();
  const empty = new Map<number, number>();
  for (const cell of cells) {
    const row = filledRows.get(cell.row);
    if (cell.text === '') empty.set(cell.row, (empty.get(cell.row) ?? 0) + 1);
    else if (row) row.push(cell);
    else filledRows.set(cell.row, [cell]);
  }
  const starts = new Map<number, SheetMerge[]>();
  const lastFilled = Math.max(-1, ...filledRows.keys());
  for (const merge of merges) {
    if (merge.row > lastFilled) continue;
    const row = starts.get(merge.row);
    if (row) row.push(merge);
    else starts.set(merge.row, [merge]);
  }
  const rows: Row[] = [];
  let reach = -1;
  for (let index = 0; index <= lastFilled; index += 1) {
    const beginning = starts.get(index) ?? [];
    const filled = filledRows.get(index) ?? [];
    const emptyCells = empty.get(index) ?? 0;
    if (filled.length > 0) for (const merge of beginning) reach = Math.max(reach, reachOf(merge, filled, filledRows));
    if (filled.length === 0 && reach < index) continue;
    rows.push({ index, cells: filled, merges: beginning, emptyCells, reachesOn: reach > index });
  }
  return rows;
}

/** A title merged over several rows reaches into none of them, if it has them for itself. */
function reachOf(merge: SheetMerge, row: readonly SheetCell[], filledRows: ReadonlyMap<number, unknown>): number {
  if (row.length > 1) return merge.lastRow;
  for (let below = merge.row + 1; below <= merge.lastRow; below += 1) {
    if (filledRows.has(below)) return merge.lastRow;
  }
  return merge.row;
}

function regionItems(region: readonly Row[]): FlowItem[] {
  const items: FlowItem[] = [];
  const width = widthOf(region);
  let table: Row[] = [];
  const endTable = (): void => {
    if (table.length > 0) items.push(tableItem(table));
    table = [];
  };
  for (const row of region) {
    const [only] = row.cells;
    const above = table.at(-1);
    const alone = only !== undefined && row.cells.length === 1 && !row.reachesOn && above?.reachesOn !== true;
    if (alone && isSetApart(only, row, above === undefined, width)) {
      endTable();
      items.push(...paragraphItems(only));
    } else table.push(row);
  }
  endTable();
  return items;
}

/**
 * A row of one cell that is no row of the table around it. A label whose figures are blank has empty cells beside it, or is
 * merged over some columns only; what stands apart has the row for itself.
 */
function isSetApart(cell: SheetCell, row: Row, overTable: boolean, width: Width): boolean {
  const text = foldText(cell.text);
  if (isFigureOrDash(text)) return false;
  if (overTable || text.length > PROSE_LENGTH) return true;
  const merge = row.merges.find(({ column }) => column === cell.column);
  const whole = merge ? isOverMost(merge, width) : row.emptyCells === 0;
  return whole && (NUMBERED_HEADING.test(text) || SENTENCE_END.test(text));
}

/** Text is merged over the columns of the tables around it, of which one may be wider; a label leaves most of them to its figures. */
function isOverMost({ column, lastColumn }: SheetMerge, { first, last }: Width): boolean {
  return column <= first && lastColumn - first + 1 > (last - first + 1) * MOST_COLUMNS;
}

function paragraphItems(cell: SheetCell): FlowItem[] {
  const text = cell.text.replace(/\r?\n/g, LINE_BREAK);
  const line = cell.row + 1;
  if (text.includes(LINE_BREAK)) return brokenText(text, line, false);
  return [{ kind: 'text', level: 0, text: foldText(text), line, linkOnly: false }];
}

/** The columns that hold something, merged ones included; a merge wider than any form's is one over a whole row. */
function widthOf(rows: readonly Row[]): Width {
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (const { cells, merges } of rows) {
    for (const { column } of cells) {
      first = Math.min(first, column);
      last = Math.max(last, column);
    }
    for (const { column, lastColumn } of merges) {
      if (lastColumn - column < WIDEST_FORM && cells.some((cell) => cell.column === column))
        last = Math.max(last, lastColumn);
    }
  }
  return { first, last };
}

/** Every place of the grid gets a cell, empty ones too, so that columns cannot slip. */
function tableItem(rows: readonly Row[]): FlowItem {
  const top = rows[0]?.index ?? 0;
  const bottom = rows.at(-1)?.index ?? 0;
  const width = widthOf(rows);
  const places = (bottom - top + 1) * (width.last - width.first + 1);
  if (places > MOST_OF_WORKBOOK.places)
    throw new SkipThis(`a table in it has more than ${MOST_OF_WORKBOOK.places} places for cells`);
  const covered = new Set<string>();
  const flowRows: FlowRow[] = [];
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  for (let index = top; index <= bottom; index += 1) {
    const row = byIndex.get(index);
    const texts = new Map((row?.cells ?? []).map((cell) => [cell.column, cell.text]));
    const merges = new Map((row?.merges ?? []).map((merge) => [merge.column, merge]));
    const cells: FlowCell[] = [];
    for (let column = width.first; column <= width.last; column += 1) {
      if (covered.has(`${index},${column}`)) continue;
      const merge = merges.get(column);
      const lastRow = Math.min(merge?.lastRow ?? index, bottom);
      const lastColumn = Math.min(merge?.lastColumn ?? column, width.last);
      if (merge) cover(covered, { row: index, column, lastRow, lastColumn });
      cells.push({
        rowSpan: String(lastRow - index + 1),
        columnSpan: String(lastColumn - column + 1),
        hidden: false,
        items: cellItems(texts.get(column) ?? '', index + 1),
      });
    }
    flowRows.push({ group: 0, hidden: false, cells });
  }
  return { kind: 'table', rows: flowRows };
}

function cover(covered: Set<string>, { row, column, lastRow, lastColumn }: SheetMerge): void {
  for (let at = row; at <= lastRow; at += 1) {
    for (let across = column; across <= lastColumn; across += 1) covered.add(`${at},${across}`);
  }
}

function cellItems(text: string, line: number): FlowItem[] {
  const words = foldText(text);
  return words === '' ? [] : [{ kind: 'text', level: 0, text: words, line, linkOnly: false }];
}
