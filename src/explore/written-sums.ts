import { identitiesOf, testIdentity, type Identity } from '../extract/identities.ts';
import type { ReportCell } from '../extract/report.ts';
import { storedTerm } from '../check/stored-terms.ts';
import { templateOf } from './form-layout.ts';

/** An identity of the form with the figures of one report in it. */
export interface WrittenSum {
  readonly identity: Identity;
  readonly left: readonly WrittenTerm[];
  readonly right: readonly WrittenTerm[];
  readonly outcome: ReturnType<typeof testIdentity>;
}

export interface WrittenTerm {
  readonly code: string;
  /** The number as stored; null where none is. */
  readonly number: number | null;
  readonly status: ReportCell['status'];
}

/** What the corpus has of a report's cells, as far as a sum needs it. */
type StoredFigures = ReadonlyMap<string, Pick<ReportCell, 'number' | 'status'>>;

/** Every sum that a cell takes part in, with the figures as they stand in the corpus. */
export function sumsOf(code: string, cells: StoredFigures): WrittenSum[] {
  return identitiesOf(templateOf('三', new Set(cells.keys())))
    .filter((identity) => identity.left.includes(code) || identity.right.includes(code))
    .map((identity) => writeSum(identity, cells));
}

/** The sum that a finding of A1, A2, A3 or B1 is about; undefined for findings of other rules. */
export function sumOfFinding(
  finding: { readonly rule: string; readonly subject: string },
  cells: StoredFigures,
): WrittenSum | undefined {
  const identity = identitiesOf(templateOf('三', new Set(cells.keys()))).find(
    ({ rule, subject }) => rule === finding.rule && subject === finding.subject,
  );
  return identity === undefined ? undefined : writeSum(identity, cells);
}

/** Every cell that `sumOfFinding` asks for; empty for findings of other rules. */
export function codesOfFinding({ rule, subject }: { readonly rule: string; readonly subject: string }): string[] {
  const meant = [...identitiesOf('2021'), ...identitiesOf('2019')].filter(
    (identity) => identity.rule === rule && identity.subject === subject,
  );
  if (meant.length === 0) return [];
  return [...new Set([...meant.flatMap(({ left, right }) => [...left, ...right]), 'requests.other.total'])];
}

function writeSum(identity: Identity, cells: StoredFigures): WrittenSum {
  const termOf = (code: string): WrittenTerm => {
    const cell = cells.get(code);
    return { code, number: cell?.number ?? null, status: cell?.status ?? 'absent' };
  };
  return {
    identity,
    left: identity.left.map(termOf),
    right: identity.right.map(termOf),
    outcome: testIdentity(identity, (code) => storedTerm(cells.get(code))),
  };
}
