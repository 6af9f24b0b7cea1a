import type { PublishedValue } from '../../storage/published-tables.ts';

/** A table that is walked once. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly PublishedValue[]>;
}

const ROWS_PER_CHUNK = 500;

/** First characters by which spreadsheets know a formula, full-width twins included. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;

/** What begins like a formula and is none: a signed number, or the lone dash by which a source marks an empty cell. */
const PLAIN_NUMBER = /^[+\-＋－][\d０-９,，.．\s]*$/;

/**
 * Text from a web page must not run as a formula where the file is opened in a spreadsheet: such a value is given a
 * leading apostrophe. Numbers, signed ones too, stay as they are.
 */
export function neutralised(value: PublishedValue): PublishedValue {
  return typeof value === 'string' && FORMULA_START.test(value) && !PLAIN_NUMBER.test(value) ? `'${value}` : value;
}

/** What stood in the table before `neutralised`, in a field of a file that this program wrote. */
export function withoutNeutralising(field: string): string {
  return field.startsWith("'") && neutralised(field.slice(1)) === field ? field.slice(1) : field;
}

/**
 * A table as CSV (RFC 4180 quoting, UTF-8, line feeds; with `bom`, a byte order mark), in chunks. A missing value is nothing
 * between two commas; an empty text is a pair of quotes.
 */
export function* csvChunks(table: CsvTable, bom = false): Generator<string, void, undefined> {
  let lines = `${bom ? '\uFEFF' : ''}${table.columns.join(',')}\n`;
  let rows = 0;
  for (const row of table.rows) {
    lines += `${row.map(fieldOf).join(',')}\n`;
    rows += 1;
    if (rows % ROWS_PER_CHUNK !== 0) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

function fieldOf(value: PublishedValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = String(neutralised(value));
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
