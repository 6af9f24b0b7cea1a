import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Portal } from '../../crawlers/crawler.ts';
import { builtInPortals, portalsOfProvince, readPortals, selectPortals } from '../../crawlers/portals.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { Frontier } from '../../storage/frontier.ts';
import { lockForHarvest } from '../../storage/harvest-lock.ts';
import { Originals } from '../../storage/originals.ts';
import type { Settings } from '../config.ts';
import { projectDialects } from '../crawl/dialects.ts';
import { harvestPortals } from '../crawl/harvest-portals.ts';
import type { PortalSummary } from '../crawl/harvest-portals.ts';
import { userAgent } from '../crawl/user-agent.ts';
import { UsageError } from '../errors.ts';
import { checkAcrossReports } from './check-across-reports.ts';
import type { Command, CommandIo, ExitCode, HarvestOptions } from './command.ts';
import { changesIn, describeChanges } from './changes-view.ts';
import { describeHarvest, summariseHarvest, warningsOf } from './harvest-summary.ts';
import type { HarvestSummary } from './harvest-summary.ts';
import { fileFailedLead, fileJob } from './file-job.ts';
import { tellRun, tellUntold } from './run-report-files.ts';

/** The commands that go through portals, as `runs` names them. */
type Going = 'harvest' | 'nightly';

/** `nianbao harvest`: finds, fetches, extracts and stores; goes on where an unfinished run stopped. */
export const runHarvest: Command<HarvestOptions> = (...given) => goThrough('harvest', ...given);

/** `nianbao nightly`: the same for what is due. */
export const runNightly: Command<HarvestOptions> = (...given) => goThrough('nightly', ...given);

async function goThrough(
  command: Going,
  ...[options, io, settings]: Parameters<Command<HarvestOptions>>
): Promise<ExitCode> {
  const portals = choosePortals(options, settings, io);
  const unlock = lockForHarvest(settings.dataDirectory, command);
  try {
    const corpus = openCorpus(settings.dataDirectory);
    try {
      if (corpus.migratedFrom !== null)
        io.note(`${corpus.file} was brought up to date from schema ${corpus.migratedFrom}.`);
      tellUntold(corpus, command);
      const summary = await harvestInto(command, corpus, portals, options, io, settings);
      const told = summary.outcome === 'interrupted' ? null : await tellRun(corpus, summary.run, options);
      if (io.json) io.out(JSON.stringify({ ...summary, ...changesIn(told), runReport: told?.json ?? null }));
      else io.out([describeHarvest(summary, io), ...describeChanges(told)].join('\n'));
      if (told !== null) io.note(`Run report: ${join(settings.dataDirectory, told.page)}`);
      const unheard = told?.unheard ?? null;
      if (unheard !== null) io.note(unheard);
      for (const warning of warningsOf(summary)) io.note(`Warning: ${warning}`);
      for (const failure of summary.failures) io.note(failure);
      if (summary.outcome === 'interrupted') throw io.signal.reason;
      return summary.outcome === 'partial' || unheard !== null ? 3 : 0;
    } finally {
      corpus.close();
    }
  } finally {
    unlock();
  }
}

async function harvestInto(
  command: Going,
  corpus: Corpus,
  portals: readonly Portal[],
  options: HarvestOptions,
  io: CommandIo,
  settings: Settings,
): Promise<HarvestSummary> {
  const originals = new Originals(join(settings.dataDirectory, 'originals'));
  await originals.removeLeftovers();
  const frontier = new Frontier(corpus);
  const runId = takeUpRun(command, corpus, frontier, portals, options, io, settings);
  const summaries = await harvestPortals({
    runId,
    portals,
    corpus,
    originals,
    delaySeconds: settings.delaySeconds,
    limits: settings.ceilings,
    years: options.years,
    revisit: options.revisit,
    userAgent: userAgent(settings.softwareVersion, settings.contact),
    browserPath: settings.browserPath,
    dialects: projectDialects,
    onReport: (job) => fileJob({ corpus, originals }, job, corpus.runStart(runId)),
    onFailedLead: (lead) => {
      fileFailedLead(corpus, lead);
    },
    note: io.note,
    progress: ({ portalsDone, portals: all, visits, reports }) => {
      io.progress(`${portalsDone}/${all} portals, ${visits} pages and files, ${reports} reports`);
    },
    signal: io.signal,
  });
  return finish(corpus, frontier, runId, summaries, settings);
}

