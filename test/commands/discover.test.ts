import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runDiscover } from '../../src/commands/discover.ts';
import { SkipThis, UsageError } from '../../src/errors.ts';
import { startPortal, type PortalServer } from '../crawl/portal-server.ts';
import { newFolder } from './corpus-folder.ts';
import { run } from './terminal.ts';

/** A page of a prefecture with links as sites print them. */
const PREFECTURE = `<html><head><title>固原市人民政府</title><meta name="SiteName" content="固原市人民政府"></head><body>
  <a href="/xwzx/">新闻中心</a> <a href="https://www.nx.example/">宁夏回族自治区</a>
  <ul><li><a href="http://www.yuanzhou.example/">原州区</a></li>
  <li><a href="https://xiji.example/index.html">西吉县人民政府网</a></li>
  <li><a href="https://longde.example/">中国·隆德县</a></li>
  <li><a href="/jingyuan/">泾源县</a></li>
  <li><a href="https://pengyang.example/zwgk/2024/a.html">彭阳县</a></li>
  <li><a href="https://tieling.example/">铁岭县</a></li>
  <li><a href="https://mirror.example/">原州区</a></li></ul></body></html>`;

let portal: PortalServer | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

async function discover(page: string, more: { division?: string; portalsFile?: string; json?: boolean } = {}) {
  portal = await startPortal({ '/': page });
  const options = {
    url: `${portal.origin}/`,
    division: more.division ?? null,
    portalsFile: more.portalsFile ?? null,
  };
  return run(runDiscover, options, newFolder(), { json: more.json ?? false, delaySeconds: 0 });
}

describe('discover', () => {
  test('proposes a row for each division that the page leads to, and names those it does not', async () => {
    const { exitCode, printed } = await discover(PREFECTURE, { json: true });
    expect(exitCode).toBe(0);
    const { above, rows, missing } = JSON.parse(printed) as {
      above: string;
      rows: { name: string }[];
      missing: { name: string }[];
    };
    expect(above).toBe('640400');
    expect(rows.slice(0, 4)).toEqual([
      {
        name: '原州区',
        division: '640402',
        province: '宁夏回族自治区',
        home: 'http://www.yuanzhou.example/',
        verified: false,
      },
      {
        name: '西吉县',
        division: '640422',
        province: '宁夏回族自治区',
        home: 'https://xiji.example/index.html',
        verified: false,
      },
      {
        name: '隆德县',
        division: '640423',
        province: '宁夏回族自治区',
        home: 'https://longde.example/',
        verified: false,
      },
      {
        name: '泾源县',
        division: '640424',
        province: '宁夏回族自治区',
        home: `${portal!.origin}/jingyuan/`,
        verified: false,
      },
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['原州区', '西吉县', '隆德县', '泾源县', '铁岭县']);
    expect(missing.map(({ name }) => name)).toEqual(['彭阳县']);
  });

  test('adds the rows to a file without touching what is there and verified', async () => {
    const path = join(newFolder(), 'rows.json');
    writeFileSync(
      path,
      JSON.stringify([{ name: '原州', home: 'http://www.yuanzhou.example', family: 'trs', verified: true }]),
    );
    const { printed } = await discover(PREFECTURE, { portalsFile: path });
    expect(printed).toContain('Not on the list (1): 彭阳县 640425');
    const rows = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>[];
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ name: '原州', family: 'trs', verified: true, division: '640402' });
    expect(rows[1]).toMatchObject({ name: '西吉县', verified: false });
  });

  test('says so where a page lists none, or cannot be had', async () => {
    expect((await discover('<html><body><a href="https://x.example/">友情链接</a></body></html>')).exitCode).toBe(3);
    await portal?.close();
    const gone = run(runDiscover, { url: `${portal!.origin}/none`, division: null, portalsFile: null }, newFolder(), {
      delaySeconds: 0,
    });
    await expect(gone).rejects.toThrow(SkipThis);
  });

  test('refuses a division that does not exist', async () => {
    const options = { url: 'http://x.example/', division: '999999', portalsFile: null };
    await expect(run(runDiscover, options, newFolder())).rejects.toThrow(UsageError);
  });
});
