import { APPLICANTS } from '../codebook/requests.ts';
import { testIdentity, type Identity, type IdentityTerm } from '../extract/identities.ts';

/** Other figures for some cells, by code. */
export type Repair = ReadonlyMap<string, number>;

export interface FoundRepair {
  readonly kind: 'shift' | 'joined' | 'split';
  readonly repair: Repair;
  readonly remark: string;
}

type Terms = (code: string) => IdentityTerm;

const SEATS = APPLICANTS.length;

/**
 * Looks for one misplacement in table 三 that explains failing sums: figures of all rows, or of one, that stand a place too far left or
 * right; neighbouring digits that belong to one figure, or one figure that is two. It must mend the rows and the columns it touches.
 */
export function findRepair(
  stems: readonly string[],
  failing: readonly Identity[],
  identities: readonly Identity[],
  terms: Terms,
): FoundRepair | undefined {
  const rows = new Map(stems.map((stem) => [stem, codesOfRow(stem).map(terms)]));
  const identitiesWith = byCode(identities);
  const everywhere = shiftOfAll(rows);
  if (everywhere) return everywhere;
  const broken = failing.filter(({ rule }) => rule === 'A1').map(({ subject }) => subject);
  const columns = failing.filter(({ rule }) => rule === 'A2' || rule === 'A3');
  const suspects = broken.length > 0 ? broken : columns.length > 1 ? stems : [];
  const repairs = suspects.flatMap((stem) => {
    const figures = rows.get(stem)?.map((term) => (typeof term === 'number' ? term : term === 'blank' ? 0 : undefined));
    if (!figures || figures.includes(undefined)) return [];
    const codes = codesOfRow(stem);
    return candidates(figures.map((figure) => figure ?? 0))
      .filter(({ row }) => holdsByItself(row))
      .flatMap(({ kind, row }): FoundRepair[] => {
        const repair = new Map(codes.map((code, seat) => [code, row[seat] ?? 0]));
        if (!mends(repair)) return [];
        return [{ kind, repair, remark: `${stem}: ${REMARKS[kind]} would mend every sum: ${row.join(' ')}` }];
      });
  });
  const shifts = repairs.filter(({ kind }) => kind === 'shift');
  const [only, ...others] = shifts.length > 0 ? shifts : repairs;
  return only && others.every(({ remark }) => remark === only.remark) ? only : undefined;

  /** All sums with a changed cell hold then, and they mend a row and a column, or else every column that failed. */
  function mends(repair: Repair): boolean {
    const changed = [...repair.keys()].filter((code) => isChanged(code, repair));
    const touched = [...new Set(changed.flatMap((code) => identitiesWith.get(code) ?? []))];
    const mended = touched.filter((identity) => failing.includes(identity));
    const isWorthIt = mended.some(({ rule }) => rule === 'A1')
      ? mended.length > 1
      : columns.length > 1 && columns.every((identity) => mended.includes(identity));
    return (
      isWorthIt &&
      touched.every((identity) => testIdentity(identity, (code) => repair.get(code) ?? terms(code)).kind !== 'fails')
    );
  }

  function isChanged(code: string, repair: Repair): boolean {
    const before = terms(code);
    return repair.has(code) && repair.get(code) !== (before === 'blank' ? 0 : before);
  }

  /** The whole table a place aside: each row fails by itself, and one shift of all mends each. */
  function shiftOfAll(table: ReadonlyMap<string, readonly IdentityTerm[]>): FoundRepair | undefined {
    const wrong = failing.filter(({ rule }) => rule === 'A1');
    if (wrong.length < FEWEST_ROWS_OF_A_SHIFT) return undefined;
    const sums = identities.filter(({ rule }) => rule !== 'B1');
    const figures = [...table].map(([stem, row]) => {
      const known = row.map((term) => (typeof term === 'number' ? term : 0));
      return { codes: codesOfRow(stem), known, isKnown: !row.includes('unknown') };
    });
    if (figures.some(({ isKnown }) => !isKnown)) return undefined;
    for (const [from, to] of moves()) {
      const rows = figures.map(({ codes, known }) => ({ codes, from: known[from], row: moved(known, from, to) }));
      if (!rows.every((shifted) => shifted.from === 0 && holdsByItself(shifted.row))) continue;
      const repair = new Map(
        rows.flatMap(({ codes, row }) => codes.map((code, seat): [string, number] => [code, row[seat] ?? 0])),
      );
      const holds = sums.every(
        (identity) => testIdentity(identity, (code) => repair.get(code) ?? terms(code)).kind !== 'fails',
      );
      if (holds) return { kind: 'shift', repair, remark: 'the same shift of every row would mend every sum' };
    }
    return undefined;
  }
}

const FEWEST_ROWS_OF_A_SHIFT = 2;
const REMARKS: Readonly<Record<FoundRepair['kind'], string>> = {
  shift: 'a shift by one place',
  joined: 'two neighbouring figures read as one',
  split: 'one figure read as two neighbours',
};

function codesOfRow(stem: string): string[] {
  return APPLICANTS.map(({ id }) => `requests.${stem}.${id}`);
}

/** An empty place taken out here and put in there: what stands between moves by one. */
function moves(): [from: number, to: number][] {
  return Array.from({ length: SEATS }, (_, from) =>
    Array.from({ length: SEATS }, (__, to): [number, number] => [from, to]).filter(([, to]) => to !== from),
  ).flat();
}

function moved(row: readonly number[], from: number, to: number): number[] {
  const rest = row.filter((_, seat) => seat !== from);
  return [...rest.slice(0, to), 0, ...rest.slice(to)];
}

function byCode(identities: readonly Identity[]): ReadonlyMap<string, readonly Identity[]> {
  const found = new Map<string, Identity[]>();
  for (const identity of identities) {
    for (const code of [...identity.left, ...identity.right]) {
      const known = found.get(code);
      if (known) known.push(identity);
      else found.set(code, [identity]);
    }
  }
  return found;
}

/** A row whose own sum still fails mends nothing; told before all sums of the table are asked. */
function holdsByItself(row: readonly number[]): boolean {
  return row.slice(0, -1).reduce((sum, figure) => sum + figure, 0) === row.at(-1);
}

interface Candidate {
  readonly kind: FoundRepair['kind'];
  readonly row: readonly number[];
}

function candidates(row: readonly number[]): Candidate[] {
  const shifts = moves()
    .filter(([from]) => row[from] === 0)
    .map(([from, to]): Candidate => ({ kind: 'shift', row: moved(row, from, to) }));
  const joined = row.slice(0, -1).flatMap((figure, seat): Candidate[] => {
    const next = row[seat + 1] ?? 0;
    if (figure === 0) return [];
    const rest = [...row.slice(0, seat), Number(`${figure}${next}`), ...row.slice(seat + 2)];
    return Array.from({ length: SEATS }, (_, to) => ({
      kind: 'joined',
      row: [...rest.slice(0, to), 0, ...rest.slice(to)],
    }));
  });
  const split = row.flatMap((figure, seat): Candidate[] => {
    const digits = String(figure);
    return Array.from({ length: digits.length - 1 }, (_, cut) => [
      ...row.slice(0, seat),
      Number(digits.slice(0, cut + 1)),
      Number(digits.slice(cut + 1)),
      ...row.slice(seat + 1),
    ]).flatMap((wide) =>
      wide.flatMap((one, at): Candidate[] =>
        one === 0 ? [{ kind: 'split', row: wide.filter((_, place) => place !== at) }] : [],
      ),
    );
  });
  return [...shifts, ...joined, ...split];
}
