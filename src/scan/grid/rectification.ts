import type { GrayImage } from '../gray-image.ts';
import type { Point } from '../page-grid.ts';

/**
 * How the rules of a page run: the slope of each horizontal rule changes evenly down the page and that of each vertical rule across it, which
 * is what turning, shearing and photographing a flat page do.
 */
export interface RuleSlopes {
  /** Slope of the horizontal rule through the middle of the page, in pixels down per pixel to the right. */
  readonly horizontal: number;
  /** Change of that slope per pixel down. */
  readonly horizontalFan: number;
  /** Slope of the vertical rule through the middle, in pixels to the right per pixel down. */
  readonly vertical: number;
  readonly verticalFan: number;
}

/** The page's ink with its rules made level, and the way back. */
export interface RectifiedPage {
  readonly ink: GrayImage;
  /** From a place in `ink` to the place in the picture it was made from. */
  readonly toPage: (x: number, y: number) => Point;
}

/** Bare paper around the page, so that a rule on its very edge has paper on both sides. */
const MARGIN = 24;

/** Levels the rules of a page. Both pictures have the same scale in the middle. */
export function rectify(ink: GrayImage, slopes: RuleSlopes): RectifiedPage {
  const { width, height, pixels } = ink;
  const middleX = width / 2;
  const middleY = height / 2;
  // Where the page's corners come to lie tells how large the level picture must be.
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].map(([x = 0, y = 0]) => levelled(x - middleX, y - middleY, slopes));
  const left = Math.floor(Math.min(...corners.map(([x]) => x))) - MARGIN;
  const right = Math.ceil(Math.max(...corners.map(([x]) => x))) + MARGIN;
  const top = Math.floor(Math.min(...corners.map(([, y]) => y))) - MARGIN;
  const bottom = Math.ceil(Math.max(...corners.map(([, y]) => y))) + MARGIN;
  const toPage = (x: number, y: number): Point => {
    const [u, v] = slanted(x + left, y + top, slopes);
    return [u + middleX, v + middleY];
  };
  const wide = right - left;
  const high = bottom - top;
  const level = new Uint8Array(wide * high);
  const still = Object.values(slopes).every((slope) => slope === 0);
  for (let y = 0, at = 0; y < high; y += 1) {
    const down = y + top;
    const tilt = slopes.horizontal + slopes.horizontalFan * down;
    for (let x = 0; x < wide; x += 1, at += 1) {
      const across = x + left;
      if (still) {
        const u = across + Math.round(middleX);
        const v = down + Math.round(middleY);
        if (u >= 0 && v >= 0 && u < width && v < height) level[at] = pixels[v * width + u] ?? 0;
        continue;
      }
      const lean = slopes.vertical + slopes.verticalFan * across;
      const v = (down + tilt * across) / (1 - tilt * lean);
      level[at] = between(pixels, width, height, across + lean * v + middleX, v + middleY);
    }
  }
  return { ink: { width: wide, height: high, pixels: level }, toPage };
}

function between(pixels: Uint8Array, width: number, height: number, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left >= width - 1 || top >= height - 1) return 0;
  const at = top * width + left;
  const right = x - left;
  const below = y - top;
  const upper = (pixels[at] ?? 0) * (1 - right) + (pixels[at + 1] ?? 0) * right;
  const lower = (pixels[at + width] ?? 0) * (1 - right) + (pixels[at + width + 1] ?? 0) * right;
  return upper * (1 - below) + lower * below;
}

/** From level coordinates to those of the page, both from the middle: the crossing of the two rules that are level there. */
function slanted(x: number, y: number, slopes: RuleSlopes): Point {
  const tilt = slopes.horizontal + slopes.horizontalFan * y;
  const lean = slopes.vertical + slopes.verticalFan * x;
  const down = (y + tilt * x) / (1 - tilt * lean);
  return [x + lean * down, down];
}

function levelled(x: number, y: number, slopes: RuleSlopes): Point {
  return [
    (x - slopes.vertical * y) / (1 + slopes.verticalFan * y),
    (y - slopes.horizontal * x) / (1 + slopes.horizontalFan * x),
  ];
}
