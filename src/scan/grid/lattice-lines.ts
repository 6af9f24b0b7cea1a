import { coverage } from './rule-marks.ts';
import type { PageMarks, RuleMarks } from './rule-marks.ts';
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
const NARROWEST = 11;
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

/** Places the lines of the lattice that a region's traces lie on. */
export function linesOf(region: RuledRegion): LatticeLines | null {
  const rows = clustered(region.across);
  const columns = clustered(region.down);
  if (rows.length < 2 || columns.length < 1) return null;
  const lines = { rows: withOpenEdges(rows, region.down), columns: withOpenEdges(columns, region.across) };
  return lines.columns.length < 2 ? null : lines;
}

/** Adds short rules that no trace shows: those that are drawn all the way between two neighbouring lines of the other direction. */
export function withAllRules({ rows, columns }: LatticeLines, { across, down }: PageMarks): LatticeLines {
  const allColumns = withShortRules(columns, rows, down);
  return { rows: withShortRules(rows, allColumns, across), columns: allColumns };
}

/** How far the rules over and under a row may begin or end apart. */
const SAME_END = 10;
/** A row of figures between two rules is at least so high and at most so high, in pixels. */
const ROW_HEIGHTS = { least: 16, most: 130 } as const;
/** Fewer columns are a frame around words. */
const FEWEST_COLUMNS = 2;

/**
 * Lines of tables that are a single row: the last row of a table, alone on its page, whose upright rules are too short to be followed. Each
 * stands between two neighbouring rules that begin and end together.
 *
 * @param loose rules across the page that meet no upright one
 */
export function singleRows(loose: readonly RuleTrace[], down: RuleMarks): LatticeLines[] {
  const sorted = [...loose].sort((one, other) => one.at - other.at);
  return sorted.slice(1).flatMap((below, index) => {
    const above = sorted[index];
    if (!above || Math.abs(above.from - below.from) > SAME_END || Math.abs(above.to - below.to) > SAME_END) return [];
    const height = below.at - above.at;
    if (height < ROW_HEIGHTS.least || height > ROW_HEIGHTS.most) return [];
    const rows = [lineThrough([above]), lineThrough([below])];
    const edges = [above.from - NARROWEST - 2, above.to + NARROWEST + 2].map((at) => ({ at, steps: [], open: false }));
    const columns = withShortRules(edges, rows, down).slice(1, -1);
    const [left, right] = [columns[0]?.at ?? Infinity, columns.at(-1)?.at ?? -Infinity];
    const isFramed = Math.abs(left - above.from) <= SAME_END && Math.abs(right - above.to) <= SAME_END;
    return isFramed && columns.length > FEWEST_COLUMNS ? [{ rows, columns }] : [];
  });
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
  const groups: { line: LatticeLine; traces: RuleTrace[] }[] = [];
  for (const trace of [...traces].sort((one, other) => other.steps.length - one.steps.length)) {
    const group = groups.find(({ line }) => apart(line, trace) <= SAME_RULE);
    if (group) {
      group.traces.push(trace);
      group.line = lineThrough(group.traces);
    } else groups.push({ line: lineThrough([trace]), traces: [trace] });
  }
  return groups.map(({ line }) => line).sort((one, other) => one.at - other.at);
}

/** How far a trace lies beside a line, measured where it comes nearest to what was seen of the line: rules may be a little bent or slanted. */
function apart(line: LatticeLine, { steps }: RuleTrace): number {
  const first = line.steps[0]?.[0] ?? 0;
  const last = line.steps.at(-1)?.[0] ?? 0;
  const inside = steps.filter(([along]) => along >= first && along <= last);
  const ends = [steps[0], steps.at(-1)].filter((step) => step !== undefined);
  const nearest = ends.sort((one, other) => beyond(one[0], first, last) - beyond(other[0], first, last)).slice(0, 1);
  const compared = inside.length > 0 ? inside : nearest;
  return Math.abs(compared.reduce((sum, [along, at]) => sum + at - placeAlong(line, along), 0)) / compared.length;
}

function beyond(along: number, first: number, last: number): number {
  return along < first ? first - along : along > last ? along - last : 0;
}

function lineThrough(traces: readonly RuleTrace[]): LatticeLine {
  const steps = smoothed(traces);
  return { at: steps.reduce((sum, step) => sum + step[1], 0) / steps.length, steps, open: false };
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
    const taken = lines.map((line) => placeAlong(line, (from + to) / 2));
    let best: { at: number; share: number } | null = null;
    for (let at = first + NARROWEST; at <= last - NARROWEST; at += 1) {
      if (best && at - best.at >= NARROWEST) {
        found.push(best);
        best = null;
      }
      if (taken.some((place) => Math.abs(place - at) < NARROWEST)) continue;
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
