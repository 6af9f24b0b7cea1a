import { rolesOf } from './cell-roles.ts';
import type { GrayImage } from './gray-image.ts';
import type { GridCell, PageGrid, Point } from './page-grid.ts';

/** By how much a page lies turned in its picture, in degrees clockwise: at 90 its head is at the right. */
export type PageTurn = 0 | 90 | 180 | 270;
export const PAGE_TURNS: readonly PageTurn[] = [0, 90, 180, 270];

/** A box `[left, top, right, bottom]` in pixels. */
export type PixelBox = readonly [left: number, top: number, right: number, bottom: number];

/**
 * The grid as it is on the page held upright: rows, columns and the order of the corners are those of the page, their places those of the
 * picture as it came.
 */
export function uprightGrid(grid: PageGrid, turn: PageTurn): PageGrid {
  if (turn === 0) return grid;
  const { rowCount, columnCount, support } = grid;
  const cells = grid.cells.map((cell) => uprightCell(cell, grid, turn));
  cells.sort((one, other) => one.row - other.row || one.column - other.column);
  return turn === 180
    ? { rowCount, columnCount, cells, support }
    : { rowCount: columnCount, columnCount: rowCount, cells, support };
}

function uprightCell(cell: GridCell, { rowCount, columnCount }: PageGrid, turn: PageTurn): GridCell {
  const { row, column, rowSpan, columnSpan } = cell;
  const [topLeft, topRight, bottomRight, bottomLeft] = cell.corners;
  const fromBelow = rowCount - row - rowSpan;
  const fromRight = columnCount - column - columnSpan;
  switch (turn) {
    case 0:
      return cell;
    case 90: {
      const corners = [topRight, bottomRight, bottomLeft, topLeft] as const;
      return { row: fromRight, column: row, rowSpan: columnSpan, columnSpan: rowSpan, corners };
    }
    case 180: {
      const corners = [bottomRight, bottomLeft, topLeft, topRight] as const;
      return { row: fromBelow, column: fromRight, rowSpan, columnSpan, corners };
    }
    case 270: {
      const corners = [bottomLeft, topLeft, topRight, bottomRight] as const;
      return { row: column, column: fromBelow, rowSpan: columnSpan, columnSpan: rowSpan, corners };
    }
  }
}

/** The picture turned back, so that its page stands upright. */
export function uprightPicture(picture: GrayImage, turn: PageTurn): GrayImage {
  if (turn === 0) return picture;
  const { width, height, pixels } = picture;
  const upright = new Uint8Array(pixels.length);
  if (turn === 180) {
    upright.set(pixels);
    return { width, height, pixels: upright.reverse() };
  }
  // A quarter turn back: what runs down a column of the picture is a row of the page.
  const [start, alongRow, alongColumn] = turn === 90 ? [width - 1, width, -1] : [(height - 1) * width, -width, 1];
  for (let y = 0, at = 0; y < width; y += 1) {
    for (let x = 0; x < height; x += 1, at += 1) upright[at] = pixels[start + x * alongRow + y * alongColumn] ?? 255;
  }
  return { width: height, height: width, pixels: upright };
}

/** Where a place of a turned picture is on the page held upright; `size` is that of the picture. */
export function uprightPoint([x, y]: Point, turn: PageTurn, { width, height }: Omit<GrayImage, 'pixels'>): Point {
  switch (turn) {
    case 0:
      return [x, y];
    case 90:
      return [y, width - x];
    case 180:
      return [width - x, height - y];
    case 270:
      return [height - y, x];
  }
}

/** The box in the picture as it came of a box on its page held upright; `size` is that of the picture. */
export function boxInPicture(
  [left, top, right, bottom]: PixelBox,
  turn: PageTurn,
  { width, height }: Omit<GrayImage, 'pixels'>,
): PixelBox {
  switch (turn) {
    case 0:
      return [left, top, right, bottom];
    case 90:
      return [width - bottom, left, width - top, right];
    case 180:
      return [width - right, height - bottom, width - left, height - top];
    case 270:
      return [top, height - right, bottom, height - left];
  }
}

/** A table with so many columns has its figures where rows and columns show it beyond doubt. */
const FEWEST_COLUMNS = 7;

/**
 * How a page lies by the layout of its tables: 三 has its seven columns of figures at the right, 四 its row of figures at the foot.
 *
 * @returns null where no table tells
 */
export function turnByTables(grids: readonly PageGrid[]): PageTurn | null {
  let best: PageTurn | null = null;
  let most = 0;
  for (const turn of PAGE_TURNS) {
    let figures = 0;
    for (const grid of grids) {
      const upright = uprightGrid(grid, turn);
      if (upright.columnCount < FEWEST_COLUMNS) continue;
      for (const role of rolesOf(upright).values()) if (role === 'figure') figures += 1;
    }
    if (figures <= most) continue;
    most = figures;
    best = turn;
  }
  return best;
}
