import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectDialects } from '../../src/crawl/dialects.ts';
import { testNeeding } from '../requirements.ts';
import { fetchedOutcomes, harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour, Harvested } from './harvesting.ts';
import { startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

const TIMEOUT = 120_000;

let portal: PortalServer;
let harbour: Harbour;

/** A column whose rows only a script brings, from an interface of no known make. */
const COLUMN = `<!doctype html><html><head><meta charset="utf-8"><title>政府信息公开年报</title><link rel="stylesheet" href="/style.css">
<script src="/js/tongji.js"></script><script src="/js/rows.js"></script></head>
<body><a href="/">首页</a><img src="/logo.png"><ul id="list"></ul></body></html>`;

const ROWS_JS = `
const ask = new XMLHttpRequest();
ask.open('POST', '/api/rows?_=' + Date.now());
ask.setRequestHeader('Content-Type', 'application/json');
ask.timeout = 300;
ask.onload = () => setTimeout(() => {
  for (const { id, title, day } of JSON.parse(ask.responseText))
    document.getElementById('list').insertAdjacentHTML('beforeend', '<li><a href="/a/' + id + '.html">' + title + '</a><span>' + day + '</span></li>');
}, 2000);
ask.send(JSON.stringify({ column: 7 }));
fetch('http://elsewhere.example/data.json').catch(() => undefined);
new Image().src = '/pixel.gif';
navigator.sendBeacon('/beacon', 'x');
window.open('/popup.html');
`;

beforeEach(async () => {
  harbour = openHarbour();
  portal = await startPortal({
    '/': '<html><title>云河县人民政府</title><body><a href="/gknb/">政府信息公开年报</a></body></html>',
    '/gknb/': COLUMN,
    '/js/rows.js': { type: 'text/javascript', body: ROWS_JS },
    '/a/1.html': articleOf('云河县2023年政府信息公开工作年度报告'),
    '/a/2.html': articleOf('云河县2022年政府信息公开工作年度报告'),
  });
  const rows = [
    { id: 1, title: '云河县2023年政府信息公开工作年度报告', day: '2024-01-20' },
    { id: 2, title: '云河县2022年政府信息公开工作年度报告', day: '2023-01-20' },
  ];
  // Its address carries a time stamp, so that it is told by its beginning.
  const plain = portal.answers.get.bind(portal.answers);
  portal.answers.get = (path: string) =>
    path.startsWith('/api/rows?') ? { type: 'application/json', body: JSON.stringify(rows) } : plain(path);
});

afterEach(async () => {
  await portal.close();
  harbour.dispose();
});

function articleOf(title: string): string {
  return `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${'本报告由总体情况等六部分组成。'.repeat(40)}</p></body></html>`;
}

function harvestIt(plan: Parameters<typeof harvest>[2] = {}): Promise<Harvested> {
  return harvest(harbour, [{ home: `${portal.origin}/`, name: '云河县' }], { dialects: projectDialects, ...plan });
}

describe('a list that only scripts fill', () => {
  testNeeding(
    'browser',
    'is read as the browser shows it; each of its requests is one of the crawl, with a row of its own',
    async () => {
      portal.latency = 100;
      const { reports, summaries } = await harvestIt({ delaySeconds: 0.3 });
      expect(reports.map(({ title }) => title)).toEqual([
        '云河县2023年政府信息公开工作年度报告',
        '云河县2022年政府信息公开工作年度报告',
      ]);
      expect(portalFindings(harbour)).toEqual([]);
      const asked = portal.paths().map((path) => path.replace(/\?.*/, ''));
      expect(asked).toEqual(['/robots.txt', '/', '/gknb/', '/js/rows.js', '/api/rows', '/a/1.html', '/a/2.html']);
      expect(summaries[0]?.requests).toBe(asked.length);
      expect(portal.mostAtOnce).toBe(1);
      for (const [index, request] of portal.seen.entries()) {
        expect(request.headers['user-agent']).toBe('nianbao/0 (test)');
        const previous = portal.seen[index - 1];
        if (previous !== undefined) expect(request.arrived - previous.ended).toBeGreaterThan(290);
      }
      expect(portal.seen[4]).toMatchObject({ method: 'POST', body: '{"column":7}' });
      const rows = [...asked.map((path) => `${path} ok`).slice(1), '/robots.txt gone'];
      expect(fetchedOutcomes(harbour).sort()).toEqual([...rows, '/data.json not_allowed', '/gknb/ ok'].sort());
    },
    TIMEOUT,
  );

  testNeeding(
    'browser',
    'gives the same corpus the second time',
    async () => {
      await harvestIt();
      const { reports } = await harvestIt();
      expect(reports).toHaveLength(2);
      const changed = fetchedOutcomes(harbour)
        .slice(9)
        .filter((line) => !line.endsWith(' unchanged'));
      // The address of the interface differs each time.
      expect(changed.sort()).toEqual(['/api/rows ok', '/data.json not_allowed']);
      const documents = harbour.corpus.db.prepare('SELECT count(*) FROM documents').pluck().get();
      expect(documents).toBe(7);
    },
    TIMEOUT,
  );

  it('is a finding that names what to install, where there is no browser, and the harvest goes on', async () => {
    const { summaries } = await harvestIt({ browserPath: '/nowhere/chromium' });
    const findings = portalFindings(harbour);
    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'portal.browser error',
      'portal.no_reports error',
    ]);
    expect(findings[0]?.message).toMatch(/gknb\/ are filled by scripts.*\/nowhere\/chromium/);
    expect(summaries[0]?.state).toBe('done');
  });
});

