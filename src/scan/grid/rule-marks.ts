import type { GrayImage } from '../gray-image.ts';
import { grainOf, ridgesOf, transposed } from './ridges.ts';
import type { RidgeReach } from './ridges.ts';

/**
 * Where rules of one direction may run. Rows here run along the rules: for vertical rules the picture is turned, so that `width` is the
 * height of the page.
 */
export interface RuleMarks {
  readonly width: number;
  readonly height: number;
  readonly ridges: Uint8Array;
  /** Darkness itself, which also shows where rules cross. */
  readonly ink: Uint8Array;
  /** Weaker ridges are no rules. */
  readonly threshold: number;
}

/** Marks of the rules of both directions. */
export interface PageMarks {
  readonly across: RuleMarks;
  readonly down: RuleMarks;
}

/** Ridges weaker than this are the grain of the paper. */
const FAINTEST = 12;
/** How far a ridge must stand out of the grain. */
const ABOVE_GRAIN = 2;

/** Marks of the horizontal and of the vertical rules of a level page. */
export function marksOf(ink: GrayImage, reach: RidgeReach): PageMarks {
  return { across: marked(ink, reach), down: marked(transposed(ink), reach) };
}

function marked(ink: GrayImage, reach: RidgeReach): RuleMarks {
  const ridges = ridgesOf(ink, 'horizontal', reach);
  const threshold = Math.max(FAINTEST, grainOf(ridges) * ABOVE_GRAIN);
  return { width: ink.width, height: ink.height, ridges, ink: ink.pixels, threshold };
}

/** How much of the way between two places a rule covers. */
export interface Coverage {
  /** Share of the pixels along the way that are marked. */
  readonly share: number;
  /** The lesser share of the first and the last few pixels: a rule reaches those that it meets, letters keep away from them. */
  readonly ends: number;
  /** How many rows off the line that was asked for the rule was found. */
  readonly offset: number;
  /** How strong the ridge is on the average, where it is marked. */
  readonly strength: number;
}

/** Longest stretch over which a rule is taken to be straight. */
const STRETCH = 48;
/** Length of the ends looked at apart. */
const END = 6;

interface Stretch {
  readonly count: number;
  readonly sum: number;
}

const NOTHING: Stretch = { count: 0, sum: 0 };

/**
 * How much of the way from one place to another a rule covers along a line.
 *
 * @param rowAt row of the line at a place along it
 * @param slack rows that the rule may lie beside the line; it may wander by as much from stretch to stretch
 */
export function coverage(
  rule: RuleMarks,
  rowAt: (along: number) => number,
  from: number,
  to: number,
  slack: number,
): Coverage {
  const length = to - from;
  if (length <= 0) return { share: 0, ends: 0, offset: 0, strength: 0 };
  const pieces = Math.max(1, Math.round(length / STRETCH));
  let covered = 0;
  let strength = 0;
  let offsets = 0;
  let ends = 1;
  for (let piece = 0; piece < pieces; piece += 1) {
    const start = from + Math.floor((length * piece) / pieces);
    const end = from + Math.floor((length * (piece + 1)) / pieces);
    const exact = rowAt((start + end) / 2);
    const row = Math.round(exact);
    let best = NOTHING;
    let bestOffset = 0;
    for (let step = 0; step <= slack * 2; step += 1) {
      // From the row itself outwards: 0, 1, -1, 2, -2.
      const offset = step % 2 === 1 ? (step + 1) / 2 : -step / 2;
      const found = markedBetween(rule, row + offset, start, end);
      if (found.count > best.count || (found.count === best.count && found.sum > best.sum)) {
        best = found;
        bestOffset = offset;
      }
    }
    covered += best.count;
    strength += best.sum;
    offsets += (row - exact + bestOffset) * best.count;
    const reach = Math.min(END, end - start);
    if (piece === 0) ends = Math.min(ends, markedBetween(rule, row + bestOffset, start, start + reach).count / reach);
    if (piece === pieces - 1) {
      ends = Math.min(ends, markedBetween(rule, row + bestOffset, end - reach, end).count / reach);
    }
  }
  if (covered === 0) return { share: 0, ends, offset: 0, strength: 0 };
  return { share: covered / length, ends, offset: offsets / covered, strength: strength / covered };
}

/** Pixels of which they or those in the row below are marked. */
function markedBetween(
  { width, height, ridges, threshold }: RuleMarks,
  row: number,
  from: number,
  to: number,
): Stretch {
  if (row < 0 || row >= height - 1) return NOTHING;
  let count = 0;
  let sum = 0;
  const end = row * width + Math.min(width, to);
  for (let at = row * width + Math.max(0, from); at < end; at += 1) {
    const own = ridges[at] ?? 0;
    const below = ridges[at + width] ?? 0;
    const ridge = own > below ? own : below;
    if (ridge < threshold) continue;
    count += 1;
    sum += ridge;
  }
  return { count, sum };
}

/** Fewest pixels without any ink along a line from one place to another, on the line or on the rows beside it. */
export function bareLength(
  { width, height, ink, threshold }: RuleMarks,
  rowAt: (along: number) => number,
  from: number,
  to: number,
): number {
  let [above, on, below] = [0, 0, 0];
  const isBare = (at: number): boolean => (ink[at] ?? 0) < threshold && (ink[at + width] ?? 0) < threshold;
  for (let along = from; along < to; along += 1) {
    const row = Math.round(rowAt(along));
    if (isBare(Math.min(height - 2, Math.max(0, row - 1)) * width + along)) above += 1;
    if (isBare(Math.min(height - 2, Math.max(0, row)) * width + along)) on += 1;
    if (isBare(Math.min(height - 2, Math.max(0, row + 1)) * width + along)) below += 1;
  }
  return Math.min(above, on, below);
}
