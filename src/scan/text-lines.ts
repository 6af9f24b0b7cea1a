import type { GrayImage } from './gray-image.ts';
import { greyByShare } from './grey-shares.ts';

/** A line of print cut out of a page, set level. */
export interface LinePicture {
  readonly picture: GrayImage;
  /** `[left, top, right, bottom]` in pixels of the page. */
  readonly box: readonly [number, number, number, number];
}

const WHITE = 255;
/** Slopes tried: pages lie up to some three degrees askew. */
const STEEPEST = 0.05;
const COARSE_STEP = 0.0025;
const FINE_STEP = 0.0005;
/** Pixels of ink in a row from which it belongs to a line of print. */
const FEWEST_INK = 2;
const LOWEST_LINE = 7;
/** A line so much higher than others is a picture or a stamp. */
const HIGHEST_SHARE = 6;
/** Lines of a page; more are noise. */
const MOST_LINES = 150;

interface Ink {
  readonly xs: Uint16Array;
  readonly ys: Uint16Array;
}

/** Cuts a page of running text into its lines, top to bottom, whichever way it lies askew. */
export function textLinesOf(page: GrayImage): LinePicture[] {
  const ink = inkOf(page);
  if (ink.xs.length === 0) return [];
  const slope = slopeOf(ink, page.height);
  const lift = Math.ceil(Math.abs(slope) * page.width) + 1;
  const rows = new Uint32Array(page.height + 2 * lift);
  const rowOf = (x: number, y: number): number => Math.round(y - slope * x) + lift;
  for (let at = 0; at < ink.xs.length; at += 1) {
    const row = rowOf(ink.xs[at] ?? 0, ink.ys[at] ?? 0);
    rows[row] = (rows[row] ?? 0) + 1;
  }
  const bands = bandsOf(rows);
  const lefts = bands.map(() => page.width);
  const rights = bands.map(() => -1);
  const bandAt = new Int32Array(rows.length).fill(-1);
  bands.forEach(([from, to], index) => bandAt.fill(index, from, to));
  for (let at = 0; at < ink.xs.length; at += 1) {
    const x = ink.xs[at] ?? 0;
    const band = bandAt[rowOf(x, ink.ys[at] ?? 0)] ?? -1;
    if (band < 0) continue;
    lefts[band] = Math.min(lefts[band] ?? x, x);
    rights[band] = Math.max(rights[band] ?? x, x);
  }
  const lines = bands.map(([from, to], index) => {
    const left = lefts[index] ?? 0;
    return cutLine(page, slope, { top: from - lift, bottom: to - lift, left, right: (rights[index] ?? left) + 1 });
  });
  return withTails(lines);
}

/** A line of one or two letters that wrapped from the line above (年度报 / 告) cannot be read by itself: it goes beneath that line. */
function withTails(lines: readonly LinePicture[]): LinePicture[] {
  const joined: LinePicture[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const height = line.box[3] - line.box[1];
    const isTail = line.box[2] - line.box[0] <= height * TAIL_WIDTH;
    if (last && isTail && line.box[1] - last.box[3] <= height * 1.5 && isWithin(line.box, last.box)) {
      joined[joined.length - 1] = beneath(last, line);
    } else joined.push(line);
  }
  return joined;
}

/** Widths of a letter that a tail may have. */
const TAIL_WIDTH = 2.6;

function isWithin(tail: LinePicture['box'], line: LinePicture['box']): boolean {
  return tail[0] >= line[0] - (tail[2] - tail[0]) && tail[2] <= line[2];
}

function beneath(upper: LinePicture, lower: LinePicture): LinePicture {
  const gap = 4;
  const width = Math.max(upper.picture.width, lower.picture.width);
  const height = upper.picture.height + gap + lower.picture.height;
  const pixels = new Uint8Array(width * height).fill(WHITE);
  for (const { picture, top } of [
    { picture: upper.picture, top: 0 },
    { picture: lower.picture, top: upper.picture.height + gap },
  ]) {
    for (let y = 0; y < picture.height; y += 1) {
      pixels.set(picture.pixels.subarray(y * picture.width, (y + 1) * picture.width), (top + y) * width);
    }
  }
  const box = [
    Math.min(upper.box[0], lower.box[0]),
    upper.box[1],
    Math.max(upper.box[2], lower.box[2]),
    lower.box[3],
  ] as const;
  return { picture: { width, height, pixels }, box };
}

