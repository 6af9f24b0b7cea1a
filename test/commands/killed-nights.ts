import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runNianbao, startNianbao } from '../project/run-nianbao.ts';
import { writeReport } from '../extract/written-report.ts';
import { corpusContents } from './corpus-contents.ts';
import { newFolder, rows } from './corpus-folder.ts';
import { startLabPortal, type LabPortal, type Signs } from './two-day-lab.ts';

/** What came of nights that were killed, beside nights that were not. */
export interface KilledNights {
  readonly kills: number;
  /** Requests seen by the portals before each kill, in the night that it ended. */
  readonly moments: readonly number[];
  readonly undisturbed: ReturnType<typeof corpusContents>;
  readonly disturbed: ReturnType<typeof corpusContents>;
  /** Exit code of the last run into the disturbed corpus. */
  readonly exitCode: number | null;
  /** Runs into the disturbed corpus that ended, and the reports written of them. */
  readonly runs: number;
  readonly reports: number;
}

const COUNTIES: readonly (readonly [county: string, signs: Signs])[] = [
  ['青梧县', 'etag'],
  ['白榆县', 'date'],
  ['红枫县', 'lying date'],
  ['黑松县', 'none'],
];
const YEARS = [2020, 2021, 2022, 2023];

const titleOf = (county: string, year: number): string => `${county}人民政府${year}年政府信息公开工作年度报告`;
const reportOf = (county: string, year: number, decisions = 100 + year): string =>
  writeReport({ year, title: titleOf(county, year), figures: { 'proactive.penalties.decisions': decisions } });

/**
 * Harvests four portals into two corpora, lets a day pass on which reports are added, edited and taken away, and keeps both current for
 * at least two nights: one corpus killed (SIGKILL) at `kills` moments that `random` chooses, the other undisturbed for as many.
 */
export async function killNights(kills: number, random: () => number): Promise<KilledNights> {
  const portals: LabPortal[] = [];
  try {
    for (const [index, [county, signs]] of COUNTIES.entries())
      portals.push(await startLabPortal(`p${index}`, county, 'generic', signs, { still: true }));
    for (const portal of portals) {
      for (const year of YEARS) portal.put(portal.reportPath(year), reportOf(portal.county, year));
      list(portal, YEARS);
      portal.server.latency = 25;
    }
    const folder = newFolder();
    const portalsFile = join(folder, 'portals.json');
    writeFileSync(
      portalsFile,
      JSON.stringify(portals.map(({ id, county, server }) => ({ id, name: county, home: `${server.origin}/` }))),
    );
    const words = (data: string, ...more: string[]): string[] => [
      ...['nightly', '--portals', portalsFile, '--data', data, '--delay', '0', ...more],
    ];
    const [calm, wild] = [join(folder, 'calm'), join(folder, 'wild')];
    const started = Date.now();
    await runNianbao(words(calm));
    const lasted = Date.now() - started;
    await runNianbao(words(wild));
    for (const portal of portals) {
      portal.nextDay();
      portal.put(portal.reportPath(2024), reportOf(portal.county, 2024));
      portal.put(portal.reportPath(2022), reportOf(portal.county, 2022, 7));
      portal.take(portal.reportPath(2021), 404);
      list(portal, [...YEARS, 2024]);
    }
    const seen = (): number => portals.reduce((sum, { server }) => sum + server.seen.length, 0);

    const moments: number[] = [];
    let exitCode: number | null = null;
    while (moments.length < kills || exitCode === null || finishedRuns(wild) < 3) {
      const from = seen();
      const running = startNianbao(words(wild, '--revisit', 'all'));
      if (moments.length < kills) {
        // In the middle of the requests, or at any time from the start to the writing of the report.
        const [requests, until] = random() < 0.7 ? [Math.floor(random() * 8), Infinity] : [Infinity, random() * lasted];
        const begun = Date.now();
        while (running.child.exitCode === null && seen() - from < requests && Date.now() - begun < until)
          await pause(1);
        await pause(random() * 40);
        if (running.child.kill('SIGKILL')) moments.push(seen() - from);
      }
      ({ exitCode } = await running.ended);
    }
    while (finishedRuns(calm) < finishedRuns(wild)) await runNianbao(words(calm, '--revisit', 'all'));
    return {
      kills: moments.length,
      moments,
      undisturbed: corpusContents(calm),
      disturbed: corpusContents(wild),
      exitCode,
      runs: finishedRuns(wild),
      reports: readdirSync(join(wild, 'runs')).filter((name) => name.endsWith('.html')).length,
    };
  } finally {
    await Promise.all(portals.map(({ server }) => server.close()));
  }
}

function finishedRuns(data: string): number {
  return Number(rows(data, 'SELECT count(*) FROM runs WHERE finished_at IS NOT NULL'));
}

function list(portal: LabPortal, years: readonly number[]): void {
  portal.list(Object.fromEntries(years.map((year) => [year, titleOf(portal.county, year)])));
}
