import type { GrayImage } from '../gray-image.ts';

/** How much darker than the paper each pixel is. */
export interface InkMap {
  readonly width: number;
  readonly height: number;
  /** 0 is paper; at most 255. */
  readonly darkness: Float64Array;
  /** What the darkest marks reach; a few outliers do not count. */
  readonly peak: number;
}

/** Paper stands out less than this from its own mean, even on a rough scan. */
const PAPER_SPREAD = 40;

/** Subtracts the paper, whose brightness may slope over the cell: shade of a book's fold, light from one side. */
export function inkOf(cell: GrayImage): InkMap {
  const { width, height, pixels } = cell;
  const histogram = new Uint32Array(256);
  for (const value of pixels) histogram[value] = (histogram[value] ?? 0) + 1;
  const bright = percentile(histogram, 0.7 * pixels.length);
  const [level, slopeX, slopeY] = paperPlane(cell, bright - PAPER_SPREAD, bright);
  const darkness = new Float64Array(width * height);
  histogram.fill(0);
  for (let y = 0, index = 0; y < height; y++) {
    let paper = level + slopeY * y;
    for (let x = 0; x < width; x++, index++, paper += slopeX) {
      const dark = paper - (pixels[index] ?? 0);
      if (dark <= 0) continue;
      darkness[index] = dark;
      const bin = Math.min(255, dark | 0);
      histogram[bin] = (histogram[bin] ?? 0) + 1;
    }
  }
  let outliers = Math.max(4, pixels.length * 0.0008);
  let peak = 255;
  while (peak > 0 && (outliers -= histogram[peak] ?? 0) > 0) peak--;
  return { width, height, darkness, peak };
}

function percentile(histogram: Uint32Array, rank: number): number {
  let seen = 0;
  for (let value = 0; value < 256; value++) if ((seen += histogram[value] ?? 0) >= rank) return value;
  return 255;
}

/** Least squares over the pixels that are bright enough to be paper; `fallback` where they do not span a plane. */
function paperPlane(cell: GrayImage, darkest: number, fallback: number): [number, number, number] {
  const { width, height, pixels } = cell;
  const middleX = width / 2;
  const middleY = height / 2;
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumYY = 0;
  let sumXY = 0;
  let sumV = 0;
  let sumVX = 0;
  let sumVY = 0;
  for (let y = 0; y < height; y++)
    for (let x = y & 1; x < width; x += 2) {
      const value = pixels[y * width + x] ?? 0;
      if (value < darkest) continue;
      const fromX = x - middleX;
      const fromY = y - middleY;
      count++;
      sumX += fromX;
      sumY += fromY;
      sumXX += fromX * fromX;
      sumYY += fromY * fromY;
      sumXY += fromX * fromY;
      sumV += value;
      sumVX += value * fromX;
      sumVY += value * fromY;
    }
  if (count < 16) return [fallback, 0, 0];
  const meanX = sumX / count;
  const meanY = sumY / count;
  const mean = sumV / count;
  const xx = sumXX / count - meanX * meanX;
  const yy = sumYY / count - meanY * meanY;
  const xy = sumXY / count - meanX * meanY;
  const vx = sumVX / count - mean * meanX;
  const vy = sumVY / count - mean * meanY;
  const determinant = xx * yy - xy * xy;
  if (determinant < 1) return [mean, 0, 0];
  const slopeX = (vx * yy - vy * xy) / determinant;
  const slopeY = (vy * xx - vx * xy) / determinant;
  return [mean - slopeX * (meanX + middleX) - slopeY * (meanY + middleY), slopeX, slopeY];
}
