import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { sniffMediaType } from '../original/media-type.ts';
import { sha256Of } from '../original/sha256.ts';
import { readingWidth } from '../read/reading-pool.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { Originals } from '../../storage/originals.ts';
import type { Listing } from '../../storage/listings.ts';
import { checkAcrossReports } from './check-across-reports.ts';
import type { Command, CommandIo, IngestOptions } from './command.ts';
import { fileReport, readJob, type Filed, type FiledReport, type Filing, type ReportToFile } from './file-report.ts';
import { picturesBeside } from './pictures-beside.ts';
import { readAhead } from './read-ahead.ts';
import type { ReportSource } from './read-source.ts';
import { openForWriting, recordRun, type RunEnd } from './recorded-run.ts';
import type { SourcesOutcome } from './report-sources.ts';

/** Larger files are not even opened; no format is read beyond 64 MB. */
const LARGEST_FILE = 256_000_000;

const PICTURE_NAME = /\.(?:png|jpe?g|gif|bmp|webp|tiff?)$/i;

interface FileToIngest {
  readonly path: string;
  /** `file:` and the path from the folder that was named, never absolute; or the URL that was given. */
  readonly url: string;
}

interface FileSummary {
  readonly file: string;
  readonly outcome: Filed['kind'];
  readonly organization?: string;
  readonly year?: number;
  readonly change?: string;
  readonly cells?: Readonly<Record<string, number>>;
  readonly findings?: number;
  readonly reason?: string;
}

interface IngestSummary {
  readonly command: 'ingest';
  readonly files: number;
  readonly recorded: number;
  readonly failed: number;
  readonly results: readonly FileSummary[];
}

/** `nianbao ingest`: local files into the corpus, each file one report; the files of an archive each by itself, a page with the pictures it shows. */
export const runIngest: Command<IngestOptions> = async (options, io, settings) => {
  const files = filesToIngest(options);
  const corpus = openForWriting(settings.dataDirectory, io);
  try {
    const originals = new Originals(join(settings.dataDirectory, 'originals'));
    const start = {
      command: 'ingest',
      softwareVersion: settings.softwareVersion,
      config: {
        paths: options.paths.map((path) => fileUrl(resolve(path), dirname(resolve(path)))),
        url: options.url,
        organization: options.organization,
        year: options.year,
      },
    };
    const since = corpus.timestamp();
    const { outcome, summary } = await recordRun(corpus, start, io, async () => {
      const end = await ingestFiles(files, options, io, corpus, originals);
      checkAcrossReports(corpus, since);
      return end;
    });
    report(io, summary);
    return outcome === 'done' ? 0 : 3;
  } finally {
    corpus.close();
  }
};

async function ingestFiles(
  files: readonly FileToIngest[],
  options: IngestOptions,
  io: CommandIo,
  corpus: Corpus,
  originals: Originals,
): Promise<RunEnd<IngestSummary>> {
  const all: FileSummary[] = [];
  /** Originals of reports: pages, and the pictures they show. */
  const filed = new Set<string>();
  let read = 0;
  const listing: Listing = {
    ...(options.organization !== null && { organization: options.organization }),
    ...(options.year !== null && { year: options.year }),
  };
  for (const [file, taken] of readAhead(files, readingWidth() + 1, (one) => takeFile(one, listing))) {
    if (io.signal.aborted) break;
    read += 1;
    io.progress(`${read}/${files.length} ${file.url}`);
    const ingested = await ingestFile(file, await taken, { corpus, originals });
    for (const url of ingested.originals) filed.add(url);
    all.push(...ingested.results);
    for (const { file: url, reason } of ingested.results) {
      // What a page shows is no report by itself, and the page may come later.
      if (reason !== undefined && !PICTURE_NAME.test(url)) io.note(`${url}: ${reason}`);
    }
  }
  const results = all.filter(({ file, reason }) => reason === undefined || !filed.has(file));
  for (const { file, reason } of results) {
    if (reason !== undefined && PICTURE_NAME.test(file)) io.note(`${file}: ${reason}`);
  }
  const failed = results.filter((result) => result.outcome !== 'recorded').length;
  const outcome = read < files.length ? 'interrupted' : failed > 0 ? 'partial' : 'done';
  const recorded = results.length - failed;
  const shown = all.length - results.length;
  return { outcome, summary: { command: 'ingest', files: read - shown, recorded, failed, results } };
}

/** A file of which nothing could be had. */
interface NotHad {
  readonly reason: string;
}

/** A file that is being read; it is not in the corpus yet. */
interface TakenFile {
  readonly bytes: Uint8Array;
  readonly job: ReportToFile;
  readonly outcome: SourcesOutcome;
}

