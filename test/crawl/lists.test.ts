import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectDialects } from '../../src/crawl/dialects.ts';
import { Frontier } from '../../storage/frontier.ts';
import { harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

interface ListRow {
  readonly path: string;
  readonly pages: number;
  readonly rows: number;
  readonly declared_pages: number | null;
  readonly declared_rows: number | null;
  readonly whole: number;
  readonly detail: string | null;
  readonly entries: number;
}

const YEARS = [2023, 2022, 2021, 2020, 2019, 2018] as const;
const reportPath = (year: number): string => `/nb/${year + 1}01/t${year + 1}0120_${year}.html`;

/** A column of two reports a page; `pages` of its three are served, and a script says how many there are. */
function columnPages(script: string): Record<string, string> {
  return Object.fromEntries(
    [0, 1, 2].map((page) => {
      const links: [path: string, title: string][] = YEARS.slice(2 * page, 2 * page + 2).map((year) => [
        reportPath(year),
        `永宁县${year}年政府信息公开工作年度报告`,
      ]);
      const path = page === 0 ? '/nb/' : `/nb/index_${page}.html`;
      return [path, pageOf('政府信息公开年报', Object.fromEntries(links), script.replace('CURRENT', String(page)))];
    }),
  );
}

const THREE_PAGES = '<script>createPageHTML(3, CURRENT, "index", "html");</script>';

let harbour: Harbour;
let portal: PortalServer;

beforeEach(async () => {
  harbour = openHarbour();
  portal = await startPortal({
    '/': pageOf('永宁县人民政府', { '/nb/': '政府信息公开年报' }),
    ...columnPages(THREE_PAGES),
    ...Object.fromEntries(YEARS.map((year) => [reportPath(year), pageOf(String(year))])),
  });
});

afterEach(async () => {
  harbour.dispose();
  await portal.close();
});

async function harvested(plan: Parameters<typeof harvest>[2] = {}): Promise<number> {
  const { runId } = await harvest(
    harbour,
    [{ name: '永宁县', division: '640121', home: `${portal.origin}/`, columns: [`${portal.origin}/nb/`] }],
    { dialects: projectDialects, ...plan },
  );
  return runId;
}

function lists(): ListRow[] {
  return harbour.corpus.db
    .prepare<[string], ListRow>(
      `SELECT replace(url, ?, '') AS path, pages, rows, declared_pages, declared_rows, whole, detail,
         (SELECT count(*) FROM list_entries e WHERE e.list_id = l.id) AS entries FROM lists l ORDER BY path`,
    )
    .all(portal.origin);
}

function rules(): string[] {
  return portalFindings(harbour).map(({ rule }) => rule);
}

describe('a list of reports', () => {
  it('is whole where as many pages were seen as it says it has', async () => {
    await harvested();
    expect(lists()).toEqual([
      { path: '/nb/', pages: 3, rows: 6, declared_pages: 3, declared_rows: null, whole: 1, detail: null, entries: 6 },
    ]);
    expect(rules()).toEqual([]);
  });

  it('is cut short where a page shows nothing that the pages before it did not', async () => {
    portal.answers.set('/nb/index_2.html', portal.answers.get('/nb/index_1.html') ?? '');
    await harvested();
    expect(lists()).toMatchObject([{ pages: 2, rows: 4, declared_pages: 3, whole: 0, entries: 4 }]);
    const findings = harbour.corpus.db.prepare('SELECT rule, subject, severity, expected, actual FROM findings').all();
    expect(findings).toEqual([
      {
        rule: 'portal.list_cut_short',
        subject: `${portal.origin}/nb/`,
        severity: 'warning',
        expected: '3',
        actual: '2',
      },
    ]);
  });

  it('proves nothing where one of its pages could not be had', async () => {
    portal.answers.set('/nb/index_1.html', { status: 404, body: '<p>404</p>' });
    await harvested();
    expect(lists()).toMatchObject([{ pages: 2, whole: 0 }]);
    expect(rules()).toEqual(['portal.list_cut_short', 'portal.page_gone']);
  });

  it('is held against the rows it counts in print, where it counts no pages', async () => {
    portal.answers.set('/nb/', pageOf('年报', { [reportPath(2023)]: '永宁县2023年政府信息公开工作年度报告' }, '共2条'));
    await harvested();
    expect(lists()).toMatchObject([{ rows: 1, declared_rows: 2, whole: 0 }]);
    expect(rules()).toEqual(['portal.list_cut_short']);
  });

  it('proves nothing where the portal was given up half way, and says so once', async () => {
    await harvested({ limits: { bytes: 1_000_000, seconds: 5, redirects: 5, requestsPerPortal: 6 } });
    expect(lists()).toMatchObject([{ whole: 0, detail: expect.stringContaining('6 requests') }]);
    expect(rules()).toEqual(['portal.ceiling']);
  });

  it('is stated anew when it is read again, and a reading of some years does not hide a whole one', async () => {
    new Frontier(harbour.corpus).clear(await harvested());
    new Frontier(harbour.corpus).clear(await harvested({ years: { from: 2023, to: 2023 } }));
    expect(lists()).toMatchObject([{ rows: 6, whole: 1, entries: 6 }]);
    portal.answers.set('/nb/index_2.html', '<html><body></body></html>');
    await harvested();
    expect(lists()).toMatchObject([{ pages: 2, rows: 4, whole: 0, entries: 6 }]);
  });
});
