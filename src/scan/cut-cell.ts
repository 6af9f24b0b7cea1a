import type { GrayImage } from './gray-image.ts';
import { greyByShare } from './grey-shares.ts';
import type { GridCell, Point } from './page-grid.ts';

/** How deep into the cell, from its corners, a rule can reach: half of a thick one. */
const DEEPEST_RULE = 6;
/** Share of a side that must be dark for a row of pixels to belong to the rule on that side. */
const RULE_SHARE = 0.5;
/** Of a cell's pixels in order of brightness, the ones that stand for its paper and its darkest ink. */
const PAPER_SHARE = 0.75;
const DARKEST_SHARE = 0.01;
/** Ink at least this much darker than paper counts, as a share of the way to the darkest pixel. */
const INK = 0.35;

/**
 * Cuts the inside of a cell out of the page it was found on, upright whatever way the page lies, as bright as it is there. The rules on its four
 * sides are painted over with the colour of the cell's paper; strokes that touch or cross a rule stay.
 *
 * @param margin pixels that are left out on each side, or added where negative
 */
export function cutCell(page: GrayImage, cell: GridCell, margin = 0): GrayImage {
  const [topLeft, topRight, bottomRight, bottomLeft] = cell.corners;
  const width = Math.max(
    1,
    Math.round((distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2) - 2 * margin,
  );
  const height = Math.max(
    1,
    Math.round((distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2) - 2 * margin,
  );
  const pixels = new Uint8Array(width * height);
  const across = width + 2 * margin;
  const down = height + 2 * margin;
  const isUpright =
    topLeft[1] === topRight[1] &&
    bottomLeft[1] === bottomRight[1] &&
    topLeft[0] === bottomLeft[0] &&
    topLeft[0] < topRight[0];
  for (let y = 0, at = 0; y < height; y += 1) {
    const v = (y + margin + 0.5) / down;
    for (let x = 0; x < width; x += 1, at += 1) {
      const u = (x + margin + 0.5) / across;
      const fromX = mixed(mixed(topLeft[0], topRight[0], u), mixed(bottomLeft[0], bottomRight[0], u), v) - 0.5;
      const fromY = mixed(mixed(topLeft[1], topRight[1], u), mixed(bottomLeft[1], bottomRight[1], u), v) - 0.5;
      pixels[at] = isUpright ? toneAt(page, Math.round(fromX), Math.round(fromY)) : toneBetween(page, fromX, fromY);
    }
  }
  const cut = { width, height, pixels };
  paintOverRules(cut);
  return cut;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

function mixed(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}

function toneAt({ width, height, pixels }: GrayImage, x: number, y: number): number {
  return pixels[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 255;
}

function toneBetween(page: GrayImage, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const { width, height, pixels } = page;
  if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
    // Most places lie inside, where no edge has to be minded.
    const at = top * width + left;
    const over = mixed(pixels[at] ?? 255, pixels[at + 1] ?? 255, x - left);
    const under = mixed(pixels[at + width] ?? 255, pixels[at + width + 1] ?? 255, x - left);
    return Math.round(mixed(over, under, y - top));
  }
  const upper = mixed(toneAt(page, left, top), toneAt(page, left + 1, top), x - left);
  const lower = mixed(toneAt(page, left, top + 1), toneAt(page, left + 1, top + 1), x - left);
  return Math.round(mixed(upper, lower, y - top));
}

/** Walks from each side inwards as long as a row of pixels is mostly ink. */
function paintOverRules(cut: GrayImage): void {
  const { width, height, pixels } = cut;
  const greyOf = greyByShare(cut);
  const paper = greyOf(PAPER_SHARE);
  const darkest = greyOf(DARKEST_SHARE);
  const limit = paper - Math.max(16, (paper - darkest) * INK);
  const sides = [
    { length: width, depth: height, at: (along: number, deep: number) => deep * width + along },
    { length: width, depth: height, at: (along: number, deep: number) => (height - 1 - deep) * width + along },
    { length: height, depth: width, at: (along: number, deep: number) => along * width + deep },
    { length: height, depth: width, at: (along: number, deep: number) => along * width + width - 1 - deep },
  ];
  for (const { length, depth, at } of sides) {
    const isInk = (along: number, deep: number): boolean => (pixels[at(along, deep)] ?? 255) < limit;
    let thick = 0;
    const deepest = Math.min(DEEPEST_RULE, Math.floor(depth / 4));
    for (let deep = 0; deep < deepest; deep += 1) {
      let count = 0;
      for (let along = 0; along < length; along += 1) if (isInk(along, deep)) count += 1;
      if (count >= length * RULE_SHARE) thick = deep + 1;
    }
    if (thick === 0) continue;
    // One more row: the grey edge of the rule.
    for (let along = 0; along < length; along += 1) {
      const goesOn = isInk(along, thick + 1) && isInk(along, thick);
      for (let deep = 0; deep <= thick; deep += 1) if (!goesOn || deep < thick) pixels[at(along, deep)] = paper;
    }
  }
}
