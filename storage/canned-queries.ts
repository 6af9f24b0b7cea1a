/** A question that comes with an exported corpus. */
export interface CannedQuery {
  readonly name: string;
  readonly chinese: string;
  readonly english: string;
  readonly sql: string;
}

/** Questions to begin with, for whoever opens an exported corpus. */
export const CANNED_QUERIES: readonly CannedQuery[] = [
  {
    name: 'disclosure_by_county',
    chinese: '各县收到申请数与予以公开数',
    english: 'Requests received and granted, by county',
    sql: "SELECT name, fiscal_year, requests_received_total AS received, requests_granted_total AS granted FROM panel WHERE level = 'county' ORDER BY division, fiscal_year",
  },
  {
    name: 'cells_by_status',
    chinese: '各状态指标数',
    english: 'Cells by status',
    sql: 'SELECT status, count(*) AS cells FROM panel_long GROUP BY status ORDER BY cells DESC',
  },
  {
    name: 'missing_years',
    chinese: '缺失年度及原因',
    english: 'Years without a report, and why',
    sql: "SELECT name, fiscal_year, status, detail, url FROM coverage WHERE status <> 'found' ORDER BY name, fiscal_year",
  },
];
