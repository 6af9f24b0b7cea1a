import { mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { expectedHarvest } from '../../sample/harvest-truth.ts';
import { startSampleProvince, type SampleProvince } from '../../sample/server.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { coverageCells } from '../../storage/summary.ts';
import type { Settings } from '../config.ts';
import { RetryLater } from '../errors.ts';
import type { Command, CommandIo, SampleOptions } from './command.ts';
import { runHarvest } from './harvest.ts';
import { runStatus } from './status.ts';

/** The same addresses each time, so that a second run finds what the first has stored. */
const FIRST_PORT = 47_100;

/**
 * `nianbao sample`: starts the sample province on this machine, harvests it, and shows the corpus and what to try next.
 * Some of the province fails on purpose, so a harvest that names that is a success here, exit code 0; 3 where a report that was
 * written to be found was not.
 */
export const runSample: Command<SampleOptions> = async (options, io, settings) => {
  const sample: Settings = {
    ...settings,
    delaySeconds: 0,
  };
  const province = await startProvince(io);
  try {
    const portalsFile = writePortals(province, sample.dataDirectory);
    io.note(`${province.portals.length} sample portals are running on this machine; harvesting them …`);
    const harvest = await resultOf(io, (inner) =>
      runHarvest(
        { portals: [], province: null, portalsFile, years: null, revisit: 'all', metrics: null, notifyCommand: null },
        withoutKnownWarnings(inner),
        sample,
      ),
    );
    const status = await resultOf(io, (inner) => runStatus({ province: null }, inner, sample));
    const { written, missed } = compareWithPlan(province, sample.dataDirectory);
    // The harvest's own table says of the portals what the status says of them too.
    if (io.json) {
      const outcome = missed.length === 0 ? 'done' : 'partial';
      io.out(`{"outcome":"${outcome}","harvest":${harvest},"status":${status},"missed":${JSON.stringify(missed)}}`);
    } else {
      io.out(`${status}\n\nOf ${written} reports written to be found, ${written - missed.length} were found.`);
      io.out(nextSteps(fromHere(sample.dataDirectory)));
    }
    for (const report of missed) io.note(`Not found: ${report}`);
    if (options.serve) await untilAborted(province, io);
    return missed.length === 0 ? 0 : 3;
  } finally {
    await province.stop();
  }
};

async function startProvince(io: CommandIo): Promise<SampleProvince> {
  try {
    return await startSampleProvince({ port: FIRST_PORT });
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    io.note(`The ports from ${FIRST_PORT} on are taken; using others, so that known pages will look new.`);
    return startSampleProvince();
  }
}

function writePortals(province: SampleProvince, folder: string): string {
  const file = join(folder, 'sample-portals.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(province.portals, null, 2)}\n`);
  return file;
}

/** Runs a command within this one and keeps what it prints as its result. */
async function resultOf(io: CommandIo, run: (inner: CommandIo) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  await run({ ...io, out: (text) => lines.push(text) });
  return lines.join('\n');
}

/** The divisions of the sample province are made up on purpose: a warning about them would only puzzle. */
function withoutKnownWarnings(io: CommandIo): CommandIo {
  const note = (text: string): void => {
    if (!/^Warning: .* division 99\d{4} is not in GB\/T 2260/.test(text)) io.note(text);
  };
  return { ...io, note };
}

function untilAborted(province: SampleProvince, io: CommandIo): Promise<void> {
  for (const { name, home } of province.portals) io.note(`${home}  ${name}`);
  io.note('The portals stay here until Ctrl-C.');
  return new Promise((done) => {
    if (io.signal.aborted) done();
    io.signal.addEventListener('abort', () => {
      done();
    });
  });
}

/** How many reports of the province were written to be found, and the names of those that the corpus lacks. */
function compareWithPlan(
  province: SampleProvince,
  dataDirectory: string,
): { readonly written: number; readonly missed: readonly string[] } {
  const corpus = openCorpus(dataDirectory, { readOnly: true });
  try {
    const found = new Set(
      coverageCells(corpus, null)
        .filter((cell) => cell.status === 'found')
        .map((cell) => `${cell.name} ${cell.fiscalYear}`),
    );
    const due = expectedHarvest(province)
      .filter((report) => report.outcome === 'found')
      .map(({ truth }) => `${truth.organization.name} ${truth.fiscalYear}`);
    return { written: due.length, missed: due.filter((name) => !found.has(name)) };
  } finally {
    corpus.close();
  }
}

/** A path as one would type it from the working directory. */
function fromHere(path: string): string {
  const shorter = relative(process.cwd(), path);
  return shorter === '' || shorter.startsWith('..') || isAbsolute(shorter) ? path : shorter;
}

function nextSteps(data: string): string {
  return `
Some of it fails on purpose: a portal behind a challenge, a dead link, a damaged Word file. What to try next:

  npm run -s nianbao -- inspect test/fixtures/reports/hongsibu-2023/source.txt
      one report as nianbao reads it (take a file or an address of your own)
  npm run -s nianbao -- serve --data ${data}
      the corpus in a browser: each figure beside its original, with the place marked
  npm run -s nianbao -- export --data ${data} --format csv --out panel/
      the figures for R, Stata or a spreadsheet; the corpus itself is ${join(data, 'corpus.sqlite')}
  npm run -s nianbao -- harvest --province ningxia --data data/ningxia
      the real 宁夏 into a corpus of its own, one request a second (write your e-mail address into config.json as "contact" first)`;
}
