import type { GrayImage } from '../gray-image.ts';
import { ridgesOf, transposed } from './ridges.ts';
import type { RidgeReach } from './ridges.ts';

/**
 * Which pixels look like part of a rule of one direction. Rows here run along the rules: for vertical rules the picture is turned, so that
 * `width` is the height of the page.
 */
export interface RuleMarks {
  readonly width: number;
  readonly height: number;
  /** 1 where a ridge passes through this pixel or the one below it. */
  readonly marks: Uint8Array;
}

/** Ridges weaker than this are the grain of the paper. */
const FAINTEST = 12;
/** Share of all pixels that are paper for certain. */
const PAPER_SHARE = 0.85;
/** How far a ridge must stand out of the grain. */
const ABOVE_GRAIN = 2;

/** Marks of the horizontal and of the vertical rules of a level page. */
export function marksOf(ink: GrayImage, reach: RidgeReach): { readonly across: RuleMarks; readonly down: RuleMarks } {
  const turned = transposed(ink);
  return { across: marked(ink, reach), down: marked(turned, reach) };
}

function marked(ink: GrayImage, reach: RidgeReach): RuleMarks {
  const { width, height } = ink;
  const ridges = ridgesOf(ink, 'horizontal', reach);
  const threshold = Math.max(FAINTEST, grainOf(ridges) * ABOVE_GRAIN);
  const marks = new Uint8Array(ridges.length);
  const last = ridges.length - width;
  for (let at = 0; at < last; at += 1) {
    if ((ridges[at] ?? 0) >= threshold || (ridges[at + width] ?? 0) >= threshold) marks[at] = 1;
  }
  return { width, height, marks };
}

function grainOf(ridges: Uint8Array): number {
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

/** How much of the way between two places a rule covers. */
export interface Coverage {
  /** Share of the pixels along the way that are marked. */
  readonly share: number;
  /** The lesser share of the first and the last few pixels: a rule reaches those that it meets, letters keep away from them. */
  readonly ends: number;
  /** How many rows off the line that was asked for the rule was found. */
  readonly offset: number;
}

/** Longest stretch over which a rule is taken to be straight. */
const STRETCH = 48;
/** Length of the ends looked at apart. */
const END = 6;

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
  if (length <= 0) return { share: 0, ends: 0, offset: 0 };
  const pieces = Math.max(1, Math.round(length / STRETCH));
  let covered = 0;
  let offsets = 0;
  let ends = 1;
  for (let piece = 0; piece < pieces; piece += 1) {
    const start = from + Math.floor((length * piece) / pieces);
    const end = from + Math.floor((length * (piece + 1)) / pieces);
    const exact = rowAt((start + end) / 2);
    const row = Math.round(exact);
    let best = -1;
    let bestOffset = 0;
    for (let step = 0; step <= slack * 2; step += 1) {
      // From the row itself outwards: 0, 1, -1, 2, -2.
      const offset = step % 2 === 1 ? (step + 1) / 2 : -step / 2;
      const count = markedBetween(rule, row + offset, start, end);
      if (count > best) {
        best = count;
        bestOffset = offset;
      }
    }
    covered += best;
    offsets += (row - exact + bestOffset) * best;
    const reach = Math.min(END, end - start);
    if (piece === 0) ends = Math.min(ends, markedBetween(rule, row + bestOffset, start, start + reach) / reach);
    if (piece === pieces - 1) ends = Math.min(ends, markedBetween(rule, row + bestOffset, end - reach, end) / reach);
  }
  return { share: covered / length, ends, offset: covered === 0 ? 0 : offsets / covered };
}

function markedBetween({ width, height, marks }: RuleMarks, row: number, from: number, to: number): number {
  if (row < 0 || row >= height) return 0;
  let count = 0;
  const end = row * width + Math.min(width, to);
  for (let at = row * width + Math.max(0, from); at < end; at += 1) count += marks[at] ?? 0;
  return count;
}