/** Goes on with the newest run where it was not finished and its open portals are all wanted; else begins a new one. */
function takeUpRun(
  command: Going,
  corpus: Corpus,
  frontier: Frontier,
  portals: readonly Portal[],
  options: HarvestOptions,
  io: CommandIo,
  settings: Settings,
): number {
  const unfinished = frontier.unfinishedRun(command);
  if (unfinished !== undefined) {
    const wanted = new Set(portals.map(({ id }) => id));
    const others = frontier.openPortals(unfinished).filter((id) => !wanted.has(id));
    if (others.length === 0) {
      io.note(`Going on with run ${unfinished}, which was not finished.`);
      return unfinished;
    }
    io.note(`Run ${unfinished} was not finished for ${others.join(', ')}, not asked for now; beginning anew.`);
    corpus.transaction(() => {
      frontier.clear(unfinished);
      corpus.finishRun(unfinished, 'interrupted', null);
    });
  }
  const config = {
    ...options,
    portals: portals.map(({ id }) => id),
    delaySeconds: settings.delaySeconds,
    ceilings: settings.ceilings,
  };
  return corpus.startRun({ command, softwareVersion: settings.softwareVersion, config });
}

function finish(
  corpus: Corpus,
  frontier: Frontier,
  runId: number,
  summaries: readonly PortalSummary[],
  settings: Settings,
): HarvestSummary {
  const summary = summariseHarvest(runId, summaries, settings.dataDirectory);
  checkAcrossReports(corpus, corpus.runStart(runId));
  corpus.transaction(() => {
    if (summary.outcome !== 'interrupted') frontier.clear(runId);
    corpus.finishRun(runId, summary.outcome, summary);
  });
  return summary;
}

/** The portals meant by the words, the province, the file or the settings. */
export function choosePortals(options: HarvestOptions, settings: Settings, io: CommandIo): readonly Portal[] {
  const { portalsFile, province, portals: words } = options;
  const all = portalsFile === null ? builtInPortals() : readPortalsFile(portalsFile, io);
  const inProvince = province === null ? all : (portalsInFileOf(province) ?? portalsOfProvince(all, province));
  if (words.length > 0) return selectPortals(inProvince, words);
  if (portalsFile !== null || province !== null) return inProvince;
  if (settings.portals.length > 0) return selectPortals(all, settings.portals);
  throw new UsageError(
    'Name a portal, --province or --portals FILE, or list portals in config.json. Try: nianbao harvest --province 宁夏',
  );
}

/** The portals that come with the program for a province named as its file is: `ningxia`. */
function portalsInFileOf(province: string): readonly Portal[] | undefined {
  if (!/^[a-z]+$/i.test(province)) return undefined;
  const file = new URL(`../../crawlers/portals/${province.toLowerCase()}.json`, import.meta.url);
  return existsSync(file) ? readPortals(readFileSync(file, 'utf8'), file.pathname).portals : undefined;
}

function readPortalsFile(path: string, io: CommandIo): readonly Portal[] {
  const { portals, warnings } = readPortals(readText(path), path);
  for (const warning of warnings) io.note(`Warning: ${warning}.`);
  const families = projectDialects.families.map(({ family }) => family);
  for (const [index, { family }] of portals.entries()) {
    if (family === undefined || families.includes(family)) continue;
    throw new UsageError(
      `${path}, row ${index + 1}: family: there is no family "${family}"; known are ${families.join(', ')}`,
    );
  }
  if (portals.length === 0) throw new UsageError(`${path} lists no portal.`);
  return portals;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : messageOf(error);
    throw new UsageError(`Cannot read the portals file ${path}: ${reason}.`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
