import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { SkipThis } from '../errors.ts';
import { openCopy } from '../../storage/corpus-copy.ts';
import { exportSource } from '../../storage/export-rows.ts';
import { inSnapshot } from '../../storage/published-tables.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { EVERY_REPORT } from '../../storage/report-filter.ts';
import type { ExportManifest } from './export-manifest.ts';
import { exportTables, TABLE_COLUMNS, tableNamed } from './export-tables.ts';
import type { ExportTableName } from './export-tables.ts';
import { csvFileRows } from './read-csv.ts';
import { dtaFileRows } from './read-dta.ts';
import type { ExportColumn } from './table-columns.ts';

/**
 * Walks the rows of a table of an export, in the columns of `TABLE_COLUMNS`, as any format gives them back: numbers as numbers, an empty text
 * perhaps as null. Throws `SkipThis` or `UsageError` where the file is damaged or has other columns.
 */
export async function* readTable(
  folder: string,
  manifest: ExportManifest,
  table: { readonly name: ExportTableName; readonly file: string },
): AsyncGenerator<PublishedValue[], void, undefined> {
  const path = join(folder, table.file);
  const columns = TABLE_COLUMNS[table.name];
  if (table.file.endsWith('.csv')) yield* csvRows(path, columns);
  else if (table.file.endsWith('.dta')) yield* dtaFileRows(path);
  else if (table.file.endsWith('.parquet')) yield* parquetRows(path, columns);
  else if (manifest.format === 'xlsx') yield* workbookRows(path, table.name, columns);
  else yield* sqliteRows(path, table.name);
}

function* csvRows(path: string, columns: readonly ExportColumn[]): Generator<PublishedValue[], void, undefined> {
  let isHead = true;
  for (const fields of csvFileRows(path)) {
    if (isHead) requireColumns(path, fields, columns);
    else yield fields.map((field, index) => (columns[index]?.type === 'text' ? field : numberIn(field)));
    isHead = false;
  }
  if (isHead) throw new SkipThis(`${path} is empty.`);
}

function numberIn(field: string): PublishedValue {
  if (field === '') return null;
  const number = Number(field);
  return Number.isNaN(number) ? field : number;
}

function requireColumns(path: string, found: readonly string[], columns: readonly ExportColumn[]): void {
  if (JSON.stringify(found) === JSON.stringify(columns.map(({ name }) => name))) return;
  throw new SkipThis(`${path} has other columns than this table has.`);
}

async function* parquetRows(
  path: string,
  columns: readonly ExportColumn[],
): AsyncGenerator<PublishedValue[], void, undefined> {
  const handle = openSync(path, 'r');
  try {
    const file = {
      byteLength: fstatSync(handle).size,
      slice: (start: number, end?: number): ArrayBuffer => {
        const bytes = new Uint8Array((end ?? file.byteLength) - start);
        readSync(handle, bytes, 0, bytes.length, start);
        return bytes.buffer;
      },
    };
    const metadata = await parquetMetadataAsync(file);
    const names = metadata.schema.slice(1).map(({ name }) => name);
    requireColumns(path, names, columns);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = (await parquetReadObjects({ file, metadata, rowStart, rowEnd })) as Record<string, PublishedValue>[];
      for (const row of rows) yield names.map((name) => row[name] ?? null);
      rowStart = rowEnd;
    }
  } finally {
    closeSync(handle);
  }
}

async function* workbookRows(
  path: string,
  table: ExportTableName,
  columns: readonly ExportColumn[],
): AsyncGenerator<PublishedValue[], void, undefined> {
  const { read, utils } = await import('@e965/xlsx');
  const book = read(readFileSync(path), { dense: true });
  const sheets = book.SheetNames.filter((name) => name === table || name.startsWith(`${table} (`));
  if (sheets.length === 0) throw new SkipThis(`${path} has no sheet ${table}.`);
  for (const name of sheets) {
    const sheet = book.Sheets[name];
    if (sheet === undefined) continue;
    const [head = [], ...rows] = utils.sheet_to_json<PublishedValue[]>(sheet, { header: 1, defval: null, raw: true });
    requireColumns(path, head.map(String), columns);
    for (const row of rows) yield columns.map((_, index) => row[index] ?? null);
  }
}

function* sqliteRows(path: string, table: ExportTableName): Generator<PublishedValue[], void, undefined> {
  const copy = openCopy(path);
  try {
    const filter = { ...EVERY_REPORT, statuses: null, asOf: null };
    const tables = exportTables(exportSource(copy, filter), filter);
    const rows = inSnapshot(copy, () => tableNamed(tables, table).rows());
    for (const row of rows) yield [...row];
  } finally {
    copy.close();
  }
}
