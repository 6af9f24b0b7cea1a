import type { CellStatus } from '../src/extract/report.ts';
import type { CorpusTables } from './corpus-copy.ts';
import { explainingFailures } from './database.ts';
import { filterValues, REPORT_FILTER } from './report-filter.ts';
import type { ReportFilter } from './report-filter.ts';
import type { PublishedValue } from './published-tables.ts';
import { JUDGED_CELL, JUDGED_FINDING, latestVerdict } from './verdict-columns.ts';

/** What of a corpus is exported. */
export interface ExportFilter extends ReportFilter {
  /** Statuses whose cells are shown; null is all, and in the wide panel all but `doubtful`. */
  readonly statuses: readonly CellStatus[] | null;
  /** The corpus as it stood at the end of this day (YYYY-MM-DD, UTC); null is now. */
  readonly asOf: string | null;
}

/** A report of an export: the columns that `panel` and `panel_long` begin with. */
export type ReportRow = readonly PublishedValue[];

/** A cell of an export: the columns of `panel_long` that follow those of the report. */
export type CellRow = readonly [
  code: string,
  printed: string | null,
  number: number | null,
  status: CellStatus,
  ...rest: PublishedValue[],
];

/** A report of an export; its cells are read when they are asked for. */
export interface ExportedReport {
  readonly report: ReportRow;
  readonly cells: () => readonly CellRow[];
}

/** The reports of an export with their cells, read one report at a time in the order of division, name and year. */
export interface ExportSource {
  reports(): Iterable<ExportedReport>;
  coverage(): Iterable<PublishedValue[]>;
  findings(): Iterable<PublishedValue[]>;
  verdicts(): Iterable<PublishedValue[]>;
  sources(): Iterable<PublishedValue[]>;
  /** Cells by status, of those shown. */
  cellCounts(): Record<string, number>;
  /** Reports by state: all revisions of what the filter leaves, or those that stood on the day of `asOf`. */
  reportCounts(): Record<string, number>;
}

const PLACE = "coalesce(o.division, '~'), o.name, r.fiscal_year";
const REPORT = `o.id, o.name, o.level, o.division, o.division_name, r.fiscal_year, r.id, r.title, r.published_on, r.page_url`;
const JOINED = 'reports r JOIN organizations o ON o.id = r.organization_id';
const STOOD_THEN = `r.id IN (SELECT report_id FROM (SELECT report_id, state, max(since) FROM report_states WHERE since < @end GROUP BY report_id)
  WHERE state = 'current')`;
const VERDICT = 'v.verdict, v.text, v.given_by, v.given_at';

