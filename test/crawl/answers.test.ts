import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchedOutcomes, harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { Answer, PortalServer } from './portal-server.ts';

let harbour: Harbour;
const portals: PortalServer[] = [];

async function portalWith(answers: Record<string, Answer>): Promise<PortalServer> {
  const portal = await startPortal(answers);
  portals.push(portal);
  return portal;
}

/** A portal whose home page lists one report at `/r.html`. */
function portalWithReport(answer: Answer, more: Record<string, Answer> = {}): Promise<PortalServer> {
  return portalWith({ '/': pageOf('某县', { '/r.html': '2023年度报告' }), '/r.html': answer, ...more });
}

beforeEach(() => {
  harbour = openHarbour();
});

afterEach(async () => {
  harbour.dispose();
  await Promise.all(portals.splice(0).map((portal) => portal.close()));
});

describe('what a server may answer', () => {
  it.each([
    ['404', { status: 404 }, 'gone', 'gone'],
    ['410', { status: 410 }, 'gone', 'gone'],
    ['403', { status: 403, body: 'no' }, 'blocked', 'blocked'],
    ['an empty page', '', 'error', 'unreachable'],
    ['a body over the ceiling', { body: 'x'.repeat(1_000_001) }, 'too_large', 'unreachable'],
    [
      'a body that unpacks to over the ceiling',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(5_000_000)) },
      'too_large',
      'unreachable',
    ],
    [
      'a packed body cut short',
      { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.from('年'.repeat(9999))).subarray(0, 40) },
      'truncated',
      'unreachable',
    ],
    ['a redirect to itself', { status: 302, headers: { location: '/r.html' } }, 'error', 'unreachable'],
  ] satisfies [string, Answer, string, string][])(
    '%s is told as such, and the report as missing',
    async (_, answer, outcome, told) => {
      const portal = await portalWithReport(answer);
      const { failed } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
      expect(fetchedOutcomes(harbour).at(-1)).toBe(`/r.html ${outcome}`);
      expect(failed).toMatchObject([{ outcome: told, lead: { title: '2023年度报告' } }]);
    },
  );

  it('a body shorter than its stated length is truncated, and tried again', async () => {
    const portal = await portalWithReport((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('only this');
      setTimeout(() => response.destroy(), 10);
    });
    await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(fetchedOutcomes(harbour).filter((row) => row.startsWith('/r.html'))).toEqual(
      Array(2).fill('/r.html truncated'),
    );
  });

  it('a body that drips on for ever is a timeout', async () => {
    const portal = await portalWithReport((_, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    const limits = { bytes: 1_000_000, seconds: 0.3, redirects: 5, requestsPerPortal: 100 };
    await harvest(harbour, [{ home: `${portal.origin}/` }], {
      limits,
      retryPolicy: { retries: 0, firstWaitSeconds: 0, longestWaitSeconds: 1 },
    });
    expect(fetchedOutcomes(harbour).at(-1)).toBe('/r.html timeout');
  });

  it('packed pages are kept unpacked', async () => {
    const portal = await portalWithReport({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(pageOf('2023')) });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toHaveLength(1);
    const bytes = harbour.corpus.db.prepare('SELECT bytes FROM fetches ORDER BY id DESC LIMIT 1').pluck().get();
    expect(bytes).toBe(Buffer.byteLength(pageOf('2023')));
  });

  it('a server that recovers is asked again', async () => {
    let asked = 0;
    const portal = await portalWithReport((_, response) => {
      if (asked++ === 0) response.writeHead(500).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('2023'));
    });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toHaveLength(1);
  });

  it('Retry-After is waited for by everything of that host', async () => {
    let asked = 0;
    const portal = await portalWith({
      '/': pageOf('某县', { '/a.html': '2023年度报告', '/b.html': '2022年度报告' }),
      '/a.html': (_, response) => {
        if (asked++ === 0) response.writeHead(503, { 'retry-after': '1' }).end();
        else response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('2023'));
      },
      '/b.html': pageOf('2022'),
    });
    await harvest(harbour, [{ home: `${portal.origin}/` }]);
    const busy = portal.seen.findIndex(({ path }) => path === '/a.html');
    const [refused, next] = [portal.seen[busy], portal.seen[busy + 1]];
    expect((next?.arrived ?? 0) - (refused?.ended ?? 0)).toBeGreaterThanOrEqual(990);
    expect(portal.paths().filter((path) => path === '/a.html')).toHaveLength(2);
  });

  it('a wait longer than a run takes ends the portal, with a finding', async () => {
    const portal = await portalWithReport({ status: 503, headers: { 'retry-after': 'Wed, 21 Oct 2099 07:28:00 GMT' } });
    const { summaries } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(summaries[0]?.state).toBe('stopped');
    expect(portalFindings(harbour).map(({ rule }) => rule)).toContain('portal.unreachable');
    expect(portal.paths().filter((path) => path === '/r.html')).toHaveLength(1);
  });

  it('a challenge page is recognised, not solved, and ends the portal', async () => {
    const challenge =
      "<script>document.cookie='__jsl_clearance=1';location.href=location.pathname+location.search</script>";
    const portal = await portalWith({ '/': { status: 521, body: challenge } });
    const { summaries } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(fetchedOutcomes(harbour)).toEqual(['/robots.txt gone', '/ blocked']);
    expect(summaries[0]).toMatchObject({ state: 'stopped' });
    expect(portalFindings(harbour)).toMatchObject([{ rule: 'portal.blocked', subject: 'p0' }]);
  });

  it('a redirect that sets a cookie and comes back to itself is followed once', async () => {
    const portal = await portalWithReport((request, response) => {
      if (request.headers.cookie?.includes('CT6T=1') === true)
        response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('2023'));
      else response.writeHead(302, { location: '/r.html', 'set-cookie': 'CT6T=1; path=/' }).end();
    });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toHaveLength(1);
  });
});

