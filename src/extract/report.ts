import type { Locator } from '../read/document.ts';
import type { Organization } from '../identity/organization.ts';
import type { Sha256 } from '../original/sha256.ts';

/** The very original that something was read from: where it is published, and its bytes. */
export interface Provenance {
  readonly url: string;
  readonly sha256: Sha256;
}

/** The statuses of docs/statuses.md, in its order. */
export const CELL_STATUSES = [
  'verified',
  'read',
  'conflicting',
  'inferred',
  'doubtful',
  'blank',
  'unreadable',
  'absent',
] as const;

/** How far a cell's number can be trusted; see docs/statuses.md. Never stored without one. */
export type CellStatus = (typeof CELL_STATUSES)[number];

/** One cell of the statutory tables. `number` is null exactly for `blank`, `unreadable` and `absent`. */
export interface ReportCell {
  /** A code of the codebook, e.g. `requests.granted.total`. */
  readonly code: string;
  /** As it stands in the source, notes and signs included; null when the row or table is absent. */
  readonly printed: string | null;
  /** In the codebook's unit. */
  readonly number: number | null;
  readonly status: CellStatus;
  /** What the identities force where the source is blank or damaged; never mixed into `number`. */
  readonly derived: number | null;
  /** The identity that forces `derived`, written out. */
  readonly basis: string | null;
  readonly locator: Locator | null;
  /** Where the cell was read from another original than the report's main one. */
  readonly source?: Provenance;
}

/** One of the six statutory sections. */
export interface ReportSection {
  readonly number: 1 | 2 | 3 | 4 | 5 | 6;
  readonly heading: string;
  readonly text: string;
}

/** Whose fault a violation is: the government's own contradiction, ours, or not to be told. */
export type Verdict = 'source' | 'extraction' | 'undetermined';
export type Severity = 'error' | 'warning' | 'notice';

/** A rule that does not hold, or a statement about a report or a portal that a reader must know. */
export interface Finding {
  /** An id of the rules, e.g. `A1`. */
  readonly rule: string;
  /** What it is about: for A1 the row (`granted`), for A2 and A3 the applicant, for B1 the block. */
  readonly subject: string;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly codes: readonly string[];
  readonly expected: string | null;
  readonly actual: string | null;
  readonly message: string;
}

/** What one document says, before it is filed in the corpus. */
export interface ExtractedReport {
  readonly organization: Organization;
  readonly fiscalYear: number;
  readonly title: string;
  /** ISO date, or null when the source does not state one. */
  readonly publishedOn: string | null;
  /** In codebook order; one entry for each code of the templates in use. */
  readonly cells: readonly ReportCell[];
  readonly sections: readonly ReportSection[];
  readonly findings: readonly Finding[];
}
