import type { RuleTrace } from './rule-traces.ts';

/** Traces that cross or touch each other: the skeleton of one table. */
export interface RuledRegion {
  readonly across: readonly RuleTrace[];
  readonly down: readonly RuleTrace[];
}

/** How far a trace may end short of the one it meets, in pixels. */
const REACH = 12;

/** Groups traces of both directions into tables. What meets no trace of the other direction is a line of words or an underline. */
export function regionsOf(across: readonly RuleTrace[], down: readonly RuleTrace[]): RuledRegion[] {
  const count = across.length + down.length;
  const parents = Array.from({ length: count }, (_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[index] = root;
    return root;
  };
  across.forEach((one, index) => {
    down.forEach((other, place) => {
      if (meet(one, other)) parents[find(index)] = find(across.length + place);
    });
  });
  const regions = new Map<number, { across: RuleTrace[]; down: RuleTrace[] }>();
  for (let index = 0; index < count; index += 1) {
    const root = find(index);
    const region = regions.get(root) ?? { across: [], down: [] };
    regions.set(root, region);
    const trace = across[index];
    const turned = down[index - across.length];
    if (trace) region.across.push(trace);
    else if (turned) region.down.push(turned);
  }
  return [...regions.values()].filter((region) => region.across.length >= 2 && region.down.length >= 1);
}

/** Does a horizontal trace cross or reach a vertical one? */
function meet(across: RuleTrace, down: RuleTrace): boolean {
  const x = down.at;
  const y = across.at;
  return x >= across.from - REACH && x <= across.to + REACH && y >= down.from - REACH && y <= down.to + REACH;
}
