import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { divisionsOfBody, recordVerdict, storedVerdicts, VERDICTS } from '../../storage/verdicts.ts';
import type { StoredVerdict, VerdictRecord, VerdictTarget } from '../../storage/verdicts.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { csvChunks, withoutNeutralising } from './csv.ts';
import { readCsv } from './read-csv.ts';
import type { CsvRecord } from './read-csv.ts';
import { writeWholeFile } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';

/** Columns of the file, in order, with what each takes from a stored verdict. */
const COLUMNS: readonly (readonly [name: string, valueOf: (verdict: StoredVerdict) => PublishedValue])[] = [
  ['organization', (verdict) => verdict.organization],
  ['division', (verdict) => verdict.division],
  ['fiscal_year', (verdict) => verdict.fiscalYear],
  ['code', (verdict) => verdict.code],
  ['rule', (verdict) => verdict.rule],
  ['subject', (verdict) => verdict.subject],
  ['verdict', (verdict) => verdict.verdict],
  ['text', (verdict) => verdict.text],
  ['given_by', (verdict) => verdict.givenBy],
  ['given_at', (verdict) => verdict.givenAt],
  ['judged_json', (verdict) => verdict.judged],
  ['still_stands', (verdict) => (verdict.stillStands ? 1 : 0)],
];
const NEEDED = ['organization', 'fiscal_year', 'verdict', 'given_by'];

/** Writes all verdicts as CSV; `importVerdicts` takes it back. Errors: see `writeWholeFile`. */
export function exportVerdicts(corpus: Corpus, path: string): WrittenFile & { readonly rows: number } {
  const rows = storedVerdicts(corpus).map((verdict) => COLUMNS.map(([, valueOf]) => valueOf(verdict)));
  const columns = COLUMNS.map(([name]) => name);
  return { ...writeWholeFile(path, csvChunks({ columns, rows })), rows: rows.length };
}

/** How many verdicts a file brought. */
export interface VerdictImport {
  readonly new: number;
  /** Stored before, word for word. */
  readonly known: number;
}

/**
 * Files the verdicts of a CSV text, all of them or none. Columns: `organization`, `fiscal_year`, `verdict`, `given_by`, and `code` or `rule` with
 * `subject`; `division` where two bodies share the name; `text`, `given_at` and `judged_json` where known. Throws `UsageError` that names every
 * line that is wrong, and why.
 */
export function importVerdicts(corpus: Corpus, text: string, file: string): VerdictImport {
  const { columns, records } = readCsv(text, file);
  const missing = NEEDED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UsageError(`${file} lacks the column ${missing.join(', ')}.`);
  return corpus.transaction(() => {
    const counts = { new: 0, known: 0 };
    const complaints: string[] = [];
    for (const record of records) {
      try {
        counts[recordVerdict(corpus, verdictOf(corpus, record))] += 1;
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        complaints.push(`line ${record.line}: ${error.message}`);
      }
    }
    if (complaints.length > 0) throw new UsageError(complaintAbout(file, complaints));
    return counts;
  });
}

const MOST_COMPLAINTS = 20;

function complaintAbout(file: string, complaints: readonly string[]): string {
  const shown = complaints.slice(0, MOST_COMPLAINTS).join(' ');
  const more = complaints.length > MOST_COMPLAINTS ? ` And ${complaints.length - MOST_COMPLAINTS} more.` : '';
  return `${file}: nothing was stored. ${shown}${more}`;
}

const yearSchema = z.string().regex(/^20\d\d$/);
const judgedSchema = z.union([
  z.strictObject({ printed: z.string().nullable(), number: z.number().nullable() }),
  z.strictObject({ expected: z.string().nullable(), actual: z.string().nullable() }),
]);

function verdictOf(corpus: Corpus, { fields }: CsvRecord): VerdictRecord {
  const field = (name: string): string => withoutNeutralising(fields.get(name) ?? '').trim();
  const verdict = VERDICTS.find((word) => word === field('verdict'));
  if (verdict === undefined) throw new UsageError(`verdict takes ${VERDICTS.join(', ')}; got ${field('verdict')}.`);
  if (!yearSchema.safeParse(field('fiscal_year')).success) {
    throw new UsageError(`fiscal_year takes a year such as 2023; got ${field('fiscal_year')}.`);
  }
  return {
    place: {
      organization: field('organization'),
      division: divisionOf(corpus, field('organization'), field('division')),
      fiscalYear: Number(field('fiscal_year')),
    },
    target: targetOf(field),
    verdict,
    text: field('text'),
    givenBy: field('given_by'),
    givenAt: timeOf(field('given_at')),
    judged: judgedOf(field('judged_json')),
  };
}

function divisionOf(corpus: Corpus, organization: string, given: string): string | null {
  const known = divisionsOfBody(corpus, organization);
  if (known.length === 0) throw new UsageError(`The corpus has no body named ${organization}.`);
  if (given !== '') return given;
  if (known.length === 1) return known[0] ?? null;
  throw new UsageError(`${organization} stands in several divisions (${known.join(', ')}); name one as division.`);
}

function targetOf(field: (name: string) => string): VerdictTarget {
  const [code, rule, subject] = [field('code'), field('rule'), field('subject')];
  if (code !== '' && rule === '' && subject === '') return { code };
  if (code === '' && rule !== '') return { rule, subject };
  throw new UsageError(
    'A verdict is about a cell (code) or about a finding (rule and subject), and about one of them only.',
  );
}

function timeOf(given: string): string | null {
  if (given === '') return null;
  const time = /^\d{4}-\d\d-\d\d(T|$)/.test(given) ? new Date(given) : null;
  if (time !== null && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new UsageError(`given_at takes a day or a time such as 2024-05-01T08:00:00Z; got ${given}.`);
}

function judgedOf(given: string): string | null {
  if (given === '') return null;
  let judged: unknown;
  try {
    judged = JSON.parse(given);
  } catch {
    judged = undefined; // said below
  }
  if (judgedSchema.safeParse(judged).success) return given;
  throw new UsageError('judged_json is not what an export wrote; leave it empty to judge what stands there now.');
}
