import type { GridCell, PageGrid } from './page-grid.ts';

/** What the place of a cell in its table says it holds. */
export type CellRole = 'figure' | 'words';

/** Figures of a row, by table of the statutory forms: 三 has them for seven applicants, 四 for three blocks of five results. */
const APPLICANTS = 7;
const RESULTS = 15;
/** Fewer rows with seven cells at the right edge may be another table. */
const FEWEST_ROWS = 2;
/** 二 has at most four columns, and its figures stand below a line that names the item and one that heads the columns. */
const MOST_COLUMNS_OF_ITEMS = 4;

/**
 * Tells from rows, columns and spans alone which cells of a statutory table, or of the piece of one that stands on a page, hold figures. Cells
 * of tables that are laid out otherwise, and those of which their place says nothing, have no role.
 */
export function rolesOf(grid: PageGrid): ReadonlyMap<GridCell, CellRole> {
  const rows = rowsOf(grid);
  const seats = grid.columnCount >= RESULTS ? disputeSeats(grid, rows) : applicantSeats(grid, rows);
  if (seats) return new Map(grid.cells.map((cell) => [cell, seats.has(cell) ? 'figure' : 'words']));
  return itemRoles(grid, rows);
}

/** The cells that begin in each row, left to right. */
function rowsOf({ rowCount, cells }: PageGrid): GridCell[][] {
  const rows = Array.from({ length: rowCount }, (): GridCell[] => []);
  for (const cell of cells) rows[cell.row]?.push(cell);
  for (const row of rows) row.sort((one, other) => one.column - other.column);
  return rows;
}

/** The last row of 四 is the only one in which every place has a cell of its own and no head stands beneath it. */
function disputeSeats({ rowCount, columnCount }: PageGrid, rows: readonly GridCell[][]): ReadonlySet<GridCell> | null {
  const last = rows.at(-1) ?? [];
  const isRow = columnCount === RESULTS && last.length === RESULTS && last.every((cell) => cell.columnSpan === 1);
  // The head alone also ends in fifteen cells; only with the two rows above it is it the whole table.
  return isRow && (rowCount === 1 || (rows.at(-2) ?? []).some((cell) => cell.columnSpan === 1)) ? new Set(last) : null;
}

/** Rows of 三 end in seven cells that stand in the same columns up to the right edge. */
function applicantSeats({ columnCount }: PageGrid, rows: readonly GridCell[][]): ReadonlySet<GridCell> | null {
  const byColumns = new Map<string, GridCell[][]>();
  for (const row of rows) {
    const last = row.slice(-APPLICANTS);
    const end = last.at(-1);
    if (last.length < APPLICANTS || end?.column !== columnCount - 1) continue;
    if (last.some((cell) => cell.rowSpan !== 1 || cell.columnSpan !== 1)) continue;
    const key = last.map((cell) => cell.column).join();
    byColumns.set(key, [...(byColumns.get(key) ?? []), last]);
  }
  const [best] = [...byColumns.values()].sort((one, other) => other.length - one.length);
  return best && best.length >= FEWEST_ROWS ? new Set(best.flat()) : null;
}

/** Rows of 二: an item of art. 20 over the whole width, the head of its columns, then rows of figures behind their label. */
function itemRoles({ columnCount }: PageGrid, rows: readonly GridCell[][]): ReadonlyMap<GridCell, CellRole> {
  const roles = new Map<GridCell, CellRole>();
  const isItem = (row: readonly GridCell[] | undefined): boolean =>
    row?.length === 1 && row[0]?.columnSpan === columnCount;
  if (columnCount > MOST_COLUMNS_OF_ITEMS || rows.some((row) => row.some((cell) => cell.rowSpan !== 1))) return roles;
  let item: number | null = null;
  rows.forEach((row, at) => {
    if (isItem(row)) item = at;
    if (item === null) return;
    row.forEach((cell, place) => roles.set(cell, at - (item ?? at) >= 2 && place > 0 ? 'figure' : 'words'));
  });
  return roles;
}
