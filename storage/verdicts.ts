import { UsageError } from '../src/errors.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { Db } from './database.ts';
import { JUDGED_CELL, JUDGED_FINDING } from './verdict-columns.ts';

/** What a person can say of a cell or a finding after looking at the original. */
export const VERDICTS = ['confirmed', 'source_error', 'extraction_error', 'note'] as const;
export type HumanVerdict = (typeof VERDICTS)[number];

/** The body and year that a verdict is about: as in `organizations` and `reports`. */
export interface VerdictPlace {
  readonly organization: string;
  readonly division: string | null;
  readonly fiscalYear: number;
}

/** What within the report: a cell, by its code, or a finding, by its rule and subject. */
export type VerdictTarget = { readonly code: string } | { readonly rule: string; readonly subject: string };

/** A verdict as it is given. */
export interface VerdictRecord {
  readonly place: VerdictPlace;
  readonly target: VerdictTarget;
  readonly verdict: HumanVerdict;
  /** Free words; may be empty. */
  readonly text: string;
  /** Who says so: a name or an e-mail address. */
  readonly givenBy: string;
  /** UTC ISO-8601; the moment of storing where null. */
  readonly givenAt: string | null;
  /** What stood there when it was judged, as `judgedNow` gives it or an earlier export had it; what stands there now where null. */
  readonly judged: string | null;
}

export interface StoredVerdict extends VerdictPlace {
  readonly id: number;
  /** Null for a verdict on a finding. */
  readonly code: string | null;
  /** Null for a verdict on a cell. */
  readonly rule: string | null;
  readonly subject: string | null;
  readonly verdict: HumanVerdict;
  readonly text: string;
  readonly givenBy: string;
  /** UTC ISO-8601. */
  readonly givenAt: string;
  /** What stood there when it was judged, as JSON. */
  readonly judged: string;
  /** Does the same stand there in the current report? False where it changed or is gone: the verdict then speaks of what was. */
  readonly stillStands: boolean;
}

/** How a verdict was taken in: `known` where the very same was stored before. */
export type VerdictChange = 'new' | 'known';

/** The current report of a place. */
const REPORT_OF_PLACE = `(SELECT r.id FROM reports r JOIN organizations o ON o.id = r.organization_id
  WHERE o.name = v.organization AND coalesce(o.division, '') = coalesce(v.division, '') AND r.fiscal_year = v.fiscal_year AND r.state = 'current')`;

/** The columns of `StoredVerdict` over a table `v` of verdicts. */
const STORED = `v.id, v.organization, v.division, v.fiscal_year AS fiscalYear, v.code, v.rule, v.subject, v.verdict, v.text,
  v.given_by AS givenBy, v.given_at AS givenAt, v.judged_json AS judged,
  coalesce(v.judged_json = CASE WHEN v.code IS NOT NULL
    THEN (SELECT ${JUDGED_CELL} FROM cells c WHERE c.report_id = ${REPORT_OF_PLACE} AND c.code = v.code)
    ELSE (SELECT ${JUDGED_FINDING} FROM findings f WHERE f.report_id = ${REPORT_OF_PLACE} AND f.rule = v.rule AND f.subject = v.subject
      ORDER BY f.id LIMIT 1) END, 0) AS stillStands`;

/**
 * Files a verdict; earlier ones stay, the latest stands. Throws `UsageError`, naming what is wrong, where nobody is named or no code is so; and, for a
 * verdict that does not say what was judged, where the corpus has no current report of the place or the report no such cell or finding.
 */
