import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StopRun } from '../../src/errors.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { Frontier } from '../../storage/frontier.ts';
import { Originals } from '../../storage/originals.ts';
import { fetchedOutcomes, harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

let harbour: Harbour;
let portal: PortalServer;

beforeEach(async () => {
  harbour = openHarbour();
  portal = await startPortal({
    '/': pageOf('某县人民政府', { '/nb/': '政府信息公开年报', '/news': '新闻' }),
    '/nb/': pageOf('年报', {
      '/nb/2023.html': '某县2023年度报告',
      '/nb/2022.html': '某县2022年度报告',
      '/nb/2.html': '下一页',
    }),
    '/nb/2.html': pageOf('年报', { '/nb/2021.html': '某县2021年度报告', '/nb/2023.html#top': '某县2023年度报告' }),
    '/nb/2023.html': pageOf('2023', { '/files/2023.pdf': '附件', '/files/lost.pdf': '附件' }),
    '/nb/2022.html': pageOf('2022'),
    '/nb/2021.html': pageOf('2021'),
    '/files/2023.pdf': { type: 'application/pdf', body: '%PDF-1.4 nothing' },
  });
});

afterEach(async () => {
  harbour.dispose();
  await portal.close();
});

describe('a crawl from the home page', () => {
  it('hands over every report with its attachments, in the order of the visits, and asks for each page once', async () => {
    const { reports, summaries } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toEqual([
      {
        title: '某县2023年度报告',
        urls: [`${portal.origin}/nb/2023.html`, `${portal.origin}/files/2023.pdf`],
        missing: [`${portal.origin}/files/lost.pdf`],
      },
      { title: '某县2022年度报告', urls: [`${portal.origin}/nb/2022.html`], missing: [] },
      { title: '某县2021年度报告', urls: [`${portal.origin}/nb/2021.html`], missing: [] },
    ]);
    expect(portal.paths().sort()).toEqual(
      [
        '/',
        '/files/2023.pdf',
        '/files/lost.pdf',
        '/nb/',
        '/nb/2.html',
        '/nb/2021.html',
        '/nb/2022.html',
        '/nb/2023.html',
        '/robots.txt',
      ].sort(),
    );
    expect(portal.mostAtOnce).toBe(1);
    expect(summaries[0]).toMatchObject({ state: 'done', family: 'plain', requests: 9, reports: { recorded: 3 } });
    expect(portalFindings(harbour)).toEqual([]);
  });

  it('adds nothing but fetches and runs the second time, and asks only for what has changed where the server can say', async () => {
    portal.answers.set('/nb/2022.html', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { etag: '"v1"' }).end();
      else response.writeHead(200, { 'content-type': 'text/html', etag: '"v1"' }).end(pageOf('2022'));
    });
    const first = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    const before = rowCounts(harbour);
    new Frontier(harbour.corpus).clear(first.runId);
    const second = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(second.reports).toEqual(first.reports);
    expect(second.summaries[0]?.outcomes).toEqual({ unchanged: 7, gone: 1 });
    const { fetches, runs, ...after } = rowCounts(harbour);
    expect({ fetches, runs }).toEqual({ fetches: 17, runs: 2 });
    expect(before).toMatchObject(
      Object.fromEntries(Object.entries(after).filter(([table]) => !table.startsWith('frontier'))),
    );
  });

  it('asks for all of a page again where its kept original is damaged', async () => {
    portal.answers.set('/nb/2022.html', (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { etag: '"v1"' }).end();
      else response.writeHead(200, { 'content-type': 'text/html', etag: '"v1"' }).end(pageOf('2022'));
    });
    await harvest(harbour, [{ home: `${portal.origin}/` }]);
    const path = harbour.originals.pathOf(sha256Of(Buffer.from(pageOf('2022'))));
    writeFileSync(path, 'spoilt');
    const { reports } = await harvest({ ...harbour, originals: new Originals(join(harbour.folder, 'originals')) }, [
      { home: `${portal.origin}/` },
    ]);
    expect(reports).toHaveLength(3);
    expect(readFileSync(path, 'utf8')).toBe(pageOf('2022'));
  });

  it('stops at a signal with everything stored, and goes on from there', async () => {
    const stop = new AbortController();
    const first = await harvest(harbour, [{ home: `${portal.origin}/` }], {
      signal: stop.signal,
      onReport: () => {
        stop.abort(new Error('Ctrl-C'));
        return Promise.resolve('recorded');
      },
    });
    expect(first.summaries[0]?.state).toBe('interrupted');
    const asked = portal.paths().length;
    expect(asked).toBeLessThan(9);
    const second = await harvest(harbour, [{ home: `${portal.origin}/` }], { runId: first.runId });
    expect(second.summaries[0]).toMatchObject({ state: 'done', requests: 9, reports: { recorded: 3 } });
    expect(portal.paths()).toHaveLength(9);
    expect(fetchedOutcomes(harbour)).toHaveLength(9);
  });

  it('ends with StopRun where an original cannot be written', async () => {
    const spoilt = new Originals('/dev/null/originals');
    await expect(harvest({ ...harbour, originals: spoilt }, [{ home: `${portal.origin}/` }])).rejects.toThrow(StopRun);
  });
});

function rowCounts(of: Harbour): Record<string, unknown> {
  const tables = of.corpus.db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => [table, of.corpus.db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()]),
  );
}
