/** A cell of a table found in a picture. */
export interface GridCell {
  /** Zero-based place in the grid, spans laid out. */
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /**
   * Corners of the cell in the picture as it came, in pixels: top left, top right, bottom right, bottom left. A skewed or photographed
   * page has no upright boxes.
   */
  readonly corners: readonly [Point, Point, Point, Point];
}

export type Point = readonly [x: number, y: number];

/** A ruled table found in a picture. */
export interface PageGrid {
  readonly rowCount: number;
  readonly columnCount: number;
  /** In row-major order. */
  readonly cells: readonly GridCell[];
  /**
   * How well the rules seen support the grid, from 0 to 1: the share of the cells' edges that are drawn, less what is drawn
   * where there should be none.
   */
  readonly support: number;
}
