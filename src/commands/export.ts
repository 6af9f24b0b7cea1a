import { existsSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { exportFolder, exportPanel, exportWarc, exportWorkbook } from '../export/export-folder.ts';
import type { ExportedFile, ExportJob } from '../export/export-folder.ts';
import type { ExportFormat } from '../export/export-formats.ts';
import { exportSqlite } from '../export/sqlite-export.ts';
import { UsageError } from '../errors.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { Originals } from '../../storage/originals.ts';
import type { Settings } from '../config.ts';
import type { Command, ExportOptions } from './command.ts';
import { filterOf, manifestWords } from './export-filter.ts';

/** `nianbao export`: writes the corpus for others and names the files. Reads the corpus only. */
export const runExport: Command<ExportOptions> = async (options, io, settings) => {
  const out = resolve(options.out);
  const corpus = openCorpus(settings.dataDirectory, { readOnly: true });
  try {
    const job = jobOf(corpus, options, settings);
    const isFile = namesFile(options, out);
    const files = isFile
      ? [await writeFile(corpus, originalsOf(settings), out, job)]
      : await exportFolder(corpus, originalsOf(settings), out, job);
    if (io.json) io.out(JSON.stringify({ outcome: 'done', format: options.format, out, files }));
    else io.out([`Wrote ${out}`, ...files.map(describeFile)].join('\n'));
    return 0;
  } finally {
    corpus.close();
  }
};

/** Endings by which a path is that of a file; any other path is a folder, but for SQLite. */
const FILE_ENDINGS: Readonly<Record<ExportFormat, readonly string[]>> = {
  csv: ['.csv'],
  xlsx: ['.xlsx'],
  parquet: ['.parquet'],
  dta: ['.dta'],
  sqlite: [],
  datapackage: [],
  warc: ['.gz'],
};

/** SQLite goes into a folder where the path says so by a slash at its end, or an export stands there. */
function namesFile({ format, out: typed }: ExportOptions, out: string): boolean {
  if (format !== 'sqlite') return FILE_ENDINGS[format].includes(extname(out).toLowerCase());
  if (/[/\\]$/.test(typed)) return false;
  return !(existsSync(out) && statSync(out).isDirectory() && existsSync(join(out, 'manifest.json')));
}

async function writeFile(corpus: Corpus, originals: Originals, out: string, job: ExportJob): Promise<ExportedFile> {
  switch (job.format) {
    case 'sqlite':
      return { ...exportSqlite(corpus, out, job.withoutFetches), rows: null };
    case 'xlsx':
      return exportWorkbook(corpus, out, job);
    case 'warc':
      return exportWarc(corpus, originals, out, job);
    default:
      return exportPanel(corpus, out, job);
  }
}

function originalsOf(settings: Settings): Originals {
  return new Originals(join(settings.dataDirectory, 'originals'));
}

function jobOf(corpus: Corpus, options: ExportOptions, settings: Settings): ExportJob {
  const filterWords = manifestWords(options);
  requireFitting(options, filterWords);
  return {
    format: options.format,
    filter: filterOf(corpus, filterWords),
    filterWords,
    bom: options.bom,
    withoutFetches: options.withoutFetches,
    softwareVersion: settings.softwareVersion,
  };
}

function requireFitting({ format, bom, withoutFetches }: ExportOptions, filters: ExportJob['filterWords']): void {
  const given = Object.entries(filters)
    .filter(([, value]) => value !== null)
    .map(([name]) => `--${name.replace('_', '-')}`);
  if (format === 'sqlite' && given.length > 0) {
    throw new UsageError(
      `sqlite is the whole corpus; ${given.join(' and ')} can be asked of it in SQL, or of another format.`,
    );
  }
  if (format === 'warc' && (filters.status !== null || filters.as_of !== null)) {
    throw new UsageError('warc holds whole originals of all times; it takes --years, --province and --level only.');
  }
  if (bom && !['csv', 'datapackage', 'warc'].includes(format)) throw new UsageError(`--bom is for csv; got ${format}.`);
  if (withoutFetches && format !== 'sqlite') throw new UsageError(`--without-fetches is for sqlite; got ${format}.`);
}

function describeFile(file: ExportedFile): string {
  const rows = file.rows === null ? '' : `${file.rows.toLocaleString('en')} rows, `;
  return `  ${file.name.padEnd(18)} ${rows}${Math.ceil(file.bytes / 1024).toLocaleString('en')} KiB`;
}