function inkOf(page: GrayImage): Ink {
  const { width, height, pixels } = page;
  const greyAt = greyByShare(page);
  const paper = greyAt(0.6);
  const dark = (paper + greyAt(0.002)) / 2;
  const xs: number[] = [];
  const ys: number[] = [];
  if (paper - dark < 25) return { xs: new Uint16Array(), ys: new Uint16Array() };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((pixels[y * width + x] ?? WHITE) >= dark) continue;
      // A pixel alone is a speck.
      const beside = pixels[y * width + x + 1] ?? WHITE;
      const below = pixels[(y + 1) * width + x] ?? WHITE;
      if (beside >= dark && below >= dark) continue;
      xs.push(x);
      ys.push(y);
    }
  }
  return { xs: Uint16Array.from(xs), ys: Uint16Array.from(ys) };
}

/** The slope along which lines and the gaps between them stand out most. */
function slopeOf(ink: Ink, height: number): number {
  const step = Math.max(1, Math.floor(ink.xs.length / 60_000));
  const sharpness = (slope: number): number => {
    const rows = new Uint32Array(height + 400);
    for (let at = 0; at < ink.xs.length; at += step) {
      const row = Math.round((ink.ys[at] ?? 0) - slope * (ink.xs[at] ?? 0)) + 200;
      if (row >= 0 && row < rows.length) rows[row] = (rows[row] ?? 0) + 1;
    }
    return rows.reduce((sum, count) => sum + count * count, 0);
  };
  const best = (from: number, to: number, by: number): number => {
    let found = { slope: 0, value: sharpness(0) };
    for (let slope = from; slope <= to + by / 2; slope += by) {
      const value = sharpness(slope);
      if (value > found.value) found = { slope, value };
    }
    return found.slope;
  };
  const coarse = best(-STEEPEST, STEEPEST, COARSE_STEP);
  return best(coarse - COARSE_STEP, coarse + COARSE_STEP, FINE_STEP);
}

/** Runs of rows with ink, in rows of the levelled page. */
function bandsOf(rows: Uint32Array): [from: number, to: number][] {
  const bands: [number, number][] = [];
  let from = -1;
  for (let row = 0; row <= rows.length; row += 1) {
    const isInk = (rows[row] ?? 0) >= FEWEST_INK;
    if (isInk && from < 0) from = row;
    if (!isInk && from >= 0) {
      bands.push([from, row]);
      from = -1;
    }
  }
  const heights = bands.map(([top, bottom]) => bottom - top).filter((height) => height >= LOWEST_LINE);
  const usual = heights.sort((one, other) => one - other)[Math.floor(heights.length / 2)] ?? LOWEST_LINE;
  return withStrokes(bands, usual)
    .filter(
      ([top, bottom]) => bottom - top >= Math.max(LOWEST_LINE, usual * 0.4) && bottom - top <= usual * HIGHEST_SHARE,
    )
    .slice(0, MOST_LINES);
}

/** The parts of a line in which every letter has a gap at the same height (一、二) belong together. */
function withStrokes(bands: readonly [number, number][], usual: number): [number, number][] {
  const joined: [number, number][] = [];
  for (const [from, to] of bands) {
    const last = joined.at(-1);
    if (last && to - last[0] <= usual * 1.2 && from - last[1] <= usual * 0.3) last[1] = to;
    else joined.push([from, to]);
  }
  return joined;
}

interface Band {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

function cutLine(page: GrayImage, slope: number, { top, bottom, left, right }: Band): LinePicture {
  const frame = 3;
  const from = Math.max(0, left - frame);
  const to = Math.min(page.width, right + frame);
  const width = to - from;
  const height = bottom - top + 2 * frame;
  const pixels = new Uint8Array(width * height).fill(WHITE);
  for (let x = 0; x < width; x += 1) {
    const shift = top - frame + Math.round(slope * (from + x));
    for (let y = 0; y < height; y += 1) {
      const at = shift + y;
      if (at >= 0 && at < page.height) pixels[y * width + x] = page.pixels[at * page.width + from + x] ?? WHITE;
    }
  }
  const ends = [slope * left, slope * right];
  const box = [left, Math.round(top + Math.min(...ends)), right, Math.round(bottom + Math.max(...ends))] as const;
  return { picture: { width, height, pixels }, box };
}
