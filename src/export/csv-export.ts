import { extname, join } from 'node:path';
import type { Corpus } from '../../storage/corpus.ts';
import { inSnapshot, publishedTable } from '../../storage/published-tables.ts';
import type { PublishedTable, PublishedValue, TableRows } from '../../storage/published-tables.ts';
import { cellCounts, coverageCells, reportCounts } from '../../storage/summary.ts';
import { csvChunks } from './csv.ts';
import { writeWholeFile } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';

export interface ExportedFile extends WrittenFile {
  /** Rows without the header; null for a file that is no table. */
  readonly rows: number | null;
}

const TABLES: readonly PublishedTable[] = ['panel', 'panel_long', 'coverage', 'findings', 'codebook'];

/**
 * Writes the corpus as CSV. A path that ends in `.csv` becomes the wide panel alone; any other is a folder with one file for each
 * table and `manifest.json`, which names them with their hashes and counts. The same corpus gives the same bytes. Errors: see `writeWholeFile`.
 */
export function exportCsv(corpus: Corpus, out: string, softwareVersion: string): ExportedFile[] {
  return inSnapshot(corpus, () => {
    if (extname(out).toLowerCase() === '.csv') return [writeTable(corpus, 'panel', out)];
    const files = TABLES.map((table) => writeTable(corpus, table, join(out, `${table}.csv`)));
    const manifest = `${JSON.stringify(manifestOf(corpus, files, softwareVersion), null, 2)}\n`;
    return [...files, { ...writeWholeFile(join(out, 'manifest.json'), [manifest]), rows: null }];
  });
}

function writeTable(corpus: Corpus, name: PublishedTable, path: string): ExportedFile {
  const table = counting(publishedTable(corpus, name));
  const written = writeWholeFile(path, csvChunks(table));
  return { ...written, rows: table.count() };
}

function counting(table: TableRows): TableRows & { count(): number } {
  let count = 0;
  function* rows(): Iterable<PublishedValue[]> {
    for (const row of table.rows) {
      count += 1;
      yield row;
    }
  }
  return { columns: table.columns, rows: rows(), count: () => count };
}

function manifestOf(corpus: Corpus, files: readonly ExportedFile[], softwareVersion: string): unknown {
  const coverage: Record<string, number> = {};
  for (const { status } of coverageCells(corpus, null)) coverage[status] = (coverage[status] ?? 0) + 1;
  return {
    software: `nianbao ${softwareVersion}`,
    encoding:
      'UTF-8, comma-separated; a missing value is empty; text that a spreadsheet would run as a formula has a leading apostrophe',
    reports: reportCounts(corpus),
    coverage: sortedByKey(coverage),
    cells: sortedByKey(cellCounts(corpus, null)),
    files,
  };
}

function sortedByKey(counts: Readonly<Record<string, number | undefined>>): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
