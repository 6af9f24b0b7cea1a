import type { GridCell, PageGrid, Point } from '../page-grid.ts';
import { rectanglesOf } from './cell-spans.ts';
import type { LatticeEdges, SpanRectangle } from './cell-spans.ts';
import { placeAlong, withAllRules } from './lattice-lines.ts';
import type { LatticeLine, LatticeLines } from './lattice-lines.ts';
import { bareLength, coverage } from './rule-marks.ts';
import type { PageMarks, RuleMarks } from './rule-marks.ts';

/** How far beside its line a rule may run, in pixels. */
const SLACK = 1;
/** Kept clear of crossing rules when an edge is looked at. */
const CORNER = 2;
/** Share of what the rules of this table cover on the average from which an edge counts as drawn. */
const DRAWN = 0.8;
/** Share of an edge's ends that a rule must cover; letters keep away from the rules that they stand between. */
const ENDS = 0.3;
/** What is left of the share of an edge that looks like letters. */
const DOUBTED = 0.7;
/** Pixels, or share of the pixels, that may be bare from rule to rule along an edge which stands alone. */
const MISSING = 1;
const MISSING_SHARE = 0.04;
/** An edge counts as drawn by no less than this, however faint the rules of the table are. */
const LEAST_DRAWN = 0.45;
/** Share from which an edge is drawn beyond doubt. */
const CLEAR = 0.9;
/** Of the edges in order of their strength, the one that stands for the fainter ones. */
const FAINTER = 0.2;
const HALF = 0.5;
/** An edge that stands alone and is so many times as strong as most is the stroke of a letter between faint rules. */
const LETTER_STRENGTH = 1.5;
/** Ridges weaker than this share of it are no rules of the table. */
const RULE_STRENGTH = 0.4;
/** Edges shorter than this may be strokes of a letter: one alone makes no line. */
const LETTER_HEIGHT = 40;
/** Coverage by which letters may feign a rule without telling against a merged cell. */
const LETTERS = 0.5;

/** Edges of a lattice with the corners of its fields as the rules themselves run. */
interface MeasuredLattice {
  readonly edges: LatticeEdges;
  /** `nodes[row][column]`, one more each way than there are fields. */
  readonly nodes: readonly (readonly Point[])[];
  /** How strong the ridges of its fainter rules are. */
  readonly strength: number;
}

interface MeasuredEdge {
  readonly share: number;
  /** It runs into the rules it meets, corners and all; the strokes of letters stop short of them. */
  readonly isJoined: boolean;
  readonly offset: number;
  readonly strength: number;
}

/**
 * Makes the grids of a region: measures every edge of the lattice, parts tables between which nothing is drawn, leaves out lines of which no
 * edge is drawn, joins fields into cells.
 *
 * @param toPage from level places to those of the picture
 */
export function fitGrids(
  lines: LatticeLines,
  faintMarks: PageMarks,
  toPage: (x: number, y: number) => Point,
): PageGrid[] {
  const first = measure(lines, faintMarks);
  const marks = asStrongAs(first.strength, faintMarks);
  return partedTables(lines, measure(lines, marks).edges).flatMap((table) => {
    const grid = fitTable(withAllRules(table, marks), marks, toPage);
    return grid ?? [];
  });
}

function fitTable(lines: LatticeLines, marks: PageMarks, toPage: (x: number, y: number) => Point): PageGrid | null {
  let fitted = lines;
  for (let round = 0; round < 4; round += 1) {
    const { edges } = measure(fitted, marks);
    const kept = usedLines(drawnLines(fitted, edges, thresholdOf(edges)), marks);
    const isSettled = kept.rows.length === fitted.rows.length && kept.columns.length === fitted.columns.length;
    fitted = kept;
    if (fitted.rows.length < 2 || fitted.columns.length < 2) return null;
    if (isSettled) break;
  }
  const { edges, nodes } = measure(fitted, marks);
  const rectangles = rectanglesOf(edges, thresholdOf(edges));
  if (rectangles.length < 2) return null;
  return {
    rowCount: edges.rowCount,
    columnCount: edges.columnCount,
    cells: rectangles.map((rectangle) => cellOf(rectangle, nodes, toPage)),
    support: supportOf(edges, rectangles, fitted),
  };
}

/** The lines at which some cell begins, and the last ones; any other is a stroke inside a cell. */
function usedLines(lines: LatticeLines, marks: PageMarks): LatticeLines {
  const { rows, columns } = lines;
  if (rows.length < 2 || columns.length < 2) return lines;
  const { edges } = measure(lines, marks);
  const rectangles = rectanglesOf(edges, thresholdOf(edges));
  return {
    rows: rows.filter((_, row) => row === rows.length - 1 || rectangles.some((one) => one.row === row)),
    columns: columns.filter((_, at) => at === columns.length - 1 || rectangles.some((one) => one.column === at)),
  };
}

/**
 * Parts tables that stand under or beside one another: where no rule at all crosses the way between two neighbouring lines, there is
 * a gap with words in it. A table without outer rules has rows that nothing crosses, and stays whole.
 */
