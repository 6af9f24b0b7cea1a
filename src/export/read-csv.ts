import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { UsageError } from '../errors.ts';

/** A line of data of a CSV file: its fields by the names of the header. */
export interface CsvRecord {
  /** Number of the line on which it begins, from 1. */
  readonly line: number;
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * Reads CSV (RFC 4180: commas, double quotes, any line ends), with or without a byte order mark. Empty lines are passed over.
 * Throws `UsageError`, naming `file` and the line, for a quotation that does not end and for lines longer or shorter than the header.
 */
export function readCsv(
  text: string,
  file: string,
): { readonly columns: readonly string[]; readonly records: CsvRecord[] } {
  const [header, ...rows] = rowsOf(text.replace(/^\uFEFF/, ''), file);
  if (header === undefined) throw new UsageError(`${file} is empty: its first line must name the columns.`);
  const columns = header.fields.map((name) => name.trim());
  const records = rows.map(({ line, fields }) => {
    if (fields.length !== columns.length) {
      throw new UsageError(
        `${file}, line ${line}: ${fields.length} fields, where the first line has ${columns.length}.`,
      );
    }
    return { line, fields: new Map(columns.map((name, index) => [name, fields[index] ?? ''])) };
  });
  return { columns, records };
}

interface Row {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A field with what follows it: quoted or bare, then a comma, a line end or the end. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/uy;

function rowsOf(text: string, file: string): Row[] {
  const rows: Row[] = [];
  let fields: string[] = [];
  let line = 1;
  let begun = 1;
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length || fields.length > 0) {
    const match = FIELD.exec(text);
    if (match === null)
      throw new UsageError(`${file}, line ${line}: a quotation mark stands where none may, or is not closed.`);
    const [whole, quoted, bare = '', end = ''] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n|\n|\r/u).length - 1;
    if (end === ',') continue;
    if (fields.length > 1 || quoted !== undefined || bare !== '') rows.push({ line: begun, fields });
    fields = [];
    begun = line;
  }
  return rows;
}

const CHUNK_BYTES = 1 << 20;

/**
 * Walks the rows of a CSV file, its header first, of which only a piece is in memory at a time. Throws `UsageError` for a quotation mark that stands
 * where none may.
 */
export function* csvFileRows(path: string): Generator<readonly string[], void, undefined> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const file = openSync(path, 'r');
  let pending = '';
  let isFirst = true;
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      pending += decoder.write(buffer.subarray(0, read));
      if (isFirst) pending = pending.replace(/^\uFEFF/, '');
      isFirst = false;
      const end = endOfRows(pending);
      yield* fieldsOf(pending.slice(0, end), path);
      pending = pending.slice(end);
    }
  } finally {
    closeSync(file);
  }
  yield* fieldsOf(pending + decoder.end(), path);
}

function* fieldsOf(text: string, path: string): Generator<readonly string[], void, undefined> {
  for (const { fields } of rowsOf(text, path)) yield fields;
}

/** Where the last whole row of a piece ends: after the last line feed outside quotation marks. */
function endOfRows(text: string): number {
  let end = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22) quoted = !quoted;
    else if (unit === 0x0a && !quoted) end = index + 1;
  }
  return end;
}
