import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleProvince, type SampleProvince } from '../../sample/server.ts';
import { runProbe } from '../../src/commands/probe.ts';
import { SkipThis, UsageError } from '../../src/errors.ts';
import { newFolder } from './corpus-folder.ts';
import { run } from './terminal.ts';

let province: SampleProvince;
beforeAll(async () => {
  province = await startSampleProvince({});
});
afterAll(() => province.stop());

function homeOf(name: string): string {
  return province.portals.find((portal) => portal.name.startsWith(name))!.home;
}

function probe(url: string, more: { write?: boolean; portalsFile?: string } = {}, json = false) {
  const options = { url, write: more.write ?? false, portalsFile: more.portalsFile ?? null };
  return run(runProbe, options, newFolder(), { json, delaySeconds: 0 });
}

describe('probe', () => {
  test('tells family, columns, titles and the row of a portal in fewer than 15 requests', async () => {
    const { exitCode, printed } = await probe(homeOf('望川县'), {}, true);
    expect(exitCode).toBe(0);
    const found = JSON.parse(printed) as Record<string, unknown> & { requests: number; reports: { year: number }[] };
    expect(found).toMatchObject({
      family: 'hanweb',
      divisionName: '望川县',
      columns: [{ label: '政府信息公开年报', url: `${homeOf('望川县')}col/col1201/index.html` }],
      guess: { complete: true },
      row: { name: '望川县', family: 'hanweb', columns: [`${homeOf('望川县')}col/col1201/index.html`] },
    });
    expect(found.requests).toBeLessThan(15);
    expect(found.reports.map(({ year }) => year)).toContain(2020);
  });

  test('fetches lists only, no report', async () => {
    const { printed } = await probe(homeOf('赤松县'), {}, true);
    const { requests, reports, columns } = JSON.parse(printed) as Record<'reports' | 'columns', unknown[]> & {
      requests: number;
    };
    expect(reports.length).toBeGreaterThan(4);
    expect(columns.length).toBe(1);
    expect(requests).toBeLessThanOrEqual(7);
  });

  test('shows a person what it found', async () => {
    const { printed } = await probe(homeOf('沙泉区'));
    expect(printed).toContain('Family   trs');
    expect(printed).toMatch(/信息公开年报 {2}http\S+ {2}5 reports, 1 further pages/);
    expect(printed).toContain('沙泉区人民政府: 2019, 2020, 2021, 2022, 2023, 2024');
    expect(printed).toContain('Guess    complete');
  });

  test('adds the row to a file, and brings it up to date the next time', async () => {
    const path = join(newFolder(), 'portals.json');
    const home = homeOf('雁洲区');
    writeFileSync(path, JSON.stringify([{ name: '别处', home: 'https://elsewhere.example/', notes: 'kept' }]));
    expect((await probe(home, { write: true, portalsFile: path })).noted.join()).toContain('row added');
    const [other, row] = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>[];
    expect(other).toEqual({ name: '别处', home: 'https://elsewhere.example/', notes: 'kept' });
    expect(row).toMatchObject({ name: '雁洲区', home, family: 'generic' });
    expect((await probe(home, { write: true, portalsFile: path })).noted.join()).toContain('row updated');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(2);
  });

  test('writes nowhere where the division is not known and no file is named', async () => {
    await expect(probe(homeOf('雁洲区'), { write: true })).rejects.toThrow(/--portals FILE/);
  });

  test('leaves a file alone that is no list of portals', async () => {
    const path = join(newFolder(), 'portals.json');
    writeFileSync(path, '{"name": "one"}');
    await expect(probe(homeOf('雁洲区'), { write: true, portalsFile: path })).rejects.toThrow(UsageError);
    expect(readFileSync(path, 'utf8')).toBe('{"name": "one"}');
  });

  test('says that a challenge stands before the portal, and solves none', async () => {
    const asked = probe(homeOf('临澜县'));
    await expect(asked).rejects.toThrow(SkipThis);
    await expect(asked).rejects.toThrow(/blocked, A challenge page \(加速乐\)/);
  });

  test('refuses what is no home page', async () => {
    await expect(probe('ftp://x.example/')).rejects.toThrow(UsageError);
    const file = join(newFolder(), 'rows.json');
    await expect(probe('http://x.example/', { portalsFile: file })).rejects.toThrow(/--write/);
    expect(existsSync(file)).toBe(false);
  });
});
