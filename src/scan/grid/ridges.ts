import type { GrayImage } from '../gray-image.ts';

/** How far from a rule the paper on its two sides is looked at: near enough for close rows, beyond the edge of thick rules. */
export interface RidgeReach {
  readonly near: number;
  readonly far: number;
}

/** What is fainter is no rule on any paper, and most of a page is. */
const FAINTEST_INK = 6;

/**
 * How much darker each pixel is than what lies above and below it (for `horizontal` rules) or left and right of it (`vertical`):
 * thin lines stay, filled areas and slow shades go.
 */
export function ridgesOf(ink: GrayImage, direction: 'horizontal' | 'vertical', { near, far }: RidgeReach): Uint8Array {
  const { width, height, pixels } = ink;
  const ridges = new Uint8Array(pixels.length);
  const nearStep = direction === 'horizontal' ? near * width : near;
  const farStep = direction === 'horizontal' ? far * width : far;
  const [marginX, marginY] = direction === 'horizontal' ? [0, far] : [far, 0];
  for (let y = marginY; y < height - marginY; y += 1) {
    for (let at = y * width + marginX; at < (y + 1) * width - marginX; at += 1) {
      const own = pixels[at] ?? 0;
      if (own < FAINTEST_INK) continue;
      const nearBefore = pixels[at - nearStep] ?? 0;
      const farBefore = pixels[at - farStep] ?? 0;
      const before = nearBefore < farBefore ? nearBefore : farBefore;
      const nearAfter = pixels[at + nearStep] ?? 0;
      const farAfter = pixels[at + farStep] ?? 0;
      const after = nearAfter < farAfter ? nearAfter : farAfter;
      const side = before > after ? before : after;
      if (own > side) ridges[at] = own - side;
    }
  }
  return ridges;
}

/** The picture with rows and columns exchanged, so that work on columns runs along memory. */
export function transposed({ width, height, pixels }: GrayImage): GrayImage {
  const turned = new Uint8Array(pixels.length);
  const TILE = 32;
  for (let top = 0; top < height; top += TILE) {
    const bottom = Math.min(height, top + TILE);
    for (let left = 0; left < width; left += TILE) {
      const right = Math.min(width, left + TILE);
      for (let y = top; y < bottom; y += 1) {
        for (let x = left; x < right; x += 1) turned[x * height + y] = pixels[y * width + x] ?? 0;
      }
    }
  }
  return { width: height, height: width, pixels: turned };
}

/** Half the size, with thin rules kept as dark as two pixels of theirs are on the average. */
export function halved({ width, height, pixels }: GrayImage): GrayImage {
  const wide = width >> 1;
  const high = height >> 1;
  const half = new Uint8Array(wide * high);
  for (let y = 0, to = 0; y < high; y += 1) {
    for (let x = 0, at = y * 2 * width; x < wide; x += 1, at += 2, to += 1) {
      const one = pixels[at] ?? 0;
      const two = pixels[at + 1] ?? 0;
      const three = pixels[at + width] ?? 0;
      const four = pixels[at + width + 1] ?? 0;
      half[to] = Math.max(one + two, three + four, one + three, two + four) >> 1;
    }
  }
  return { width: wide, height: high, pixels: half };
}

/** Share of all pixels that are paper for certain. */
const PAPER_SHARE = 0.85;

/** How strong the ridges of bare paper are: its grain, the noise of the camera, the blocks of JPEG. */
export function grainOf(ridges: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const ridge of ridges) counts[ridge] = (counts[ridge] ?? 0) + 1;
  let left = ridges.length * PAPER_SHARE;
  let grain = 0;
  while (grain < 255 && left > (counts[grain] ?? 0)) {
    left -= counts[grain] ?? 0;
    grain += 1;
  }
  return grain;
}
