import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Portal } from '../../crawlers/crawler.ts';
import type { HarvestPlan } from '../../src/crawl/harvest-portals.ts';
import { fetchedOutcomes, harvest, openHarbour } from './harvesting.ts';
import type { Harbour, Harvested } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { Answer, PortalServer } from './portal-server.ts';
import { startPlain, startSelfSigned, startSockets, startWeakTls } from './raw-servers.ts';
import type { RawServer } from './raw-servers.ts';

let harbour: Harbour;
const open: { close(): Promise<void> }[] = [];

function opened<Server extends { close(): Promise<void> }>(server: Server): Server {
  open.push(server);
  return server;
}

const HONEST = {
  '/': pageOf('邻县', { '/r.html': '2023年度报告' }),
  '/r.html': pageOf('2023'),
} satisfies Record<string, Answer>;

/** A retry policy under which a test may wait for every retry. */
const QUICK = {
  limits: { bytes: 1_000_000, seconds: 1.5, redirects: 5, requestsPerPortal: 400 },
  retryPolicy: { retries: 1, firstWaitSeconds: 0.01, longestWaitSeconds: 1 },
} satisfies Partial<HarvestPlan>;

/** Harvests a hostile portal beside an honest one, which must come through whole. */
async function besideHonest(portal: Partial<Portal> & { home: string }, plan: Partial<HarvestPlan> = {}) {
  const honest = opened(await startPortal(HONEST));
  const harvested = await harvest(harbour, [portal, { home: `${honest.origin}/` }], { ...QUICK, ...plan });
  expect(harvested.summaries[1]).toMatchObject({ state: 'done', reports: { recorded: 1 } });
  return harvested;
}

function outcomesOf(server: PortalServer): string[] {
  return harbour.corpus.db
    .prepare<[string], { url: string; outcome: string }>(
      'SELECT url, outcome FROM fetches WHERE url LIKE ? ORDER BY id',
    )
    .all(`${server.origin}%`)
    .map(({ url, outcome }) => `${new URL(url).pathname} ${outcome}`);
}

function detailOf(path: string): unknown {
  return harbour.corpus.db
    .prepare('SELECT detail FROM fetches WHERE url LIKE ? ORDER BY id DESC')
    .pluck()
    .get(`%${path}`);
}

beforeEach(() => {
  harbour = openHarbour();
});

