import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { inSnapshot } from '../../storage/published-tables.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { archivedOriginals } from '../../storage/archived-originals.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { openCopy } from '../../storage/corpus-copy.ts';
import type { CorpusTables } from '../../storage/corpus-copy.ts';
import { corpusState, exportSource } from '../../storage/export-rows.ts';
import type { CorpusState, ExportFilter, ExportSource } from '../../storage/export-rows.ts';
import type { Originals } from '../../storage/originals.ts';
import { csvChunks } from './csv.ts';
import { dataPackage } from './data-package.ts';
import type { PackagedTable } from './data-package.ts';
import { datasetteMetadata } from './datasette-metadata.ts';
import { dtaTable } from './dta-tables.ts';
import { manifestText, parseManifest } from './export-manifest.ts';
import type { ExportFormat } from './export-formats.ts';
import type { ExportManifest } from './export-manifest.ts';
import { citation, exportReadme } from './export-papers.ts';
import { exportTables, tableNamed } from './export-tables.ts';
import type { ExportTable } from './export-tables.ts';
import { writeParquet } from './parquet-file.ts';
import { exportSqlite } from './sqlite-export.ts';
import { metered, TableMeter } from './table-digest.ts';
import { warcChunks } from './warc-file.ts';
import { writeWholeFile, writeWholeFileAsync } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';
import { workbookChunks } from './workbook-file.ts';
import { tableSheets } from './workbook-sheets.ts';

export interface ExportedFile extends WrittenFile {
  /** Rows of a table without its header; null for a file that is none. */
  readonly rows: number | null;
}

/** What is to be written. */
export interface ExportJob {
  readonly format: ExportFormat;
  readonly filter: ExportFilter;
  /** The filter as it was typed, for the manifest. */
  readonly filterWords: ExportManifest['filters'];
  /** CSV with a byte order mark, by which Excel knows UTF-8. */
  readonly bom: boolean;
  /** SQLite without how the reports were come by. */
  readonly withoutFetches: boolean;
  readonly softwareVersion: string;
}

interface WrittenTable {
  readonly table: ExportTable;
  readonly file: WrittenFile;
  readonly rows: number;
  readonly digest: string;
}

/** What is written so far, and what the manifest says of it. */
interface Written {
  readonly tables: readonly WrittenTable[];
  /** Files that are no table by themselves. */
  readonly others: readonly WrittenFile[];
}

/**
 * Writes an export into a folder: its tables in one format, `codebook.csv`, `README.md`, `CITATION.cff`, and `manifest.json` with the hash of every file. The
 * same corpus gives the same bytes. Errors: see `writeWholeFile`.
 */
export async function exportFolder(
  corpus: Corpus,
  originals: Originals,
  folder: string,
  job: ExportJob,
): Promise<ExportedFile[]> {
  if (job.format === 'sqlite') {
    const file = exportSqlite(corpus, join(folder, 'nianbao.sqlite'), job.withoutFetches);
    const copy = openCopy(join(folder, file.name));
    try {
      return inSnapshot(copy, () =>
        finish(copy, folder, job, corpusState(corpus), (_, tables) => sqliteTables(tables, folder, file, job)),
      );
    } finally {
      copy.close();
    }
  }
  if (job.format === 'warc') {
    const { years, province, level } = job.filter;
    const found = archivedOriginals(corpus, { years, province, level });
    const chunks = warcChunks(found, originals, `nianbao ${job.softwareVersion}`);
    const file = await writeWholeFileAsync(join(folder, 'originals.warc.gz'), chunks);
    return inSnapshot(corpus, () =>
      finish(corpus, folder, job, corpusState(corpus), (_, tables) => ({
        tables: writeCsvTables(
          tables.filter(({ name }) => name === 'sources'),
          folder,
          job.bom,
        ),
        others: [file],
      })),
    );
  }
  return inSnapshot(corpus, () =>
    finish(corpus, folder, job, corpusState(corpus), (source, tables) => writeTables(source, tables, folder, job)),
  );
}

/** Writes one table alone: the wide panel in the format of the file. Errors: see `writeWholeFile`. */
export function exportPanel(corpus: Corpus, path: string, job: ExportJob): ExportedFile {
  return inSnapshot(corpus, () => {
    const source = exportSource(corpus, job.filter);
    const table = tableNamed(exportTables(source, job.filter), 'panel');
    return asExported(writeTable(table, path, source, job));
  });
}

