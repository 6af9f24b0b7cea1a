import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { runNianbao } from '../project/run-nianbao.ts';
import { writeReport, type ReportChanges } from '../extract/written-report.ts';
import { newFolder, rows } from './corpus-folder.ts';
import { startLabPortal, type LabManners, type LabPortal, type Make, type Signs } from './two-day-lab.ts';
import { wordTwinOf } from './word-twin.ts';

vi.setConfig({ testTimeout: 120_000 });

const YEARS = [2020, 2021, 2022, 2023];
const portals: LabPortal[] = [];

afterEach(async () => {
  await Promise.all(portals.splice(0).map(({ server }) => server.close()));
});

/** Figures of a report that goes on where that of the year before, as `writeReport` has it, ended. */
const CARRIED_ON: ReportChanges = {
  figures: {
    'proactive.penalties.decisions': 2124,
    'proactive.normative_documents.in_force': 19,
    'requests.carried_in.natural_person': 2,
    'requests.carried_in.business': 2,
    'requests.carried_in.legal': 0,
    'requests.received.natural_person': 13,
    'requests.received.business': 8,
    'requests.received.legal': 1,
  },
};

const titleOf = (county: string, year: number): string => `${county}人民政府${year}年政府信息公开工作年度报告`;
const titles = (county: string, years: readonly number[]): Record<number, string> =>
  Object.fromEntries(years.map((year) => [year, titleOf(county, year)]));
const reportOf = (county: string, year: number, changes: ReportChanges = {}): string =>
  writeReport({
    year,
    title: titleOf(county, year),
    figures: { 'proactive.penalties.decisions': 100 + year },
    ...changes,
  });

/** A county with four reports on pages, and the fifth, of 2019, in a Word file behind a page. */
async function startCounty(
  id: string,
  county: string,
  make: Make,
  signs: Signs,
  manners?: LabManners,
): Promise<LabPortal> {
  const portal = await startLabPortal(id, county, make, signs, manners);
  portals.push(portal);
  for (const year of YEARS) portal.put(portal.reportPath(year), reportOf(county, year));
  await putFile(portal, {});
  portal.list(titles(county, [2019, ...YEARS]));
  return portal;
}

const FILE = '/files/2019.docx';
async function putFile(portal: LabPortal, figures: Readonly<Record<string, number>>): Promise<void> {
  const { county } = portal;
  const title = titleOf(county, 2019);
  const page = `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><p><a href="${FILE}">${title}.docx</a></p></body></html>`;
  portal.put(portal.reportPath(2019), page);
  portal.put(FILE, await wordTwinOf(reportOf(county, 2019, { figures })), 'application/octet-stream');
}

const summarySchema = z.object({
  outcome: z.string(),
  requests: z.number(),
  new: z.number(),
  revised: z.number(),
  withdrawn: z.number(),
  returned: z.number(),
  changes: z.array(
    z.object({ organization: z.string(), fiscalYear: z.number(), change: z.string(), kinds: z.array(z.string()) }),
  ),
  portals: z.array(z.object({ id: z.string(), findings: z.array(z.unknown()) })),
  failures: z.array(z.string()),
  runReport: z.string(),
});

/** One night by the program itself, in a process of its own, and what it cost the portals. */
async function night(data: string, ...words: string[]) {
  const portalsFile = join(data, '..', 'portals.json');
  writeFileSync(
    portalsFile,
    JSON.stringify(portals.map(({ id, county, server }) => ({ id, name: county, home: `${server.origin}/` }))),
  );
  const bytes = (): number => portals.reduce((sum, portal) => sum + portal.bytes, 0);
  const seen = (): number => portals.reduce((sum, { server }) => sum + server.seen.length, 0);
  const before = { bytes: bytes(), seen: seen() };
  const ended = await runNianbao([
    'nightly',
    '--portals',
    portalsFile,
    '--data',
    data,
    '--delay',
    '0',
    '--json',
    ...words,
  ]);
  const summary = summarySchema.parse(JSON.parse(ended.stdout));
  const report = JSON.parse(readFileSync(join(data, summary.runReport), 'utf8')) as Record<string, unknown>;
  return {
    exitCode: ended.exitCode,
    stderr: ended.stderr,
    summary,
    report,
    changes: summary.changes.map(
      ({ organization, fiscalYear, change, kinds }) => `${organization} ${fiscalYear} ${[change, ...kinds].join(' ')}`,
    ),
    bytes: bytes() - before.bytes,
    requests: seen() - before.seen,
  };
}

function findings(data: string): string[] {
  return rows(data, 'SELECT portal_id, rule, subject, message FROM findings ORDER BY 1, 2, 3, 4').map((row) =>
    JSON.stringify(row),
  );
}

