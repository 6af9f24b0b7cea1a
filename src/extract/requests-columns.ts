import { APPLICANTS } from '../codebook/requests.ts';
import { parseFigure } from './figure.ts';
import { APPLICANT_LABELS } from './label-match.ts';
import type { FoundRow } from './requests-rows.ts';
import type { TableLine, ValueToken } from './table-lines.ts';

/** Seats of a row of table 三: six applicants and the total. */
export const SEATS = APPLICANTS.length;

/** What the table as a whole tells of its columns. */
export interface ColumnEvidence {
  /** Column of each seat in this row, where that is beyond doubt. */
  readonly columnsOf: (row: FoundRow) => readonly number[] | null;
  /** What each seat covers from left to right, for positions. */
  readonly lanes: readonly Extent[] | null;
  /** Seats that the head allows a field to be, where the head names its columns one by one. */
  readonly fieldSeats: ReadonlyMap<number, readonly number[]>;
  /** Field under which the head names the first applicant; a row whose figures begin further right does not stand under the head. */
  readonly firstField: number | null;
  /** True when every line of delimited text holds seven fields behind its label, whatever the depth of the label. */
  readonly sevenFields: boolean;
  /** Seat of each figure in a full row, where the head names all seven in another order than the form's. */
  readonly permutation: readonly number[] | null;
}

/** Looks at the full rows, the sums of rows and the head of the table. */
export function columnEvidence(rows: readonly FoundRow[], head: readonly TableLine[]): ColumnEvidence {
  const full = rows.filter((row) => figuresOf(row).length === SEATS);
  const headColumns = headerColumns(head);
  const common = mostCommonColumns(full.map(figuresOf));
  const inGrid = rows.filter((row) => row.valuesLine.geometry === 'spans');
  const gridColumns =
    common ?? mostCommonColumns(inGrid.map((row) => row.values)) ?? completeColumns(headColumns, rows);
  const columnsInGrid = columnsByGrid(inGrid, gridColumns);
  const fieldColumns = columnsByDepth(rows.filter((row) => row.valuesLine.geometry === 'fields'));
  return {
    columnsOf: (row) => {
      if (row.valuesLine.geometry === 'spans') return columnsInGrid(row);
      return row.valuesLine.geometry === 'fields' ? fieldColumns(row) : null;
    },
    lanes: laneExtents(full, head),
    fieldSeats: fieldSeats(headColumns),
    firstField: headColumns.get(0) ?? null,
    sevenFields: rows.length >= 10 && rows.every((row) => row.values.length === SEATS),
    permutation: permutationOf(headColumns, common ?? gridColumns),
  };
}

/**
 * Parts of the form that stand in grids of their own may have other columns each: a part has those of its own rows, and without such a row
 * those of the whole only where no part of another width stands beside it.
 */
function columnsByGrid(
  rows: readonly FoundRow[],
  whole: readonly number[] | null,
): (row: FoundRow) => readonly number[] | null {
  const widths = new Set(rows.map((row) => row.valuesLine.width));
  if (widths.size <= 1) return () => whole;
  const own = new Map<number, readonly number[] | null>();
  for (const table of new Set(rows.map((row) => row.valuesLine.table))) {
    const members = rows.filter((row) => row.valuesLine.table === table);
    const full = members.map(figuresOf).filter((figures) => figures.length === SEATS);
    own.set(table, mostCommonColumns(full) ?? mostCommonColumns(members.map((row) => row.values)));
  }
  return (row) => own.get(row.valuesLine.table) ?? null;
}

/** The tokens of a row that are figures. */
export function figuresOf(row: FoundRow): readonly ValueToken[] {
  return row.values.filter((token) => token.text !== '' && parseFigure(token.text).kind === 'number');
}

/**
 * Delimited text: a dump may count the fields of a row from the end of its label, so rows are only held against rows of
 * the same label depth and length. Where the last figure of a row is the sum of the others it stands under 总计, and the six fields before it
 * are the applicants; all such rows of a depth must agree. A depth without such a row borrows from
 * others of the same length when these agree.
 */
function columnsByDepth(rows: readonly FoundRow[]): (row: FoundRow) => readonly number[] | null {
  const totals = new Map<string, Set<number>>();
  const rightmost = new Map<string, number>();
  for (const row of rows) {
    const key = depthOf(row);
    const figures = figuresOf(row);
    const last = figures.at(-1);
    if (!last) continue;
    rightmost.set(key, Math.max(rightmost.get(key) ?? 0, last.column));
    if (figures.length === SEATS || isSumOfOthers(figures)) {
      totals.set(key, (totals.get(key) ?? new Set()).add(last.column));
    }
  }
  const agreed = new Map<string, number>();
  for (const [key, columns] of totals) {
    const [only] = columns;
    if (columns.size === 1 && only !== undefined && only === rightmost.get(key)) agreed.set(key, only);
  }
  return (row) => {
    const key = depthOf(row);
    const total = agreed.get(key) ?? (totals.has(key) ? undefined : sharedTotal(row.valuesLine.width));
    if (total === undefined || total < SEATS || (rightmost.get(key) ?? 0) > total) return null;
    const columns = APPLICANTS.map((_, seat) => total - (SEATS - 1) + seat);
    return (columns[0] ?? 0) > lastLabelColumn(row) ? columns : null;
  };

  /** The column of 总计 on which at least two depths of lines of this length agree, and none differs. */
  function sharedTotal(width: number): number | undefined {
    const ofWidth = [...totals.keys()].filter((key) => key.endsWith(` ${width}`));
    const columns = new Set(ofWidth.map((key) => agreed.get(key)));
    const [only] = columns;
    return ofWidth.length >= 2 && columns.size === 1 ? only : undefined;
  }
}