/** Writes the workbook alone. Errors: see `writeWholeFile`. */
export function exportWorkbook(corpus: Corpus, path: string, job: ExportJob): ExportedFile {
  return inSnapshot(corpus, () => {
    const source = exportSource(corpus, job.filter);
    const { others } = writeWorkbook(source, exportTables(source, job.filter), path, job, corpusState(corpus));
    return { ...firstOf(others), rows: null };
  });
}

/** Writes the originals alone. Errors: see `writeWholeFile`; `StopRun` for an original that is missing or damaged. */
export async function exportWarc(
  corpus: Corpus,
  originals: Originals,
  path: string,
  job: ExportJob,
): Promise<ExportedFile> {
  const { years, province, level } = job.filter;
  const found = archivedOriginals(corpus, { years, province, level });
  const chunks = warcChunks(found, originals, `nianbao ${job.softwareVersion}`);
  return { ...(await writeWholeFileAsync(path, chunks)), rows: null };
}

function finish(
  corpus: CorpusTables,
  folder: string,
  job: ExportJob,
  state: CorpusState,
  write: (source: ExportSource, tables: readonly ExportTable[]) => Written,
): ExportedFile[] {
  const source = exportSource(corpus, job.filter);
  const tables = exportTables(source, job.filter);
  const { tables: written, others } =
    job.format === 'xlsx'
      ? writeWorkbook(source, tables, join(folder, 'nianbao.xlsx'), job, state)
      : write(source, tables);
  const files = uniqueFiles(written, others);
  if (!files.some(({ name }) => name === 'codebook.csv')) {
    files.push(asExported(firstOf(writeCsvTables([tableNamed(tables, 'codebook')], folder, job.bom))));
  }
  const described = describe(source, tables, job, state, written, files);
  const papers = [
    writeWholeFile(join(folder, 'README.md'), [exportReadme(described, tables)]),
    writeWholeFile(join(folder, 'CITATION.cff'), [citation(described)]),
  ].map((file) => ({ ...file, rows: null }));
  const all = [...files, ...papers];
  const manifest = manifestText({ ...described, files: all });
  removeEarlier(folder, new Set(all.map(({ name }) => name)));
  return [...all, { ...writeWholeFile(join(folder, 'manifest.json'), [manifest]), rows: null }];
}

/** Removes what an earlier export wrote into the folder and this one does not; nothing that no manifest names. */
function removeEarlier(folder: string, kept: ReadonlySet<string>): void {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return;
  let earlier: ExportManifest;
  try {
    earlier = parseManifest(readFileSync(path, 'utf8'), path);
  } catch (error) {
    // A manifest of another program, or of another version: what it names is not ours to remove.
    if (error instanceof UsageError) return;
    throw error;
  }
  for (const { name } of earlier.files) {
    if (!kept.has(name) && basename(name) === name) rmSync(join(folder, name), { force: true });
  }
}

function describe(
  source: ExportSource,
  tables: readonly ExportTable[],
  job: ExportJob,
  state: CorpusState,
  written: readonly WrittenTable[],
  files: readonly ExportedFile[],
): ExportManifest {
  return {
    format: job.format,
    software: `nianbao ${job.softwareVersion}`,
    encoding: ENCODINGS[job.format],
    filters: job.filterWords,
    corpus: { last_run: state.lastRun, extractor_versions: [...state.extractorVersions] },
    reports: source.reportCounts(),
    coverage: coverageCounts(tables),
    cells: source.cellCounts(),
    tables: written.map(({ table, file, rows, digest }) => ({ name: table.name, file: file.name, rows, digest })),
    files: files.map(({ name, rows, bytes, sha256 }) => ({ name, rows, bytes, sha256 })),
  };
}

const CSV_ENCODING =
  'UTF-8, comma-separated; a missing value is empty; text that a spreadsheet would run as a formula has a leading apostrophe';
const ENCODINGS: Readonly<Record<ExportFormat, string>> = {
  csv: CSV_ENCODING,
  datapackage: CSV_ENCODING,
  xlsx: 'Office Open XML; a missing value is an empty cell',
  parquet: 'Parquet, Snappy; text UTF-8, numbers DOUBLE and INT32; a missing value is null',
  dta: 'Stata 118; why a figure is missing is told by .a blank, .b unreadable, .c absent, .d doubtful, .e not in the form, .f left out by --status',
  sqlite: 'SQLite 3; a missing value is NULL',
  warc: 'WARC 1.1, each record gzipped',
};

