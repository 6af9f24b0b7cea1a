import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { runHarvest } from '../../src/commands/harvest.ts';
import { pageOf, startPortal, type PortalServer } from '../crawl/portal-server.ts';
import { writeReport } from '../extract/written-report.ts';
import { newFolder, rows } from './corpus-folder.ts';
import { run } from './terminal.ts';

const LAST_YEAR = new Date().getUTCFullYear() - 1;
const COUNTIES = [
  ['永宁县', '640121'],
  ['贺兰县', '640122'],
  ['灵武市', '640181'],
  ['金凤区', '640106'],
] as const;

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The portal of a county with reports of its government of these years. */
async function countyPortal(name: string, years: readonly number[]): Promise<PortalServer> {
  const titles = Object.fromEntries(
    years.map((year) => [`/nb/t${year + 1}0120_${year}.html`, `${name}人民政府${year}年政府信息公开工作年度报告`]),
  );
  const server = await startPortal({
    '/': pageOf(`${name}人民政府`, { '/nb/': '政府信息公开年报' }),
    '/nb/': pageOf('政府信息公开年报', titles),
    ...Object.fromEntries(
      Object.entries(titles).map(([path, title], index) => [path, writeReport({ year: years[index] ?? 0, title })]),
    ),
  });
  servers.push(server);
  return server;
}

async function harvest(
  data: string,
  portals: readonly (readonly [string, string, PortalServer])[],
): Promise<readonly string[]> {
  const portalsFile = join(newFolder(), 'portals.json');
  const listed = portals.map(([name, division, { origin }]) => ({
    ...{ id: division, name, division, province: '宁夏回族自治区', home: `${origin}/` },
  }));
  writeFileSync(portalsFile, JSON.stringify(listed));
  const options = {
    portals: [],
    province: null,
    portalsFile,
    years: null,
    metrics: null,
    notifyCommand: null,
    revisit: 'all' as const,
  };
  const { noted } = await run(runHarvest, options, data, { delaySeconds: 0 });
  return noted;
}

const FINDINGS = "SELECT portal_id, rule, expected, actual FROM findings WHERE rule LIKE 'portal.%' ORDER BY 1, 2";

describe('a portal that gives less than is to be expected', () => {
  test('than it gave before: a finding with both numbers, and no more once it is as before', async () => {
    const data = newFolder();
    const server = await countyPortal('永宁县', [2020, 2021, 2022]);
    const portals = [['永宁县', '640121', server]] as const;
    await harvest(data, portals);
    expect(rows(data, FINDINGS)).toEqual([]);
    const column = server.answers.get('/nb/') ?? '';
    server.answers.set(
      '/nb/',
      pageOf('政府信息公开年报', { '/nb/t20210120_2020.html': '永宁县人民政府2020年政府信息公开工作年度报告' }),
    );
    const noted = await harvest(data, portals);
    expect(rows(data, FINDINGS)).toEqual([['640121', 'portal.fewer_reports', '3', '1']]);
    expect(noted.join('\n')).toMatch(/Warning: 640121: 3 reports were listed here on .* and 1 now/);
    server.answers.set('/nb/', column);
    await harvest(data, portals);
    expect(rows(data, FINDINGS)).toEqual([]);
  });

  test('than its neighbours: the report of the year that most of them have', async () => {
    const data = newFolder();
    const portals = await Promise.all(
      COUNTIES.map(
        async ([name, division], index) =>
          [name, division, await countyPortal(name, index === 0 ? [2019, 2021] : [2019, LAST_YEAR])] as const,
      ),
    );
    const noted = await harvest(data, portals);
    expect(rows(data, FINDINGS)).toEqual([['640121', 'portal.overdue', null, null]]);
    expect(noted.join('\n')).toContain(`永宁县: no report of ${LAST_YEAR} was found, though 3 of 3 portals`);
  });

  test('than is usual for itself; one that stopped years ago is no longer expected to go on', async () => {
    const data = newFolder();
    const portals = [
      ['永宁县', '640121', await countyPortal('永宁县', [LAST_YEAR - 2, LAST_YEAR - 1])],
      ['贺兰县', '640122', await countyPortal('贺兰县', [2019, 2020])],
    ] as const;
    await harvest(data, portals);
    const isPastDue = new Date().toISOString().slice(5, 10) > '03-31';
    expect(rows(data, FINDINGS)).toEqual(isPastDue ? [['640121', 'portal.overdue', null, null]] : []);
  });
});
