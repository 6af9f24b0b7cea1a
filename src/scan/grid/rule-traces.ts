import type { RuleMarks } from './rule-marks.ts';

/** A rule followed across the page, along rows of its marks. */
export interface RuleTrace {
  readonly from: number;
  readonly to: number;
  /** Its row, on the average. */
  readonly at: number;
  /** Row at the middle of each strip in which it was seen. */
  readonly steps: readonly (readonly [along: number, at: number])[];
}

/** Width of the strips in which marks are counted. */
const STRIP = 16;
/** Share of a strip's width that a rule must cover. */
const COVERED = 0.6;
/** Share of the strips between its ends in which a rule must be seen. */
const SEEN = 0.75;
/** How far a rule may move from strip to strip, in rows. */
const WANDER = 1.6;
/** Strips that may be missing in a rule: broken by a stroke that crosses it, a fold, a stain. */
const GAP = 3;
/** Fewest strips that make a rule. */
const FEWEST = 5;

interface OpenTrace {
  readonly steps: [along: number, at: number][];
  lastStrip: number;
  at: number;
}

/** Follows everything that runs along a row for longer than words do. */
export function tracesOf(rule: RuleMarks): RuleTrace[] {
  const { height } = rule;
  const strips = Math.ceil(rule.width / STRIP);
  const counts = stripCounts(rule, strips);
  let open: OpenTrace[] = [];
  const done: OpenTrace[] = [];
  for (let strip = 0; strip < strips; strip += 1) {
    const peaks = peaksOf(counts.subarray(strip * height, (strip + 1) * height));
    const middle = strip * STRIP + STRIP / 2;
    const taken = new Set<number>();
    // Longer traces choose first.
    for (const trace of [...open].sort((one, other) => other.steps.length - one.steps.length)) {
      let nearest = -1;
      for (const [index, peak] of peaks.entries()) {
        if (taken.has(index) || Math.abs(peak - trace.at) > WANDER) continue;
        if (nearest < 0 || Math.abs(peak - trace.at) < Math.abs((peaks[nearest] ?? 0) - trace.at)) nearest = index;
      }
      if (nearest < 0) continue;
      taken.add(nearest);
      trace.at = peaks[nearest] ?? trace.at;
      trace.lastStrip = strip;
      trace.steps.push([middle, trace.at]);
    }
    for (const [index, peak] of peaks.entries()) {
      if (!taken.has(index)) open.push({ steps: [[middle, peak]], lastStrip: strip, at: peak });
    }
    done.push(...open.filter((trace) => strip - trace.lastStrip > GAP));
    open = open.filter((trace) => strip - trace.lastStrip <= GAP);
  }
  done.push(...open);
  return done.flatMap(({ steps }) => {
    const first = steps[0];
    const last = steps.at(-1);
    if (!first || !last || steps.length < FEWEST) return [];
    const strips = (last[0] - first[0]) / STRIP + 1;
    if (steps.length < strips * SEEN) return [];
    const at = steps.reduce((sum, step) => sum + step[1], 0) / steps.length;
    return [{ ...endsOf(rule, first, last), at, steps }];
  });
}

/** Marked pixels of each strip and row, a pixel counting also for the row above it; strip after strip. */
function stripCounts({ width, height, ridges, threshold }: RuleMarks, strips: number): Uint8Array {
  const counts = new Uint8Array(strips * height);
  for (let y = 0; y < height - 1; y += 1) {
    for (let strip = 0; strip < strips; strip += 1) {
      let count = 0;
      const end = y * width + Math.min(width, (strip + 1) * STRIP);
      for (let at = y * width + strip * STRIP; at < end; at += 1) {
        if ((ridges[at] ?? 0) >= threshold || (ridges[at + width] ?? 0) >= threshold) count += 1;
      }
      counts[strip * height + y] = count;
    }
  }
  return counts;
}

/** Rows where the marks of a strip are thickest and cover enough of it; a plateau counts once, in its middle. */
function peaksOf(counts: Uint8Array): number[] {
  const least = STRIP * COVERED;
  const peaks: number[] = [];
  for (let y = 1; y < counts.length - 1; y += 1) {
    const count = counts[y] ?? 0;
    if (count < least || count < (counts[y - 1] ?? 0)) continue;
    let end = y;
    while ((counts[end + 1] ?? 0) === count) end += 1;
    if ((counts[end + 1] ?? 0) < count) peaks.push((y + end) / 2);
    y = end;
  }
  return peaks;
}

/** Where the marks of a trace end, to the pixel. */
function endsOf(
  { width, ridges, threshold }: RuleMarks,
  first: readonly [number, number],
  last: readonly [number, number],
): { readonly from: number; readonly to: number } {
  const isMarked = (x: number, y: number): boolean =>
    [0, -1, 1, 2].some((offset) => (ridges[(Math.round(y) + offset) * width + x] ?? 0) >= threshold);
  let from = Math.round(first[0]);
  let to = Math.round(last[0]);
  const walk = (start: number, step: 1 | -1, y: number): number => {
    let end = start;
    let missed = 0;
    for (let x = start; x >= 0 && x < width && missed <= 3; x += step) {
      if (isMarked(x, y)) {
        end = x;
        missed = 0;
      } else missed += 1;
    }
    return end;
  };
  from = walk(from, -1, first[1]);
  to = walk(to, 1, last[1]);
  return { from, to };
}