describe('where a crawl may go', () => {
  it('stays on the portal: links and redirects elsewhere are not asked for, nor are internal addresses', async () => {
    const foreign = await portalWith({ '/secret.html': pageOf('secret') });
    const portal = await portalWith({
      '/': pageOf('某县', {
        [`${foreign.origin}/secret.html`]: '2020年度报告',
        'http://169.254.169.254/latest/': '2021年度报告',
        '/away.html': '2022年度报告',
        '/a.html': '2023年度报告',
      }),
      '/away.html': { status: 302, headers: { location: `${foreign.origin}/secret.html` } },
      '/a.html': pageOf('2023'),
    });
    const { reports, failed } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(foreign.seen).toEqual([]);
    expect(reports.map(({ title }) => title)).toEqual(['2023年度报告']);
    expect(failed).toHaveLength(3);
    expect(fetchedOutcomes(harbour).filter((row) => row.endsWith('not_allowed'))).toHaveLength(3);
  });

  it('goes to declared hosts', async () => {
    const files = await portalWith({ '/r.html': pageOf('2023') });
    const portal = await portalWith({ '/': pageOf('某县', { [`${files.origin}/r.html`]: '2023年度报告' }) });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/`, hosts: [new URL(files.origin).host] }]);
    expect(reports).toHaveLength(1);
  });

  it('does not follow a declared host whose name leads to an internal address', async () => {
    const portal = await portalWith({ '/': pageOf('某县', { 'http://files.example.test:81/r.html': '2023年度报告' }) });
    await harvest(harbour, [{ home: `${portal.origin}/`, hosts: ['files.example.test:81'] }], {
      resolve: () => Promise.resolve([{ address: '10.0.0.7', family: 4 }]),
    });
    expect(fetchedOutcomes(harbour).at(-1)).toBe('/r.html not_allowed');
  });
});

describe('robots.txt', () => {
  it('is fetched once under our own name, and obeyed', async () => {
    const portal = await portalWithReport(pageOf('2023'), {
      '/robots.txt': {
        type: 'text/plain',
        body: 'User-agent: *\nDisallow: /\n\nUser-agent: nianbao\nDisallow: /r.html\n',
      },
    });
    const { failed } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(portal.paths()).toEqual(['/robots.txt', '/']);
    expect(portal.seen[0]?.headers['user-agent']).toBe('nianbao/0 (test)');
    expect(failed).toMatchObject([{ outcome: 'blocked' }]);
    expect(portalFindings(harbour)).toMatchObject([{ rule: 'portal.robots' }]);
  });

  it.each([
    ['5xx forbids all', { status: 500 }, '/ refused_by_robots', 'portal.closed'],
    [
      'a broken connection means that the portal is down',
      (_: unknown, response: { destroy(): unknown }) => void response.destroy(),
      '/ error',
      'portal.unreachable',
    ],
  ] satisfies [string, Answer, string, string][])('%s, and is found', async (_, answer, recorded, rule) => {
    const portal = await portalWithReport(pageOf('2023'), { '/robots.txt': answer });
    await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(portal.paths()).toEqual(['/robots.txt', '/robots.txt', '/robots.txt']);
    expect(fetchedOutcomes(harbour).at(-1)).toBe(recorded);
    expect(portalFindings(harbour)).toContainEqual(
      expect.objectContaining({
        rule,
        subject: 'p0',
        severity: 'error',
        message: expect.stringContaining('robots.txt'),
      }),
    );
  });

  it('403 allows all', async () => {
    const portal = await portalWithReport(pageOf('2023'), { '/robots.txt': { status: 403 } });
    expect((await harvest(harbour, [{ home: `${portal.origin}/` }])).reports).toHaveLength(1);
  });

  it.each([
    ['its Crawl-delay where that is longer', 'User-agent: *\nCrawl-delay: 0.3', 0.05],
    ['the own delay where that is longer', 'User-agent: *\nCrawl-delay: 0.05', 0.3],
  ])('sets the pause: %s, from the end of the last response', async (_, body, delaySeconds) => {
    const portal = await portalWithReport(pageOf('2023'), { '/robots.txt': { type: 'text/plain', body } });
    portal.latency = 60;
    await harvest(harbour, [{ home: `${portal.origin}/` }], { delaySeconds });
    const pauses = portal.seen.slice(2).map(({ arrived }, index) => arrived - (portal.seen[index + 1]?.ended ?? 0));
    expect(pauses).toHaveLength(1);
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(295);
    expect(portal.mostAtOnce).toBe(1);
  });
});

describe('many portals', () => {
  it('are crawled side by side, each one request at a time', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => portalWithReport(pageOf('2023'))));
    for (const portal of all) portal.latency = 100;
    const start = performance.now();
    const { reports } = await harvest(
      harbour,
      all.map(({ origin }) => ({ home: `${origin}/` })),
    );
    expect(reports).toHaveLength(4);
    expect(all.map(({ mostAtOnce }) => mostAtOnce)).toEqual([1, 1, 1, 1]);
    expect(performance.now() - start).toBeLessThan(4 * 300);
  });
});

describe('what must not pass in silence', () => {
  it.each([
    ['a home page without a column', { '/': pageOf('某县', { '/news': '新闻' }) }, ['portal.no_reports']],
    [
      'an empty column',
      { '/': pageOf('某县', { '/nb/': '年报' }), '/nb/': pageOf('年报') },
      ['portal.empty_column', 'portal.no_reports'],
    ],
    ['a column that is gone', { '/': pageOf('某县', { '/nb/': '年报' }) }, ['portal.no_reports', 'portal.page_gone']],
    [
      'a page that a step trips over',
      { '/': pageOf('某县', { '/x': '坏', '/r.html': '2023年度报告' }), '/x': pageOf('x'), '/r.html': pageOf('2023') },
      ['portal.page'],
    ],
    ['a home page that is gone', {}, ['portal.unreachable']],
  ] satisfies [string, Record<string, Answer>, string[]][])('%s', async (_, answers, rules) => {
    const portal = await portalWith(answers);
    await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(portalFindings(harbour).map(({ rule }) => rule)).toEqual(rules);
  });

  it('a page of a list that fails at every try, or is gone, is named, and what comes after it is still visited', async () => {
    const list = (page: number): string =>
      pageOf('年报', {
        [`/r${page}.html`]: `${2018 + page}年度报告`,
        '/nb/2': '下一页',
        '/nb/3': '下一页',
        '/nb/4': '下一页',
      });
    const portal = await portalWith({
      '/': pageOf('某县', { '/nb/': '年报' }),
      '/nb/': list(1),
      '/nb/2': { status: 500 },
      '/nb/4': list(4),
      '/r1.html': pageOf('1'),
      '/r4.html': pageOf('4'),
    });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports.map(({ title }) => title)).toEqual(['2019年度报告', '2022年度报告']);
    expect(portalFindings(harbour)).toMatchObject([
      { rule: 'portal.page', subject: `${portal.origin}/nb/2`, severity: 'error' },
      { rule: 'portal.page_gone', subject: `${portal.origin}/nb/3`, severity: 'warning' },
    ]);
  });

  it('the ceiling of requests ends a portal with a finding', async () => {
    const endless = await portalWith({});
    endless.answers.set('/', pageOf('某县', { '/1': '下一页' }));
    for (let page = 1; page < 50; page++) endless.answers.set(`/${page}`, pageOf('x', { [`/${page + 1}`]: '下一页' }));
    const limits = { bytes: 1_000_000, seconds: 5, redirects: 5, requestsPerPortal: 10 };
    await harvest(harbour, [{ home: `${endless.origin}/` }], { limits });
    expect(endless.seen).toHaveLength(10);
    expect(portalFindings(harbour)).toMatchObject([{ rule: 'portal.ceiling' }]);
  });
});

describe('leads', () => {
  it('of years that are not wanted are left out; a form is sent as a POST; declared columns are where it starts', async () => {
    const portal = await portalWith({
      '/': pageOf('某县'),
      '/nb/': pageOf('年报', { '/search': '查询' }),
      '/search': pageOf('结果', { '/2021.html': '2021年度报告', '/2023.html': '2023年度报告', '/x.html': '年度报告' }),
      '/2023.html': pageOf('2023'),
      '/x.html': pageOf('x'),
    });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/`, columns: ['/nb/'] }], {
      years: { from: 2022, to: 2024 },
    });
    expect(reports.map(({ title }) => title)).toEqual(['2023年度报告', '年度报告']);
    expect(portal.seen.find(({ path }) => path === '/search')).toMatchObject({
      method: 'POST',
      body: 'q=%E5%B9%B4%E6%8A%A5&page=1',
    });
  });
});
