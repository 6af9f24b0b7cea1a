import { coverage } from './rule-marks.ts';
import type { RuleMarks } from './rule-marks.ts';
import type { RuleTrace } from './rule-traces.ts';
import type { RuledRegion } from './ruled-regions.ts';

/** One line of a lattice, in the level picture. */
export interface LatticeLine {
  /** Its place on the average: y of a row's line, x of a column's. */
  readonly at: number;
  /** Its place where it was seen, in order; a line need not be quite straight. */
  readonly steps: readonly (readonly [along: number, at: number])[];
  /** No rule is drawn here: the rules of the other direction end freely in one line. */
  readonly open: boolean;
}

/** The lines that the rules of a table lie on, from the top and from the left. */
export interface LatticeLines {
  readonly rows: readonly LatticeLine[];
  readonly columns: readonly LatticeLine[];
}

/** Rules nearer than this are one: drawn double, or in pieces. */
const SAME_RULE = 5;
/** Narrower fields than this hold no cell. */
const NARROWEST = 9;
/** Share of the way between two rules that must be covered for a rule found in this way only. */
const COVERED = 0.92;
/** Shorter ways than this between two rules are as long as letters are high. */
const SHORTEST_WAY = 14;
/** Share of the rules that must end at one place for it to be the open edge of the table. */
const COMMON_END = 0.6;
/** How much farther than the outermost crossing rule an open edge lies at least. */
const OPEN_WIDTH = 16;
/** Fewest steps of a trace whose end tells where the table ends. */
const LONG_TRACE = 6;

/** Places the lines of the lattice that a region's traces lie on, then looks for short rules between them that no trace shows. */
export function linesOf(region: RuledRegion, across: RuleMarks, down: RuleMarks): LatticeLines | null {
  const drawnRows = clustered(region.across);
  const drawnColumns = clustered(region.down);
  if (drawnRows.length < 2 || drawnColumns.length < 1) return null;
  const columns = withOpenEdges(drawnColumns, region.across);
  const rows = withOpenEdges(drawnRows, region.down);
  if (columns.length < 2) return null;
  const allColumns = withShortRules(columns, rows, down);
  return { rows: withShortRules(rows, allColumns, across), columns: allColumns };
}

/** Row of a line at a place along it. */
export function placeAlong({ at, steps }: LatticeLine, along: number): number {
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last) return at;
  if (along <= first[0]) return first[1];
  if (along >= last[0]) return last[1];
  let low = 0;
  let high = steps.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.[0] ?? 0) <= along) low = middle;
    else high = middle;
  }
  const [from, start] = steps[low] ?? first;
  const [to, end] = steps[high] ?? last;
  return to === from ? start : start + ((end - start) * (along - from)) / (to - from);
}

/** One line for each group of traces that lie on it; long ones decide where it is. */
function clustered(traces: readonly RuleTrace[]): LatticeLine[] {
  const lines: { at: number; traces: RuleTrace[]; weight: number }[] = [];
  for (const trace of [...traces].sort((one, other) => other.steps.length - one.steps.length)) {
    const line = lines.find(({ at }) => Math.abs(at - trace.at) <= SAME_RULE);
    if (!line) {
      lines.push({ at: trace.at, traces: [trace], weight: trace.steps.length });
      continue;
    }
    line.at = (line.at * line.weight + trace.at * trace.steps.length) / (line.weight + trace.steps.length);
    line.weight += trace.steps.length;
    line.traces.push(trace);
  }
  return lines
    .map((line): LatticeLine => ({ at: line.at, steps: smoothed(line.traces), open: false }))
    .sort((one, other) => one.at - other.at);
}

/** The steps of all traces in order, each the mean of its neighbourhood; where two traces lie side by side, the longer counts. */
function smoothed(traces: readonly RuleTrace[]): (readonly [number, number])[] {
  const byPlace = new Map<number, number>();
  for (const trace of traces) {
    for (const [along, at] of trace.steps) if (!byPlace.has(along)) byPlace.set(along, at);
  }
  const steps = [...byPlace].sort((one, other) => one[0] - other[0]);
  return steps.map(([along], index) => {
    const around = steps.slice(Math.max(0, index - 2), index + 3);
    return [along, around.reduce((sum, step) => sum + step[1], 0) / around.length];
  });
}

/** Adds the place where most rules end together beyond the outermost rule that crosses them, on either side. */
function withOpenEdges(lines: readonly LatticeLine[], crossing: readonly RuleTrace[]): LatticeLine[] {
  const before = openEdge(crossing, lines[0]?.at ?? 0, -1);
  const after = openEdge(crossing, lines.at(-1)?.at ?? 0, 1);
  const edge = (at: number | null): LatticeLine[] => (at === null ? [] : [{ at, steps: [], open: true }]);
  return [...edge(before), ...lines, ...edge(after)];
}

function openEdge(traces: readonly RuleTrace[], outermost: number, side: 1 | -1): number | null {
  const ends = traces
    .filter((trace) => trace.steps.length >= LONG_TRACE)
    .map((trace) => (side === 1 ? trace.to : trace.from))
    .sort((one, other) => one - other);
  const beyond = ends.filter((end) => (end - outermost) * side > OPEN_WIDTH);
  const middle = beyond[Math.floor(beyond.length / 2)];
  if (middle === undefined) return null;
  const together = beyond.filter((end) => Math.abs(end - middle) <= SAME_RULE * 2);
  return together.length >= 2 && together.length >= ends.length * COMMON_END ? middle : null;
}

/** Adds lines that are drawn all the way between two neighbouring lines of the other direction. */
function withShortRules(
  lines: readonly LatticeLine[],
  crossing: readonly LatticeLine[],
  rule: RuleMarks,
): LatticeLine[] {
  const first = Math.round(lines[0]?.at ?? 0);
  const last = lines.at(-1)?.at ?? 0;
  const found: { at: number; share: number }[] = [];
  for (const [index, { at: from }] of crossing.entries()) {
    const to = crossing[index + 1]?.at;
    if (to === undefined || to - from < SHORTEST_WAY) continue;
    let best: { at: number; share: number } | null = null;
    for (let at = first + NARROWEST; at <= last - NARROWEST; at += 1) {
      if (best && at - best.at >= NARROWEST) {
        found.push(best);
        best = null;
      }
      if (lines.some((line) => Math.abs(line.at - at) < NARROWEST)) continue;
      const { share, ends } = coverage(rule, () => at, Math.round(from) + 2, Math.round(to) - 1, 0);
      if (share >= COVERED && ends >= COVERED / 2 && (!best || share > best.share)) best = { at, share };
    }
    if (best) found.push(best);
  }
  const added: LatticeLine[] = [];
  for (const { at } of found.sort((one, other) => other.share - one.share)) {
    if (added.every((other) => Math.abs(other.at - at) > SAME_RULE)) added.push({ at, steps: [], open: false });
  }
  return [...lines, ...added].sort((one, other) => one.at - other.at);
}
