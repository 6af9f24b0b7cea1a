import type { PdfRule } from './pdf-rules.ts';

/** A cell of a ruled table: its place in the lattice, and its box `[left, top, right, bottom]` in points. */
export interface LatticeCell {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly box: readonly [number, number, number, number];
}

/** A table drawn with rules. */
export interface Lattice {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly box: readonly [number, number, number, number];
  /** Where its columns begin and end, left to right: one more than columns. */
  readonly columnLines: readonly number[];
  /** No rule closes it above or below: its columns' lines run on. */
  readonly openAbove: boolean;
  readonly openBelow: boolean;
  /** In row-major order. */
  readonly cells: readonly LatticeCell[];
}

/** Rules nearer than this are one: the two edges of a thin box, a border drawn twice. */
const SAME_RULE = 2.5;
/** How far a rule may stop short of the one it meets. */
const REACH = 3;
/** Lines that run on past the last rule by this much leave a row or a column open at its end. */
const OPEN_END = 6;
const RULE_CEILING = 20_000;

/**
 * Finds the ruled tables of a page: rules that touch each other make a lattice, and neighbouring fields of it with no rule
 * between them make one cell. A row or column that no rule closes ends where the lines beside it end. A frame is a lattice of one field.
 */
export function latticesOf(rules: readonly PdfRule[]): Lattice[] {
  if (rules.length > RULE_CEILING) return [];
  return connected(rules)
    .flatMap((group) => latticeOf(group) ?? [])
    .sort((one, other) => one.box[1] - other.box[1]);
}

function connected(rules: readonly PdfRule[]): PdfRule[][] {
  const parents = rules.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    let walk = index;
    while (walk !== root) {
      const next = parents[walk] ?? root;
      parents[walk] = root;
      walk = next;
    }
    return root;
  };
  const order = rules.map((_, index) => index).sort((one, other) => topOf(rules[one]) - topOf(rules[other]));
  let open: number[] = [];
  for (const index of order) {
    const rule = rules[index];
    if (!rule) continue;
    open = open.filter((other) => bottomOf(rules[other]) + REACH >= topOf(rule));
    for (const other of open) if (touch(rule, rules[other])) parents[find(index)] = find(other);
    open.push(index);
  }
  const groups = new Map<number, PdfRule[]>();
  rules.forEach((rule, index) => {
    const root = find(index);
    const group = groups.get(root);
    if (group) group.push(rule);
    else groups.set(root, [rule]);
  });
  return [...groups.values()];
}

function topOf(rule: PdfRule | undefined): number {
  return rule ? (rule.direction === 'horizontal' ? rule.at : rule.from) : 0;
}

function bottomOf(rule: PdfRule | undefined): number {
  return rule ? (rule.direction === 'horizontal' ? rule.at : rule.to) : 0;
}

function touch(one: PdfRule, other: PdfRule | undefined): boolean {
  if (!other) return false;
  if (one.direction === other.direction) {
    return Math.abs(one.at - other.at) <= SAME_RULE && one.from <= other.to + REACH && other.from <= one.to + REACH;
  }
  return (
    one.at >= other.from - REACH &&
    one.at <= other.to + REACH &&
    other.at >= one.from - REACH &&
    other.at <= one.to + REACH
  );
}

