import type { Database } from 'better-sqlite3';
import { CODEBOOK } from '../src/codebook/codebook.ts';
import { COVERAGE_VIEW } from './coverage-view.ts';
import { keepMissingNames, namesAreKept } from './organization-names.ts';
import { JUDGED_CELL, latestVerdict } from './verdict-columns.ts';
import { fillSearchIndex, searchIndexIsFilled } from './section-search.ts';

/** The column of `panel` that holds a code: `requests.granted.total` stands in `requests_granted_total`. */
export function panelColumn(code: string): string {
  return code.replaceAll('.', '_');
}

const PANEL_FIXED = `o.id AS organization_id, o.name, o.level, o.division, o.division_name, r.fiscal_year,
  r.id AS report_id, r.title, r.published_on, r.page_url`;

/** One lookup in the primary key of `cells` for each column; a query pays only for the columns it names. */
function panelView(): string {
  const columns = CODEBOOK.map(
    ({ code }) =>
      `(SELECT number FROM cells WHERE report_id = r.id AND code = '${code}' AND status <> 'doubtful') AS ${panelColumn(code)}`,
  );
  return `CREATE VIEW panel AS SELECT ${PANEL_FIXED},
  ${columns.join(',\n  ')}
FROM reports r JOIN organizations o ON o.id = r.organization_id
WHERE r.state = 'current'`;
}

const PANEL_LONG_VIEW = `CREATE VIEW panel_long AS SELECT ${PANEL_FIXED},
  c.code, c.printed, c.number, c.status, c.derived, c.basis, c.url, c.sha256, c.locator,
  v.verdict AS human_verdict, v.text AS human_verdict_text, v.given_by AS human_verdict_by, v.given_at AS human_verdict_at,
  v.judged_json = ${JUDGED_CELL} AS human_verdict_stands
FROM reports r JOIN organizations o ON o.id = r.organization_id JOIN cells c ON c.report_id = r.id
LEFT JOIN verdicts v ON v.id = ${latestVerdict('w.code = c.code')}
WHERE r.state = 'current'`;

/** The views, by name. They follow from the codebook and the tables, so they are written anew whenever they differ. */
function views(): ReadonlyMap<string, string> {
  return new Map([
    ['panel', panelView()],
    ['panel_long', PANEL_LONG_VIEW],
    ['coverage', COVERAGE_VIEW],
  ]);
}

/** Are the views, the table `codebook`, the names of organizations and the index of words those of this version of the program? */
export function derivedSchemaIsCurrent(db: Database): boolean {
  return staleViews(db).length === 0 && codebookIsCurrent(db) && namesAreKept(db) && searchIndexIsFilled(db);
}

/** Brings views, the table `codebook`, the names of organizations and the index of words to this version. Writes nothing when they are. Codes no longer used stay. */
export function refreshDerivedSchema(db: Database): void {
  if (derivedSchemaIsCurrent(db)) return;
  db.transaction(() => {
    for (const [name, sql] of staleViews(db)) db.exec(`DROP VIEW IF EXISTS ${name}; ${sql}`);
    if (!codebookIsCurrent(db)) writeCodebook(db);
    keepMissingNames(db);
    if (!searchIndexIsFilled(db)) fillSearchIndex(db);
  }).immediate();
}

function staleViews(db: Database): [name: string, sql: string][] {
  const stored = db.prepare<[string], string>("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?").pluck();
  return [...views()].filter(([name, sql]) => stored.get(name) !== sql);
}

function codebookRows(): (string | number)[][] {
  return CODEBOOK.map((entry, position) => [
    entry.code,
    position,
    entry.template,
    entry.table,
    entry.rowLabel,
    entry.columnLabel,
    entry.unit,
    entry.kind,
    entry.english,
  ]);
}

function codebookIsCurrent(db: Database): boolean {
  const stored = new Map(
    db
      .prepare<[], [string, ...unknown[]]>(
        'SELECT code, position, template, statutory_table, row_label, column_label, unit, kind, english FROM codebook',
      )
      .raw()
      .all()
      .map((row) => [row[0], row]),
  );
  return codebookRows().every((row) => JSON.stringify(stored.get(String(row[0]))) === JSON.stringify(row));
}

function writeCodebook(db: Database): void {
  const upsert = db.prepare(`INSERT INTO codebook VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (code) DO UPDATE SET position = excluded.position, template = excluded.template,
      statutory_table = excluded.statutory_table, row_label = excluded.row_label, column_label = excluded.column_label,
      unit = excluded.unit, kind = excluded.kind, english = excluded.english`);
  for (const row of codebookRows()) upsert.run(...row);
}
