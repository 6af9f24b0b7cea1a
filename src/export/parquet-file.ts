import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { PublishedValue } from '../../storage/published-tables.ts';
import type { ExportColumn } from './table-columns.ts';
import { describeFile, explainingWriteFailures, putInPlace, temporaryPath } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';

/** Values that a row group holds; what is kept in memory while it is gathered. */
const VALUES_PER_GROUP = 1_000_000;

/**
 * Writes a table as Parquet (Snappy), a row group at a time. Text is UTF-8, whole numbers are INT32, others DOUBLE; each column may have nulls. The same
 * rows give the same bytes. Errors: see `writeWholeFile`.
 */
export function writeParquet(
  path: string,
  columns: readonly ExportColumn[],
  rows: Iterable<readonly PublishedValue[]>,
  createdBy: string,
): WrittenFile {
  const temporary = temporaryPath(path);
  explainingWriteFailures(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeGroups(temporary, columns, rows, createdBy);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    putInPlace(temporary, path);
  });
  return describeFile(path);
}

function writeGroups(
  path: string,
  columns: readonly ExportColumn[],
  rows: Iterable<readonly PublishedValue[]>,
  createdBy: string,
): void {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    createdBy,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaElement)],
    kvMetadata: columns.map(({ name, english, chinese }) => ({
      key: `label.${name}`,
      value: `${chinese} / ${english}`,
    })),
  });
  const groupRows = Math.max(1, Math.floor(VALUES_PER_GROUP / columns.length));
  let data = columns.map((): PublishedValue[] => []);
  let gathered = 0;
  const flush = (): void => {
    if (gathered === 0) return;
    const columnData = columns.map(({ name }, index) => ({ name, data: data[index] ?? [], offsetIndex: false }));
    void writer.write({ columnData, rowGroupSize: groupRows });
    data = columns.map(() => []);
    gathered = 0;
  };
  for (const row of rows) {
    for (const [index, values] of data.entries()) values.push(row[index] ?? null);
    gathered += 1;
    if (gathered === groupRows) flush();
  }
  flush();
  void writer.finish();
}

const PHYSICAL = { text: 'BYTE_ARRAY', integer: 'INT32', number: 'DOUBLE' } as const;

function schemaElement({ name, type }: ExportColumn): {
  name: string;
  type: 'BYTE_ARRAY' | 'INT32' | 'DOUBLE';
  repetition_type: 'OPTIONAL';
  converted_type?: 'UTF8';
} {
  const element = { name, type: PHYSICAL[type], repetition_type: 'OPTIONAL' } as const;
  return type === 'text' ? { ...element, converted_type: 'UTF8' } : element;
}
