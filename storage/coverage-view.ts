/**
 * The view `coverage`: what is known of each organization and year since 2008, and the fetch that shows it.
 *
 * The rows are all bodies that are known to report, from 2008 or their beginning to the last year whose report was due when the
 * program last ran (《条例》 art. 50: those of governments by 31 March, those of other bodies by 31 January). A report beats any
 * failed lead, and a failed lead what its list lacks.
 *
 * `not_published` is said only with proof: every list of the portal was read whole, no lead was left unread that may be the report,
 * this body has a report of an older year, the list that has it reaches back as far, and it was read after the report was due. Lists by years prove their own
 * year only, for bodies of a kind that stands in them.
 *
 * A portal that gave no report at all stands for its county government: where its home page could not be had, in
 * all years that were due when it was last fetched, and where deeper pages failed, in the last of these.
 */
export const COVERAGE_VIEW = `CREATE VIEW coverage AS
WITH RECURSIVE
years(year) AS (
  SELECT 2008 UNION ALL SELECT year + 1 FROM years
  WHERE year < (SELECT coalesce(max(CAST(substr(started_at, 1, 4) AS INTEGER)), 2008) FROM runs)
),
moment AS (
  SELECT CAST(substr(at, 1, 4) AS INTEGER) AS year, substr(at, 6, 5) AS day
  FROM (SELECT coalesce(max(started_at), '2008-01-01T00:00:00.000Z') AS at FROM runs)
),
standing AS (
  SELECT id, organization_id, fiscal_year, state, page_url FROM reports WHERE state <> 'superseded'
),
failed AS MATERIALIZED (
  SELECT * FROM (
    SELECT *, row_number() OVER (
      PARTITION BY organization_id, fiscal_year
      ORDER BY CASE outcome WHEN 'unreadable' THEN 1 WHEN 'blocked' THEN 2 WHEN 'unreachable' THEN 3 WHEN 'gone' THEN 4 ELSE 5 END,
        last_seen_at DESC, id DESC
    ) AS rank
    FROM leads WHERE report_id IS NULL AND organization_id IS NOT NULL AND fiscal_year IS NOT NULL
  ) WHERE rank = 1
),
beginnings AS (
  SELECT organization_id, min(valid_from) AS year FROM organization_names
  GROUP BY organization_id HAVING count(valid_from) = count(*)
),
bodies AS MATERIALIZED (
  SELECT o.id AS organization_id, o.level, max(2008, coalesce(b.year, 2008)) AS since,
    m.year - CASE WHEN m.day > CASE WHEN o.level IN ('province', 'prefecture', 'county') THEN '03-31' ELSE '01-31' END
      THEN 1 ELSE 2 END AS until
  FROM organizations o CROSS JOIN moment m LEFT JOIN beginnings b ON b.organization_id = o.id
  WHERE o.id IN (
    SELECT organization_id FROM reports
    UNION SELECT organization_id FROM leads WHERE report_id IS NULL AND outcome <> 'not_a_report' AND organization_id IS NOT NULL)
),
entries AS MATERIALIZED (
  SELECT DISTINCT e.list_id, r.organization_id, r.fiscal_year
  FROM list_entries e JOIN report_sources s ON s.url = e.url JOIN reports r ON r.id = s.report_id
),
in_doubt AS MATERIALIZED (
  SELECT portal_id, NULL AS fiscal_year, NULL AS organization_id FROM lists WHERE NOT whole
  UNION
  SELECT portal_id, fiscal_year, organization_id FROM leads
  WHERE report_id IS NULL AND outcome <> 'not_a_report' AND portal_id IS NOT NULL AND (organization_id IS NULL OR fiscal_year IS NULL)
),
spans AS MATERIALIZED (
  SELECT l.id AS list_id, l.portal_id, l.fetch_id, l.read_at, l.label,
    coalesce(l.first_year, 2008) AS asked_from, coalesce(l.last_year, 2100) AS asked_to,
    min(e.fiscal_year) AS first, max(e.fiscal_year) AS last, count(DISTINCT e.organization_id) AS bodies
  FROM lists l JOIN entries e ON e.list_id = l.id
  WHERE l.fetch_id IS NOT NULL AND l.portal_id NOT IN (
    SELECT portal_id FROM in_doubt WHERE fiscal_year IS NULL AND organization_id IS NULL)
  GROUP BY l.id
),
lists_of AS MATERIALIZED (
  SELECT *, count(*) OVER (PARTITION BY organization_id) AS lists FROM (
    SELECT DISTINCT e.organization_id, s.* FROM spans s JOIN entries e ON e.list_id = s.list_id)
),
tab_kinds AS MATERIALIZED (
  SELECT DISTINCT s.list_id, s.portal_id, s.first AS fiscal_year, s.fetch_id, s.read_at, o.level
  FROM spans s JOIN entries e ON e.list_id = s.list_id JOIN organizations o ON o.id = e.organization_id
  WHERE s.first = s.last AND s.bodies > 1
),
tab_bodies AS MATERIALIZED (
  SELECT DISTINCT e.organization_id, k.portal_id, k.level FROM tab_kinds k JOIN entries e ON e.list_id = k.list_id
),
read_through AS (
  SELECT p.organization_id, y.year AS fiscal_year, p.portal_id, p.read_at, p.fetch_id, p.last AS reach
  FROM lists_of p JOIN years y ON y.year BETWEEN max(p.first, p.asked_from) AND p.asked_to
  WHERE p.first < p.last OR (p.bodies = 1 AND p.lists = 1 AND p.label NOT GLOB '*20[0-9][0-9]*')
  UNION ALL
  SELECT b.organization_id, k.fiscal_year, k.portal_id, k.read_at, k.fetch_id, k.fiscal_year
  FROM tab_bodies b JOIN tab_kinds k ON k.portal_id = b.portal_id AND k.level = b.level
),
first_reports AS MATERIALIZED (
  SELECT organization_id, min(fiscal_year) AS year FROM reports GROUP BY organization_id
),
lacking AS MATERIALIZED (
  SELECT p.organization_id, p.fiscal_year, p.fetch_id, max(p.reach) AS reach
  FROM read_through p JOIN bodies b ON b.organization_id = p.organization_id
  JOIN first_reports f ON f.organization_id = p.organization_id AND f.year < p.fiscal_year
  WHERE p.read_at >= (p.fiscal_year + 1) ||
      CASE WHEN b.level IN ('province', 'prefecture', 'county') THEN '-04-01' ELSE '-02-01' END
    AND NOT EXISTS (
      SELECT 1 FROM in_doubt d
      WHERE d.portal_id = p.portal_id AND (d.fiscal_year IS NULL OR d.fiscal_year = p.fiscal_year)
        AND (d.organization_id IS NULL OR d.organization_id = p.organization_id))
  GROUP BY p.organization_id, p.fiscal_year
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
    CAST(substr(x.fetched_at, 1, 4) AS INTEGER) - CASE WHEN substr(x.fetched_at, 6, 5) > '03-31' THEN 1 ELSE 2 END AS until
  FROM silent z
  JOIN fetches x ON x.id = z.last_id
  LEFT JOIN fetches h ON h.id = z.home_id
  LEFT JOIN leads l ON l.id = z.lead_id
),
silent_shown AS MATERIALIZED (
  SELECT z.portal_id, z.name, z.division, z.division_name, z.until, o.id AS organization_id,
    CASE WHEN home_outcome NOT IN ('ok', 'unchanged') THEN 2008 ELSE z.until END AS since,
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
    END AS fetch_id,
    coalesce(lead_detail, (
      SELECT f.message FROM findings f WHERE f.portal_id = z.portal_id AND f.report_id IS NULL
      ORDER BY f.severity <> 'error', f.id DESC LIMIT 1)) AS detail
  FROM due z LEFT JOIN organizations o ON o.name = z.name AND coalesce(o.division, '') = coalesce(z.division, '')
),
silent_bodies AS MATERIALIZED (
  SELECT organization_id, since, until, status, fetch_id, detail, max(coalesce(fetch_id, 0)) AS latest FROM silent_shown
  WHERE organization_id IS NOT NULL GROUP BY organization_id
),
grid AS MATERIALIZED (
  SELECT b.organization_id, y.year AS fiscal_year FROM bodies b JOIN years y ON y.year BETWEEN b.since AND b.until
  UNION
  SELECT organization_id, fiscal_year FROM standing
  UNION
  SELECT organization_id, fiscal_year FROM failed
  UNION
  SELECT z.organization_id, y.year FROM silent_bodies z JOIN years y ON y.year <= z.until
),
shown AS (
  SELECT
    g.organization_id, g.fiscal_year, s.id AS report_id, coalesce(s.page_url, f.url) AS page_url,
    CASE
      WHEN s.state = 'current' THEN 'found'
      WHEN s.state = 'withdrawn' THEN 'withdrawn'
      WHEN f.outcome IN ('unreadable', 'blocked', 'unreachable') THEN f.outcome
      WHEN f.outcome = 'gone' THEN 'withdrawn'
      WHEN f.outcome IS NOT NULL THEN 'unknown'
      WHEN n.fetch_id IS NOT NULL THEN 'not_published'
      ELSE coalesce(z.status, 'unknown')
    END AS status,
    CASE
      WHEN s.state = 'current' THEN (
        SELECT max(x.id) FROM report_sources c JOIN fetches x ON x.sha256 = c.sha256 AND c.url IN (x.final_url, x.url)
        WHERE c.report_id = s.id)
      WHEN s.state = 'withdrawn' THEN (SELECT max(x.id) FROM fetches x WHERE x.url = s.page_url)
      WHEN f.outcome IS NOT NULL THEN f.fetch_id
      ELSE coalesce(n.fetch_id, z.fetch_id)
    END AS fetch_id,
    CASE
      WHEN s.id IS NOT NULL THEN NULL
      WHEN f.outcome IS NOT NULL THEN f.detail
      WHEN n.fetch_id IS NOT NULL THEN 'its list was read whole and does not have it'
      ELSE z.detail
    END AS detail
  FROM grid g
  LEFT JOIN standing s ON s.organization_id = g.organization_id AND s.fiscal_year = g.fiscal_year
  LEFT JOIN failed f ON s.id IS NULL AND f.organization_id = g.organization_id AND f.fiscal_year = g.fiscal_year
  LEFT JOIN lacking n ON n.organization_id = g.organization_id AND n.fiscal_year = g.fiscal_year
  LEFT JOIN silent_bodies z ON z.organization_id = g.organization_id AND g.fiscal_year BETWEEN z.since AND z.until
)
SELECT o.id AS organization_id, o.name, o.level, o.division, o.division_name, o.portal_id, s.fiscal_year, s.status, s.report_id,
  coalesce(s.detail, CASE WHEN s.status IN ('blocked', 'unreachable') THEN x.detail END) AS detail,
  s.fetch_id, coalesce(x.final_url, x.url, s.page_url) AS url, x.fetched_at
FROM shown s JOIN organizations o ON o.id = s.organization_id LEFT JOIN fetches x ON x.id = s.fetch_id
UNION ALL
SELECT NULL, z.name, 'county', z.division, z.division_name, z.portal_id, y.year,
  CASE WHEN y.year < z.since THEN 'unknown' ELSE z.status END, NULL,
  CASE WHEN y.year >= z.since THEN coalesce(x.detail, z.detail) END,
  x.id, coalesce(x.final_url, x.url), x.fetched_at
FROM silent_shown z JOIN years y ON y.year <= z.until LEFT JOIN fetches x ON x.id = z.fetch_id AND y.year >= z.since
WHERE z.organization_id IS NULL`;