afterEach(async () => {
  harbour.dispose();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const PAGE = pageOf('2023', { '/a.pdf': '附件' });
const html = { 'content-type': 'text/html; charset=utf-8' };
const raw =
  (head: string, body = ''): Answer =>
  (request) => {
    request.socket.end(`HTTP/1.1 ${head}\r\n\r\n${body}`);
  };

describe('an answer that is wrong', () => {
  it.each([
    [
      'goes on after its stated length',
      raw('200 OK\r\ncontent-type: text/html\r\ncontent-length: 20', 'x'.repeat(400)),
      'truncated',
      2,
    ],
    [
      'ends before its stated length',
      raw('200 OK\r\ncontent-type: text/html\r\ncontent-length: 4000', 'x'.repeat(400)),
      'truncated',
      2,
    ],
    [
      'breaks off within chunks',
      raw('200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked', '400\r\nonly this'),
      'truncated',
      2,
    ],
    ['has a megabyte of headers', { headers: { 'x-junk': 'x'.repeat(1_000_000) }, body: 'x' }, 'too_large', 1],
    [
      'has ten thousand headers',
      (_, response) => {
        for (let n = 0; n < 10_000; n++) response.setHeader(`x-${n}`, 'x'.repeat(20));
        response.end('x');
      },
      'too_large',
      1,
    ],
    ['is no HTTP', raw('what?'), 'error', 2],
    ['says gzip and is not', { headers: { 'content-encoding': 'gzip' }, body: pageOf('2023') }, 'error', 1],
    [
      'says br and is not',
      { headers: { 'content-encoding': 'br' }, body: Buffer.from([0xff, 0xfe, 1, 2, 3]) },
      'error',
      1,
    ],
    ['says an encoding that nobody asked for', { headers: { 'content-encoding': 'lzma' }, body: 'x' }, 'error', 1],
    [
      'is a gzip bomb within a gzip bomb',
      {
        headers: { 'content-encoding': 'gzip, gzip' },
        body: gzipSync(gzipSync(Buffer.alloc(200_000_000))),
      },
      'too_large',
      1,
    ],
    [
      'has no end',
      (_, response) => {
        response.writeHead(200, html);
        const more = (): void => {
          while (response.write('x'.repeat(65_536)));
          response.once('drain', more);
        };
        more();
      },
      'too_large',
      1,
    ],
    ['states 30 MB', { headers: { 'content-length': '30000000' }, body: Buffer.alloc(30_000_000, 60) }, 'too_large', 1],
    [
      'drips a byte at a time',
      (_, response) => {
        response.writeHead(200, html);
        const drip = setInterval(() => response.write('x'), 50);
        response.on('close', () => {
          clearInterval(drip);
        });
      },
      'timeout',
      2,
    ],
    [
      'drips its headers',
      (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n');
        const drip = setInterval(() => request.socket.write('x: y\r\n'), 50);
        request.socket.on('close', () => {
          clearInterval(drip);
        });
      },
      'timeout',
      2,
    ],
    ['never comes', () => undefined, 'timeout', 2],
    [
      'is a closed connection',
      (request) => {
        request.socket.destroy();
      },
      'error',
      2,
    ],
    [
      'is a reset connection',
      (request) => {
        request.socket.resetAndDestroy();
      },
      'error',
      2,
    ],
    [
      'is reset in the middle of its body',
      (request, response) => {
        response.writeHead(200, { ...html, 'content-length': '5000' });
        response.write('half');
        setTimeout(() => {
          request.socket.resetAndDestroy();
        }, 20);
      },
      'truncated',
      2,
    ],
    ['has nothing in it', { body: '' }, 'error', 1],
    ['is 204', { status: 204 }, 'error', 1],
    ['is an unasked 304', { status: 304 }, 'error', 1],
    ['redirects to nowhere', { status: 302 }, 'error', 1],
    ['redirects to a script', { status: 302, headers: { location: 'javascript:void(0)' } }, 'error', 1],
    ['redirects to a private address', { status: 302, headers: { location: 'http://10.0.0.1/' } }, 'not_allowed', 1],
    ['is the challenge of a 403', { status: 403, body: '<script>$_ts=window["$_ts"]</script>' }, 'blocked', 1],
    ['is the challenge of a 202', { status: 202, body: '<script>$_ts.cd="x"</script>' }, 'blocked', 1],
  ] satisfies [string, Answer, string, number][])('that %s', async (_, answer, outcome, tries) => {
    const portal = opened(
      await startPortal({
        '/': pageOf('某县', { '/r.html': '2022年度报告', '/s.html': '2023年度报告' }),
        '/r.html': answer,
        '/s.html': pageOf('2023'),
      }),
    );
    const { reports } = await besideHonest({ home: `${portal.origin}/` });
    expect(outcomesOf(portal).filter((row) => row.startsWith('/r.html'))).toEqual(
      Array(tries).fill(`/r.html ${outcome}`),
    );
    expect(reports).toHaveLength(2);
    expect(detailOf(`${portal.origin}/r.html`)).toEqual(expect.any(String));
  });

  it.each([
    ['a page called a file', { type: 'application/octet-stream', body: PAGE }],
    ['a page called a picture', { type: 'image/png', body: PAGE }],
    ['a page without a type', { type: '', body: PAGE }],
    [
      'GBK called UTF-8',
      {
        body: Buffer.concat([
          Buffer.from('<title>'),
          Buffer.from([0xc4, 0xea, 0xb1, 0xa8]),
          Buffer.from('</title><a href="/a.pdf">x</a>'),
        ]),
      },
    ],
    [
      'a page with something after its stated length',
      raw(
        `200 OK\r\ncontent-type: text/html\r\ncontent-length: ${Buffer.byteLength(PAGE)}`,
        `${PAGE}<script>counter()</script>`,
      ),
    ],
  ] satisfies [string, Answer][])('%s is read for what it is', async (_, answer) => {
    const portal = opened(
      await startPortal({
        '/': pageOf('某县', { '/r.html': '2022年度报告' }),
        '/r.html': answer,
        '/a.pdf': { type: 'application/pdf', body: '%PDF-1.4' },
      }),
    );
    const { reports } = await besideHonest({ home: `${portal.origin}/` });
    expect(reports.find(({ urls }) => urls[0]?.startsWith(portal.origin))?.urls).toHaveLength(2);
  });
});

describe('redirects', () => {
  it('in a circle end when the circle closes', async () => {
    const portal = opened(
      await startPortal({
        '/': pageOf('某县', { '/a': '2023年度报告' }),
        '/a': { status: 302, headers: { location: '/b' } },
        '/b': { status: 301, headers: { location: '/a' } },
      }),
    );
    await besideHonest({ home: `${portal.origin}/` });
    expect(portal.paths()).toEqual(['/robots.txt', '/', '/a', '/b']);
    expect(detailOf('/a')).toContain('circle');
  });

  it('in a chain without end stop at the ceiling', async () => {
    const portal = opened(await startPortal({ '/': pageOf('某县', { '/0': '2023年度报告' }) }));
    for (let n = 0; n < 50; n++) portal.answers.set(`/${n}`, { status: 302, headers: { location: `/${n + 1}` } });
    await besideHonest({ home: `${portal.origin}/` });
    expect(portal.paths()).toHaveLength(2 + 1 + QUICK.limits.redirects);
    expect(outcomesOf(portal).at(-1)).toBe('/0 error');
  });

  it('that set a new cookie each time stop at the ceiling', async () => {
    let count = 0;
    const portal = opened(
      await startPortal({
        '/': pageOf('某县', { '/r': '2023年度报告' }),
        '/r': (_, response) => {
          response.writeHead(302, { location: '/r', 'set-cookie': `n=${count++}` }).end();
        },
      }),
    );
    await besideHonest({ home: `${portal.origin}/` });
    expect(count).toBe(1 + QUICK.limits.redirects);
  });

  it('that want their cookie back are met once, not once a page', async () => {
    const gate =
      (body: string): Answer =>
      (request, response) => {
        if (request.headers.cookie?.includes('CT6T=1') === true) response.writeHead(200, html).end(body);
        else response.writeHead(302, { location: request.url ?? '', 'set-cookie': 'CT6T=1; path=/' }).end();
      };
    const portal = opened(
      await startPortal({
        '/': gate(pageOf('某县', { '/a.html': '2023年度报告', '/b.html': '2022年度报告' })),
        '/a.html': gate(pageOf('2023')),
        '/b.html': gate(pageOf('2022')),
      }),
    );
    const { reports } = await besideHonest({ home: `${portal.origin}/` });
    expect(reports).toHaveLength(3);
    expect(portal.paths()).toEqual(['/robots.txt', '/', '/', '/a.html', '/b.html']);
  });

  it('to a name that leads to a private address are not followed', async () => {
    const portal = opened(
      await startPortal({
        '/': pageOf('某县', { '/r': '2023年度报告' }),
        '/r': { status: 302, headers: { location: 'http://files.example.test/r.html' } },
      }),
    );
    await besideHonest(
      { home: `${portal.origin}/`, hosts: ['files.example.test'] },
      {
        resolve: (name) =>
          Promise.resolve([{ address: name === 'files.example.test' ? '192.168.3.4' : '127.0.0.1', family: 4 }]),
      },
    );
    expect(outcomesOf(portal).at(-1)).toBe('/r not_allowed');
  });
});

describe('a portal that is hardly there', () => {
  it.each([
    ['takes connections and never answers', () => startSockets(() => undefined), 'timeout'],
    ['closes every connection', () => startSockets((socket) => socket.destroy()), 'error'],
    ['resets every connection', () => startSockets((socket) => socket.resetAndDestroy()), 'error'],
    ['speaks another protocol', () => startSockets((socket) => socket.write('220 ftp ready\r\n')), 'error'],
  ] satisfies [string, () => Promise<RawServer>, string][])('%s', async (_, start, outcome) => {
    const { port } = opened(await start());
    const { summaries } = await besideHonest({ home: `http://127.0.0.1:${port}/` });
    expect(summaries[0]).toMatchObject({ state: 'stopped' });
    expect(fetchedOutcomes(harbour)).toContain(`/robots.txt ${outcome}`);
  });

  it('has no port open', async () => {
    const gone = await startSockets(() => undefined);
    await gone.close();
    const { summaries } = await besideHonest({ home: `http://127.0.0.1:${gone.port}/` });
    expect(summaries[0]).toMatchObject({ state: 'stopped' });
  });
});

describe('TLS', () => {
  const serve = (request: { url?: string | undefined }, response: ServerResponse): void => {
    const body = { '/': HONEST['/'], '/r.html': HONEST['/r.html'] }[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200, html).end(body ?? '');
  };
  const recorded = ({ summaries }: Harvested): unknown => summaries[0]?.reports['recorded'] ?? 0;

  it.each([
    ['old and weak', startWeakTls],
    ['with a certificate that proves nothing', startSelfSigned],
  ])('%s is refused, and taken where the portal says legacy', async (_, start) => {
    const { port } = opened(await start(serve));
    const home = `https://127.0.0.1:${port}/`;
    const strict = await besideHonest({ home });
    expect(strict.summaries[0]).toMatchObject({ state: 'stopped' });
    expect(recorded(strict)).toBe(0);
    expect(recorded(await besideHonest({ home, tls: 'legacy' }))).toBe(1);
  });

  it('that does not come about is left for http of the same host, which is then kept to', async () => {
    const paths: string[] = [];
    const { port } = opened(
      await startPlain((request, response) => {
        paths.push(request.url ?? '');
        serve(request, response);
      }),
    );
    const host = `127.0.0.1:${port}`;
    const harvested = await besideHonest({ home: `https://${host}/`, hosts: [host] });
    expect(recorded(harvested)).toBe(1);
    expect(paths).toEqual(['/robots.txt', '/robots.txt', '/', '/r.html']);
    expect(harvested.reports.flatMap(({ urls }) => urls)).toContain(`http://${host}/r.html`);
  });

  it('that http insists on, and that does not come about, is told as what it is', async () => {
    const { port } = opened(
      await startPlain((request, response) => {
        response.writeHead(301, { location: `https://${request.headers.host ?? ''}${request.url ?? ''}` }).end();
      }),
    );
    const host = `127.0.0.1:${port}`;
    const { summaries } = await besideHonest({ home: `https://${host}/`, hosts: [host] });
    expect(summaries[0]).toMatchObject({ state: 'stopped' });
    const row = harbour.corpus.db
      .prepare("SELECT final_url, outcome FROM fetches WHERE url LIKE 'https:%' ORDER BY id")
      .get();
    expect(row).toEqual({ final_url: `https://${host}/robots.txt`, outcome: 'error' });
  });
});
