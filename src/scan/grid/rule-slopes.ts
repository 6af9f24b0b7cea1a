import type { GrayImage } from '../gray-image.ts';
import type { RuleSlopes } from './rectification.ts';
import { ridgesOf, transposed } from './ridges.ts';
import type { RidgeReach } from './ridges.ts';

/** Width of the strips in which ridges are summed: narrow enough that a slanted rule stays in some few rows of each. */
const STRIP = 32;
/** The darkest a ridge counts: black letters must not outweigh grey rules. */
const RIDGE_CEILING = 80;
/** 6.3 degrees to either side. */
const STEEPEST = 0.11;
/** How much the slope may change from one edge of the page to the other: a photo held a little askew. */
const WIDEST_FAN = 0.06;
/** Rows that are summed for the first, coarse search. */
const COARSE = 4;
/** A fan must explain this much more than none: letters alone suggest small ones. */
const FAN_GAIN = 1.04;

/** Sums of ridges by strip and row. */
interface StripSums {
  readonly strips: number;
  readonly rows: number;
  readonly sums: Float32Array;
}

/** Finds how the rules of a page run from the darkness of its ink. Lines of words count as rules where there are none. */
export function slopesOf(ink: GrayImage, reach: RidgeReach): RuleSlopes {
  const [horizontal, horizontalFan] = slopeAcross(ridgesOf(ink, 'horizontal', reach), ink.width, ink.height);
  const turned = transposed(ink);
  const [vertical, verticalFan] = slopeAcross(ridgesOf(turned, 'horizontal', reach), turned.width, turned.height);
  return { horizontal, horizontalFan, vertical, verticalFan };
}

function slopeAcross(ridges: Uint8Array, width: number, height: number): readonly [slope: number, fan: number] {
  const fine = stripSums(ridges, width, height);
  const coarse = coarser(fine);
  // Slopes are the same in coarse rows once strips are counted in rows too.
  let best = { slope: 0, fan: 0, score: -1 };
  const consider = (sums: StripSums, scale: number, slope: number, fan: number, gain = 1): void => {
    const score = scoreOf(sums, (slope * STRIP) / scale, fan * STRIP) / gain;
    if (score > best.score) best = { slope, fan, score };
  };
  const fanStep = WIDEST_FAN / 6 / height;
  for (let slope = -STEEPEST; slope <= STEEPEST; slope += 0.0025) {
    for (let step = -6; step <= 6; step += 1)
      consider(coarse, COARSE, slope, step * fanStep, step === 0 ? 1 : FAN_GAIN);
  }
  for (const [slopeStep, fanShare] of [
    [0.001, 0.5],
    [0.0003, 0.2],
  ] as const) {
    const { slope: around, fan } = best;
    best = { ...best, score: -1 };
    for (let step = -3; step <= 3; step += 1) {
      for (let turn = -2; turn <= 2; turn += 1) {
        const next = fan === 0 && turn !== 0 && fanShare < 0.5 ? null : fan + turn * fanStep * fanShare;
        if (next !== null) consider(fine, 1, around + step * slopeStep, next, next === 0 ? 1 : FAN_GAIN);
      }
    }
  }
  // Less than a pixel over the whole page is no slope.
  const none = scoreOf(fine, 0, 0);
  return Math.abs(best.slope) * width < 2 && best.score < none * 1.1 ? [0, 0] : [best.slope, best.fan];
}

function stripSums(ridges: Uint8Array, width: number, rows: number): StripSums {
  const strips = Math.ceil(width / STRIP);
  const sums = new Float32Array(strips * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let strip = 0; strip < strips; strip += 1) {
      const to = y * width + Math.min(width, (strip + 1) * STRIP);
      let sum = 0;
      for (let at = y * width + strip * STRIP; at < to; at += 1) {
        const ridge = ridges[at] ?? 0;
        sum += ridge < RIDGE_CEILING ? ridge : RIDGE_CEILING;
      }
      sums[strip * rows + y] = sum;
    }
  }
  return { strips, rows, sums };
}

function coarser({ strips, rows, sums }: StripSums): StripSums {
  const fewer = Math.ceil(rows / COARSE);
  const coarse = new Float32Array(strips * fewer);
  for (let strip = 0; strip < strips; strip += 1) {
    for (let y = 0; y < rows; y += 1) {
      const to = strip * fewer + Math.floor(y / COARSE);
      coarse[to] = (coarse[to] ?? 0) + (sums[strip * rows + y] ?? 0);
    }
  }
  return { strips, rows: fewer, sums: coarse };
}

/** How sharply the ridges gather in rows when the strips are moved along a slope: the sum of the squares of the rows. */
function scoreOf({ strips, rows, sums }: StripSums, perStrip: number, fanPerStrip: number): number {
  const middle = (strips - 1) / 2;
  const totals = new Float32Array(rows);
  for (let strip = 0; strip < strips; strip += 1) {
    const away = strip - middle;
    const scale = 1 + fanPerStrip * away;
    const offset = perStrip * away - fanPerStrip * away * (rows / 2) + 0.5;
    const base = strip * rows;
    for (let y = 0; y < rows; y += 1) {
      const from = Math.floor(y * scale + offset);
      if (from >= 0 && from < rows) totals[y] = (totals[y] ?? 0) + (sums[base + from] ?? 0);
    }
  }
  let score = 0;
  for (const total of totals) score += total * total;
  return score;
}
