import { rows } from './corpus-folder.ts';

const TABLES: Readonly<Record<string, string>> = {
  reports: `SELECT o.name, r.fiscal_year, r.revision, r.state, r.title, r.page_url, r.extractor_version,
      (SELECT count(*) FROM report_states s WHERE s.report_id = r.id)
    FROM reports r JOIN organizations o ON o.id = r.organization_id ORDER BY 1, 2, 3`,
  sources: `SELECT o.name, r.fiscal_year, r.revision, s.url, s.sha256, s.role FROM report_sources s
    JOIN reports r ON r.id = s.report_id JOIN organizations o ON o.id = r.organization_id ORDER BY 1, 2, 3, 4, 5`,
  cells: `SELECT o.name, r.fiscal_year, r.revision, c.code, c.printed, c.number, c.status, c.url, c.sha256, c.locator FROM cells c
    JOIN reports r ON r.id = c.report_id JOIN organizations o ON o.id = r.organization_id ORDER BY 1, 2, 3, 4`,
  sections: `SELECT o.name, r.fiscal_year, r.revision, s.number, s.heading, s.text FROM sections s
    JOIN reports r ON r.id = s.report_id JOIN organizations o ON o.id = r.organization_id ORDER BY 1, 2, 3, 4`,
  findings: 'SELECT portal_id, rule, subject, severity, verdict, message FROM findings ORDER BY 1, 2, 3, 6',
  documents: 'SELECT sha256, media_type, bytes FROM documents ORDER BY 1',
  fetches:
    'SELECT run_id, portal_id, url, final_url, status, sha256, outcome, unchanged_by FROM fetches ORDER BY 1, 2, 3, 7',
  leads: 'SELECT portal_id, url, title, outcome, report_id IS NULL FROM leads ORDER BY 1, 2',
  lists: 'SELECT portal_id, url, pages, rows, whole, reports FROM lists ORDER BY 1, 2',
  revisits: 'SELECT portal_id, ask, outcome, changes, failures, missed FROM revisits ORDER BY 1, 2',
  frontier: 'SELECT count(*) FROM frontier',
  integrity: 'PRAGMA integrity_check',
};

/** All that a corpus holds, table by table, without ids and times: two that are equal in this tell a researcher the same. */
export function corpusContents(data: string): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(TABLES).map(([name, sql]) => [
      name,
      rows(data, sql)
        .map((row) => JSON.stringify(row))
        .sort(),
    ]),
  );
}
