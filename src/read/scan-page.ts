import { SkipThis } from '../errors.ts';
import { rolesOf } from '../scan/cell-roles.ts';
import { cutCell } from '../scan/cut-cell.ts';
import { recogniseFigure } from '../scan/figures/recognise-figure.ts';
import { findGrids } from '../scan/find-grids.ts';
import type { GrayImage } from '../scan/gray-image.ts';
import { contrastOf } from '../scan/grey-shares.ts';
import type { GridCell, PageGrid, Point } from '../scan/page-grid.ts';
import { boxInPicture, uprightGrid, uprightPicture, uprightPoint, type PageTurn } from '../scan/page-turn.ts';
import { withoutTables } from '../scan/text-areas.ts';
import type { RecognisedLine, TextEngine } from '../scan/text-engine.ts';
import type { Block, Locator, TableCell } from './document.ts';
import { figureCell, kindsOf, wordsCell, type SeenCell } from './scan-cells.ts';
import { linesOfWords, turnOfTables } from './scan-turn.ts';
import { paragraphsOf } from './scan-words.ts';
import type { PageContent, PageTable } from './table-stitching.ts';

/** Raised whenever the same pixels may give other blocks; the text engine's own version goes beside it. */
export const SCAN_VERSION = '2';

/** A picture of one page, and how its pixels are told in locators. */
export interface PagePicture {
  readonly picture: GrayImage;
  /** One-based. */
  readonly page: number;
  /** Units of the locator to a pixel: 1 for picture files, 72 / dpi for pages of a PDF. */
  readonly unit: number;
}

interface Placed {
  readonly top: number;
  readonly block: Block | PageTable;
}

/**
 * Reads the picture of a page: its ruled tables cell by cell with the recognisers of figures, its labels and running text with the text
 * engine. Without an engine the tables alone are read, their labels illegible.
 */
export async function readPagePicture(page: PagePicture, engine: TextEngine | null): Promise<PageContent> {
  const { picture } = page;
  const found = findGrids(picture);
  const known = await orNothing(() => turnOfTables(picture, found, engine), 0);
  const grids = found.map((grid) => uprightGrid(grid, known));
  const contrast = contrastOf(picture);
  const seen = grids.map((grid) => ({ grid, cells: grid.cells.map((cell) => seenCell(picture, cell, contrast)) }));
  const kinds = new Map(seen.flatMap(({ grid, cells }) => [...kindsOf(cells, rolesOf(grid))]));
  const words = [...kinds].flatMap(([one, kind]) => (kind === 'words' ? [one] : []));
  const texts = engine ? await orNothing(() => engine.readPieces(words.map((one) => one.picture)), []) : [];
  const textOf = new Map(words.map((one, index) => [one, texts[index] ?? '']));
  const placed: Placed[] = seen.map(({ grid, cells: own }) => {
    const slivered = rowsWithSlivers(grid);
    const cells = own.map((one): TableCell => {
      const { row, column, rowSpan, columnSpan } = one.cell;
      const place = { row, column, rowSpan, columnSpan, locator: locatorOf(page, boxOf(one.cell)) };
      const kind = kinds.get(one);
      if (slivered.has(row)) return { ...place, text: '', illegible: true };
      if (kind === 'empty') return { ...place, text: '' };
      return {
        ...place,
        ...(kind === 'figure' ? figureCell(one.reading) : wordsCell(one.reading, textOf.get(one) ?? '')),
      };
    });
    return { top: topOf(grid, known, picture), block: pageTable(grid, cells) };
  });
  const { turn, lines } = await runningText(picture, grids, known, engine);
  const tablesTo = Math.max(
    0,
    ...grids.flatMap(({ cells }) =>
      cells.flatMap(({ corners }) => corners.map((corner) => uprightPoint(corner, turn, picture)[0])),
    ),
  );
  for (const { text, box } of paragraphsOf(lines, {
    height: turn % 180 === 0 ? picture.height : picture.width,
    tablesTo,
  })) {
    placed.push({
      top: box[1],
      block: { kind: 'paragraph', text, locator: locatorOf(page, boxInPicture(box, turn, picture)) },
    });
  }
  return placed.sort((one, other) => one.top - other.top).map(({ block }) => block);
}

