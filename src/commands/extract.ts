import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StopRun } from '../errors.ts';
import { EXTRACTOR_VERSION } from '../extract/extract.ts';
import { readingWidth } from '../read/reading-pool.ts';
import { corpusFile, type Corpus } from '../../storage/corpus.ts';
import { isCorpusFile } from '../../storage/corpus-copy.ts';
import { listingOf } from '../../storage/listings.ts';
import { Originals } from '../../storage/originals.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type { Command, CommandIo, ExtractOptions } from './command.ts';
import { fileReport, readJob, type Filing, type ReportToFile } from './file-report.ts';
import { readAhead } from './read-ahead.ts';
import { openForWriting, recordRun, type RunEnd } from './recorded-run.ts';
import type { ReportSource } from './read-source.ts';
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
    const { outcome, summary } = await recordRun(corpus, start, io, () => readAgain(kept, { corpus, originals }, io));
    if (io.json) io.out(JSON.stringify(summary));
    else {
      io.out(
        `${summary.read} reports read again by extractor ${EXTRACTOR_VERSION}: ${summary.unchanged} unchanged, ${summary.changed} changed, ` +
          `${summary.new} new, ${summary.stillUnreadable} still unreadable, ${summary.failed} failed.`,
      );
    }
    return outcome === 'done' ? 0 : 3;
  } finally {
    corpus.close();
  }
};

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
  readonly failures: readonly { readonly report: string; readonly reason: string }[];
}

async function readAgain(kept: readonly KeptReport[], filing: Filing, io: CommandIo): Promise<RunEnd<ExtractSummary>> {
  const counts = { unchanged: 0, changed: 0, new: 0, stillUnreadable: 0, failed: 0 };
  const failures: { readonly report: string; readonly reason: string }[] = [];
  let read = 0;
  const ahead = readAhead(kept, readingWidth() + 1, ({ job }) => readJob(job));
  for (const [{ name, job, reportId }, reading] of ahead) {
    if (io.signal.aborted) break;
    read += 1;
    io.progress(`${read}/${kept.length} ${name}`);
    const recorded = await fileReport(filing, job, reportId, reading).catch((error: unknown) => {
      if (error instanceof StopRun) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: 'failed' as const, reason: reason.replaceAll(join(filing.corpus.dataDirectory, '/'), '') };
    });
    if (recorded.kind === 'recorded') {
      counts[reportId === undefined ? 'new' : recorded.change === 'unchanged' ? 'unchanged' : 'changed'] += 1;
    } else if (reportId === undefined && recorded.kind !== 'failed') counts.stillUnreadable += 1;
    else {
      counts.failed += 1;
      failures.push({ report: name, reason: recorded.reason });
      io.note(`${name}: ${recorded.reason}; what was stored of it stays as it is`);
    }
  }
  const outcome = read < kept.length ? 'interrupted' : counts.failed > 0 ? 'partial' : 'done';
  const summary = { command: 'extract', extractorVersion: EXTRACTOR_VERSION, reports: kept.length, read } as const;
  return { outcome, summary: { ...summary, ...counts, failures } };
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