function partedTables(lines: LatticeLines, edges: LatticeEdges): LatticeLines[] {
  const { rows, columns } = lines;
  const threshold = thresholdOf(edges);
  const isOpen = (all: readonly LatticeLine[]): boolean => all[0]?.open === true && all.at(-1)?.open === true;
  const isBare = (shares: readonly number[]): boolean => shares.every((share) => share < threshold);
  const bareRows = isOpen(columns) ? [] : edges.down.map(isBare);
  const bareColumns = isOpen(rows)
    ? []
    : columns.slice(1).map((_, column) => isBare(edges.across.map((shares) => shares[column] ?? 0)));
  const rowParts = runsBetween(rows, bareRows);
  const columnParts = runsBetween(columns, bareColumns);
  return rowParts.flatMap((part) => columnParts.map((other) => ({ rows: part, columns: other })));
}

/** Lines from one bare band to the next; a lone line between two of them belongs to no table. */
function runsBetween(lines: readonly LatticeLine[], bare: readonly boolean[]): (readonly LatticeLine[])[] {
  const runs: LatticeLine[][] = [];
  let run: LatticeLine[] = [];
  lines.forEach((line, index) => {
    run.push(line);
    if (bare[index] !== true && index < lines.length - 1) return;
    if (run.length > 1) runs.push(run);
    run = [];
  });
  return runs;
}

function measure(lines: LatticeLines, { across, down }: PageMarks): MeasuredLattice {
  const { rows, columns } = lines;
  const rowCount = rows.length - 1;
  const columnCount = columns.length - 1;
  const rowEdges = rows.map((line) =>
    columns.slice(1).map((right, column) => edgeOf(across, line, columns[column]?.at ?? 0, right.at)),
  );
  const columnEdges = columns.map((line) =>
    rows.slice(1).map((bottom, row) => edgeOf(down, line, rows[row]?.at ?? 0, bottom.at)),
  );
  const nodes = rows.map((rowLine, row) =>
    columns.map((columnLine, column): Point => {
      const x = placeAlong(columnLine, rowLine.at);
      const y = placeAlong(rowLine, columnLine.at);
      const beside = [rowEdges[row]?.[column - 1], rowEdges[row]?.[column]];
      const along = [columnEdges[column]?.[row - 1], columnEdges[column]?.[row]];
      // A mark stands for a pixel and the one after it, whose common edge is one further.
      return [x + offsetOf(along) + 1, y + offsetOf(beside) + 1];
    }),
  );
  const all = [...rowEdges.flat(), ...columnEdges.flat()];
  const clear = clearShareOf(all.map(({ share }) => share));
  const strongest = strengthOf(all, HALF) * LETTER_STRENGTH;
  const acrossShares = rowEdges.map((line) => withoutStrokes(line, clear, strongest));
  const downShares = columnEdges.map((line) => withoutStrokes(line, clear, strongest));
  const edges: LatticeEdges = {
    rowCount,
    columnCount,
    across: acrossShares,
    down: rows.slice(1).map((_, row) => columns.map((_, column) => downShares[column]?.[row] ?? 0)),
  };
  return { edges, nodes, strength: strengthOf(all, FAINTER) };
}

/** How strong the edges are that are drawn beyond doubt, or 0; `rank` says which of them stands for all, from the faintest 0 to 1. */
function strengthOf(edges: readonly MeasuredEdge[], rank: number): number {
  const strengths = edges.flatMap(({ share, strength }) => (share > CLEAR && strength > 0 ? [strength] : []));
  return strengths.sort((one, other) => one - other)[Math.floor(strengths.length * rank)] ?? 0;
}

/** Leaves out what is much fainter than the table's own rules: thin strokes of letters, what is left of a seal. */
function asStrongAs(strength: number, { across, down }: PageMarks): PageMarks {
  const threshold = strength * RULE_STRENGTH;
  return {
    across: { ...across, threshold: Math.max(across.threshold, threshold) },
    down: { ...down, threshold: Math.max(down.threshold, threshold) },
  };
}

function edgeOf(rule: RuleMarks, line: LatticeLine, from: number, to: number): MeasuredEdge {
  if (line.open) return { share: 1, isJoined: true, offset: 0, strength: 0 };
  const [start, end] = [Math.round(from) + CORNER, Math.round(to) - CORNER + 1];
  const rowAt = (along: number): number => placeAlong(line, along);
  const { share, ends, offset, strength } = coverage(rule, rowAt, start, end, SLACK);
  const [first, last] = [Math.round(from) + 1, Math.round(to)];
  const missing = bareLength(rule, rowAt, first, last);
  const isJoined = missing <= Math.max(MISSING, (last - first) * MISSING_SHARE);
  return { share: ends < ENDS ? share * DOUBTED : share, isJoined, offset, strength };
}

