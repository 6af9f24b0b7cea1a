import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StopRun } from '../errors.ts';
import { EXTRACTOR_VERSION } from '../extract/extract.ts';
import type { ExtractedReport } from '../extract/report.ts';
import { readingWidth } from '../read/reading-pool.ts';
import { differenceOf, isNoDifference, type ContentDifference } from '../../storage/content-difference.ts';
import { corpusFile, type Corpus } from '../../storage/corpus.ts';
import { isCorpusFile } from '../../storage/corpus-copy.ts';
import { listingOf } from '../../storage/listings.ts';
import { Originals } from '../../storage/originals.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type { Command, CommandIo, ExtractOptions } from './command.ts';
import { checkAcrossReports } from './check-across-reports.ts';
import { describeDifference } from './difference-view.ts';
import { fileReport, readJob, type Filing, type ReportToFile } from './file-report.ts';
import { readAhead } from './read-ahead.ts';
import { openForWriting, recordRun, type RunEnd } from './recorded-run.ts';
import type { ReportSource } from './read-source.ts';
import type { SourcesOutcome } from './report-sources.ts';
import { keptSource } from './stored-versions.ts';

/** A stored report, or a lead whose original could not be read when it was fetched. */
interface KeptReport {
  readonly name: string;
  readonly job: ReportToFile;
  /** The stored report to replace; undefined for a lead. */
  readonly reportId: number | undefined;
}

/** `nianbao extract`: the kept originals once more through reading, extraction and checks, without the network. */
export const runExtract: Command<ExtractOptions> = async (options, io, settings) => {
  const file = corpusFile(settings.dataDirectory);
  if (!existsSync(file) || !isCorpusFile(file))
    throw new StopRun(`${file} is no corpus. Harvest or ingest first, or name another folder with --data.`);
  const corpus = openForWriting(settings.dataDirectory, io);
  try {
    const originals = new Originals(join(settings.dataDirectory, 'originals'));
    const kept = keptReports(corpus, originals, options);
    const start = { command: 'extract', softwareVersion: settings.softwareVersion, config: options };
    const filing = { corpus, originals };
    const { outcome, summary } = options.dryRun
      ? await readAgain(kept, corpus, (_, reading) => rehearse(reading), io)
      : await recordRun(corpus, start, io, async () => {
          const end = await readAgain(kept, corpus, (report, reading) => refile(filing, report, reading), io);
          checkAcrossReports(corpus, null);
          return end;
        });
    io.out(io.json ? JSON.stringify({ ...summary, dryRun: options.dryRun }) : describeSummary(summary, options.dryRun));
    return outcome === 'done' ? 0 : 3;
  } finally {
    corpus.close();
  }
};

/** A stored report that this version reads otherwise than what is stored. */
interface ChangedReport {
  readonly report: string;
  /** Another body or year than it was filed under. */
  readonly movesTo: string | null;
  readonly difference: ContentDifference;
}

interface ExtractSummary {
  readonly command: 'extract';
  readonly extractorVersion: string;
  /** Reports that were to be read again; `read` counts those that were, before an interruption. */
  readonly reports: number;
  readonly read: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly new: number;
  readonly stillUnreadable: number;
  readonly failed: number;
  readonly changes: readonly ChangedReport[];
  readonly failures: readonly { readonly report: string; readonly reason: string }[];
}

/** What became of a report that was read again, or would become of it. */
type Outcome =
  { readonly kind: 'read'; readonly report: ExtractedReport } | { readonly kind: 'none'; readonly reason: string };

