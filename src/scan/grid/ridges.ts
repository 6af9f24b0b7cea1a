import type { GrayImage } from '../gray-image.ts';

/** How far from a rule the paper on its two sides is looked at: near enough for close rows, beyond the edge of thick rules. */
export interface RidgeReach {
  readonly near: number;
  readonly far: number;
}

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
      if (own === 0) continue;
      const before = Math.min(pixels[at - nearStep] ?? 0, pixels[at - farStep] ?? 0);
      const after = Math.min(pixels[at + nearStep] ?? 0, pixels[at + farStep] ?? 0);
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
