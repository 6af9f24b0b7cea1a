import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { runHarvest, runNightly } from '../../src/commands/harvest.ts';
import type { Answer, PortalServer } from '../crawl/portal-server.ts';
import { pageOf, startPortal } from '../crawl/portal-server.ts';
import { writeReport, type ReportChanges } from '../extract/written-report.ts';
import { newFolder, rows } from './corpus-folder.ts';
import { run } from './terminal.ts';
import { wordTwinOf } from './word-twin.ts';

vi.setConfig({ testTimeout: 90_000 });

/** What a portal says of the state of its pages. */
type Validators = 'etag' | 'date' | 'steady date' | 'none';

/** A portal whose pages a test changes between two nights. */
interface LabPortal {
  readonly name: string;
  readonly validators: Validators;
  readonly server: PortalServer;
  readonly pages: Map<string, string | Uint8Array>;
  bytes: number;
}

const portals: LabPortal[] = [];
let visits = 0;

afterEach(async () => {
  await Promise.all(portals.splice(0).map(({ server }) => server.close()));
});

function answerOf(portal: LabPortal, path: string): Answer {
  return (request, response) => {
    const content = portal.pages.get(path);
    if (content === undefined) {
      response.writeHead(404).end('<p>404</p>');
      return;
    }
    const isFile = path.endsWith('.docx');
    // The counter of visits differs each time.
    const body = isFile ? content : String(content).replace('</body>', `<p>浏览次数：${visits++}</p></body>`);
    const state = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const date =
      portal.validators === 'steady date' ? new Date(0) : new Date(Number.parseInt(state.slice(0, 8), 16) * 100);
    const headers: Record<string, string> = {
      'content-type': isFile ? 'application/octet-stream' : 'text/html; charset=utf-8',
      ...(portal.validators === 'etag' ? { etag: `"${state}"` } : {}),
      ...(portal.validators.endsWith('date') ? { 'last-modified': date.toUTCString() } : {}),
    };
    const known =
      (headers['etag'] !== undefined && request.headers['if-none-match'] === headers['etag']) ||
      (headers['last-modified'] !== undefined && request.headers['if-modified-since'] === headers['last-modified']);
    if (known) {
      response.writeHead(304, headers).end();
      return;
    }
    portal.bytes += Buffer.byteLength(body);
    response.writeHead(200, headers).end(body);
  };
}

const titleOf = (name: string, year: number): string => `${name}人民政府${year}年政府信息公开工作年度报告`;

function reportOf(name: string, year: number, changes: ReportChanges = {}): string {
  return writeReport({ title: titleOf(name, year), ...changes });
}

async function startLab(name: string, validators: Validators): Promise<LabPortal> {
  const portal: LabPortal = { name, validators, server: await startPortal({}), pages: new Map(), bytes: 0 };
  portals.push(portal);
  put(portal, '/', pageOf(`${name}人民政府`, { '/nb/': '政府信息公开年报' }));
  for (const year of [2021, 2022, 2023]) put(portal, `/nb/${year}.html`, reportOf(name, year));
  list(portal, [2021, 2022, 2023]);
  return portal;
}

function put(portal: LabPortal, path: string, content: string | Uint8Array): void {
  portal.pages.set(path, content);
  portal.server.answers.set(path, answerOf(portal, path));
}

function list(portal: LabPortal, years: readonly number[]): void {
  put(
    portal,
    '/nb/',
    pageOf(
      '政府信息公开年报',
      Object.fromEntries(years.map((year) => [`/nb/${year}.html`, titleOf(portal.name, year)])),
    ),
  );
}

function requests(): number {
  return portals.reduce((sum, { server }) => sum + server.seen.length, 0);
}

/** Runs a command over all portals of the lab, and says what it cost. */
async function go(
  data: string,
  how: 'harvest' | 'due' | 'all',
): Promise<{ requests: number; bytes: number; exitCode: number }> {
  const portalsFile = join(newFolder(), 'portals.json');
  writeFileSync(
    portalsFile,
    JSON.stringify(
      portals.map(({ name, server }) => ({ id: new URL(server.origin).port, name, home: `${server.origin}/` })),
    ),
  );
  const before = { requests: requests(), bytes: portals.reduce((sum, { bytes }) => sum + bytes, 0) };
  const options = {
    portals: [],
    province: null,
    portalsFile,
    years: null,
    metrics: null,
    notifyCommand: null,
  } as const;
  const command = how === 'harvest' ? runHarvest : runNightly;
  const { exitCode } = await run(command, { ...options, revisit: how === 'due' ? 'due' : 'all' }, data, {
    delaySeconds: 0,
  });
  return {
    requests: requests() - before.requests,
    bytes: portals.reduce((sum, { bytes }) => sum + bytes, 0) - before.bytes,
    exitCode,
  };
}

