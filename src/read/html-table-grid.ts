import type { TableCell } from './document.ts';

/** A cell as written in markup, before its place in the grid is known. */
export interface MarkupCell {
  readonly text: string;
  /** As written; anything may stand there. */
  readonly rowSpan: string | undefined;
  readonly columnSpan: string | undefined;
}

/** A row as written; `group` counts the row groups (`thead`, `tbody`, `tfoot`), beyond which no cell reaches. */
export interface MarkupRow<Cell extends MarkupCell = MarkupCell> {
  readonly group: number;
  readonly cells: readonly Cell[];
}

/** A cell with its place: `TableCell` without the locator, which only the document can give. */
export type PlacedCell<Cell extends MarkupCell = MarkupCell> = Omit<TableCell, 'locator' | 'text'> & {
  readonly cell: Cell;
};

export interface TableGrid<Cell extends MarkupCell = MarkupCell> {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly cells: readonly PlacedCell<Cell>[];
}

/** Browsers' own ceiling for `colspan`. */
const COLUMN_CEILING = 1000;
/** A span wider than this is a slip of the editor, not a header over a hundred columns. */
const PLAUSIBLE_SPAN = 60;

/**
 * Lays cells out as a browser does (HTML, 'forming a table'): a cell takes the first free column of its row and holds
 * its columns for `rowspan` rows, not beyond its row group; `rowspan="0"` means to the end of the group. Missing, zero,
 * negative and unreadable spans are 1. A span over more columns than is plausible is cut to what the other rows fill.
 */
export function layOutSpans<Cell extends MarkupCell>(rows: readonly MarkupRow<Cell>[]): TableGrid<Cell> {
  const width = plausibleWidth(rows);
  const groupEnds = endsOfGroups(rows);
  const cells: PlacedCell<Cell>[] = [];
  // For each column, the first row in which it is free again.
  const heldUntil: number[] = [];
  let columnCount = 0;
  rows.forEach((markupRow, row) => {
    let column = 0;
    const groupEnd = groupEnds[row] ?? rows.length;
    for (const cell of markupRow.cells) {
      while ((heldUntil[column] ?? 0) > row) column += 1;
      if (column >= COLUMN_CEILING) break;
      const columnSpan = cappedColumnSpan(cell, column, width);
      const asked = spanOf(cell.rowSpan);
      const wanted = asked === 0 ? groupEnd - row : asked;
      const rowSpan = Math.max(1, Math.min(wanted, groupEnd - row));
      for (let held = column; held < column + columnSpan; held += 1) {
        heldUntil[held] = Math.max(heldUntil[held] ?? 0, row + rowSpan);
      }
      cells.push({ row, column, rowSpan, columnSpan, cell });
      column += columnSpan;
      columnCount = Math.max(columnCount, column);
    }
  });
  return { rowCount: rows.length, columnCount, cells };
}

/** Reads a span as browsers do: leading white space and digits count, the rest does not; 0 only means something for rows. */
function spanOf(written: string | undefined): number {
  const digits = /^\s*\+?(\d{1,9})/.exec(written ?? '')?.[1];
  return digits === undefined ? 1 : Number(digits);
}

function cappedColumnSpan(cell: MarkupCell, column: number, width: number): number {
  const span = Math.max(1, spanOf(cell.columnSpan));
  if (span <= PLAUSIBLE_SPAN) return span;
  return Math.max(1, Math.min(span, width - column, COLUMN_CEILING - column));
}

/** The width of the widest row, leaving implausible spans aside. */
function plausibleWidth(rows: readonly MarkupRow[]): number {
  let widest = 1;
  for (const row of rows) {
    let width = 0;
    for (const cell of row.cells) {
      const span = Math.max(1, spanOf(cell.columnSpan));
      width += span > PLAUSIBLE_SPAN ? 1 : span;
    }
    widest = Math.max(widest, width);
  }
  return widest;
}

function endsOfGroups(rows: readonly MarkupRow[]): number[] {
  const ends: number[] = new Array<number>(rows.length);
  let end = rows.length;
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    if (row + 1 < rows.length && rows[row + 1]?.group !== rows[row]?.group) end = row + 1;
    ends[row] = end;
  }
  return ends;
}
