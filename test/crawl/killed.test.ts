import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCorpus } from '../../storage/corpus.ts';
import { testNeeding } from '../requirements.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

const child = fileURLToPath(new URL('./harvest-child.ts', import.meta.url));

let portal: PortalServer;
const folders: string[] = [];

beforeEach(async () => {
  portal = await startPortal({ '/': pageOf('某县', { '/nb/0.html': '年报' }) });
  for (let page = 0; page < 4; page++) {
    const reports = Object.fromEntries([0, 1, 2].map((n) => [`/r${page}${n}.html`, `20${10 + page}年${n}镇年度报告`]));
    portal.answers.set(
      `/nb/${page}.html`,
      pageOf(`第${page}页`, { ...reports, ...(page < 3 ? { [`/nb/${page + 1}.html`]: '下一页' } : {}) }),
    );
    for (const n of [0, 1])
      portal.answers.set(`/r${page}${n}.html`, pageOf(`${page}${n}`, n === 0 ? { [`/f${page}.pdf`]: '附件' } : {}));
    portal.answers.set(`/f${page}.pdf`, { type: 'application/pdf', body: `%PDF-1.4 ${page}` });
  }
  portal.latency = 15;
});

afterEach(async () => {
  await portal.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-killed-'));
  folders.push(folder);
  return folder;
}

/** Starts the harvest; kills it when the portal has seen `killAt` requests, or lets it end. */
async function harvestUntil(folder: string, killAt: number): Promise<void> {
  const seenBefore = portal.seen.length;
  const running = fork(child, [folder, `${portal.origin}/`], { execArgv: ['--import', 'tsx'] });
  const watch = setInterval(() => {
    if (portal.seen.length - seenBefore >= killAt) running.kill('SIGKILL');
  }, 1);
  const [code] = (await once(running, 'exit')) as [number | null];
  clearInterval(watch);
  if (killAt === Infinity) expect(code).toBe(0);
}

/** What a corpus says, without ids and times. */
function contents(folder: string): unknown {
  const corpus = openCorpus(folder, { readOnly: true });
  const all = (sql: string): unknown[] => corpus.db.prepare(sql).all();
  const rows = {
    fetches: all('SELECT url, final_url, status, sha256, outcome FROM fetches ORDER BY url, outcome'),
    documents: all('SELECT sha256, media_type, bytes FROM documents ORDER BY sha256'),
    frontier: all('SELECT seq, kind, step, url, label, state, parent, verdict FROM frontier ORDER BY seq'),
    findings: all('SELECT rule, subject, message FROM findings ORDER BY rule, subject'),
  };
  corpus.close();
  return rows;
}

function handedOver(folder: string): string[] {
  return readFileSync(join(folder, 'reports.txt'), 'utf8').trimEnd().split('\n');
}

describe('a harvest killed at any moment', () => {
  it(
    'goes on where it was: the same corpus in the end, and nothing that was stored is asked for again',
    { timeout: 120_000 },
    async () => {
      const undisturbed = newFolder();
      await harvestUntil(undisturbed, Infinity);
      const expected = contents(undisturbed);
      const inOneGo = portal.seen.length;

      const disturbed = newFolder();
      portal.seen.length = 0;
      const stored = new Set<string>();
      for (const killAt of [1, 2, 4, 3, 5]) {
        const from = portal.seen.length;
        await harvestUntil(disturbed, killAt);
        for (const { path } of portal.seen.slice(from)) expect(stored).not.toContain(path);
        const corpus = openCorpus(disturbed, { readOnly: true });
        const urls = corpus.db
          .prepare<[], string>("SELECT url FROM fetches WHERE outcome IN ('ok', 'gone')")
          .pluck()
          .all();
        for (const url of urls) stored.add(new URL(url).pathname);
        corpus.close();
      }
      const from = portal.seen.length;
      await harvestUntil(disturbed, Infinity);
      for (const { path } of portal.seen.slice(from)) expect(stored).not.toContain(path);
      // Each kill may cost the request that was under way, no more than that and what was not yet written behind it.
      expect(portal.seen.length).toBeLessThanOrEqual(inOneGo + 5 * 3);
      expect(contents(disturbed)).toEqual(expected);
      expect(new Set(handedOver(disturbed))).toEqual(new Set(handedOver(undisturbed)));
      expect(handedOver(undisturbed)).toHaveLength(12);
    },
  );

  testNeeding(
    'browser',
    'in the middle of rendering, too',
    async () => {
      portal.answers.set('/', pageOf('某县', { '/list.html': '脚本' }));
      const script = `fetch('/rows.json').then((reply) => reply.json()).then((rows) => {
        for (const row of rows) document.body.insertAdjacentHTML('beforeend', '<a href="/r' + row + '.html">20' + row + '年度报告</a>');
        return fetch('/more.json');
      });`;
      portal.answers.set('/list.html', `<body><script>${script}</script></body>`);
      portal.answers.set('/rows.json', { type: 'application/json', body: '["00","01"]' });
      portal.answers.set('/more.json', { type: 'application/json', body: '[]' });
      portal.latency = 60;
      const undisturbed = newFolder();
      await harvestUntil(undisturbed, Infinity);
      const disturbed = newFolder();
      for (const killAt of [4, 2, 2]) await harvestUntil(disturbed, killAt);
      await harvestUntil(disturbed, Infinity);
      expect(contents(disturbed)).toEqual(contents(undisturbed));
      expect(new Set(handedOver(disturbed))).toEqual(new Set(handedOver(undisturbed)));
      expect(handedOver(undisturbed)).toHaveLength(2);
    },
    120_000,
  );
});
