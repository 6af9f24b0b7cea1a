import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import { PANEL_LONG } from './derived-schema.ts';
import { JUDGED_FINDING, latestVerdict } from './verdicts.ts';

/** What is given to others as tables: the views, the findings on what they show, and the codebook that explains them. */
export type PublishedTable = 'panel' | 'panel_long' | 'coverage' | 'findings' | 'codebook';

export type PublishedValue = string | number | null;

export interface TableRows {
  readonly columns: readonly string[];
  /** In an order that follows from the contents, not from the order of filing. To be walked once. */
  readonly rows: Iterable<PublishedValue[]>;
}

const PLACE = "coalesce(division, '~'), name, fiscal_year";

const QUERIES: Readonly<Record<PublishedTable, string>> = {
  panel: `SELECT * FROM panel ORDER BY ${PLACE}`,
  panel_long: `SELECT l.* FROM panel_long l JOIN codebook b USING (code) ORDER BY ${PLACE}, b.position`,
  coverage: `SELECT * FROM coverage ORDER BY ${PLACE}, coalesce(portal_id, '')`,
  findings: `SELECT f.report_id, f.portal_id, o.name, o.division, r.fiscal_year, f.rule, f.subject, f.severity, f.verdict,
      f.codes_json, f.expected, f.actual, f.message,
      v.verdict AS human_verdict, v.text AS human_verdict_text, v.given_by AS human_verdict_by, v.given_at AS human_verdict_at,
      v.judged_json = ${JUDGED_FINDING} AS human_verdict_stands
    FROM findings f LEFT JOIN reports r ON r.id = f.report_id LEFT JOIN organizations o ON o.id = r.organization_id
    LEFT JOIN verdicts v ON v.id = ${latestVerdict('w.rule = f.rule AND w.subject = f.subject')}
    WHERE r.id IS NULL OR r.state = 'current'
    ORDER BY coalesce(o.division, '~'), o.name, r.fiscal_year, f.portal_id, f.rule, f.subject, f.id`,
  codebook: `SELECT code, template, statutory_table, row_label, column_label, unit, kind, english FROM codebook ORDER BY position`,
};

const PANEL_LONG_AS_OF = `SELECT l.* FROM (${PANEL_LONG} WHERE r.id IN (
    SELECT report_id FROM (SELECT report_id, state, max(since) FROM report_states WHERE since < ? GROUP BY report_id)
    WHERE state = 'current')) l
  JOIN codebook b USING (code) ORDER BY ${PLACE}, b.position`;

/**
 * Reads `panel_long` as it stood at the end of a day: the revisions that were current then, in the columns and order of today's. A later
 * version of the program may read the same originals otherwise; what it reads now of the revisions of then is what is shown.
 * @param day YYYY-MM-DD, of UTC
 */
export function panelLongAsOf(corpus: Corpus, day: string): TableRows {
  const end = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString();
  return explainingFailures(corpus.file, () => {
    const statement = corpus.db.prepare<[string], PublishedValue[]>(PANEL_LONG_AS_OF).raw();
    const columns = statement.columns().map((column) => column.name);
    return { columns, rows: { [Symbol.iterator]: () => statement.iterate(end) } };
  });
}

/** Reads one table. Inside `inSnapshot` several tables show one and the same moment. */
export function publishedTable(corpus: Corpus, table: PublishedTable): TableRows {
  return explainingFailures(corpus.file, () => {
    const statement = corpus.db.prepare<[], PublishedValue[]>(QUERIES[table]).raw();
    const columns = statement.columns().map((column) => column.name);
    // The query starts with the first row that is asked for, and its connection is free again once the walk ends.
    return { columns, rows: { [Symbol.iterator]: () => statement.iterate() } };
  });
}

/** Runs `work` on the corpus as it stands at this moment, whatever another process writes meanwhile. */
export function inSnapshot<Result>(corpus: Corpus, work: () => Result): Result {
  return explainingFailures(corpus.file, () => corpus.db.transaction(work).deferred());
}