function coverageCounts(tables: readonly ExportTable[]): Record<string, number> {
  const table = tables.find(({ name }) => name === 'coverage');
  if (table === undefined) return {};
  const status = table.columns.findIndex(({ name }) => name === 'status');
  const counts = new Map<string, number>();
  for (const row of table.rows()) {
    const word = String(row[status]);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function writeTables(source: ExportSource, tables: readonly ExportTable[], folder: string, job: ExportJob): Written {
  const ending = job.format === 'datapackage' ? 'csv' : job.format;
  const written = tables.map((table) => writeTable(table, join(folder, `${table.name}.${ending}`), source, job));
  if (job.format !== 'datapackage') return { tables: written, others: [] };
  const packaged: PackagedTable[] = written.map(({ table, file }) => ({ table, file }));
  const descriptor = dataPackage(packaged, job.softwareVersion);
  return { tables: written, others: [writeWholeFile(join(folder, 'datapackage.json'), [descriptor])] };
}

/** A table in the format of the job, as one file. */
function writeTable(table: ExportTable, path: string, source: ExportSource, job: ExportJob): WrittenTable {
  const meter = new TableMeter();
  const file = writeFile();
  return { table, file, ...meter.measure() };

  function writeFile(): WrittenFile {
    if (job.format === 'dta') return writeWholeFile(path, dtaTable(table, source, job.filter, meter));
    const rows = metered(table.rows(), meter);
    if (job.format === 'parquet') return writeParquet(path, table.columns, rows, `nianbao ${job.softwareVersion}`);
    return writeWholeFile(path, csvOf(table, rows, job.bom));
  }
}

function writeCsvTables(tables: readonly ExportTable[], folder: string, bom: boolean): WrittenTable[] {
  return tables.map((table) => {
    const meter = new TableMeter();
    const file = writeWholeFile(join(folder, `${table.name}.csv`), csvOf(table, metered(table.rows(), meter), bom));
    return { table, file, ...meter.measure() };
  });
}

function csvOf(table: ExportTable, rows: Iterable<readonly PublishedValue[]>, bom: boolean): Iterable<string> {
  return csvChunks({ columns: table.columns.map(({ name }) => name), rows }, bom);
}

function writeWorkbook(
  source: ExportSource,
  tables: readonly ExportTable[],
  path: string,
  job: ExportJob,
  state: CorpusState,
): Written {
  const meters = tables.map((table) => ({ table, meter: new TableMeter() }));
  const measured = (): Omit<WrittenTable, 'file'>[] =>
    meters.map(({ table, meter }) => ({ table, ...meter.measure() }));
  const nowhere = { name: 'nianbao.xlsx', bytes: 0, sha256: '' };
  const manifest = (): ExportManifest =>
    describe(
      source,
      tables,
      job,
      state,
      measured().map((table) => ({ ...table, file: nowhere })),
      [],
    );
  const file = writeWholeFile(path, workbookChunks(tableSheets(meters, manifest)));
  return { tables: measured().map((table) => ({ ...table, file })), others: [file] };
}

function sqliteTables(tables: readonly ExportTable[], folder: string, file: WrittenFile, job: ExportJob): Written {
  const metadata = writeWholeFile(join(folder, 'metadata.json'), [
    datasetteMetadata('nianbao', tables, job.softwareVersion),
  ]);
  const measured = tables.map((table) => {
    const meter = new TableMeter();
    for (const row of table.rows()) meter.add(row);
    return { table, file, ...meter.measure() };
  });
  return { tables: measured, others: [file, metadata] };
}

/** Files in the order in which they were written; one that holds several tables once, without a number of rows. */
function uniqueFiles(tables: readonly WrittenTable[], others: readonly WrittenFile[]): ExportedFile[] {
  const shared = new Set(others.map(({ name }) => name));
  return [
    ...others.map((file) => ({ ...file, rows: null })),
    ...tables.filter(({ file }) => !shared.has(file.name)).map(asExported),
  ];
}

function asExported({ file, rows }: WrittenTable): ExportedFile {
  return { ...file, rows };
}

function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new TypeError('Expected something written');
  return first;
}