async function takeFile({ path, url }: FileToIngest, listing: Listing): Promise<TakenFile | NotHad> {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > LARGEST_FILE) return { reason: `it has ${size} bytes, more than any report (${LARGEST_FILE})` };
    bytes = readFileSync(path);
  } catch (error) {
    return { reason: `cannot be read: ${messageOf(error)}` };
  }
  if (bytes.byteLength === 0) return { reason: 'the file is empty' };
  const sha256 = sha256Of(bytes);
  const page: ReportSource = { url, sha256, role: 'page', contentType: null, bytes: () => Promise.resolve(bytes) };
  const source = { ...page, beside: picturesBeside(page, path) };
  const job: ReportToFile = { portalId: null, pageUrl: url, listing, sources: [source] };
  return { bytes, job, outcome: await readJob(job) };
}

interface Ingested {
  readonly results: readonly FileSummary[];
  /** Addresses of all originals of the reports that were filed. */
  readonly originals: readonly string[];
}

async function ingestFile(file: FileToIngest, taken: TakenFile | NotHad, filing: Filing): Promise<Ingested> {
  const none = (outcome: Filed['kind'], reason: string): Ingested => ({
    results: [{ file: file.url, outcome, reason }],
    originals: [],
  });
  if ('reason' in taken) return none('unreadable', taken.reason);
  const { bytes, job, outcome } = taken;
  const sha256 = await filing.originals.put(bytes);
  const mediaType = sniffMediaType(bytes, { url: file.path });
  filing.corpus.recordDocument({ sha256, mediaType, bytes: bytes.byteLength });
  const filed = await fileReport(filing, job, undefined, Promise.resolve(outcome));
  if (filed.kind !== 'recorded') return none(filed.kind, filed.reason);
  const reports = [filed, ...filed.others];
  return {
    results: reports.map((report) => summaryOf(report, reports.length === 1 ? file.url : report.record.pageUrl)),
    originals: reports.flatMap(({ record }) => record.sources.map(({ url }) => url)),
  };
}

function summaryOf({ change, record: { report } }: FiledReport, file: string): FileSummary {
  const cells: Record<string, number> = {};
  for (const cell of report.cells) cells[cell.status] = (cells[cell.status] ?? 0) + 1;
  return {
    file,
    outcome: 'recorded',
    organization: report.organization.name,
    year: report.fiscalYear,
    change,
    cells,
    findings: report.findings.length,
  };
}

/** The files named, and those in the folders named, in order of path. Hidden files are passed over. */
function filesToIngest({ paths, url }: IngestOptions): FileToIngest[] {
  const files = paths.flatMap((path) => {
    const root = resolve(path);
    let isFolder: boolean;
    try {
      isFolder = statSync(root).isDirectory();
    } catch (error) {
      throw new UsageError(`${path} cannot be read: ${messageOf(error)}. Name files or folders that exist.`);
    }
    const base = dirname(root);
    return (isFolder ? filesIn(root) : [root]).map((file) => ({ path: file, url: fileUrl(file, base) }));
  });
  if (files.length === 0)
    throw new UsageError(`${paths.join(', ')}: there is no file in it. Name files or folders with reports.`);
  if (url === null) return files;
  const [only] = files;
  if (files.length !== 1 || only === undefined) {
    throw new UsageError(`--url names the origin of one file, and ${files.length} were given. Ingest them one by one.`);
  }
  return [{ path: only.path, url: originOf(url) }];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fileUrl(file: string, base: string): string {
  const fromHere = relative(process.cwd(), file);
  const path =
    fromHere.startsWith('..') || resolve(fromHere) === fromHere ? relative(base, file) || basename(file) : fromHere;
  return `file:${path.split(sep).join('/')}`;
}

function originOf(url: string): string {
  if (!URL.canParse(url))
    throw new UsageError(`--url ${url} is not a URL. Give it whole, as in https://www.example.gov.cn/a.html`);
  return new URL(url).href;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '') : String(error);
}

function report(io: CommandIo, summary: IngestSummary): void {
  if (io.json) {
    io.out(JSON.stringify(summary));
    return;
  }
  for (const file of summary.results) {
    if (file.outcome !== 'recorded') continue;
    const cells = Object.entries(file.cells ?? {})
      .map(([status, count]) => `${count} ${status}`)
      .join(', ');
    io.out(
      `${file.organization ?? ''} ${file.year ?? ''} (${file.change ?? ''}): ${cells}; ${file.findings ?? 0} findings`,
    );
  }
  const inArchives = summary.recorded > summary.files || summary.results.length > summary.files;
  io.out(
    inArchives
      ? `${summary.recorded} reports in ${summary.files} files.`
      : `${summary.recorded} of ${summary.files} files hold a report.`,
  );
}
