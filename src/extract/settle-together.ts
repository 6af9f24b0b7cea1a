import type { CellReading } from './cell-reading.ts';
import type { Identity, IdentityTerm } from './identities.ts';

/** A sum whose every term is known or has a few candidates. */
interface OpenSum {
  readonly fixed: number;
  /** Codes in doubt, each with the sign it enters with: left minus right is 0. */
  readonly terms: readonly { readonly code: string; readonly sign: 1 | -1 }[];
}

/** Sums of pictures are small; a set that grows beyond this proves nothing within bearable time. */
const MOST_SUMS = 20_000;

/**
 * Settles figures recognised from pixels that stand in doubt several to a row or column, where no single one can be tested alone: a
 * candidate stays only while each sum of the form can be reached with it from candidates of the others, and a cell left with
 * one candidate has it. A sum that no candidates reach is a contradiction of the source, or a figure misread beyond its
 * candidates: it says nothing, and its cells stay in doubt.
 *
 * @param termOf what the cells that are not in doubt say; a side that is wholly blank tests nothing
 */
export function settleTogether(
  cells: ReadonlyMap<string, CellReading>,
  identities: readonly Identity[],
  termOf: (code: string) => IdentityTerm,
): ReadonlyMap<string, number> {
  const open = new Map<string, ReadonlySet<number>>();
  for (const [code, cell] of cells) {
    if (!isOpen(cell) || cell.number === null) continue;
    open.set(code, new Set([cell.number, ...cell.alternatives]));
  }
  if (open.size === 0) return new Map();
  const sums = identities.flatMap((identity) => openSumOf(identity, open, termOf) ?? []);
  const broken = new Set<OpenSum>();
  for (;;) {
    const outcome = narrow(
      open,
      sums.filter((sum) => !broken.has(sum)),
    );
    if (outcome.kind === 'narrowed') return settledOf(outcome.domains, sums, broken);
    broken.add(outcome.sum);
  }
}

/** A glyph in doubt in a place that is sure. */
function isOpen(cell: CellReading): boolean {
  return cell.recognised && cell.state === 'number' && cell.doubt !== null && !cell.settled;
}

function openSumOf(
  { left, right }: Identity,
  open: ReadonlyMap<string, ReadonlySet<number>>,
  termOf: (code: string) => IdentityTerm,
): OpenSum | null {
  const terms: { code: string; sign: 1 | -1 }[] = [];
  let fixed = 0;
  for (const [codes, sign] of [
    [left, 1],
    [right, -1],
  ] as const) {
    let printed = false;
    for (const code of codes) {
      const value = open.has(code) ? 'open' : termOf(code);
      if (value === 'unknown' || value === 'absent') return null;
      if (value === 'open') terms.push({ code, sign });
      else if (value !== 'blank') fixed += sign * value;
      printed ||= value !== 'blank';
    }
    if (!printed) return null;
  }
  return terms.length === 0 ? null : { fixed, terms };
}

type Narrowing =
  | { readonly kind: 'narrowed'; readonly domains: ReadonlyMap<string, ReadonlySet<number>> }
  | { readonly kind: 'broken'; readonly sum: OpenSum };

/** Strikes candidates without support until nothing changes, or until a sum cannot be reached at all. */
function narrow(open: ReadonlyMap<string, ReadonlySet<number>>, sums: readonly OpenSum[]): Narrowing {
  const domains = new Map(open);
  for (let progress = true; progress;) {
    progress = false;
    for (const sum of sums) {
      const supported = supportedCandidates(sum, domains);
      if (supported === 'too many') continue;
      for (const [code, candidates] of supported) {
        if (candidates.size === 0) return { kind: 'broken', sum };
        if (candidates.size === domains.get(code)?.size) continue;
        domains.set(code, candidates);
        progress = true;
      }
    }
  }
  return { kind: 'narrowed', domains };
}

/** The candidates of each term from which the sum can be reached. */
function supportedCandidates(
  { fixed, terms }: OpenSum,
  domains: ReadonlyMap<string, ReadonlySet<number>>,
): ReadonlyMap<string, ReadonlySet<number>> | 'too many' {
  const before: ReadonlySet<number>[] = [new Set([fixed])];
  for (const { code, sign } of terms) {
    const reached = reach(before.at(-1), domains.get(code), sign);
    if (reached.size > MOST_SUMS) return 'too many';
    before.push(reached);
  }
  const supported = new Map<string, ReadonlySet<number>>();
  let after: ReadonlySet<number> = new Set([0]);
  for (let index = terms.length - 1; index >= 0; index--) {
    const term = terms[index];
    if (!term) continue;
    const candidates = domains.get(term.code) ?? new Set<number>();
    const reached = before[index] ?? new Set<number>();
    const held = new Set<number>();
    for (const candidate of candidates) {
      // What comes before, this candidate and what comes after make nought.
      for (const rest of after) {
        if (!reached.has(-term.sign * candidate - rest)) continue;
        held.add(candidate);
        break;
      }
    }
    supported.set(term.code, held);
    after = reach(after, candidates, term.sign);
    if (after.size > MOST_SUMS) return 'too many';
  }
  return supported;
}

function reach(
  from: ReadonlySet<number> | undefined,
  candidates: ReadonlySet<number> | undefined,
  sign: 1 | -1,
): Set<number> {
  const reached = new Set<number>();
  for (const sum of from ?? []) for (const candidate of candidates ?? []) reached.add(sum + sign * candidate);
  return reached;
}

/**
 * Cells left with one candidate in a sum whose terms are all left with one: a sum that could still be reached in another way is no witness.
 */
function settledOf(
  domains: ReadonlyMap<string, ReadonlySet<number>>,
  sums: readonly OpenSum[],
  broken: ReadonlySet<OpenSum>,
): ReadonlyMap<string, number> {
  const contradicted = new Set([...broken].flatMap((sum) => sum.terms.map(({ code }) => code)));
  const settled = new Map<string, number>();
  for (const sum of sums) {
    const only = sum.terms.map(({ code, sign }) => ({ code, sign, candidates: [...(domains.get(code) ?? [])] }));
    if (only.some(({ candidates }) => candidates.length !== 1)) continue;
    const total = only.reduce((rest, { sign, candidates }) => rest + sign * (candidates[0] ?? 0), sum.fixed);
    if (total !== 0) continue;
    for (const { code, candidates } of only) {
      if (!contradicted.has(code)) settled.set(code, candidates[0] ?? 0);
    }
  }
  return settled;
}