export function recordVerdict(corpus: Corpus, record: VerdictRecord): VerdictChange {
  if (record.givenBy.trim() === '') throw new UsageError('A verdict needs the name of who gives it.');
  return corpus.transaction(() => {
    const judged = record.judged ?? judgedNow(corpus.db, record.place, record.target);
    requireKnownCode(corpus.db, record.target);
    const code = 'code' in record.target ? record.target.code : null;
    const finding = 'code' in record.target ? null : record.target;
    const { changes } = corpus.db
      .prepare(
        `INSERT INTO verdicts (organization, division, fiscal_year, code, rule, subject, verdict, text, given_by, given_at, judged_json)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      )
      .run(
        record.place.organization,
        record.place.division,
        record.place.fiscalYear,
        code,
        finding?.rule ?? null,
        finding?.subject ?? null,
        record.verdict,
        record.text.trim(),
        record.givenBy.trim(),
        record.givenAt ?? corpus.timestamp(),
        judged,
      );
    return changes > 0 ? 'new' : 'known';
  });
}

function requireKnownCode(db: Db, target: VerdictTarget): void {
  if (!('code' in target)) return;
  const known = db.prepare<[string], number>('SELECT 1 FROM codebook WHERE code = ?').pluck().get(target.code);
  if (known === undefined) throw new UsageError(`The codebook has no code ${target.code}.`);
}

/** What stands in the cell or finding now, as JSON. Throws `UsageError` where the corpus has none. */
function judgedNow(db: Db, place: VerdictPlace, target: VerdictTarget): string {
  const where = `${place.organization} (${place.division ?? 'no division'}) ${place.fiscalYear}`;
  const reportId = db
    .prepare<[string, string | null, number], number>(
      `SELECT id FROM reports WHERE id = (SELECT ${REPORT_OF_PLACE} FROM (SELECT ? AS organization, ? AS division, ? AS fiscal_year) v)`,
    )
    .pluck()
    .get(place.organization, place.division, place.fiscalYear);
  if (reportId === undefined) throw new UsageError(`The corpus has no current report of ${where}.`);
  const judged =
    'code' in target
      ? db
          .prepare<[number, string], string>(`SELECT ${JUDGED_CELL} FROM cells c WHERE c.report_id = ? AND c.code = ?`)
          .pluck()
          .get(reportId, target.code)
      : db
          .prepare<[number, string, string], string>(
            `SELECT ${JUDGED_FINDING} FROM findings f WHERE f.report_id = ? AND f.rule = ? AND f.subject = ? ORDER BY f.id LIMIT 1`,
          )
          .pluck()
          .get(reportId, target.rule, target.subject);
  if (judged !== undefined) return judged;
  const what = 'code' in target ? `cell ${target.code}` : `finding ${target.rule} on ${target.subject}`;
  throw new UsageError(`The report of ${where} has no ${what}.`);
}

/** Every verdict, in order of place, target and time. */
export function storedVerdicts(corpus: Corpus): StoredVerdict[] {
  return readVerdicts(corpus, 'TRUE', []);
}

/** The verdicts on one body's year, in order of target and time. */
export function verdictsOn(corpus: Corpus, place: VerdictPlace): StoredVerdict[] {
  const where = "v.organization = ? AND coalesce(v.division, '') = ? AND v.fiscal_year = ?";
  return readVerdicts(corpus, where, [place.organization, place.division ?? '', place.fiscalYear]);
}

/** The divisions of the bodies that have exactly this name; a name in one division only names it. */
export function divisionsOfBody(corpus: Corpus, name: string): (string | null)[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[string], string | null>('SELECT division FROM organizations WHERE name = ? ORDER BY division')
      .pluck()
      .all(name),
  );
}

function readVerdicts(corpus: Corpus, where: string, values: readonly (string | number)[]): StoredVerdict[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<unknown[], Omit<StoredVerdict, 'stillStands'> & { readonly stillStands: number }>(
        `SELECT ${STORED} FROM verdicts v WHERE ${where}
         ORDER BY coalesce(v.division, '~'), v.organization, v.fiscal_year, v.code IS NULL, v.code, v.rule, v.subject, v.given_at, v.id`,
      )
      .all(...values)
      .map((row) => ({ ...row, stillStands: row.stillStands === 1 })),
  );
}