/** Where a table begins on the page held upright. */
function topOf({ cells }: PageGrid, turn: PageTurn, picture: GrayImage): number {
  return Math.min(...cells.map(({ corners: [topLeft] }) => uprightPoint(topLeft, turn, picture)[1]));
}

/** The lines of words outside the tables, and how they lie: as the tables do, where there are any. */
async function runningText(
  picture: GrayImage,
  grids: readonly PageGrid[],
  known: PageTurn,
  engine: TextEngine | null,
): Promise<{ readonly turn: PageTurn; readonly lines: readonly RecognisedLine[] }> {
  const nothing = { turn: known, lines: [] };
  if (!engine) return nothing;
  return orNothing(async () => {
    if (grids.length === 0) return linesOfWords(picture, engine);
    const bare = uprightPicture(withoutTables(picture, grids), known);
    return { turn: known, lines: await engine.readPage(bare) };
  }, nothing);
}

/** A column narrower than this share of its table holds no figure: the strokes of one were taken for rules. */
const SLIVER = 1 / 45;

/** Rows cut through their figures: what stands in their cells are pieces, and an empty one proves nothing. */
function rowsWithSlivers({ cells }: PageGrid): ReadonlySet<number> {
  const widths = cells.map(({ corners: [topLeft, topRight] }) => distance(topLeft, topRight));
  const width = widths.reduce((sum, each, index) => (cells[index]?.row === 0 ? sum + each : sum), 0);
  const rows = new Set<number>();
  cells.forEach(({ row, rowSpan }, index) => {
    if ((widths[index] ?? 0) >= width * SLIVER) return;
    for (let at = row; at < row + rowSpan; at += 1) rows.add(at);
  });
  return rows;
}

function seenCell(picture: GrayImage, cell: GridCell, contrast: number): SeenCell {
  const cut = cutCell(picture, cell);
  return { cell, picture: cut, reading: recogniseFigure(cut, contrast) };
}

/** An engine that fails over a page leaves its words unread; its figures do not depend on it. */
async function orNothing<T>(work: () => Promise<T>, nothing: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SkipThis) return nothing;
    throw error;
  }
}

function boxOf({ corners }: GridCell): readonly [number, number, number, number] {
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function locatorOf(
  { page, unit }: PagePicture,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Locator {
  const inUnits = (pixels: number): number => Math.round(pixels * unit * 10) / 10;
  return { page, box: [inUnits(left), inUnits(top), inUnits(right), inUnits(bottom)] };
}

function pageTable(grid: PageGrid, cells: readonly TableCell[]): PageTable {
  const { rowCount, columnCount } = grid;
  return {
    kind: 'page-table',
    block: { kind: 'table', index: 0, geometry: 'spans', rowCount, columnCount, cells },
    columnLines: columnLines(grid),
  };
}

/** Where the lines between columns stand on a page set upright: measured along the table's upper edge. */
function columnLines({ cells, columnCount }: PageGrid): number[] {
  const [right, down] = directionOf(cells);
  const along = ([x, y]: Point): number => x * right + y * down;
  const sums = Array.from({ length: columnCount + 1 }, () => ({ sum: 0, count: 0 }));
  for (const { column, columnSpan, corners } of cells) {
    const [topLeft, topRight, bottomRight, bottomLeft] = corners;
    for (const [line, point] of [
      [column, topLeft],
      [column, bottomLeft],
      [column + columnSpan, topRight],
      [column + columnSpan, bottomRight],
    ] as const) {
      const entry = sums[line];
      if (!entry) continue;
      entry.sum += along(point);
      entry.count += 1;
    }
  }
  return sums.map(({ sum, count }) => sum / Math.max(1, count));
}

/** Which way the table's rows run in the picture, by its widest cells. */
function directionOf(cells: readonly GridCell[]): Point {
  let across = 0;
  let down = 0;
  for (const { corners } of cells) {
    across += corners[1][0] - corners[0][0];
    down += corners[1][1] - corners[0][1];
  }
  const length = Math.hypot(across, down);
  return length === 0 ? [1, 0] : [across / length, down / length];
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}
