import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pageOf, startPortal, type PortalServer } from '../crawl/portal-server.ts';
import { runNianbao, startNianbao } from '../project/run-nianbao.ts';
import { writeReport } from '../extract/written-report.ts';
import { newFolder, rows } from './corpus-folder.ts';

vi.setConfig({ testTimeout: 60_000 });

const TITLE = '青梧县人民政府2023年政府信息公开工作年度报告';
let portal: PortalServer;
let words: string[];
let data: string;

beforeEach(async () => {
  portal = await startPortal({
    '/': pageOf('青梧县人民政府', { '/nb/': '政府信息公开年报' }),
    '/nb/': pageOf('政府信息公开年报', { '/nb/2023.html': TITLE }),
    '/nb/2023.html': writeReport({ title: TITLE }),
  });
  const folder = newFolder();
  data = join(folder, 'data');
  const portalsFile = join(folder, 'portals.json');
  writeFileSync(portalsFile, JSON.stringify([{ id: 'qingwu', name: '青梧县', home: `${portal.origin}/` }]));
  words = ['schedule', '--portals', portalsFile, '--data', data, '--delay', '0', '--cron', '* * * * * *'];
});

afterEach(() => portal.close());

describe('nianbao schedule', () => {
  test('runs one night after another, never two at once, tells the next time, and ends with 0 on SIGTERM', async () => {
    portal.latency = 400;
    const running = startNianbao([...words, '--revisit', 'all', '--timezone', 'UTC', '--json']);
    await running.waitFor(/(?:Next night: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC[^]*){3}/u);
    running.child.kill('SIGTERM');
    const ended = await running.ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toMatch(/Stopped after \d+ nights?\./u);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      outcome: 'done',
      failed: 0,
      last: { startedAt: expect.any(String) as string },
    });
    expect(portal.mostAtOnce).toBe(1);
    const nights = rows(data, 'SELECT started_at, coalesce(finished_at, started_at) FROM runs ORDER BY id') as [
      string,
      string,
    ][];
    expect(nights.length).toBeGreaterThanOrEqual(2);
    for (const [index, [begins]] of nights.slice(1).entries()) expect(begins >= nights[index]![1]).toBe(true);
  });

  test('stopped in the middle of a night, leaves what the next run goes on with', async () => {
    portal.latency = 1500;
    const running = startNianbao(words);
    await vi.waitUntil(() => portal.seen.length > 1, { timeout: 20_000 });
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 0 });
    portal.latency = 0;
    const asked = portal.paths();
    const night = await runNianbao(['nightly', ...words.slice(1, -2)]);
    expect(night).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/Going on with run 1/u) as string });
    expect(portal.paths().slice(asked.length)).not.toContain('/robots.txt');
    expect(rows(data, 'SELECT count(*) FROM reports')).toEqual([[1]]);
  });

  test('outlives a night that fails', async () => {
    const holder = startNianbao(['nightly', ...words.slice(1, -2)]);
    portal.latency = 2500;
    await vi.waitUntil(() => portal.seen.length > 0, { timeout: 20_000 });
    const running = startNianbao(words);
    await running.waitFor(/This night failed: Process \d+ \(nianbao nightly[^]*Next night/u);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ exitCode: 0 });
    holder.child.kill('SIGKILL');
    await holder.ended;
  });

  test.each([
    ['--cron', 'every night', /nianbao: --cron: every night is no cron expression/u],
    ['--cron', '0 0 31 2 *', /nianbao: --cron: 0 0 31 2 \* names a time that never comes/u],
    ['--timezone', 'Asia/Yinchuan', /nianbao: --timezone: there is no time zone Asia\/Yinchuan/u],
  ])('refuses %s %s before any night', async (flag, value, complaint) => {
    const ended = await runNianbao([...words, flag, value]);
    expect(ended).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(complaint) as string });
    expect(portal.seen).toEqual([]);
  });
});
