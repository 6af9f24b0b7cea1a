/** A piece of text and where it stands across the page. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

/** Share of a piece that must lie under another for that to stand over it. */
const UNDER = 0.25;

/** Column numbers given to pieces by where they stand. */
export interface PlacedColumns {
  readonly columnCount: number;
  /** For each row, for each piece in order: the first and the number of columns it stands over. */
  readonly rows: readonly (readonly { readonly column: number; readonly columnSpan: number }[])[];
}

/**
 * Finds the columns of a region of placed text. Columns are where narrow pieces overlap each other from row to row; a wide
 * piece (a label, a spanning header) stands over all columns whose middle it covers. Within a row, columns only grow.
 *
 * @param rows pieces of each row from left to right
 * @param narrow width up to which a piece may define a column, in the unit of the extents
 */
export function columnsOf(rows: readonly (readonly PlacedText[])[], narrow: number): PlacedColumns {
  const pieces = rows.flat().filter((piece) => piece.right - piece.left <= narrow && !standsOverTwo(piece, rows));
  const sorted = [...pieces].sort((one, other) => one.left - other.left || one.right - other.right);
  const bands: { left: number; right: number }[] = [];
  for (const piece of sorted) {
    const last = bands.at(-1);
    if (last && piece.left < last.right) last.right = Math.max(last.right, piece.right);
    else bands.push({ left: piece.left, right: piece.right });
  }
  for (const row of rows) {
    for (const piece of row) {
      if (!bands.some((band) => overlaps(band, piece))) bands.push({ left: piece.left, right: piece.right });
    }
  }
  bands.sort((one, other) => one.left - other.left);
  let columnCount = bands.length;
  const placed = rows.map((row) => {
    let next = 0;
    return row.map((piece) => {
      const covered = bands.flatMap((band, index) => (overlaps(band, piece) ? [index] : []));
      const column = Math.max(next, covered[0] ?? next);
      const columnSpan = Math.max(1, covered.filter((index) => index >= column).length);
      next = column + columnSpan;
      columnCount = Math.max(columnCount, next);
      return { column, columnSpan };
    });
  });
  return { columnCount, rows: placed };
}

/** Does some row have two pieces that each lie partly under this one? It is the head of both, and would make one column of them. */
function standsOverTwo(piece: PlacedText, rows: readonly (readonly PlacedText[])[]): boolean {
  return rows.some((row) => row.filter((other) => other !== piece && isUnder(other, piece)).length > 1);
}

function isUnder(one: PlacedText, other: PlacedText): boolean {
  const shared = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  return shared >= UNDER * (one.right - one.left);
}

function overlaps(band: { left: number; right: number }, piece: { left: number; right: number }): boolean {
  return piece.left < band.right && band.left < piece.right;
}