function offsetOf(edges: readonly ({ readonly share: number; readonly offset: number } | undefined)[]): number {
  const drawn = edges.filter((edge) => edge !== undefined && edge.share > 0.7);
  if (drawn.length === 0) return 0;
  return drawn.reduce((sum, edge) => sum + (edge?.offset ?? 0), 0) / drawn.length;
}

/** From what share on an edge counts as drawn, by what the clearly drawn edges of the table cover. */
function thresholdOf({ across, down }: LatticeEdges): number {
  return Math.max(LEAST_DRAWN, clearShareOf([...across.flat(), ...down.flat()]) * DRAWN);
}

/** What the clearly drawn edges cover: nearly all of their length, less where rules are dotted or broken. */
function clearShareOf(shares: readonly number[]): number {
  const clear = shares.filter((share) => share > LEAST_DRAWN).sort((one, other) => one - other);
  return clear[Math.floor(clear.length / 2)] ?? 0;
}

/**
 * Shares of the edges along one line, lowered for those that stand alone on it and do not run into the rules at both ends, or are much
 * darker than the table's rules: dense letters look like that. Where rules are dotted or broken, none can be held to it.
 */
function withoutStrokes(line: readonly MeasuredEdge[], clear: number, strongest: number): number[] {
  const isDrawn = (edge: MeasuredEdge | undefined): boolean => edge !== undefined && edge.share >= clear * DRAWN;
  return line.map((edge, index) => {
    const isAlone = !isDrawn(line[index - 1]) && !isDrawn(line[index + 1]);
    const isStroke = !edge.isJoined || (strongest > 0 && edge.strength > strongest);
    return isAlone && clear > CLEAR && isStroke ? edge.share * DOUBTED : edge.share;
  });
}

/** The lines that are drawn somewhere: over a long edge, over several, or over one short edge without any doubt. */
function drawnLines(lines: LatticeLines, edges: LatticeEdges, threshold: number): LatticeLines {
  const { rows, columns } = lines;
  const isDrawn = (shares: readonly number[], lengths: readonly number[]): boolean => {
    let length = 0;
    let best = 0;
    shares.forEach((share, index) => {
      if (share < threshold) return;
      length += lengths[index] ?? 0;
      best = Math.max(best, share);
    });
    return length >= LETTER_HEIGHT || best > (1 + threshold) / 2;
  };
  const widths = lengthsOf(columns);
  const heights = lengthsOf(rows);
  return {
    rows: rows.filter(({ open }, row) => open || isDrawn(edges.across[row] ?? [], widths)),
    columns: columns.filter(
      ({ open }, column) =>
        open ||
        isDrawn(
          edges.down.map((shares) => shares[column] ?? 0),
          heights,
        ),
    ),
  };
}

function lengthsOf(lines: readonly LatticeLine[]): number[] {
  return lines.slice(1).map(({ at }, index) => at - (lines[index]?.at ?? 0));
}

function cellOf(
  { row, column, rowSpan, columnSpan }: SpanRectangle,
  nodes: readonly (readonly Point[])[],
  toPage: (x: number, y: number) => Point,
): GridCell {
  const corner = (down: number, across: number): Point => {
    const [x, y] = nodes[row + down]?.[column + across] ?? [0, 0];
    return toPage(x, y);
  };
  return {
    row,
    column,
    rowSpan,
    columnSpan,
    corners: [corner(0, 0), corner(0, columnSpan), corner(rowSpan, columnSpan), corner(rowSpan, 0)],
  };
}

/** Share of the cells' edges that are drawn, less what is drawn inside cells; edges of an open side are not counted. */
function supportOf(edges: LatticeEdges, rectangles: readonly SpanRectangle[], lines: LatticeLines): number {
  const { rowCount, columnCount, across, down } = edges;
  const owner = new Int32Array(rowCount * columnCount);
  rectangles.forEach(({ row, column, rowSpan, columnSpan }, index) => {
    for (let y = row; y < row + rowSpan; y += 1)
      owner.fill(index, y * columnCount + column, y * columnCount + column + columnSpan);
  });
  let due = 0;
  let drawn = 0;
  let stray = 0;
  const count = (share: number, isBorder: boolean): void => {
    if (isBorder) {
      due += 1;
      drawn += share;
    } else stray += Math.max(0, share - LETTERS);
  };
  for (let row = 0; row <= rowCount; row += 1) {
    if (lines.rows[row]?.open === true) continue;
    for (let column = 0; column < columnCount; column += 1) {
      const at = row * columnCount + column;
      const isBorder = row === 0 || row === rowCount || owner[at] !== owner[at - columnCount];
      count(across[row]?.[column] ?? 0, isBorder);
    }
  }
  for (let column = 0; column <= columnCount; column += 1) {
    if (lines.columns[column]?.open === true) continue;
    for (let row = 0; row < rowCount; row += 1) {
      const at = row * columnCount + column;
      const isBorder = column === 0 || column === columnCount || owner[at] !== owner[at - 1];
      count(down[row]?.[column] ?? 0, isBorder);
    }
  }
  return due === 0 ? 0 : Math.max(0, (drawn - stray) / due);
}
