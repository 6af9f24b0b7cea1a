import type { Organization, OrganizationLevel } from '../src/identity/organization.ts';
import { parseSha256 } from '../src/original/sha256.ts';
import type { Sha256 } from '../src/original/sha256.ts';
import type { Db } from './database.ts';
import type { ReportRecord, SourceRecord, SourceRole } from './records.ts';

export type ReportState = 'current' | 'superseded' | 'withdrawn';

/** One row of `reports`, with its organization. */
export interface ReportRow {
  readonly id: number;
  readonly organizationId: number;
  readonly fiscalYear: number;
  readonly title: string;
  readonly publishedOn: string | null;
  readonly pageUrl: string;
  readonly revision: number;
  readonly state: ReportState;
  /** UTC ISO-8601. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly extractorVersion: string;
}

/** A stored report as `extract`, `status` and the tests see it: who, which year, and the originals it was read from. */
export interface StoredReport extends ReportRow {
  readonly organization: Organization;
  readonly portalId: string | null;
  readonly sources: readonly SourceRecord[];
  /** The source its cells were read from; the first source where it has no cells. */
  readonly cellSource: SourceRecord | undefined;
}

const COLUMNS = `r.id, r.organization_id AS organizationId, r.fiscal_year AS fiscalYear, r.title,
  r.published_on AS publishedOn, r.page_url AS pageUrl, r.revision, r.state, r.first_seen_at AS firstSeenAt,
  r.last_seen_at AS lastSeenAt, r.extractor_version AS extractorVersion`;

/** All revisions of one organization's year, newest first. */
export function revisionsOf(db: Db, organizationId: number, fiscalYear: number): ReportRow[] {
  return db
    .prepare<[number, number], ReportRow>(
      `SELECT ${COLUMNS} FROM reports r WHERE r.organization_id = ? AND r.fiscal_year = ? ORDER BY r.revision DESC`,
    )
    .all(organizationId, fiscalYear);
}

/** One report by id, or undefined. */
export function reportRow(db: Db, id: number): ReportRow | undefined {
  return db.prepare<[number], ReportRow>(`SELECT ${COLUMNS} FROM reports r WHERE r.id = ?`).get(id);
}

/** The revision before this one of the same organization's year; undefined for the first. */
export function revisionBefore(db: Db, id: number): number | undefined {
  return db
    .prepare<[number], number>(
      `SELECT e.id FROM reports r JOIN reports e ON e.organization_id = r.organization_id AND e.fiscal_year = r.fiscal_year
         AND e.revision < r.revision WHERE r.id = ? ORDER BY e.revision DESC LIMIT 1`,
    )
    .pluck()
    .get(id);
}

/** Files a new revision and returns its id; cells, sections and sources are the caller's. `at` is UTC ISO-8601. */
export function insertReport(
  db: Db,
  record: ReportRecord,
  place: { organizationId: number; revision: number; state: ReportState },
  at: string,
): number {
  const { report, pageUrl, extractorVersion } = record;
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO reports (organization_id, fiscal_year, title, published_on, page_url, revision, state,
         first_seen_at, last_seen_at, extractor_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      place.organizationId,
      report.fiscalYear,
      report.title,
      report.publishedOn,
      pageUrl,
      place.revision,
      place.state,
      at,
      at,
      extractorVersion,
    );
  return Number(lastInsertRowid);
}

/** The originals of one report, in order of URL. */
export function sourcesOf(db: Db, reportId: number): SourceRecord[] {
  return db
    .prepare<[number], { url: string; sha256: string; role: SourceRole }>(
      'SELECT url, sha256, role FROM report_sources WHERE report_id = ? ORDER BY url, sha256',
    )
    .all(reportId)
    .map((row) => ({ ...row, sha256: parseSha256(row.sha256) }));
}

/** Files the originals of a report; those known under the same URL and bytes stay as they are. */
export function addSources(db: Db, reportId: number, sources: readonly SourceRecord[]): void {
  const insert = db.prepare(
    'INSERT INTO report_sources (report_id, url, sha256, role) VALUES (?, ?, ?, ?) ON CONFLICT (report_id, url, sha256) DO NOTHING',
  );
  for (const source of sources) insert.run(reportId, source.url, source.sha256, source.role);
}

interface StoredReportRow extends ReportRow {
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly divisionName: string | null;
  readonly portalId: string | null;
  readonly cellUrl: string | null;
  readonly cellSha256: string | null;
}

/** Every stored report, superseded and withdrawn ones too, in order of id. */
export function storedReports(db: Db): StoredReport[] {
  return readReports(db, 'TRUE', []);
}

/** One stored report by its id, whatever its state; undefined where there is none. */
export function storedReport(db: Db, id: number): StoredReport | undefined {
  return readReports(db, 'r.id = ?', [id])[0];
}

/** The report that stands for a body and year, current or withdrawn; undefined where there is none. */
export function standingReport(db: Db, { name, division }: Organization, fiscalYear: number): StoredReport | undefined {
  const where = "o.name = ? AND coalesce(o.division, '') = ? AND r.fiscal_year = ? AND r.state <> 'superseded'";
  return readReports(db, where, [name, division ?? '', fiscalYear])[0];
}

/** All revisions of a fiscal year's reports whose body has exactly this name, or has it within its name; oldest first. */
export function revisionsNamed(db: Db, name: string, fiscalYear: number): StoredReport[] {
  const year = 'r.fiscal_year = ?';
  const exact = readReports(db, `o.name = ? AND ${year}`, [name, fiscalYear]);
  const found = exact.length > 0 ? exact : readReports(db, `instr(o.name, ?) > 0 AND ${year}`, [name, fiscalYear]);
  return found.sort((a, b) => a.organizationId - b.organizationId || a.revision - b.revision);
}

function readReports(db: Db, where: string, values: readonly (string | number)[]): StoredReport[] {
  const rows = db
    .prepare<unknown[], StoredReportRow>(
      `SELECT ${COLUMNS}, o.name, o.level, o.division, o.division_name AS divisionName, o.portal_id AS portalId,
         (SELECT c.url FROM cells c WHERE c.report_id = r.id LIMIT 1) AS cellUrl,
         (SELECT c.sha256 FROM cells c WHERE c.report_id = r.id LIMIT 1) AS cellSha256
       FROM reports r JOIN organizations o ON o.id = r.organization_id WHERE ${where} ORDER BY r.id`,
    )
    .all(...values);
  return rows.map(({ name, level, division, divisionName, portalId, cellUrl, cellSha256, ...row }) => {
    const sources = sourcesOf(db, row.id);
    const cellHash: Sha256 | null = cellSha256 === null ? null : parseSha256(cellSha256);
    return {
      ...row,
      organization: { name, level, division, divisionName },
      portalId,
      sources,
      cellSource: sources.find((source) => source.url === cellUrl && source.sha256 === cellHash) ?? sources[0],
    };
  });
}
