import type { GrayImage } from '../gray-image.ts';
import type { RuleSlopes } from './rectification.ts';
import { grainOf, halved, ridgesOf, transposed } from './ridges.ts';

/** Width of the strips in which ridges are summed: narrow enough that a slanted rule stays in some few rows of each. */
const STRIP = 16;
/** The darkest a ridge counts: black letters must not outweigh grey rules. */
const RIDGE_CEILING = 80;
/** 6.3 degrees to either side. */
const STEEPEST = 0.11;
const COARSE_STEP = 0.0025;
/** How far from square the rules of a page seen at an angle may stand, as a slope. */
const OUT_OF_SQUARE = 0.03;
/** How much the slope may change from one edge of the page to the other: a photo held a little askew. */
const WIDEST_FAN = 0.06;
const FAN_STEPS = 6;
/** Rows that are summed for the first, coarse search. */
const COARSE_ROWS = 2;
/** A fan must explain this much more than none: letters alone suggest small ones. */
const FAN_GAIN = 1.04;
/** Looked at in half the size, where a slope still shows to a fraction of a pixel. */
const REACH = { near: 2, far: 4 };
/** How far a ridge must stand out of the grain. */
const ABOVE_GRAIN = 2;

/** Sums of ridges by strip and row. */
interface StripSums {
  readonly strips: number;
  readonly rows: number;
  /** Rows of the picture that one row of these sums stands for. */
  readonly scale: number;
  readonly sums: Float32Array;
}

interface Slope {
  readonly slope: number;
  readonly fan: number;
}

/** Finds how the rules of a page run from the darkness of its ink. Lines of words count as rules where there are none. */
export function slopesOf(ink: GrayImage): RuleSlopes {
  const half = halved(ink);
  const across = stripSums(half);
  const down = stripSums(transposed(half));
  const turn = turnOf(coarser(across), coarser(down));
  const horizontal = refined(across, turn);
  const vertical = refined(down, -turn);
  // The slope of a rule does not change with the size of the picture, its change per pixel does.
  return {
    horizontal: horizontal.slope,
    horizontalFan: horizontal.fan / 2,
    vertical: vertical.slope,
    verticalFan: vertical.fan / 2,
  };
}

/** The turn of the page that explains the ridges of both directions best. */
function turnOf(across: StripSums, down: StripSums): number {
  const steps = Math.round(STEEPEST / COARSE_STEP);
  const turns = Array.from({ length: steps * 2 + 1 }, (_, index) => (index - steps) * COARSE_STEP);
  const acrossScores = turns.map((turn) => scoreOf(across, turn, 0));
  const downScores = turns.map((turn) => scoreOf(down, -turn, 0));
  const [acrossMean, downMean] = [mean(acrossScores), mean(downScores)];
  let best = 0;
  let bestScore = -1;
  turns.forEach((turn, index) => {
    const score = (acrossScores[index] ?? 0) / acrossMean + (downScores[index] ?? 0) / downMean;
    if (score <= bestScore) return;
    best = turn;
    bestScore = score;
  });
  return best;
}

function mean(values: readonly number[]): number {
  return Math.max(1, values.reduce((sum, value) => sum + value, 0) / values.length);
}

function refined(sums: StripSums, around: number): Slope {
  let best = { slope: around, fan: 0, score: -1 };
  const consider = (from: StripSums, slope: number, fan: number): void => {
    const score = scoreOf(from, slope, fan) / (fan === 0 ? 1 : FAN_GAIN);
    if (score > best.score) best = { slope, fan, score };
  };
  const coarse = coarser(sums);
  const fanStep = WIDEST_FAN / FAN_STEPS / sums.rows;
  const steps = Math.round(OUT_OF_SQUARE / COARSE_STEP);
  for (let step = -steps; step <= steps; step += 1) {
    // Far from square only a page seen at an angle is, whose rules fan.
    const isNear = Math.abs(step) <= 2;
    for (let fan = -FAN_STEPS; fan <= FAN_STEPS; fan += 1) {
      if (isNear || fan % 2 === 0) consider(coarse, around + step * COARSE_STEP, fan * fanStep);
    }
  }
  for (const [slopeStep, fanShare] of [
    [0.001, 0.4],
    [0.0003, 0.15],
  ] as const) {
    const { slope, fan } = best;
    best = { slope, fan, score: -1 };
    for (let step = -3; step <= 3; step += 1) {
      for (let turn = -2; turn <= 2; turn += 1) {
        if (turn === 0 || fan !== 0) consider(sums, slope + step * slopeStep, fan + turn * fanStep * fanShare);
      }
    }
  }
  // Level within a pixel over the whole page is level.
  const isLevel = best.fan === 0 && Math.abs(best.slope) * sums.strips * STRIP < 1;
  return isLevel ? { slope: 0, fan: 0 } : best;
}

function stripSums(half: GrayImage): StripSums {
  const { width, height: rows } = half;
  const ridges = ridgesOf(half, 'horizontal', REACH);
  const grain = Math.min(RIDGE_CEILING / 2, grainOf(ridges) * ABOVE_GRAIN);
  const strips = Math.ceil(width / STRIP);
  const sums = new Float32Array(strips * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let strip = 0; strip < strips; strip += 1) {
      const to = y * width + Math.min(width, (strip + 1) * STRIP);
      let sum = 0;
      for (let at = y * width + strip * STRIP; at < to; at += 1) {
        const ridge = ridges[at] ?? 0;
        if (ridge > grain) sum += ridge < RIDGE_CEILING ? ridge : RIDGE_CEILING;
      }
      sums[strip * rows + y] = sum;
    }
  }
  return { strips, rows, scale: 1, sums };
}

function coarser({ strips, rows, sums }: StripSums): StripSums {
  const fewer = Math.ceil(rows / COARSE_ROWS);
  const coarse = new Float32Array(strips * fewer);
  for (let strip = 0; strip < strips; strip += 1) {
    for (let y = 0; y < rows; y += 1) {
      const to = strip * fewer + Math.floor(y / COARSE_ROWS);
      coarse[to] = (coarse[to] ?? 0) + (sums[strip * rows + y] ?? 0);
    }
  }
  return { strips, rows: fewer, scale: COARSE_ROWS, sums: coarse };
}

/** How sharply the ridges gather in rows when the strips are moved along a slope: the sum of the squares of the rows. */
function scoreOf({ strips, rows, scale, sums }: StripSums, slope: number, fan: number): number {
  const middle = (strips - 1) / 2;
  const totals = new Float32Array(rows);
  for (let strip = 0; strip < strips; strip += 1) {
    const away = (strip - middle) * STRIP;
    const stretch = 1 + fan * away;
    const offset = (slope * away) / scale - fan * away * (rows / 2) + 0.5;
    const base = strip * rows;
    if (fan === 0) {
      const shift = Math.floor(offset);
      const end = Math.min(rows, rows - shift);
      for (let y = Math.max(0, -shift); y < end; y += 1) totals[y] = (totals[y] ?? 0) + (sums[base + y + shift] ?? 0);
      continue;
    }
    for (let y = 0; y < rows; y += 1) {
      const from = Math.floor(y * stretch + offset);
      if (from >= 0 && from < rows) totals[y] = (totals[y] ?? 0) + (sums[base + from] ?? 0);
    }
  }
  let score = 0;
  for (const total of totals) score += total * total;
  return score;
}