function latticeOf(rules: readonly PdfRule[]): Lattice | null {
  const horizontal = rules.filter((rule) => rule.direction === 'horizontal');
  const vertical = rules.filter((rule) => rule.direction === 'vertical');
  const ys = merged(horizontal.map((rule) => rule.at));
  const xs = merged(vertical.map((rule) => rule.at));
  if (vertical.length < 2 && horizontal.length < 2) return null;
  const [openAbove, openBelow] = addOpenEnds(ys, vertical);
  addOpenEnds(xs, horizontal);
  const rowCount = ys.length - 1;
  const columnCount = xs.length - 1;
  if (rowCount < 1 || columnCount < 1) return null;

  const owner = Array.from({ length: rowCount * columnCount }, (_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (owner[root] !== root) root = owner[root] ?? root;
    return root;
  };
  for (let row = 0; row < rowCount; row += 1) {
    const middleY = ((ys[row] ?? 0) + (ys[row + 1] ?? 0)) / 2;
    for (let column = 0; column < columnCount; column += 1) {
      const middleX = ((xs[column] ?? 0) + (xs[column + 1] ?? 0)) / 2;
      const here = row * columnCount + column;
      if (column + 1 < columnCount && !drawn(vertical, xs[column + 1] ?? 0, middleY))
        owner[find(here + 1)] = find(here);
      if (row + 1 < rowCount && !drawn(horizontal, ys[row + 1] ?? 0, middleX))
        owner[find(here + columnCount)] = find(here);
    }
  }
  const extents = new Map<number, Extent>();
  for (let row = 0; row < rowCount; row += 1) {
    for (let column = 0; column < columnCount; column += 1) {
      const root = find(row * columnCount + column);
      const extent = extents.get(root) ?? { top: row, left: column, bottom: row, right: column };
      extents.set(root, {
        top: Math.min(extent.top, row),
        left: Math.min(extent.left, column),
        bottom: Math.max(extent.bottom, row),
        right: Math.max(extent.right, column),
      });
    }
  }
  const cells = [...extents]
    .flatMap(([root, extent]) => rectanglesOf(extent, (row, column) => find(row * columnCount + column) === root))
    .map(({ top, left, bottom, right }): LatticeCell => ({
      row: top,
      column: left,
      rowSpan: bottom - top + 1,
      columnSpan: right - left + 1,
      box: [xs[left] ?? 0, ys[top] ?? 0, xs[right + 1] ?? 0, ys[bottom + 1] ?? 0],
    }))
    .sort((one, other) => one.row - other.row || one.column - other.column);
  const box = [xs[0] ?? 0, ys[0] ?? 0, xs.at(-1) ?? 0, ys.at(-1) ?? 0] as const;
  return { rowCount, columnCount, box, columnLines: xs, openAbove, openBelow, cells };
}

interface Extent {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Fields that are one by their rules but make no rectangle, because a rule is missing: cut into runs, row by row. */
function rectanglesOf(extent: Extent, isMember: (row: number, column: number) => boolean): Extent[] {
  const runs: Extent[] = [];
  for (let row = extent.top; row <= extent.bottom; row += 1) {
    for (let column = extent.left; column <= extent.right; column += 1) {
      if (!isMember(row, column)) continue;
      const left = column;
      while (column < extent.right && isMember(row, column + 1)) column += 1;
      const above = runs.findIndex((run) => run.bottom === row - 1 && run.left === left && run.right === column);
      const run = runs[above];
      if (run) runs[above] = { ...run, bottom: row };
      else runs.push({ top: row, left, bottom: row, right: column });
    }
  }
  return runs;
}

function addOpenEnds(positions: number[], across: readonly PdfRule[]): [before: boolean, after: boolean] {
  if (across.length < 2) return [false, false];
  const first = Math.min(...across.map((rule) => rule.from));
  const last = Math.max(...across.map((rule) => rule.to));
  const before = first < (positions[0] ?? Infinity) - OPEN_END;
  const after = last > (positions.at(-1) ?? -Infinity) + OPEN_END;
  if (before) positions.unshift(first);
  if (after) positions.push(last);
  return [before, after];
}

function merged(positions: readonly number[]): number[] {
  const result: number[] = [];
  let group: number[] = [];
  const close = (): void => {
    if (group.length > 0) result.push(group.reduce((sum, each) => sum + each, 0) / group.length);
    group = [];
  };
  for (const position of [...positions].sort((one, other) => one - other)) {
    if (group.length > 0 && position - (group[0] ?? position) > SAME_RULE) close();
    group.push(position);
  }
  close();
  return result;
}

/** Is there a rule at this position that passes the given point of the other axis? */
function drawn(rules: readonly PdfRule[], at: number, through: number): boolean {
  return rules.some(
    (rule) => Math.abs(rule.at - at) <= SAME_RULE && rule.from <= through + 1 && rule.to >= through - 1,
  );
}