describe('two days of seven portals', () => {
  test('what changed is named, once and rightly, and nothing else; asking costs a fifth of the bytes', async () => {
    const added = await startCounty('a', '青梧县', 'trs', 'etag');
    await startCounty('b', '白榆县', 'hanweb', 'etag');
    const replaced = await startCounty('c', '黄槐县', 'generic', 'date');
    await startCounty('d', '绿柳县', 'trs', 'date', { packed: true });
    const edited = await startCounty('e', '红枫县', 'hanweb', 'lying date');
    const gone = await startCounty('f', '黑松县', 'generic', 'none');
    await startCounty('g', '紫檀县', 'generic', 'etag', { packed: true });
    const data = join(newFolder(), 'data');

    const first = await night(data);
    expect(first).toMatchObject({ exitCode: 0, summary: { outcome: 'done', new: 35, revised: 0, withdrawn: 0 } });
    expect(first.stderr).not.toMatch(/Warning/u);
    const before = findings(data);
    const documents = rows(data, 'SELECT count(*) FROM documents');

    for (const portal of portals) portal.nextDay();
    added.put(added.reportPath(2024), reportOf('青梧县', 2024, CARRIED_ON));
    added.list(titles('青梧县', [2019, ...YEARS, 2024]));
    edited.put(
      edited.reportPath(2022),
      reportOf('红枫县', 2022, { figures: { 'proactive.penalties.decisions': 2125 } }),
    );
    gone.take(gone.reportPath(2021), 404);
    await putFile(replaced, { 'proactive.penalties.decisions': 2118 });

    const second = await night(data, '--revisit', 'all');
    expect(second.requests).toBeLessThanOrEqual(first.requests);
    expect(second.bytes).toBeLessThanOrEqual(0.2 * first.bytes);
    expect(second).toMatchObject({
      exitCode: 3,
      report: { failed: 1, failures: [{ portalId: 'f', outcome: 'gone' }] },
    });
    const third = await night(data, '--revisit', 'all');
    expect(third).toMatchObject({ exitCode: 0, summary: { failures: [] }, report: { failed: 0 } });
    const four = [
      '红枫县人民政府 2022 revised figures',
      '青梧县人民政府 2024 new',
      '黄槐县人民政府 2019 revised figures attachment',
      '黑松县人民政府 2021 withdrawn',
    ];
    expect([...second.changes, ...third.changes].sort()).toEqual(four.sort());
    for (const { summary, report } of [second, third]) expect(report['changes']).toMatchObject(summary.changes);
    expect(first.stderr + second.stderr + third.stderr).not.toMatch(/Warning/u);
    // Those between the withdrawn report and its neighbours have gone with it.
    expect(findings(data).filter((finding) => !before.includes(finding))).toEqual([]);
    // The new page, the list with it, the edited page and the replaced file; no furniture.
    expect(Number(rows(data, 'SELECT count(*) FROM documents')) - Number(documents)).toBe(4);

    const due = await night(data);
    expect(due.requests).toBeLessThanOrEqual(2 * portals.length);
    expect(due).toMatchObject({ exitCode: 0, changes: [], report: { failed: 0 } });
    const fifth = await night(data, '--revisit', 'all');
    expect(fifth).toMatchObject({ exitCode: 0, changes: [], report: { failed: 0 } });

    const diff = await runNianbao(['diff', '红枫县', '2022', '--data', data]);
    expect(diff.stdout).toMatch(/revision 1 → 2: figures changed\n/u);
    const other = await runNianbao(['diff', '黄槐县', '2019', '--data', data]);
    expect(other.stdout).toMatch(/revision 1 → 2: figures changed, attachment replaced\n/u);
  });
});

const SOFT_404 =
  '<html><head><title>提示</title></head><body><h1>栏目调整公告</h1><p>本栏目正在调整，敬请谅解。</p></body></html>';

describe('a report that is taken away', () => {
  test('is missed once, then withdrawn, however its address answers, and stands again when it comes back; one that leaves its list alone stays', async () => {
    const counties = ['青梧县', '白榆县', '黄槐县', '绿柳县'] as const;
    for (const [index, county] of counties.entries())
      await startCounty(`p${index}`, county, 'generic', 'none', { noHead: true });
    const [answers410, saysSo, another, unlisted] = portals;
    const data = join(newFolder(), 'data');
    await night(data);
    const path = '/nb/2021.html';
    answers410?.take(path, 410);
    saysSo?.take(path, 200, '<title>提示</title><p>您访问的页面不存在或已被删除</p>');
    another?.take(path, 200, SOFT_404);
    unlisted?.list(titles('绿柳县', [2019, 2020, 2022, 2023]));
    const missed = await night(data, '--revisit', 'all');
    expect(missed).toMatchObject({ exitCode: 3, changes: [], report: { failed: 3 } });
    expect(missed.report['failures']).toMatchObject(
      ['p0', 'p1', 'p2'].map((portalId) => ({ portalId, outcome: 'gone' })),
    );
    const withdrawn = await night(data, '--revisit', 'all');
    const three = counties
      .slice(0, 3)
      .map((county) => `${county}人民政府 2021`)
      .sort();
    expect(withdrawn).toMatchObject({ exitCode: 0, report: { failed: 0 } });
    expect(withdrawn.changes.sort()).toEqual(three.map((report) => `${report} withdrawn`));
    expect(await night(data, '--revisit', 'all')).toMatchObject({ exitCode: 0, changes: [], report: { failed: 0 } });
    for (const portal of portals) portal.put(path, reportOf(portal.county, 2021));
    const back = await night(data, '--revisit', 'all');
    expect(back.changes.sort()).toEqual(three.map((report) => `${report} returned`));
    expect(back.exitCode).toBe(0);
  });
});