/** Reports as `body year revision state`. */
function standing(data: string): string[] {
  return rows(
    data,
    `SELECT o.division_name || ' ' || r.fiscal_year || ' ' || r.revision || ' ' || r.state
     FROM reports r JOIN organizations o ON o.id = r.organization_id ORDER BY 1`,
  ).map(String);
}

const unchanged = (name: string, years = [2021, 2022, 2023]): string[] =>
  years.map((year) => `${name} ${year} 1 current`);

describe('two days of four portals', () => {
  test('what was added, edited, taken away and replaced is found and named rightly, and nothing else', async () => {
    const etag = await startLab('青梧县', 'etag');
    const dated = await startLab('白榆县', 'date');
    const steady = await startLab('红枫县', 'steady date');
    const silent = await startLab('黑松县', 'none');
    const TITLE = titleOf('白榆县', 2023);
    const page = pageOf(TITLE, { '/nb/2023.docx': TITLE });
    put(dated, '/nb/2023.html', page);
    put(dated, '/nb/2023.docx', await wordTwinOf(reportOf('白榆县', 2023)));
    const data = newFolder();

    const first = await go(data, 'harvest');
    expect(first.exitCode).toBe(0);
    const everything = ['青梧县', '白榆县', '红枫县', '黑松县'].flatMap((name) => unchanged(name)).sort();
    expect(standing(data)).toEqual(everything);
    const originals = rows(data, 'SELECT count(*) AS n FROM documents');

    expect(await go(data, 'due')).toMatchObject({ requests: 0, exitCode: 0 });
    const unmoved = await go(data, 'all');
    expect(unmoved.requests).toBeLessThanOrEqual(first.requests);
    expect(standing(data)).toEqual(everything);
    expect(rows(data, 'SELECT count(*) AS n FROM documents')).toEqual(originals);

    put(etag, '/nb/2024.html', reportOf('青梧县', 2024));
    list(etag, [2021, 2022, 2023, 2024]);
    put(steady, '/nb/2022.html', reportOf('红枫县', 2022, { figures: { 'proactive.licensing.decisions': 8 } }));
    silent.pages.delete('/nb/2021.html');
    put(
      dated,
      '/nb/2023.docx',
      await wordTwinOf(reportOf('白榆县', 2023, { figures: { 'proactive.licensing.decisions': 9 } })),
    );

    const second = await go(data, 'all');
    expect(second.requests).toBeLessThanOrEqual(first.requests);
    expect(second.bytes).toBeLessThan(first.bytes);
    await go(data, 'all');
    expect(standing(data).filter((line) => !everything.includes(line))).toEqual(
      expect.arrayContaining([
        '青梧县 2024 1 current',
        '红枫县 2022 2 current',
        '白榆县 2023 2 current',
        '黑松县 2021 1 withdrawn',
      ]),
    );
    expect(everything.filter((line) => !standing(data).includes(line))).toEqual(
      expect.arrayContaining(['红枫县 2022 1 current', '黑松县 2021 1 current']),
    );
    expect((await go(data, 'due')).requests).toBeLessThanOrEqual(2 * portals.length);

    put(silent, '/nb/2021.html', reportOf('黑松县', 2021));
    await go(data, 'all');
    expect(standing(data)).toContain('黑松县 2021 1 current');
  });

  test('a report that no list shows any more is asked for all the same, and one that is gone from list and server is withdrawn', async () => {
    const portal = await startLab('青梧县', 'none');
    const data = newFolder();
    await go(data, 'harvest');
    list(portal, [2023]);
    portal.pages.delete('/nb/2021.html');
    put(portal, '/nb/2022.html', reportOf('青梧县', 2022, { figures: { 'proactive.licensing.decisions': 8 } }));
    await go(data, 'all');
    await go(data, 'all');
    expect(standing(data)).toEqual([
      '青梧县 2021 1 withdrawn',
      '青梧县 2022 1 superseded',
      '青梧县 2022 2 current',
      '青梧县 2023 1 current',
    ]);
  });
});
