/**
 * The view `coverage`: what is known of each organization and year, and the fetch that shows it.
 *
 * The grid is every organization with every year that its portal gave a report or a lead for. A report beats any failed
 * lead. A portal that gave no report at all stands for its county government, in the year that was due when it was last
 * fetched: reports of governments are due by 31 March of the following year (《条例》 art. 50).
 */
export const COVERAGE_VIEW = `CREATE VIEW coverage AS
WITH
standing AS (
  SELECT id, organization_id, fiscal_year, state, page_url FROM reports WHERE state <> 'superseded'
),
failed AS (
  SELECT *, row_number() OVER (
    PARTITION BY organization_id, fiscal_year
    ORDER BY CASE outcome WHEN 'unreadable' THEN 1 WHEN 'blocked' THEN 2 WHEN 'unreachable' THEN 3 WHEN 'gone' THEN 4 ELSE 5 END,
      last_seen_at DESC, id DESC
  ) AS rank
  FROM leads WHERE report_id IS NULL AND organization_id IS NOT NULL AND fiscal_year IS NOT NULL
),
portal_years AS (
  SELECT o.portal_id, r.fiscal_year FROM reports r JOIN organizations o ON o.id = r.organization_id
  UNION
  SELECT portal_id, fiscal_year FROM leads WHERE report_id IS NULL AND organization_id IS NOT NULL AND outcome <> 'not_a_report'
),
grid AS (
  SELECT o.id AS organization_id, y.fiscal_year FROM organizations o JOIN portal_years y ON y.portal_id = o.portal_id
  WHERE y.fiscal_year IS NOT NULL
  UNION
  SELECT organization_id, fiscal_year FROM standing
  UNION
  SELECT organization_id, fiscal_year FROM failed
),
shown AS (
  SELECT
    g.organization_id, g.fiscal_year, s.id AS report_id, f.detail, coalesce(s.page_url, f.url) AS page_url,
    CASE
      WHEN s.state = 'current' THEN 'found'
      WHEN s.state = 'withdrawn' THEN 'withdrawn'
      WHEN f.outcome IN ('unreadable', 'blocked', 'unreachable') THEN f.outcome
      WHEN f.outcome = 'gone' THEN 'withdrawn'
      ELSE 'unknown'
    END AS status,
    CASE
      WHEN s.state = 'current' THEN (
        SELECT max(x.id) FROM report_sources c JOIN fetches x ON x.sha256 = c.sha256 AND c.url IN (x.final_url, x.url)
        WHERE c.report_id = s.id)
      WHEN s.state = 'withdrawn' THEN (SELECT max(x.id) FROM fetches x WHERE x.url = s.page_url)
      ELSE f.fetch_id
    END AS fetch_id
  FROM grid g
  LEFT JOIN standing s ON s.organization_id = g.organization_id AND s.fiscal_year = g.fiscal_year
  LEFT JOIN failed f ON f.rank = 1 AND s.id IS NULL
    AND f.organization_id = g.organization_id AND f.fiscal_year = g.fiscal_year
),
silent AS (
  SELECT p.id AS portal_id, p.division,
    CASE WHEN p.name GLOB '*[县区市旗]' THEN p.name || '人民政府' ELSE p.name END AS name,
    rtrim(CASE WHEN p.name GLOB '*人民政府' THEN substr(p.name, 1, length(p.name) - 4) ELSE p.name END) AS division_name,
    (SELECT max(x.id) FROM fetches x WHERE x.portal_id = p.id) AS last_id,
    (SELECT max(x.id) FROM fetches x WHERE x.portal_id = p.id AND x.url = p.home_url) AS home_id,
    (SELECT max(x.id) FROM fetches x WHERE x.portal_id = p.id AND x.outcome IN ('blocked', 'refused_by_robots')) AS blocked_id,
    (SELECT max(x.id) FROM fetches x WHERE x.portal_id = p.id AND x.outcome IN ('timeout', 'error')) AS failed_id,
    (SELECT l.id FROM leads l WHERE l.portal_id = p.id AND l.report_id IS NULL AND l.outcome IN ('unreadable', 'blocked', 'unreachable')
     ORDER BY l.last_seen_at DESC, l.id DESC LIMIT 1) AS lead_id
  FROM portals p
  WHERE NOT EXISTS (SELECT 1 FROM organizations o JOIN standing s ON s.organization_id = o.id WHERE o.portal_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM fetches x JOIN report_sources c ON c.sha256 = x.sha256 WHERE x.portal_id = p.id)
),
due AS (
  SELECT z.*, h.outcome AS home_outcome, l.outcome AS lead_outcome, l.detail AS lead_detail, l.fetch_id AS lead_fetch_id,
    CAST(substr(x.fetched_at, 1, 4) AS INTEGER) - CASE WHEN substr(x.fetched_at, 6, 5) > '03-31' THEN 1 ELSE 2 END AS fiscal_year
  FROM silent z
  JOIN fetches x ON x.id = z.last_id
  LEFT JOIN fetches h ON h.id = z.home_id
  LEFT JOIN leads l ON l.id = z.lead_id
),
silent_shown AS (
  SELECT portal_id, name, division, division_name, fiscal_year, lead_detail,
    CASE
      WHEN home_outcome IN ('blocked', 'refused_by_robots') THEN 'blocked'
      WHEN home_outcome NOT IN ('ok', 'unchanged') THEN 'unreachable'
      WHEN lead_outcome IS NOT NULL THEN lead_outcome
      WHEN blocked_id IS NOT NULL THEN 'blocked'
      WHEN failed_id IS NOT NULL THEN 'unreachable'
      ELSE 'unknown'
    END AS status,
    CASE
      WHEN home_outcome NOT IN ('ok', 'unchanged') THEN home_id
      WHEN lead_outcome IS NOT NULL THEN lead_fetch_id
      ELSE coalesce(blocked_id, failed_id, last_id)
    END AS fetch_id
  FROM due
)
SELECT o.id AS organization_id, o.name, o.level, o.division, o.division_name, o.portal_id, s.fiscal_year, s.status, s.report_id,
  s.detail, s.fetch_id, coalesce(x.final_url, x.url, s.page_url) AS url, x.fetched_at
FROM shown s JOIN organizations o ON o.id = s.organization_id LEFT JOIN fetches x ON x.id = s.fetch_id
UNION ALL
SELECT o.id, z.name, 'county', z.division, z.division_name, z.portal_id, z.fiscal_year, z.status, NULL,
  coalesce(z.lead_detail, x.detail, (
    SELECT f.message FROM findings f WHERE f.portal_id = z.portal_id AND f.report_id IS NULL
    ORDER BY f.severity <> 'error', f.id DESC LIMIT 1)), z.fetch_id, coalesce(x.final_url, x.url), x.fetched_at
FROM silent_shown z
LEFT JOIN organizations o ON o.name = z.name AND coalesce(o.division, '') = coalesce(z.division, '')
LEFT JOIN fetches x ON x.id = z.fetch_id
WHERE NOT EXISTS (SELECT 1 FROM shown s WHERE s.organization_id = o.id AND s.fiscal_year = z.fiscal_year)`;
