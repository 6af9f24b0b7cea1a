import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { startSampleProvince, type SampleProvince } from '../../sample/server.ts';
import type { Settings } from '../config.ts';
import { RetryLater } from '../errors.ts';
import type { Command, CommandIo, SampleOptions } from './command.ts';
import { runHarvest } from './harvest.ts';
import { runStatus } from './status.ts';

/** The same addresses each time, so that a second run finds what the first has stored. */
const FIRST_PORT = 47_100;

/**
 * `nianbao sample`: starts the sample province on this machine, harvests it, and shows the corpus and what to try next.
 * Portals of the province fail on purpose, so a harvest that names them is a success here: exit code 0.
 */
export const runSample: Command<SampleOptions> = async (options, io, settings) => {
  const sample: Settings = {
    ...settings,
    dataDirectory: options.data ?? join(settings.dataDirectory, 'sample'),
    delaySeconds: 0,
  };
  const province = await startProvince(io);
  try {
    const portalsFile = writePortals(province, sample.dataDirectory);
    io.note(`${province.portals.length} sample portals are running on this machine; harvesting them …`);
    const harvest = await summaryOf(io, (inner) =>
      runHarvest({ portals: [], province: null, portalsFile, years: null }, inner, sample),
    );
    const status = await summaryOf(io, (inner) => runStatus({ province: null }, inner, sample));
    if (io.json) io.out(JSON.stringify({ outcome: 'done', data: sample.dataDirectory, harvest, status }));
    else io.out(nextSteps(relative(process.cwd(), sample.dataDirectory) || '.'));
    if (options.serve) await untilAborted(province, io);
    return 0;
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
  const file = join(folder, 'portals.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(province.portals, null, 2)}\n`);
  return file;
}

/** Runs a command within this one. With `--json` its summary is kept for ours; else it prints as it does by itself. */
async function summaryOf(io: CommandIo, run: (inner: CommandIo) => Promise<unknown>): Promise<unknown> {
  let printed = 'null';
  await run(io.json ? { ...io, out: (text) => (printed = text) } : io);
  return JSON.parse(printed);
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

function nextSteps(data: string): string {
  return `
Some of it fails on purpose: a portal behind a challenge, a dead link, a Word file. What to try next:

  npm run -s nianbao -- status --data ${data}
      this table again; the corpus itself is ${join(data, 'corpus.sqlite')}
  npm run -s nianbao -- export --data ${data} --format csv --out panel/
      the figures for R, Stata or a spreadsheet
  npm run -s nianbao -- inspect FILE-OR-URL
      what a report of your own looks like to nianbao
  npm run -s nianbao -- harvest --province ningxia --max-requests 200
      the real 宁夏 (write your e-mail address into config.json as "contact" first)`;
}
