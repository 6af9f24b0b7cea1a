import type { GrayImage } from '../gray-image.ts';
import { type Component, type ComponentMap, componentsOf } from './components.ts';
import { inkOf } from './ink.ts';

/** Height of every line picture, in rows; the figures stand in the middle `FIGURE_ROWS`. */
export const LINE_ROWS = 24;
const FIGURE_ROWS = 16;
/** Blank columns on either side. */
const SIDE = 6;
/** No figure of a table is this wide; words are. */
const MOST_COLUMNS = 200;
/** Less contrast than this is the paper's own grain. */
const FAINTEST_INK = 22;

/** The ink of a cell, brought to one height. */
export interface LinePicture {
  readonly width: number;
  /** `LINE_ROWS` rows of `width`; 0 is paper, 1 full ink. */
  readonly values: Float64Array;
}

/**
 * Cuts the line of figures out of a cell and brings it to one height.
 * @returns `undefined` where nothing but paper and remains of rules is there; `'too wide'` where no figure can be meant.
 */
export function linePictureOf(cell: GrayImage): LinePicture | 'too wide' | undefined {
  if (cell.width < 3 || cell.height < 5) return undefined;
  const ink = inkOf(cell);
  if (ink.peak < FAINTEST_INK) return undefined;
  const edge = Math.round(Math.max(2, Math.min(6, 0.16 * Math.min(cell.width, cell.height))));
  const map = componentsOf(ink.darkness, cell.width, cell.height, 0.38 * ink.peak, edge);
  const kept = marksAmong(map, cell);
  const tallest = kept.reduce((most, one) => Math.max(most, one.bottom - one.top), 0);
  if (tallest === 0 || kept.every((one) => isDust(one, cell))) return undefined;
  whiten(ink.darkness, map, kept, cell, tallest);

  let left = cell.width;
  let right = 0;
  let top = cell.height;
  let bottom = 0;
  let widest = 0;
  for (const one of kept) {
    left = Math.min(left, one.left);
    right = Math.max(right, one.right);
    if (one.bottom - one.top < 0.5 * tallest) continue;
    top = Math.min(top, one.top);
    bottom = Math.max(bottom, one.bottom);
    widest = Math.max(widest, one.right - one.left);
  }
  // A dash is as flat at any size of type: its width tells the size.
  const least = Math.max(7, Math.min(0.8 * widest, 0.7 * cell.height));
  const band = Math.max(bottom - top, least);
  const middle = (top + bottom) / 2;
  const scale = band / FIGURE_ROWS;
  const width = Math.round((right - left) / scale) + 2 * SIDE;
  if (width > MOST_COLUMNS) return 'too wide';
  const firstX = (left + right) / 2 - (width / 2) * scale;
  const firstY = middle - (LINE_ROWS / 2) * scale;
  const values = resampled(ink.darkness, cell, { firstX, firstY, scale, width });
  const full = fullInk(ink.darkness, map);
  for (let index = 0; index < values.length; index++) values[index] = Math.min(1.2, (values[index] ?? 0) / full);
  return { width, values };
}

/** Components that may be marks: not those that lie wholly along the edges, nor dust beside larger marks. */
function marksAmong(map: ComponentMap, cell: GrayImage): Component[] {
  const inside = map.components.filter((one) => one.inner > 0.1 * one.area && !isRule(one, cell));
  const largest = inside.reduce((most, one) => Math.max(most, one.area), 0);
  return inside.filter((one) => one.area >= Math.max(2, 0.025 * largest));
}

/** A long thin piece along one edge, from end to end or leaving the picture. */
function isRule(one: Component, cell: GrayImage): boolean {
  const width = one.right - one.left;
  const height = one.bottom - one.top;
  const reach = 4;
  const flat = height <= Math.max(3, 0.16 * cell.height) && width >= 0.6 * cell.width && width > 5 * height;
  if (flat && (one.top < reach || one.bottom > cell.height - reach)) return true;
  const upright = width <= Math.max(3, 0.1 * cell.width) && height >= 0.85 * cell.height && height > 4 * width;
  return upright && (one.left < reach || one.right > cell.width - reach);
}

