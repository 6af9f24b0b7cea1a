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
 * break another identity is dropped; but where a row and a column both lack the same number and meet in one empty cell, that cell is
 * what they lack.
 */
export function deriveMissing(
  cells: ReadonlyMap<string, CellReading>,
  identities: readonly Identity[],
): ReadonlyMap<string, DerivedValue> {
  const derived = new Map<string, DerivedValue>();
  const fails = (identity: Identity): boolean =>
    testIdentity(identity, (code) => termOfCell(cells.get(code))).kind === 'fails';
  const usable = identities.filter((identity) => !fails(identity));
  for (const [code, value] of crossings(identities.filter(fails))) derived.set(code, value);
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

  function crossings(failing: readonly Identity[]): [string, DerivedValue][] {
    const rows = failing.filter(({ rule }) => rule === 'A1').flatMap(lackOf);
    const columns = failing.filter(({ rule }) => rule !== 'A1').flatMap(lackOf);
    return rows.flatMap((row) =>
      columns
        .filter(({ code, value }) => code === row.code && value === row.value)
        .map(({ code, value, basis }): [string, DerivedValue] => [code, { value, basis: `${row.basis} and ${basis}` }]),
    );
  }

  /** What the one empty cell of an identity would have to hold. */
  function lackOf(identity: Identity): (DerivedValue & { readonly code: string })[] {
    const codes = [...identity.left, ...identity.right];
    const [code, ...others] = codes.filter((one) => known(one) === undefined);
    if (code === undefined || others.length > 0 || cells.get(code)?.state !== 'blank') return [];
    const isLeft = identity.left.includes(code);
    const [own, whole] = isLeft ? [identity.left, identity.right] : [identity.right, identity.left];
    const sum = (side: readonly string[]): number => side.reduce((total, one) => total + (known(one) ?? 0), 0);
    const value = sum(whole) - sum(own);
    if (value <= 0 || !Number.isInteger(value)) return [];
    return [{ code, value, basis: basisOf(identity, sum(whole), own, value) }];
  }

  function basisOf({ rule, subject }: Identity, whole: number, parts: readonly string[], rest: number): string {
    const taken = parts.filter((code) => (known(code) ?? 0) !== 0).map((code) => ` - ${known(code)}`);
    return `${rule} ${subject}: ${whole}${taken.join('')} = ${rest}`;
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
    const basis = basisOf(identity, whole.sum, parts.codes, rest);
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
