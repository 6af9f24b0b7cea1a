import type { GrayImage } from '../../src/scan/gray-image.ts';

/** A cell of a drawn table: where it stands, and how many rows and columns it takes. */
export interface DrawnSpan {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
}

export interface DrawnTable {
  readonly heights: readonly number[];
  readonly widths: readonly number[];
  readonly spans: readonly DrawnSpan[];
}

/** How a table is put on paper. */
export interface Drawing {
  /** Slope of the rows, in pixels down per pixel to the right. */
  readonly slope?: number;
  readonly thickness?: number;
  /** Tone of the rules: 0 is black. */
  readonly tone?: number;
  /** Strength of the grain, in tones. */
  readonly grain?: number;
  /** Strokes like those of figures in the cells. */
  readonly figures?: boolean;
}

const LEFT = 60;
const TOP = 70;

/** Draws a table with a pen of its own on a page of white paper. */
export function drawTable({ heights, widths, spans }: DrawnTable, drawing: Drawing = {}): GrayImage {
  const { slope = 0, thickness = 2, tone = 40, grain = 0, figures = true } = drawing;
  const xs = places(LEFT, widths);
  const ys = places(TOP, heights);
  const width = xs.at(-1)! + LEFT;
  const height = ys.at(-1)! + TOP;
  const pixels = new Uint8Array(width * height).fill(250);
  const middleX = width / 2;
  const middleY = height / 2;
  const dot = (x: number, y: number, ink: number): void => {
    const u = Math.round(x - slope * (y - middleY));
    const v = Math.round(y + slope * (x - middleX));
    if (u >= 0 && v >= 0 && u < width && v < height) pixels[v * width + u] = Math.min(pixels[v * width + u]!, ink);
  };
  const box = (left: number, top: number, right: number, bottom: number, ink: number): void => {
    for (let y = top; y < bottom; y += 0.5) for (let x = left; x < right; x += 0.5) dot(x, y, ink);
  };
  for (const { row, column, rowSpan, columnSpan } of spans) {
    const [left, right, top, bottom] = [xs[column]!, xs[column + columnSpan]!, ys[row]!, ys[row + rowSpan]!];
    box(left, top, right + thickness, top + thickness, tone);
    box(left, bottom, right + thickness, bottom + thickness, tone);
    box(left, top, left + thickness, bottom + thickness, tone);
    box(right, top, right + thickness, bottom + thickness, tone);
    if (!figures) continue;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    box(x - 8, y - 7, x - 6, y + 7, 20);
    box(x - 2, y - 7, x + 5, y - 5, 20);
    box(x - 2, y + 5, x + 5, y + 7, 20);
  }
  let seed = 12345;
  for (let at = 0; at < pixels.length && grain > 0; at += 1) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    pixels[at] = Math.max(0, Math.min(255, pixels[at]! + (((seed >>> 16) & 255) / 128 - 1) * grain));
  }
  return { width, height, pixels };
}

function places(from: number, sizes: readonly number[]): number[] {
  return sizes.reduce((all, size) => [...all, all.at(-1)! + size], [from]);
}

/** Every field a cell of its own. */
export function plainSpans(rows: number, columns: number): DrawnSpan[] {
  return Array.from({ length: rows * columns }, (_, at) => ({
    row: Math.floor(at / columns),
    column: at % columns,
    rowSpan: 1,
    columnSpan: 1,
  }));
}

/** Plain fields with some rectangles of them merged; rectangles that overlap an earlier one are left out. */
export function mergedSpans(rows: number, columns: number, wishes: readonly DrawnSpan[]): DrawnSpan[] {
  const owner = new Map<number, DrawnSpan>();
  for (const wish of wishes) {
    const span = {
      ...wish,
      rowSpan: Math.min(wish.rowSpan, rows - wish.row),
      columnSpan: Math.min(wish.columnSpan, columns - wish.column),
    };
    const fields = fieldsOf(span, columns);
    if (fields.every((field) => !owner.has(field))) for (const field of fields) owner.set(field, span);
  }
  const single = plainSpans(rows, columns).filter((_, at) => !owner.has(at));
  return [...new Set(owner.values()), ...single].sort((a, b) => a.row - b.row || a.column - b.column);
}

function fieldsOf({ row, column, rowSpan, columnSpan }: DrawnSpan, columns: number): number[] {
  const fields: number[] = [];
  for (let y = row; y < row + rowSpan; y += 1) {
    for (let x = column; x < column + columnSpan; x += 1) fields.push(y * columns + x);
  }
  return fields;
}
