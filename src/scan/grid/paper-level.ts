import type { GrayImage } from '../gray-image.ts';

/** Side of the squares in which the colour of the paper is measured. */
const BLOCK = 32;
/** Share of a square's pixels that are at least as bright as its paper. */
const PAPER_SHARE = 0.15;
/** Paper is never taken to be darker than this: a black picture has no ink on it. */
const DARKEST_PAPER = 60;

/**
 * Darkness of the ink: 0 where the paper is bare, 255 where it is black, whatever the light that falls on the page.
 *
 * @returns a picture of the same size with the ink as its pixels
 */
export function inkOf(page: GrayImage): GrayImage {
  const { width, height, pixels } = page;
  const across = Math.ceil(width / BLOCK);
  const down = Math.ceil(height / BLOCK);
  const paper = smoothed(paperOfBlocks(page, across, down), across, down);
  const ink = new Uint8Array(width * height);
  const row = new Float32Array(across);
  const left = new Uint16Array(width);
  const shareOfRight = new Float32Array(width);
  for (let x = 0; x < width; x += 1) {
    const place = Math.max(0, (x + 0.5) / BLOCK - 0.5);
    left[x] = Math.min(across - 1, Math.floor(place));
    shareOfRight[x] = place - Math.floor(place);
  }
  for (let y = 0; y < height; y += 1) {
    const place = Math.max(0, (y + 0.5) / BLOCK - 0.5);
    const upper = Math.min(down - 1, Math.floor(place));
    const lower = Math.min(down - 1, upper + 1);
    const share = place - Math.floor(place);
    for (let block = 0; block < across; block += 1) {
      row[block] = (paper[upper * across + block] ?? 0) * (1 - share) + (paper[lower * across + block] ?? 0) * share;
    }
    for (let x = 0, at = y * width; x < width; x += 1, at += 1) {
      const block = left[x] ?? 0;
      const one = row[block] ?? 255;
      const level = one + ((row[Math.min(across - 1, block + 1)] ?? one) - one) * (shareOfRight[x] ?? 0);
      const dark = 255 - (255 * (pixels[at] ?? 0)) / level;
      ink[at] = dark > 0 ? dark : 0;
    }
  }
  return { width, height, pixels: ink };
}

function paperOfBlocks({ width, height, pixels }: GrayImage, across: number, down: number): Float32Array {
  const paper = new Float32Array(across * down);
  const counts = new Uint32Array(256);
  for (let block = 0; block < paper.length; block += 1) {
    const fromX = (block % across) * BLOCK;
    const fromY = Math.floor(block / across) * BLOCK;
    const toX = Math.min(width, fromX + BLOCK);
    const toY = Math.min(height, fromY + BLOCK);
    counts.fill(0);
    for (let y = fromY; y < toY; y += 1) {
      for (let at = y * width + fromX; at < y * width + toX; at += 1) {
        const tone = pixels[at] ?? 0;
        counts[tone] = (counts[tone] ?? 0) + 1;
      }
    }
    let left = (toX - fromX) * (toY - fromY) * PAPER_SHARE;
    let tone = 255;
    while (tone > DARKEST_PAPER && left > (counts[tone] ?? 0)) {
      left -= counts[tone] ?? 0;
      tone -= 1;
    }
    paper[block] = tone;
  }
  return paper;
}

/** The brightest of the neighbours, since a square may be full of ink, then their mean. */
function smoothed(paper: Float32Array, across: number, down: number): Float32Array {
  const brightest = overNeighbours(paper, across, down, (values) => Math.max(...values));
  return overNeighbours(
    brightest,
    across,
    down,
    (values) => values.reduce((sum, each) => sum + each, 0) / values.length,
  );
}

function overNeighbours(
  values: Float32Array,
  across: number,
  down: number,
  join: (values: readonly number[]) => number,
): Float32Array {
  return values.map((_, at) => {
    const x = at % across;
    const y = (at - x) / across;
    const around: number[] = [];
    for (let v = Math.max(0, y - 1); v <= Math.min(down - 1, y + 1); v += 1) {
      for (let u = Math.max(0, x - 1); u <= Math.min(across - 1, x + 1); u += 1)
        around.push(values[v * across + u] ?? 0);
    }
    return join(around);
  });
}
