import type { CellReading } from './cell-reading.ts';
import { testIdentity, type Identity } from './identities.ts';
import { termOfCell } from './settle.ts';

/** A value the identities force where the source is blank or damaged. */
export interface DerivedValue {
  readonly value: number;
  /** The identity written out, e.g. `A1 granted: 22 - 12 - 10 = 0`. */
  readonly basis: string;
}

/**
 * What the identities force for cells without a number. Counts are never negative, so a sum that is already reached leaves zeros, and a single
 * missing term has one value. Nothing is derived from an identity that the printed figures break, and a value that would
 * break another identity is dropped.
 */
export function deriveMissing(
  cells: ReadonlyMap<string, CellReading>,
  identities: readonly Identity[],
): ReadonlyMap<string, DerivedValue> {
  const derived = new Map<string, DerivedValue>();
  const usable = identities.filter((identity) => {
    const outcome = testIdentity(identity, (code) => termOfCell(cells.get(code)));
    return outcome.kind !== 'fails';
  });
  for (let progress = true; progress;) {
    progress = false;
    for (const identity of usable) {
      for (const [code, value] of forced(identity)) {
        derived.set(code, value);
        progress = true;
      }
    }
  }
  for (const code of contradicted()) derived.delete(code);
  return derived;

  function known(code: string): number | undefined {
    const cell = cells.get(code);
    if (!cell || cell.state === 'absent') return undefined;
    if (cell.state === 'number') return cell.doubt === null || cell.settled ? (cell.number ?? undefined) : undefined;
    return derived.get(code)?.value;
  }

  function forced(identity: Identity): [string, DerivedValue][] {
    const sides = [identity.left, identity.right].map((codes) => {
      const open = codes.filter((code) => known(code) === undefined);
      return { codes, open, sum: codes.reduce((sum, code) => sum + (known(code) ?? 0), 0) };
    });
    const [left, right] = sides;
    if (!left || !right || left.open.length + right.open.length === 0) return [];
    if (left.open.length > 0 && right.open.length > 0) return [];
    const [whole, parts] = left.open.length > 0 ? [right, left] : [left, right];
    if (whole.codes.every((code) => known(code) === undefined)) return [];
    if (parts.open.some((code) => mayNotBeDerived(cells.get(code)))) return [];
    const rest = whole.sum - parts.sum;
    if (rest < 0 || !Number.isInteger(rest)) return [];
    if (rest !== 0 && parts.open.length > 1) return [];
    const taken = parts.codes.filter((code) => (known(code) ?? 0) !== 0).map((code) => ` - ${known(code)}`);
    const basis = `${identity.rule} ${identity.subject}: ${whole.sum}${taken.join('')} = ${rest}`;
    return parts.open.map((code) => [code, { value: rest, basis }]);
  }

  function contradicted(): string[] {
    return usable.flatMap((identity) => {
      const codes = [...identity.left, ...identity.right];
      if (!codes.some((code) => derived.has(code)) || codes.some((code) => known(code) === undefined)) return [];
      const sum = (side: readonly string[]): number => side.reduce((total, code) => total + (known(code) ?? 0), 0);
      return sum(identity.left) === sum(identity.right) ? [] : codes.filter((code) => derived.has(code));
    });
  }
}

/** A missing row is no blank cell; a figure in doubt keeps its own reading. */
function mayNotBeDerived(cell: CellReading | undefined): boolean {
  return !cell || cell.state === 'absent' || cell.state === 'number';
}