async function readAgain(
  kept: readonly KeptReport[],
  corpus: Corpus,
  file: (kept: KeptReport, reading: Promise<SourcesOutcome>) => Promise<Outcome>,
  io: CommandIo,
): Promise<RunEnd<ExtractSummary>> {
  const counts = { unchanged: 0, changed: 0, new: 0, stillUnreadable: 0, failed: 0 };
  const changes: ChangedReport[] = [];
  const failures: { readonly report: string; readonly reason: string }[] = [];
  let read = 0;
  const ahead = readAhead(kept, readingWidth() + 1, ({ job }) => readJob(job));
  for (const [report, reading] of ahead) {
    if (io.signal.aborted) break;
    const { name, reportId } = report;
    read += 1;
    io.progress(`${read}/${kept.length} ${name}`);
    const stored = reportId === undefined ? undefined : corpus.contentOf(reportId);
    const outcome = await file(report, reading).catch((error: unknown) => {
      if (error instanceof StopRun) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed' as const, reason: reason.replaceAll(join(corpus.dataDirectory, '/'), '') };
    });
    if (outcome.kind === 'read') {
      if (stored === undefined) counts.new += 1;
      else {
        const difference = differenceOf(stored, outcome.report);
        const now = `${outcome.report.organization.name} ${outcome.report.fiscalYear}`;
        const movesTo = now === name ? null : now;
        const same = movesTo === null && isNoDifference(difference) && difference.placesMoved === 0;
        counts[same ? 'unchanged' : 'changed'] += 1;
        if (!same) changes.push({ report: name, movesTo, difference });
      }
    } else if (reportId === undefined && outcome.kind === 'none') counts.stillUnreadable += 1;
    else {
      counts.failed += 1;
      failures.push({ report: name, reason: outcome.reason });
      io.note(`${name}: ${outcome.reason}; what was stored of it stays as it is`);
    }
  }
  const outcome = read < kept.length ? 'interrupted' : counts.failed > 0 ? 'partial' : 'done';
  const summary = { command: 'extract', extractorVersion: EXTRACTOR_VERSION, reports: kept.length, read } as const;
  return { outcome, summary: { ...summary, ...counts, changes, failures } };
}

async function refile(
  filing: Filing,
  { job, reportId }: KeptReport,
  reading: Promise<SourcesOutcome>,
): Promise<Outcome> {
  const filed = await fileReport(filing, job, reportId, reading);
  return filed.kind === 'recorded'
    ? { kind: 'read', report: filed.record.report }
    : { kind: 'none', reason: filed.reason };
}

/** What `refile` would read, without storing it. */
async function rehearse(reading: Promise<SourcesOutcome>): Promise<Outcome> {
  const outcome = await reading;
  return outcome.kind === 'report'
    ? { kind: 'read', report: outcome.report.report }
    : { kind: 'none', reason: outcome.reason };
}

/** Reports whose changes are shown in full on a terminal; `--json` has all. */
const MOST_SHOWN = 20;

function describeSummary(summary: ExtractSummary, dryRun: boolean): string {
  const { read, unchanged, changed, stillUnreadable, failed, changes } = summary;
  const shown = changes.slice(0, MOST_SHOWN).map(({ report, movesTo, difference }) => {
    const moved = movesTo === null ? '' : `, now read as ${movesTo}`;
    return `${report}${moved}\n${describeDifference(difference)}\n`;
  });
  const rest = changes.length - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`and ${rest} reports more; --json has them all\n`] : []),
    `${read} reports read again by extractor ${EXTRACTOR_VERSION}: ${unchanged} unchanged, ${changed} changed, ` +
      `${summary.new} new, ${stillUnreadable} still unreadable, ${failed} failed.`,
    ...(dryRun ? ['Nothing was stored; the same command without --dry-run stores it.'] : []),
  ].join('\n');
}

function keptReports(corpus: Corpus, originals: Originals, { all }: ExtractOptions): KeptReport[] {
  const source = (record: SourceRecord): ReportSource => keptSource(corpus, originals, record);
  const reports = corpus
    .storedReports()
    .filter((report) => all || report.extractorVersion !== EXTRACTOR_VERSION)
    .map((report): KeptReport => ({
      name: `${report.organization.name} ${report.fiscalYear}`,
      reportId: report.id,
      job: {
        portalId: report.portalId,
        pageUrl: report.pageUrl,
        listing: listingOf(corpus, report.pageUrl),
        sources: report.sources.map(source),
      },
    }));
  const leads = corpus.failedLeads().flatMap((lead): KeptReport[] => {
    if (lead.sha256 === null || lead.outcome !== 'unreadable') return [];
    const { url, sha256, portalId, title } = lead;
    return [
      {
        name: title === '' ? url : title,
        reportId: undefined,
        job: {
          portalId,
          pageUrl: url,
          listing: listingOf(corpus, url),
          sources: [source({ url, sha256, role: 'page' })],
        },
      },
    ];
  });
  return [...reports, ...leads];
}
