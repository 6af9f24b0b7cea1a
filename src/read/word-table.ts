import type { FlowCell, FlowItem, FlowRow, FlowTable } from './html-flow.ts';

/** A cell as Word writes it: a width in grid columns, and whether it goes on a cell above or to its left. */
export interface WordCell {
  columns: number;
  /** `start` begins a merge downwards, `continue` is swallowed by it. */
  down: 'none' | 'start' | 'continue';
  /** Swallowed by the cell to its left. */
  across: boolean;
  readonly items: FlowItem[];
}

export interface WordRow {
  /** Grid columns left free before the first cell. */
  before: number;
  /** A row whose deletion is tracked. */
  deleted: boolean;
  hidden: boolean;
  readonly cells: WordCell[];
}

interface OpenMerge {
  readonly cell: { rowSpan: number };
  readonly columns: number;
  /** The last row it has reached. */
  reached: number;
}

type SpannedCell = Omit<FlowCell, 'rowSpan'> & { rowSpan: number };

/**
 * A Word table with its merges as spans. A cell that claims to go on one above, without one of the same place and width
 * there, stands for itself. Columns left free before a row are held by an empty cell.
 */
export function tableOfRows(rows: readonly WordRow[]): FlowTable {
  const merges = new Map<number, OpenMerge>();
  const spanned = rows
    .filter((row) => !row.deleted)
    .map((row, index) => ({ hidden: row.hidden, cells: spannedCells(row, index, merges) }));
  return {
    kind: 'table',
    rows: spanned.map(({ hidden, cells }): FlowRow => ({
      group: 0,
      hidden,
      cells: cells.map((cell) => ({ ...cell, rowSpan: String(cell.rowSpan) })),
    })),
  };
}

function spannedCells(row: WordRow, index: number, merges: Map<number, OpenMerge>): SpannedCell[] {
  const cells: SpannedCell[] = [];
  if (row.before > 0) cells.push(spannedCell(row.before, []));
  let column = row.before;
  for (const { columns, down, items } of joinedAcross(row.cells)) {
    const open = merges.get(column);
    if (down === 'continue' && open?.reached === index - 1 && open.columns === columns) {
      open.cell.rowSpan += 1;
      open.reached = index;
    } else {
      const cell = spannedCell(columns, items);
      cells.push(cell);
      if (down === 'none') merges.delete(column);
      else merges.set(column, { cell, columns, reached: index });
    }
    column += columns;
  }
  return cells;
}

function joinedAcross(cells: readonly WordCell[]): WordCell[] {
  const joined: WordCell[] = [];
  for (const cell of cells) {
    const left = joined.at(-1);
    if (cell.across && left) joined[joined.length - 1] = { ...left, columns: left.columns + cell.columns };
    else joined.push(cell);
  }
  return joined;
}

function spannedCell(columns: number, items: FlowItem[]): SpannedCell {
  return { rowSpan: 1, columnSpan: String(columns), hidden: false, items };
}
