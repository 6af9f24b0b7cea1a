/** Which edges of a lattice are drawn: `above[row][column]` is the edge over a field, `before[row][column]` the one to its left. */
export interface LatticeEdges {
  readonly rowCount: number;
  readonly columnCount: number;
  /** `rowCount + 1` rows of `columnCount`: how far each horizontal edge is drawn, 0 to 1. */
  readonly across: readonly (readonly number[])[];
  /** `rowCount` rows of `columnCount + 1`: how far each vertical edge is drawn. */
  readonly down: readonly (readonly number[])[];
}

/** A rectangle of fields with no rule inside. */
export interface SpanRectangle {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

/**
 * Splits the lattice into cells: rectangles within which no edge is drawn. Fields that hang together in another shape are cut where
 * the edges are drawn most, so that every cell is a rectangle.
 *
 * @param threshold how far an edge must be drawn to count as a rule
 */
export function rectanglesOf(edges: LatticeEdges, threshold: number): SpanRectangle[] {
  const { rowCount, columnCount } = edges;
  const seen = new Uint8Array(rowCount * columnCount);
  const rectangles: SpanRectangle[] = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] === 1) continue;
    const fields = flood(edges, threshold, start, seen);
    rectangles.push(...rectangular(fields, edges, threshold));
  }
  return rectangles.sort((one, other) => one.row - other.row || one.column - other.column);
}

function flood(edges: LatticeEdges, threshold: number, start: number, seen: Uint8Array): number[] {
  const { rowCount, columnCount, across, down } = edges;
  const fields = [start];
  seen[start] = 1;
  for (const field of fields) {
    const column = field % columnCount;
    const row = (field - column) / columnCount;
    const reach = (next: number, drawn: number): void => {
      if (drawn >= threshold || seen[next] === 1) return;
      seen[next] = 1;
      fields.push(next);
    };
    if (row > 0) reach(field - columnCount, across[row]?.[column] ?? 1);
    if (row < rowCount - 1) reach(field + columnCount, across[row + 1]?.[column] ?? 1);
    if (column > 0) reach(field - 1, down[row]?.[column] ?? 1);
    if (column < columnCount - 1) reach(field + 1, down[row]?.[column + 1] ?? 1);
  }
  return fields;
}

function rectangular(fields: readonly number[], edges: LatticeEdges, threshold: number): SpanRectangle[] {
  const { columnCount } = edges;
  const columns = fields.map((field) => field % columnCount);
  const rows = fields.map((field) => Math.floor(field / columnCount));
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  const box = { row: top, column: left, rowSpan: bottom - top + 1, columnSpan: right - left + 1 };
  if (fields.length === box.rowSpan * box.columnSpan) return [box];
  const own = new Set(fields);
  let best = { drawn: -1, direction: 'across', at: 0 };
  for (let row = top + 1; row <= bottom; row += 1) {
    const drawn = meanOf(columnsOf(own, row, left, right, columnCount), (column) => edges.across[row]?.[column] ?? 0);
    if (drawn > best.drawn) best = { drawn, direction: 'across', at: row };
  }
  for (let column = left + 1; column <= right; column += 1) {
    const drawn = meanOf(rowsOf(own, column, top, bottom, columnCount), (row) => edges.down[row]?.[column] ?? 0);
    if (drawn > best.drawn) best = { drawn, direction: 'down', at: column };
  }
  const isFirst = (field: number): boolean =>
    best.direction === 'across' ? Math.floor(field / columnCount) < best.at : field % columnCount < best.at;
  return [fields.filter(isFirst), fields.filter((field) => !isFirst(field))].flatMap((part) =>
    connectedParts(part, edges, threshold).flatMap((piece) => rectangular(piece, edges, threshold)),
  );
}

/** Columns where a cut above `row` would part two fields of the shape. */
function columnsOf(own: ReadonlySet<number>, row: number, left: number, right: number, columnCount: number): number[] {
  const columns: number[] = [];
  for (let column = left; column <= right; column += 1) {
    if (own.has(row * columnCount + column) && own.has((row - 1) * columnCount + column)) columns.push(column);
  }
  return columns;
}

function rowsOf(own: ReadonlySet<number>, column: number, top: number, bottom: number, columnCount: number): number[] {
  const rows: number[] = [];
  for (let row = top; row <= bottom; row += 1) {
    if (own.has(row * columnCount + column) && own.has(row * columnCount + column - 1)) rows.push(row);
  }
  return rows;
}

function meanOf(places: readonly number[], valueOf: (place: number) => number): number {
  if (places.length === 0) return -1;
  return places.reduce((sum, place) => sum + valueOf(place), 0) / places.length;
}

function connectedParts(fields: readonly number[], edges: LatticeEdges, threshold: number): number[][] {
  const seen = new Uint8Array(edges.rowCount * edges.columnCount).fill(1);
  for (const field of fields) seen[field] = 0;
  return fields.flatMap((field) => (seen[field] === 1 ? [] : [flood(edges, threshold, field, seen)]));
}