/** Reads what a filter leaves of a corpus. To be used inside `inSnapshot`, so that all its tables show one moment. */
export function exportSource(corpus: CorpusTables, filter: ExportFilter): ExportSource {
  const { db } = corpus;
  const end = filter.asOf === null ? null : dayAfter(filter.asOf);
  const values = {
    ...filterValues(filter),
    end,
    statuses: filter.statuses === null ? null : JSON.stringify(filter.statuses),
  };
  const chosen = `${REPORT_FILTER} AND ${end === null ? "r.state = 'current'" : STOOD_THEN}`;
  const given = '(@end IS NULL OR w.given_at < @end)';
  const shown = '(@statuses IS NULL OR c.status IN (SELECT value FROM json_each(@statuses)))';
  const all = <Row>(sql: string, extra: object = {}): Row[] =>
    explainingFailures(corpus.file, () =>
      db
        .prepare<object, Row>(sql)
        .raw()
        .all({ ...values, ...extra }),
    );
  const rows = (sql: string): Iterable<PublishedValue[]> => ({
    [Symbol.iterator]: () => db.prepare<object, PublishedValue[]>(sql).raw().iterate(values),
  });

  function* reports(): Generator<ExportedReport, void, undefined> {
    const ids = all<[number]>(`SELECT r.id FROM ${JOINED} WHERE ${chosen} ORDER BY ${PLACE}`);
    const report = db.prepare<[number], PublishedValue[]>(`SELECT ${REPORT} FROM ${JOINED} WHERE r.id = ?`).raw();
    const cell = 'c.code, c.printed, c.number, c.status, c.derived, c.basis, c.url, c.sha256, c.locator';
    const plain = db
      .prepare<object, CellRow>(
        `SELECT ${cell}, NULL, NULL, NULL, NULL, NULL FROM cells c JOIN codebook b ON b.code = c.code
         WHERE c.report_id = @id AND ${shown} ORDER BY b.position`,
      )
      .raw();
    const judged = db
      .prepare<object, CellRow>(
        `SELECT ${cell}, ${VERDICT}, v.judged_json = ${JUDGED_CELL}
         FROM ${JOINED} JOIN cells c ON c.report_id = r.id JOIN codebook b ON b.code = c.code
         LEFT JOIN verdicts v ON v.id = ${latestVerdict(`w.code = c.code AND ${given}`)}
         WHERE r.id = @id AND ${shown} ORDER BY b.position`,
      )
      .raw();
    const hasVerdicts = db
      .prepare<[number], number>(
        `SELECT EXISTS (SELECT 1 FROM verdicts w WHERE w.fiscal_year = r.fiscal_year AND w.organization = o.name)
         FROM ${JOINED} WHERE r.id = ?`,
      )
      .pluck();
    const { statuses } = values;
    for (const [id] of ids) {
      const cells = (): CellRow[] =>
        hasVerdicts.get(id) === 1 ? judged.all({ id, statuses, end }) : plain.all({ id, statuses });
      yield { report: report.get(id) ?? [], cells };
    }
  }

  return {
    reports,
    coverage: () =>
      rows(`SELECT r.* FROM coverage r WHERE ${REPORT_FILTER.replaceAll('o.', 'r.')}
        ORDER BY coalesce(r.division, '~'), r.name, r.fiscal_year, coalesce(r.portal_id, '')`),
    findings: () =>
      rows(`SELECT f.report_id, f.portal_id, o.name, o.division, r.fiscal_year, f.rule, f.subject, f.severity, f.verdict, f.codes_json,
          f.expected, f.actual, f.message, ${VERDICT}, v.judged_json = ${JUDGED_FINDING}
        FROM findings f LEFT JOIN reports r ON r.id = f.report_id LEFT JOIN organizations o ON o.id = r.organization_id
        LEFT JOIN verdicts v ON v.id = ${latestVerdict(`w.rule = f.rule AND w.subject = f.subject AND ${given}`)}
        WHERE CASE WHEN r.id IS NULL
          THEN @from IS NULL AND @level IS NULL AND @end IS NULL AND (@province IS NULL
            OR f.portal_id IN (SELECT id FROM portals WHERE substr(province, 1, length(@province)) = @province))
          ELSE ${chosen} END
        ORDER BY ${PLACE}, f.portal_id, f.rule, f.subject, f.id`),
    verdicts: () =>
      rows(`SELECT w.organization, w.division, w.fiscal_year, w.code, w.rule, w.subject, w.verdict, w.text, w.given_by, w.given_at, w.judged_json
        FROM verdicts w LEFT JOIN organizations o ON o.name = w.organization AND coalesce(o.division, '') = coalesce(w.division, '')
        WHERE ${given} AND ${REPORT_FILTER.replace('r.fiscal_year', 'w.fiscal_year')}
        ORDER BY coalesce(w.division, '~'), w.organization, w.fiscal_year, w.code IS NULL, w.code, w.rule, w.subject, w.given_at, w.id`),
    sources: () =>
      rows(`SELECT s.report_id, s.url, s.sha256, s.role, d.media_type, d.bytes
        FROM ${JOINED} JOIN report_sources s ON s.report_id = r.id JOIN documents d ON d.sha256 = s.sha256
        WHERE ${chosen} ORDER BY ${PLACE}, s.url, s.sha256`),
    cellCounts: () =>
      Object.fromEntries(
        all<[string, number]>(
          `SELECT c.status, count(*) FROM ${JOINED} JOIN cells c ON c.report_id = r.id WHERE ${chosen} AND ${shown} GROUP BY 1 ORDER BY 1`,
        ),
      ),
    reportCounts: () =>
      Object.fromEntries(
        end === null
          ? all<[string, number]>(
              `SELECT r.state, count(*) FROM ${JOINED} WHERE ${REPORT_FILTER} GROUP BY 1 ORDER BY 1`,
            )
          : all<[string, number]>(`SELECT 'current', count(*) FROM ${JOINED} WHERE ${chosen} HAVING count(*) > 0`),
      ),
  };
}

/** The first moment after a day, as times are stored. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString();
}

/** What a corpus itself says of how current it is. */
export interface CorpusState {
  /** When the last run that ended had begun, UTC ISO-8601; null where none has. */
  readonly lastRun: string | null;
  readonly extractorVersions: readonly string[];
}

/** When the corpus was last worked on, and by which versions of the extraction its reports were read. */
export function corpusState(corpus: CorpusTables): CorpusState {
  return explainingFailures(corpus.file, () => ({
    lastRun:
      corpus.db.prepare<[], string>('SELECT max(started_at) FROM runs WHERE outcome IS NOT NULL').pluck().get() ?? null,
    extractorVersions: corpus.db
      .prepare<[], string>('SELECT DISTINCT extractor_version FROM reports ORDER BY 1')
      .pluck()
      .all(),
  }));
}
