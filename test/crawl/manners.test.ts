import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { harvest, openHarbour } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { PortalServer, SeenRequest } from './portal-server.ts';

let harbour: Harbour;
let portal: PortalServer;

const SECOND = 1000;
/** The server notes the end of an answer when it has handed over its last byte, a moment before the crawl has it. */
const TOLERANCE = 3;

/** A portal with everything that makes a crawl ask: robots.txt, redirects, a list, attachments, a page that fails at first. */
async function busyPortal(robots: string): Promise<PortalServer> {
  let tries = 0;
  const server = await startPortal({
    '/robots.txt': { type: 'text/plain', body: robots },
    '/': { status: 302, headers: { location: '/index.html' } },
    '/index.html': pageOf('某县', { '/nb/': '年报' }),
    '/nb/': pageOf('年报', { '/moved.html': '2022年度报告', '/busy.html': '2023年度报告' }),
    '/moved.html': { status: 301, headers: { location: '/r22.html' } },
    '/r22.html': pageOf('2022', { '/a.pdf': '附件', '/b.pdf': '附件' }),
    '/a.pdf': { type: 'application/pdf', body: '%PDF-1.4 a' },
    '/b.pdf': { type: 'application/pdf', body: '%PDF-1.4 b' },
    '/busy.html': (_, response) => {
      response.writeHead(tries++ === 0 ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(pageOf('2023'));
    },
  });
  server.latency = 40;
  return server;
}

/** Milliseconds from the end of each answer to the next request. */
function pauses(seen: readonly SeenRequest[]): number[] {
  return seen.slice(1).map(({ arrived }, index) => arrived - (seen[index]?.ended ?? Number.NaN));
}

beforeEach(() => {
  harbour = openHarbour();
});

afterEach(async () => {
  harbour.dispose();
  await portal.close();
});

describe('the pause between two requests to a host', () => {
  it.each([
    ['--delay 0.2 where robots.txt asks for none', '', 0.2, 0.2],
    ['Crawl-delay where that is longer', 'User-agent: *\nCrawl-delay: 0.3', 0.1, 0.3],
    ['the delay where Crawl-delay is shorter', 'User-agent: *\nCrawl-delay: 0.1', 0.2, 0.2],
  ])(
    'is %s, from the end of the answer before, over redirects, attachments and retries',
    async (_, robots, delaySeconds, pause) => {
      portal = await busyPortal(robots);
      const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }], { delaySeconds });
      expect(reports.map(({ urls }) => urls.length)).toEqual([3, 1]);
      expect(portal.paths()).toEqual([
        ...['/robots.txt', '/', '/index.html', '/nb/'],
        ...['/moved.html', '/r22.html', '/a.pdf', '/b.pdf', '/busy.html', '/busy.html'],
      ]);
      expect(Math.min(...pauses(portal.seen))).toBeGreaterThanOrEqual(pause * SECOND - TOLERANCE);
      expect(portal.mostAtOnce).toBe(1);
    },
  );

  it('holds between portals on one server, whatever its name', async () => {
    portal = await busyPortal('');
    const twin = portal.origin.replace('127.0.0.1', 'localhost');
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }, { home: `${twin}/index.html` }], {
      delaySeconds: 0.05,
    });
    expect(reports).toHaveLength(4);
    expect(portal.mostAtOnce).toBe(1);
    expect(Math.min(...pauses(portal.seen))).toBeGreaterThanOrEqual(0.05 * SECOND - TOLERANCE);
  });
});

describe('Retry-After', () => {
  it.each([
    ['seconds', 429, () => '1'],
    ['a date', 503, () => new Date(Date.now() + 2 * SECOND).toUTCString()],
  ])('as %s is waited for before anything else is asked', async (_, status, header) => {
    let refused = Number.NaN;
    let until = Number.NaN;
    portal = await startPortal({
      '/': pageOf('某县', { '/busy.html': '2023年度报告', '/r.html': '2022年度报告' }),
      '/r.html': pageOf('2022'),
      '/busy.html': (_request, response) => {
        if (Number.isNaN(refused)) {
          const retryAfter = header();
          refused = performance.now();
          until =
            refused + (/^\d+$/.test(retryAfter) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - Date.now());
          response.writeHead(status, { 'retry-after': retryAfter }).end();
        } else {
          response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf('2023'));
        }
      },
    });
    const { reports } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toHaveLength(2);
    const after = portal.seen.filter(({ arrived }) => arrived > refused);
    expect(after).toHaveLength(2);
    for (const { arrived } of after) expect(arrived).toBeGreaterThanOrEqual(until - TOLERANCE);
  });
});
