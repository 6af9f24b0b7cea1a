import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runIngest } from '../../src/commands/ingest.ts';
import { readSettings } from '../../src/config.ts';
import { makeVariant } from '../../sample/variants.ts';
import { countiesBelow } from '../../src/identity/index.ts';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';
import { indexSections } from '../../storage/section-search.ts';

/** Years that every body reports on. */
const YEARS = [2018, 2019, 2020, 2021, 2022, 2023, 2024];
/** One report in so many is in the index of words: filling it takes longer than all the rest. */
const SEARCHED = 10;
const BODIES = ['人民政府', '教育局', '公安局', '水务局', '城关镇人民政府'];

/**
 * A corpus of many reports, all read from one page: the report of that page is ingested as any other, then its rows are multiplied, with
 * other figures in nine of ten. Made once and kept.
 */
export async function syntheticCorpus(data: string, reports: number): Promise<void> {
  if (existsSync(corpusFile(data))) return;
  mkdirSync(data, { recursive: true });
  await ingestOne(data);
  const db = new Database(corpusFile(data));
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -400000');
  multiply(db, reports);
  db.pragma('journal_mode = WAL');
  db.close();
  const corpus = openCorpus(data);
  corpus.transaction(() => {
    for (let id = 1000; id < 1000 + reports; id += SEARCHED) indexSections(corpus.db, id);
  });
  corpus.close();
}

async function ingestOne(data: string): Promise<void> {
  let seed = 0;
  const made = () => makeVariant(`explorer bench ${seed}`, { format: 'html', tidy: true });
  while (made().truth.fiscalYear !== 2023) seed += 1;
  const page = made().rendered.bytes;
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-bench-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, page);
  const quiet = () => undefined;
  const io = {
    out: quiet,
    note: quiet,
    progress: quiet,
    json: true,
    interactive: false,
    colour: false,
    width: 100,
    signal: new AbortController().signal,
  };
  await runIngest(
    { paths: [file], url: 'https://www.example.gov.cn/report.html', organization: null, year: null },
    io,
    readSettings(undefined, { data }),
  );
  rmSync(folder, { recursive: true });
}

