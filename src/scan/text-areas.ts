import type { GrayImage } from './gray-image.ts';
import type { PageGrid, Point } from './page-grid.ts';

/** How far around a table the page is whitened, so that its outer rules go too. */
const BORDER = 6;

/** The page with its tables painted over in the colour of paper: what is left is running text. */
export function withoutTables(page: GrayImage, grids: readonly PageGrid[]): GrayImage {
  const { width, height } = page;
  const pixels = Uint8Array.from(page.pixels);
  const tones = Uint8Array.from(pixels.filter((_, at) => at % 97 === 0)).sort();
  const paper = tones[Math.floor(tones.length * 0.8)] ?? 255;
  for (const { cells } of grids) {
    for (const { corners } of cells) {
      const top = Math.max(0, Math.floor(Math.min(...corners.map(([, y]) => y)) - BORDER));
      const bottom = Math.min(height - 1, Math.ceil(Math.max(...corners.map(([, y]) => y)) + BORDER));
      for (let y = top; y <= bottom; y += 1) {
        const [from, to] = extentAt(corners, y);
        if (from > to) continue;
        const start = Math.max(0, Math.floor(from - BORDER));
        pixels.fill(paper, y * width + start, y * width + Math.min(width, Math.max(start, Math.ceil(to + BORDER))));
      }
    }
  }
  return { width, height, pixels };
}

/** Where a row of pixels, or one at most `BORDER` beside it, cuts a convex outline. */
function extentAt(corners: readonly Point[], y: number): readonly [from: number, to: number] {
  let from = Infinity;
  let to = -Infinity;
  const include = (x: number): void => {
    from = Math.min(from, x);
    to = Math.max(to, x);
  };
  corners.forEach((one, index) => {
    const other = corners[(index + 1) % corners.length] ?? one;
    if (Math.abs(one[1] - y) <= BORDER) include(one[0]);
    if (one[1] === other[1] || (one[1] - y) * (other[1] - y) > 0) return;
    include(one[0] + ((other[0] - one[0]) * (y - one[1])) / (other[1] - one[1]));
  });
  return [from, to];
}
