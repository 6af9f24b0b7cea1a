import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { EXTRACTOR_VERSION } from '../extract/extract.ts';
import { exportProblems, readManifest } from '../export/verify-files.ts';
import { compareWithCorpus } from '../export/verify-corpus.ts';
import { readingWidth } from '../read/reading-pool.ts';
import { differenceOf } from '../../storage/content-difference.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { listingOf } from '../../storage/listings.ts';
import { Originals } from '../../storage/originals.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import type { Command, CommandIo, VerifyOptions } from './command.ts';
import { filterOf } from './export-filter.ts';
import { readJob } from './file-report.ts';
import { readAhead } from './read-ahead.ts';
import { keptSource } from './stored-versions.ts';

/** What `nianbao verify --json` prints. */
interface VerifyAnswer {
  readonly outcome: 'done' | 'failed';
  readonly export: string;
  /** Tables and rows that were read. */
  readonly tables: Readonly<Record<string, number>>;
  /** Reports whose originals were read again; null where no data directory was named. */
  readonly reportsReadAgain: number | null;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Problems shown on a terminal; `--json` has all. */
const MOST_SHOWN = 50;

/**
 * `nianbao verify`: holds an export against its manifest, and with a data directory against the corpus and the originals, without the network. 1 where
 * it is not what it claims to be.
 */
export const runVerify: Command<VerifyOptions> = async (options, io) => {
  const folder = resolve(options.folder);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`${folder} is no folder.`);
  const manifest = readManifest(folder);
  const problems: string[] = [];
  for await (const problem of exportProblems(folder, manifest)) problems.push(problem);
  // A table that cannot be read says nothing of the corpus.
  const isReadable = !problems.some((problem) => / cannot be read| is missing\.$/.test(problem));
  const deeper = options.data === null || !isReadable ? null : await againstData(resolve(options.data));
  const answer: VerifyAnswer = {
    outcome: problems.length === 0 ? 'done' : 'failed',
    export: folder,
    tables: Object.fromEntries(manifest.tables.map(({ name, rows }) => [name, rows])),
    reportsReadAgain: deeper?.readAgain ?? null,
    problems,
    notes: deeper?.notes ?? [],
  };
  tell(answer, io);
  return problems.length === 0 ? 0 : 1;

  async function againstData(data: string): Promise<{ readonly readAgain: number; readonly notes: readonly string[] }> {
    const corpus = openCorpus(data, { readOnly: true });
    try {
      const found = await compareWithCorpus(folder, manifest, corpus, filterOf(corpus, manifest.filters));
      const originals = await originalProblems(corpus, found.reportIds, options.sample, io);
      problems.push(...found.problems, ...originals.problems);
      return { readAgain: originals.readAgain, notes: [...found.notes, ...originals.notes] };
    } finally {
      corpus.close();
    }
  }
};

interface OriginalsOutcome {
  readonly readAgain: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Reads the originals of reports once more and holds what they say against the corpus. */
async function originalProblems(
  corpus: Corpus,
  reportIds: readonly number[],
  sample: number | null,
  io: CommandIo,
): Promise<OriginalsOutcome> {
  const wanted = new Set(sample === null ? reportIds : evenly(reportIds, sample));
  const ofExport = corpus.storedReports().filter(({ id }) => wanted.has(id));
  const current = ofExport.filter(({ extractorVersion }) => extractorVersion === EXTRACTOR_VERSION);
  const notes =
    current.length === ofExport.length
      ? []
      : [
          `${ofExport.length - current.length} reports were read by another version of the extraction and were not read again; \`nianbao extract\` brings them up to date.`,
        ];
  const originals = new Originals(join(corpus.dataDirectory, 'originals'));
  const problems: string[] = [];
  let readAgain = 0;
  const jobOf = (report: StoredReport): Parameters<typeof readJob>[0] => ({
    portalId: report.portalId,
    pageUrl: report.pageUrl,
    listing: listingOf(corpus, report.pageUrl),
    sources: report.sources.map((record) => keptSource(corpus, originals, record)),
  });
  for (const [report, reading] of readAhead(current, readingWidth() + 1, (report) => readJob(jobOf(report)))) {
    const title = `${report.organization.name} ${report.fiscalYear}`;
    readAgain += 1;
    io.progress(`${readAgain}/${current.length} ${title}`);
    const damage = await damageOf(report, originals);
    if (damage.length > 0) {
      problems.push(...damage.map((reason) => `${title}: ${reason}`));
      await reading.catch(() => undefined);
      continue;
    }
    const outcome = await reading;
    if (outcome.kind !== 'report') {
      problems.push(`${title}: its originals no longer give a report: ${outcome.reason}.`);
      continue;
    }
    const { cells } = differenceOf(corpus.contentOf(report.id), outcome.report.report);
    for (const { code, before, after } of cells) {
      problems.push(`${title}, ${code}: the corpus has ${shown(before)}, the original gives ${shown(after)}.`);
    }
  }
  return { readAgain, problems, notes };
}

async function damageOf(report: StoredReport, originals: Originals): Promise<string[]> {
  const reasons: string[] = [];
  for (const { sha256 } of report.sources) {
    await originals.get(sha256).catch((error: unknown) => {
      reasons.push(error instanceof Error ? error.message : String(error));
    });
  }
  return reasons;
}

function shown(
  cell: { readonly printed: string | null; readonly number: number | null; readonly status: string } | null,
): string {
  return cell === null ? 'no such cell' : `${String(cell.number ?? JSON.stringify(cell.printed))} (${cell.status})`;
}

/** `count` of the items, at equal distances. */
function evenly<Item>(items: readonly Item[], count: number): Item[] {
  if (count >= items.length) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]).filter(
    (item): item is Item => item !== undefined,
  );
}

function tell(answer: VerifyAnswer, io: CommandIo): void {
  if (io.json) {
    io.out(JSON.stringify(answer));
    return;
  }
  const { problems, notes, tables, reportsReadAgain } = answer;
  for (const problem of problems.slice(0, MOST_SHOWN)) io.note(problem);
  if (problems.length > MOST_SHOWN) io.note(`and ${problems.length - MOST_SHOWN} problems more; --json has them all.`);
  for (const note of notes) io.note(`Note: ${note}`);
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  const read = reportsReadAgain === null ? '' : `, and ${reportsReadAgain} reports read again from their originals`;
  const scope = `${Object.keys(tables).length} tables with ${rows.toLocaleString('en')} rows${read}`;
  io.out(
    problems.length === 0
      ? `The export is what its manifest says: ${scope}.`
      : `The export is not what it claims to be: ${problems.length} problems in ${scope}.`,
  );
}
