import type { GrayImage } from './gray-image.ts';

/**
 * The greys of a picture by how much of it is as dark: the darkest grey such that a given share of the pixels, from 0 to 1, is no
 * brighter. Paper is what most pixels reach, ink what few do.
 */
export function greyByShare({ pixels }: GrayImage): (share: number) => number {
  const counts = new Uint32Array(256);
  for (const pixel of pixels) counts[pixel] = (counts[pixel] ?? 0) + 1;
  return (share) => {
    let sum = 0;
    for (let grey = 0; grey < 256; grey += 1) {
      sum += counts[grey] ?? 0;
      if (sum >= share * pixels.length) return grey;
    }
    return 255;
  };
}

/** Half of a page is bare paper, and a hundredth ink, or it has little to read. */
const PAPER_SHARE = 0.5;
const INK_SHARE = 0.01;

/** How much darker than its paper the ink of a page is, in shades of grey. */
export function contrastOf(page: GrayImage): number {
  const greyOf = greyByShare(page);
  return greyOf(PAPER_SHARE) - greyOf(INK_SHARE);
}