function depthOf(row: FoundRow): string {
  return `${lastLabelColumn(row)} ${row.valuesLine.width}`;
}

function lastLabelColumn(row: FoundRow): number {
  return row.valuesLine.labels.at(-1)?.column ?? -1;
}

/** 12, 10, 22: more than one figure, the last of them the sum of the rest and not zero. */
function isSumOfOthers(figures: readonly ValueToken[]): boolean {
  const numbers = figures.map((token) => {
    const figure = parseFigure(token.text);
    return figure.kind === 'number' ? figure.value : 0;
  });
  const total = numbers.at(-1) ?? 0;
  return numbers.length > 1 && total > 0 && numbers.slice(0, -1).reduce((sum, number) => sum + number, 0) === total;
}

/** The seven columns in which most rows of seven tokens stand. */
function mostCommonColumns(rows: readonly (readonly ValueToken[])[]): readonly number[] | null {
  const counts = new Map<string, { columns: number[]; count: number }>();
  for (const tokens of rows) {
    if (tokens.length !== SEATS) continue;
    const columns = tokens.map((token) => token.column);
    const key = columns.join();
    const entry = counts.get(key) ?? { columns, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best && new Set(best.columns).size === SEATS ? best.columns : null;
}

/** Columns at which the head names an applicant, by seat; the first naming of each counts. */
function headerColumns(head: readonly TableLine[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  for (const line of head) {
    for (const label of line.labels) {
      const id = APPLICANT_LABELS.exact(label.folded);
      const seat = APPLICANTS.findIndex((applicant) => applicant.id === id);
      if (seat >= 0 && !columns.has(seat)) columns.set(seat, label.column);
    }
  }
  return columns;
}

/** The head's own columns, where it names all seven from left to right and no figure stands outside them. */
function completeColumns(columns: ReadonlyMap<number, number>, rows: readonly FoundRow[]): readonly number[] | null {
  const known = APPLICANTS.map((_, seat) => columns.get(seat)).filter((column) => column !== undefined);
  if (known.length !== SEATS || known.some((column, seat) => seat > 0 && column <= (known[seat - 1] ?? 0))) return null;
  const inside = (token: ValueToken): boolean =>
    known.some((column) => token.column <= column && column < token.column + token.columnSpan);
  return rows.every((row) => figuresOf(row).every(inside)) ? known : null;
}

/** A form whose columns stand in another order: only where the head names all seven, each over a column of figures. */
function permutationOf(head: ReadonlyMap<number, number>, columns: readonly number[] | null): readonly number[] | null {
  if (columns === null || head.size !== SEATS || new Set(head.values()).size !== SEATS) return null;
  const seats = columns.map((column) => [...head].find(([, at]) => at === column)?.[0]);
  if (seats.some((seat) => seat === undefined)) return null;
  const known = seats.filter((seat) => seat !== undefined);
  return known.every((seat, at) => seat === at) ? null : known;
}

/** The head of a collapsed table: a field under one name is that applicant; the last field named may be any from there on. */
function fieldSeats(head: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const first = head.get(0);
  const second = head.get(1);
  if (first === undefined || second !== first + 1) return new Map();
  const fields = new Map<number, number[]>();
  for (const [seat, column] of head) fields.set(column, [...(fields.get(column) ?? []), seat]);
  const last = Math.max(...fields.keys());
  const lowest = Math.min(...(fields.get(last) ?? []));
  fields.set(
    last,
    Array.from({ length: SEATS - lowest }, (_, index) => lowest + index),
  );
  return fields;
}

/** Left and right edge of each seat: what the head's words and the figures of full rows cover, where no two seats overlap. */
function laneExtents(full: readonly FoundRow[], head: readonly TableLine[]): readonly Extent[] | null {
  const lanes = new Map<number, Extent>();
  const widen = (seat: number, extent: Extent | undefined): void => {
    if (!extent) return;
    const [left, right] = lanes.get(seat) ?? extent;
    lanes.set(seat, [Math.min(left, extent[0]), Math.max(right, extent[1])]);
  };
  for (const row of full) figuresOf(row).forEach((token, seat) => widen(seat, token.extent));
  const named = new Set<number>();
  for (const label of head.flatMap((line) => line.labels)) {
    const id = APPLICANT_LABELS.exact(label.folded);
    const seat = APPLICANTS.findIndex((applicant) => applicant.id === id);
    if (seat < 0 || named.has(seat)) continue;
    named.add(seat);
    if (full.length === 0 || overlaps(lanes.get(seat), label.extent)) widen(seat, label.extent);
  }
  const extents = APPLICANTS.map((_, seat) => lanes.get(seat)).filter((extent) => extent !== undefined);
  const apart = extents.every((extent, seat) => seat === 0 || extent[0] > (extents[seat - 1]?.[1] ?? 0));
  return extents.length === SEATS && apart ? extents : null;
}

/** Left and right edge, in points or character cells. */
export type Extent = readonly [number, number];

/** Do the two stand above one another, at least in part? */
export function overlaps(a: Extent | undefined, b: Extent | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] < b[1] && b[0] < a[1];
}