/** A page of a column that this script fills. */
function columnBy(script: string): string {
  return `<html><head><title>政府信息公开年报</title></head><body><ul id="list"></ul><script>${script}</script></body></html>`;
}

describe('a report that only scripts put on its page', () => {
  const article = `<html><head><title>云河县2023年政府信息公开工作年度报告</title></head><body><div id="content"></div>
<script>fetch('/detail/7.json').then((reply) => reply.json()).then(({ body }) => { document.getElementById('content').innerHTML = body; });</script></body></html>`;

  testNeeding(
    'browser',
    'comes with the page as served and as rendered, and with the files that only the latter names',
    async () => {
      portal.answers.set('/a/1.html', article);
      portal.answers.set('/detail/7.json', {
        type: 'application/json',
        body: JSON.stringify({ body: '<p>正文见附件。</p><a href="/f/7.pdf">附件</a>' }),
      });
      portal.answers.set('/f/7.pdf', { type: 'application/pdf', body: '%PDF-1.4 7' });
      const { reports } = await harvestIt();
      const page = `${portal.origin}/a/1.html`;
      expect(reports[0]).toEqual({
        title: '云河县2023年政府信息公开工作年度报告',
        urls: [page, page, `${portal.origin}/f/7.pdf`],
        missing: [],
      });
      expect(portal.paths().filter((path) => path === '/a/1.html')).toHaveLength(1);
    },
    TIMEOUT,
  );
});

describe('a page that misbehaves in the browser', () => {
  testNeeding(
    'browser',
    'is given up when it hangs, and the next is rendered all the same',
    async () => {
      portal.answers.set('/', '<a href="/stuck/">信息公开年报</a><a href="/gknb/">政府信息公开年报</a>');
      portal.answers.set('/stuck/', columnBy("document.getElementById('list').innerHTML = ''; for (;;);"));
      const { reports } = await harvestIt();
      expect(reports).toHaveLength(2);
      expect(portalFindings(harbour)).toMatchObject([
        { rule: 'portal.page', subject: `${portal.origin}/stuck/`, message: expect.stringContaining('15 s') },
      ]);
    },
    TIMEOUT,
  );

  testNeeding(
    'browser',
    'reaches neither what robots.txt forbids nor an internal address, opens no socket and downloads nothing',
    async () => {
      portal.answers.set('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow: /closed/' });
      portal.answers.set(
        '/gknb/',
        columnBy(`
for (const address of ['/closed/rows.json', 'http://localhost:1/x.json', 'http://10.0.0.1/x.json', 'http://127.0.0.1:2/x.json'])
  fetch(address).catch(() => undefined);
try { new WebSocket('ws://' + location.host + '/socket'); } catch {}
navigator.serviceWorker?.register('/worker.js').catch(() => undefined);
alert('?');
document.getElementById('list').innerHTML = '<link rel="prefetch" href="/pre.html"><video src="/v.mp4"></video><a id="zip" href="/f.zip" download>x</a>';
document.getElementById('zip').click();`),
      );
      await harvestIt();
      expect(portal.paths()).toEqual(['/robots.txt', '/', '/gknb/']);
      expect(fetchedOutcomes(harbour).sort()).toEqual([
        '/ ok',
        '/closed/rows.json refused_by_robots',
        '/gknb/ ok',
        '/gknb/ ok',
        '/robots.txt ok',
        '/x.json not_allowed',
        '/x.json not_allowed',
        '/x.json not_allowed',
      ]);
    },
    TIMEOUT,
  );

  testNeeding(
    'browser',
    'says so where an interface it asks fails at every try',
    async () => {
      portal.answers.set('/gknb/', columnBy("fetch('/broken.json');"));
      portal.answers.set('/broken.json', { status: 500, body: '?' });
      await harvestIt();
      expect(portal.paths().filter((path) => path === '/broken.json')).toHaveLength(3);
      expect(portalFindings(harbour)[2]).toMatchObject({
        rule: 'portal.page',
        message: expect.stringContaining('broken.json answered 500'),
      });
    },
    TIMEOUT,
  );
});

describe('a run that ends while a page is rendered', () => {
  testNeeding(
    'browser',
    'closes the browser at once, and goes on with that page',
    async () => {
      const ending = new AbortController();
      portal.answers.set('/js/rows.js', (_, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' });
        response.end(ROWS_JS);
        ending.abort(new Error('Ctrl-C'));
      });
      const first = await harvestIt({ signal: ending.signal });
      expect(first.summaries[0]?.state).toBe('interrupted');
      const { reports } = await harvestIt({ runId: first.runId });
      expect(reports).toHaveLength(2);
      expect(portal.paths().filter((path) => path === '/gknb/' || path === '/js/rows.js')).toHaveLength(2);
    },
    TIMEOUT,
  );
});