/** Too small for any mark of type that would fill such a cell. */
function isDust(one: Component, cell: GrayImage): boolean {
  return Math.max(one.right - one.left, one.bottom - one.top) <= Math.max(1, 0.065 * cell.height);
}

/** Takes away remains of rules, and specks a third the size of a point in type as high as `tallest`. */
function whiten(
  darkness: Float64Array,
  map: ComponentMap,
  kept: readonly Component[],
  cell: GrayImage,
  tallest: number,
): void {
  const { width, height } = cell;
  const keptLabels = new Set(kept.map((one) => one.label));
  const speck = 1.2 * (tallest / 16) ** 2;
  const gone = new Set<number>();
  for (const one of map.components)
    if (
      one.area <= speck ||
      (!keptLabels.has(one.label) && (one.right - one.left > 0.3 * width || one.bottom - one.top > 0.4 * height))
    )
      gone.add(one.label);
  if (gone.size === 0) return;
  for (const one of map.components) {
    if (!gone.has(one.label)) continue;
    for (let y = one.top; y < one.bottom; y++)
      for (let x = one.left; x < one.right; x++) {
        if (map.labels[y * width + x] !== one.label) continue;
        for (let near = Math.max(0, y - 1); near <= Math.min(height - 1, y + 1); near++)
          for (let beside = Math.max(0, x - 1); beside <= Math.min(width - 1, x + 1); beside++) {
            const label = map.labels[near * width + beside] ?? 0;
            if (label === 0 || gone.has(label)) darkness[near * width + beside] = 0;
          }
      }
  }
}

/** The darkness that one fifth of the marks' pixels exceed. */
function fullInk(darkness: Float64Array, map: ComponentMap): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let index = 0; index < darkness.length; index++) {
    const bin = Math.min(255, (darkness[index] ?? 0) | 0);
    if ((map.labels[index] ?? 0) === 0 || bin === 0) continue;
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    count++;
  }
  let above = 0.2 * count;
  let level = 255;
  while (level > 1 && (above -= histogram[level] ?? 0) > 0) level--;
  return level;
}

interface Frame {
  readonly firstX: number;
  readonly firstY: number;
  /** Source pixels to a pixel of the line picture. */
  readonly scale: number;
  readonly width: number;
}

/** Mean darkness of the box that each pixel of the line picture covers; at least a pixel wide, so that small type is interpolated. */
function resampled(darkness: Float64Array, cell: GrayImage, frame: Frame): Float64Array {
  const { scale, width } = frame;
  const half = Math.max(1, scale) / 2;
  const rows = new Float64Array(cell.height * width);
  for (let x = 0; x < width; x++) {
    const centre = frame.firstX + (x + 0.5) * scale;
    const from = Math.max(0, centre - half);
    const to = Math.min(cell.width, centre + half);
    for (let source = Math.floor(from); source < to; source++) {
      const share = (Math.min(to, source + 1) - Math.max(from, source)) / (2 * half);
      for (let y = 0; y < cell.height; y++)
        rows[y * width + x] = (rows[y * width + x] ?? 0) + share * (darkness[y * cell.width + source] ?? 0);
    }
  }
  const values = new Float64Array(LINE_ROWS * width);
  for (let y = 0; y < LINE_ROWS; y++) {
    const centre = frame.firstY + (y + 0.5) * scale;
    const from = Math.max(0, centre - half);
    const to = Math.min(cell.height, centre + half);
    for (let source = Math.floor(from); source < to; source++) {
      const share = (Math.min(to, source + 1) - Math.max(from, source)) / (2 * half);
      for (let x = 0; x < width; x++)
        values[y * width + x] = (values[y * width + x] ?? 0) + share * (rows[source * width + x] ?? 0);
    }
  }
  return values;
}