function multiply(db: Database.Database, reports: number): void {
  const counties = PROVINCES.flatMap((code) => countiesBelow(code));
  const bodies = Math.ceil(reports / YEARS.length);
  db.exec('BEGIN');
  const portal = db.prepare('INSERT INTO portals (id, name, division, province, home_url) VALUES (?, ?, ?, ?, ?)');
  const organization = db.prepare(
    'INSERT INTO organizations (id, name, level, division, division_name, portal_id) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const levels = ['county', 'department', 'department', 'department', 'township'];
  for (let index = 0; index < bodies; index += 1) {
    const county = counties[Math.floor(index / BODIES.length) % counties.length];
    if (county === undefined) throw new Error('There are no counties.');
    const round = Math.floor(index / BODIES.length / counties.length);
    const kind = index % BODIES.length;
    if (kind === 0 && round === 0)
      portal.run(
        `p${county.code}`,
        county.name,
        county.code,
        county.province,
        `https://${county.code}.example.gov.cn/`,
      );
    organization.run(
      1000 + index,
      `${county.name}${round === 0 ? '' : round}${BODIES[kind] ?? ''}`,
      levels[kind],
      county.code,
      county.name,
      `p${county.code}`,
    );
  }
  db.exec(`CREATE TEMP TABLE made AS
    SELECT 1000 + n AS id, 1000 + (n / ${YEARS.length}) AS organization_id, ${YEARS[0] ?? 2018} + n % ${YEARS.length} AS fiscal_year
    FROM (WITH RECURSIVE counter(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counter WHERE n < ${reports - 1}) SELECT n FROM counter);
  CREATE UNIQUE INDEX temp.made_by_id ON made (id)`);
  for (const step of STEPS) {
    const start = performance.now();
    db.exec(step);
    process.stderr.write(
      `${Math.round((performance.now() - start) / 1000)} s: ${step.trim().slice(0, 60).replace(/\s+/g, ' ')}\n`,
    );
  }
  db.exec('COMMIT');
}

const PROVINCES = Array.from({ length: 90 }, (_, index) => `${index + 10}0000`);

/** One in ten keeps the figures of the page, so that its receipts show them. */
const SAME = 'm.id % 10 = 0';

const STEPS = [
  `UPDATE runs SET started_at = '2025-11-01T00:00:00.000Z', finished_at = '2025-11-01T01:00:00.000Z', outcome = 'done'`,
  `INSERT INTO documents (sha256, media_type, bytes, reader, reader_version, first_seen_at)
   SELECT printf('%064x', m.id), 'text/html', 30000, 'html', '3', '2025-11-01T00:00:00.000Z' FROM temp.made m`,
  `INSERT INTO reports SELECT m.id, m.organization_id, m.fiscal_year, (SELECT name FROM organizations WHERE id = m.organization_id) || m.fiscal_year || '年政府信息公开工作年度报告',
     (m.fiscal_year + 1) || '-01-20', 'https://www.example.gov.cn/' || m.id || '.html', 1, 'current', '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z', r.extractor_version
   FROM temp.made m, reports r WHERE r.id = 1`,
  `INSERT INTO report_states SELECT id, first_seen_at, state FROM reports WHERE id >= 1000`,
  `INSERT INTO report_sources SELECT m.id, 'https://www.example.gov.cn/' || m.id || '.html', iif(${SAME}, s.sha256, printf('%064x', m.id)), s.role
   FROM temp.made m, report_sources s WHERE s.report_id = 1`,
  `INSERT INTO cells SELECT m.id, c.code, c.printed, iif(${SAME} OR c.number IS NULL, c.number, c.number + (m.id * 31 + length(c.code) * 7) % 97), c.status, c.derived, c.basis,
     'https://www.example.gov.cn/' || m.id || '.html', iif(${SAME}, c.sha256, printf('%064x', m.id)), c.locator
   FROM temp.made m, cells c WHERE c.report_id = 1`,
  `INSERT INTO sections SELECT m.id, s.number, s.heading, s.text FROM temp.made m, sections s WHERE s.report_id = 1`,
  `INSERT INTO findings (report_id, portal_id, rule, subject, severity, verdict, codes_json, expected, actual, message)
   SELECT m.id, NULL, 'A1', 'granted', 'error', 'source', '["requests.granted.total"]', '12', '13', 'granted: the applicants give 12, 总计 says 13'
   FROM temp.made m WHERE m.id % 3 = 0
   UNION ALL SELECT m.id, NULL, 'E1', 'received', 'warning', 'undetermined', '["requests.received.total"]', '12', '14', 'the text gives 14 requests, the table 12' FROM temp.made m WHERE m.id % 2 = 0
   UNION ALL SELECT m.id, NULL, 'F1', 'total', 'warning', 'source', '["requests.carried_in.total"]', '3', '4', '4 carried in, 3 left the year before' FROM temp.made m WHERE m.id % 5 = 0`,
  `INSERT INTO fetches (run_id, portal_id, url, final_url, fetched_at, status, media_type, sha256, bytes, headers_json, outcome)
   SELECT 1, (SELECT portal_id FROM organizations WHERE id = m.organization_id), 'https://www.example.gov.cn/' || m.id || '.html', 'https://www.example.gov.cn/' || m.id || '.html',
     '2025-11-01T00:00:00.000Z', 200, 'text/html', printf('%064x', m.id), 30000, '{"content-type":"text/html"}', 'ok' FROM temp.made m`,
  `INSERT INTO lists (portal_id, url, label, read_at, fetch_id, pages, rows, whole, reports)
   SELECT p.id, p.home_url || 'list.html', '年报', '2025-11-01T00:00:00.000Z', (SELECT min(id) FROM fetches), 3, 40, 1, 35 FROM portals p`,
  `INSERT INTO list_entries SELECT l.id, r.page_url FROM reports r JOIN organizations o ON o.id = r.organization_id JOIN lists l ON l.portal_id = o.portal_id WHERE r.id >= 1000`,
  `INSERT INTO leads (portal_id, url, title, organization_id, fiscal_year, outcome, detail, first_seen_at, last_seen_at)
   SELECT o.portal_id, 'https://www.example.gov.cn/lead/' || o.id, o.name || '2017年政府信息公开工作年度报告', o.id, 2017, iif(o.id % 2, 'unreadable', 'unreachable'), 'it cannot be read',
     '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z' FROM organizations o WHERE o.id >= 1000 AND o.id % 4 = 0`,
  `ANALYZE`,
];
