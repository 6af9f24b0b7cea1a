import { expect, it } from 'vitest';
import { openEmptyCorpus } from './report-record.ts';

const PORTALS = 100;
const BODIES_A_PORTAL = 50;
const FIRST = 2008;
const YEARS = 17;

/** 5,000 bodies on 100 portals, each with reports of most years, listed in one flat list a portal. */
function fill(corpus: ReturnType<typeof openEmptyCorpus>): void {
  const { db } = corpus;
  const run = corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} });
  const document = db.prepare(
    "INSERT INTO documents (sha256, media_type, bytes, first_seen_at) VALUES (?, 'text/html', 1, ?)",
  );
  const fetch = db.prepare(
    `INSERT INTO fetches (run_id, portal_id, url, final_url, fetched_at, sha256, outcome) VALUES (?, ?, ?, ?, ?, ?, 'ok')`,
  );
  const organization = db.prepare(
    "INSERT INTO organizations (name, level, division, division_name, portal_id) VALUES (?, 'township', '640121', '永宁县', ?)",
  );
  const name = db.prepare("INSERT INTO organization_names VALUES (?, ?, '640121', '永宁县', NULL, NULL, 'as met')");
  const report = db.prepare(
    `INSERT INTO reports (organization_id, fiscal_year, title, page_url, revision, state, first_seen_at, last_seen_at, extractor_version)
     VALUES (?, ?, '', ?, 1, 'current', ?, ?, '1')`,
  );
  const source = db.prepare("INSERT INTO report_sources VALUES (?, ?, ?, 'page')");
  const list = db.prepare(
    "INSERT INTO lists (portal_id, url, label, read_at, fetch_id, pages, rows, whole) VALUES (?, ?, '年报', ?, ?, 1, 1, 1)",
  );
  const entry = db.prepare('INSERT INTO list_entries VALUES (?, ?)');
  const at = '2026-05-01T00:00:00.000Z';
  let count = 0;
  db.transaction(() => {
    for (let portal = 0; portal < PORTALS; portal++) {
      const id = `p${portal}`;
      const home = `https://p${portal}.test/`;
      corpus.upsertPortal({ id, name: `某${portal}县`, home });
      const listFetch = fetch.run(run, id, home, home, at, null).lastInsertRowid;
      const listId = list.run(id, home, at, listFetch).lastInsertRowid;
      for (let body = 0; body < BODIES_A_PORTAL; body++) {
        const named = `永宁县${portal}之${body}镇人民政府`;
        const bodyId = organization.run(named, id).lastInsertRowid;
        name.run(bodyId, named);
        for (let year = FIRST; year < FIRST + YEARS; year++) {
          if (++count % 10 === 0) continue;
          const url = `${home}${body}/${year}.html`;
          const sha256 = count.toString(16).padStart(64, '0');
          document.run(sha256, at);
          fetch.run(run, id, url, url, at, sha256);
          const reportId = report.run(bodyId, year, url, at, at).lastInsertRowid;
          source.run(reportId, url, sha256);
          entry.run(listId, url);
        }
      }
    }
  })();
}

it('answers for 5,000 bodies and 17 years; no body is said to have missed a year before its own first report', () => {
  const corpus = openEmptyCorpus();
  fill(corpus);
  const counts = corpus.db
    .prepare<[], { status: string; count: number }>('SELECT status, count(*) AS count FROM coverage GROUP BY status')
    .all();
  const byStatus = Object.fromEntries(counts.map(({ status, count }) => [status, count]));
  expect(byStatus).toEqual({ found: 76_500, not_published: 7_500, unknown: 500 });
}, 60_000);
