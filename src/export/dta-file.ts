/** A missing value of Stata: `.` or one of `.a` to `.z`, as 0 to 26. */
export interface StataMissing {
  readonly missing: number;
}

export type StataValue = string | number | StataMissing;

/** A variable of a Stata file. */
export interface StataVariable {
  /** At most 32 letters, digits and underscores. */
  readonly name: string;
  /** `long` holds whole numbers of 31 bits, `byte` those from -127 to 100, `text` at most 2,045 bytes of UTF-8 with `bytes`, any length without. */
  readonly type: 'double' | 'long' | 'byte' | { readonly bytes: number | null };
  readonly label: string;
  /** Name of the set of value labels; empty for none. */
  readonly valueLabels: string;
  /** Words kept with the variable, by name. */
  readonly characteristics: Readonly<Record<string, string>>;
}

/** A set of value labels; a key is a number or, from 2,147,483,621 on, a missing value. */
export interface StataLabels {
  readonly name: string;
  readonly labels: readonly (readonly [value: number, label: string])[];
}

export interface StataFile {
  readonly label: string;
  readonly variables: readonly StataVariable[];
  readonly valueLabels: readonly StataLabels[];
  readonly rowCount: number;
  /** Walked once, and once more where a variable has text of any length. */
  rows(): Iterable<readonly StataValue[]>;
}

/** The key of a missing value among value labels: that of a `long`. */
export const MISSING_LABEL_BASE = 2_147_483_621;

const LONGEST_FIXED_TEXT = 2045;
const STRL = 32_768;
const NAME_BYTES = 129;
const LABEL_BYTES = 321;
const FORMAT_BYTES = 57;
const MAP_ENTRIES = 14;
const CHUNK_BYTES = 1 << 20;

interface Layout {
  readonly code: number;
  readonly width: number;
  readonly format: string;
}

function layoutOf({ type }: StataVariable): Layout {
  if (type === 'double') return { code: 65_526, width: 8, format: '%10.0g' };
  if (type === 'long') return { code: 65_528, width: 4, format: '%12.0g' };
  if (type === 'byte') return { code: 65_530, width: 1, format: '%8.0g' };
  if (type.bytes === null || type.bytes > LONGEST_FIXED_TEXT) return { code: STRL, width: 8, format: '%9s' };
  const width = Math.max(1, type.bytes);
  return { code: width, width, format: `%-${Math.min(width, 40)}s` };
}

/**
 * A Stata 118 file (Stata 14 and newer), little-endian, in chunks; the same file gives the same bytes, for it states no time. Throws `TypeError`
 * where `rows` gives more or fewer rows than `rowCount`.
 */
export function* dtaChunks(file: StataFile): Generator<Uint8Array, void, undefined> {
  const layouts = file.variables.map(layoutOf);
  const parts = headParts(file, layouts);
  const rowBytes = layouts.reduce((sum, { width }) => sum + width, 0);
  const strls = strlBytes(file, layouts);
  const lengths = [
    ...parts.map((part) => part.length),
    '<data></data>'.length + rowBytes * file.rowCount,
    '<strls></strls>'.length + strls,
  ];
  const labels = tagged('value_labels', Buffer.concat(file.valueLabels.map(labelTable)));
  const header = headerOf(file);
  const start = '<stata_dta>'.length + header.length;
  const mapBytes = '<map></map>'.length + MAP_ENTRIES * 8;
  const offsets = [0, start];
  let at = start + mapBytes;
  for (const length of [...lengths, labels.length]) {
    offsets.push(at);
    at += length;
  }
  offsets.push(at, at + '</stata_dta>'.length);

  yield Buffer.from('<stata_dta>');
  yield header;
  yield tagged('map', Buffer.concat(offsets.map((offset) => uint(offset, 8))));
  yield* parts;
  yield Buffer.from('<data>');
  yield* dataChunks(file, layouts, rowBytes);
  yield Buffer.from('</data><strls>');
  yield* strlChunks(file, layouts);
  yield Buffer.from('</strls>');
  yield labels;
  yield Buffer.from('</stata_dta>');
}

function headerOf(file: StataFile): Buffer {
  const label = clipped(file.label, 80, 320);
  return tagged(
    'header',
    Buffer.concat([
      tagged('release', Buffer.from('118')),
      tagged('byteorder', Buffer.from('LSF')),
      tagged('K', uint(file.variables.length, 2)),
      tagged('N', uint(file.rowCount, 8)),
      tagged('label', Buffer.concat([uint(label.length, 2), label])),
      tagged('timestamp', uint(0, 1)),
    ]),
  );
}

/** The parts between map and data, in the order of the map. */
function headParts(file: StataFile, layouts: readonly Layout[]): Buffer[] {
  const { variables } = file;
  const characteristics = variables.flatMap(({ name, characteristics }) =>
    Object.entries(characteristics).map(([key, words]) => characteristic(name, key, words)),
  );
  return [
    tagged('variable_types', Buffer.concat(layouts.map(({ code }) => uint(code, 2)))),
    tagged('varnames', Buffer.concat(variables.map(({ name }) => padded(Buffer.from(name), NAME_BYTES)))),
    tagged('sortlist', Buffer.alloc((variables.length + 1) * 2)),
    tagged('formats', Buffer.concat(layouts.map(({ format }) => padded(Buffer.from(format), FORMAT_BYTES)))),
    tagged(
      'value_label_names',
      Buffer.concat(variables.map(({ valueLabels }) => padded(Buffer.from(valueLabels), NAME_BYTES))),
    ),
    tagged(
      'variable_labels',
      Buffer.concat(variables.map(({ label }) => padded(clipped(label, 80, LABEL_BYTES - 1), LABEL_BYTES))),
    ),
    tagged('characteristics', Buffer.concat(characteristics)),
  ];
}

function characteristic(variable: string, name: string, words: string): Buffer {
  const contents = Buffer.from(`${words}\0`);
  const names = [padded(Buffer.from(variable), NAME_BYTES), padded(Buffer.from(name), NAME_BYTES)];
  return tagged('ch', Buffer.concat([uint(2 * NAME_BYTES + contents.length, 4), ...names, contents]));
}

function labelTable({ name, labels }: StataLabels): Buffer {
  const sorted = [...labels].sort(([a], [b]) => a - b);
  const texts = sorted.map(([, label]) => Buffer.from(`${label}\0`));
  const offsets: number[] = [];
  let length = 0;
  for (const text of texts) {
    offsets.push(length);
    length += text.length;
  }
  const table = Buffer.concat([
    uint(sorted.length, 4),
    uint(length, 4),
    ...offsets.map((offset) => uint(offset, 4)),
    ...sorted.map(([value]) => int(value)),
    ...texts,
  ]);
  return tagged(
    'lbl',
    Buffer.concat([uint(table.length, 4), padded(Buffer.from(name), NAME_BYTES), Buffer.alloc(3), table]),
  );
}

function* dataChunks(
  file: StataFile,
  layouts: readonly Layout[],
  rowBytes: number,
): Generator<Uint8Array, void, undefined> {
  const rowsPerChunk = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, rowBytes)));
  let chunk = Buffer.alloc(rowsPerChunk * rowBytes);
  let row = 0;
  let inChunk = 0;
  for (const values of file.rows()) {
    row += 1;
    let at = inChunk * rowBytes;
    for (const [index, layout] of layouts.entries()) {
      writeValue(chunk, at, layout, values[index] ?? '', { variable: index + 1, row });
      at += layout.width;
    }
    inChunk += 1;
    if (inChunk === rowsPerChunk) {
      yield chunk;
      chunk = Buffer.alloc(rowsPerChunk * rowBytes);
      inChunk = 0;
    }
  }
  if (row !== file.rowCount) throw new TypeError(`Expected ${file.rowCount} rows, got ${row}`);
  yield chunk.subarray(0, inChunk * rowBytes);
}

function writeValue(
  chunk: Buffer,
  at: number,
  { code, width }: Layout,
  value: StataValue,
  place: { readonly variable: number; readonly row: number },
): void {
  const number = typeof value === 'number' ? value : null;
  const missing = typeof value === 'object' ? value.missing : null;
  if (code === STRL) {
    if (typeof value !== 'string' || value === '') return;
    chunk.writeUInt16LE(place.variable, at);
    chunk.writeUIntLE(place.row, at + 2, 6);
  } else if (code <= LONGEST_FIXED_TEXT) {
    if (typeof value !== 'string') throw new TypeError(`Expected text, got ${JSON.stringify(value)}`);
    const text = Buffer.from(value);
    if (text.length > width) throw new TypeError(`Expected at most ${width} bytes, got ${text.length}`);
    text.copy(chunk, at);
  } else if (width === 8) {
    if (number !== null) chunk.writeDoubleLE(number, at);
    else chunk.writeBigUInt64LE(0x7fe0_0000_0000_0000n + BigInt(missing ?? 0) * 0x100_0000_0000n, at);
  } else if (width === 4) {
    if (number !== null && (!Number.isInteger(number) || number >= MISSING_LABEL_BASE)) {
      throw new TypeError(`Expected a whole number of 31 bits, got ${number}`);
    }
    chunk.writeInt32LE(number ?? MISSING_LABEL_BASE + (missing ?? 0), at);
  } else {
    chunk.writeInt8(number ?? 101 + (missing ?? 0), at);
  }
}

/** Head of an entry of a text of any length: tag, variable, row, kind, length. */
const STRL_HEAD_BYTES = 3 + 4 + 8 + 1 + 4;
const STRL_TEXT = 130;

function* strlTexts(
  file: StataFile,
  layouts: readonly Layout[],
): Generator<{ readonly variable: number; readonly row: number; readonly text: Buffer }, void, undefined> {
  const long = layouts.flatMap(({ code }, index) => (code === STRL ? [index] : []));
  if (long.length === 0) return;
  let row = 0;
  for (const values of file.rows()) {
    row += 1;
    for (const index of long) {
      const value = values[index] ?? '';
      if (typeof value === 'string' && value !== '') {
        yield { variable: index + 1, row, text: Buffer.from(`${value}\0`) };
      }
    }
  }
}

function strlBytes(file: StataFile, layouts: readonly Layout[]): number {
  let bytes = 0;
  for (const { text } of strlTexts(file, layouts)) bytes += STRL_HEAD_BYTES + text.length;
  return bytes;
}

function* strlChunks(file: StataFile, layouts: readonly Layout[]): Generator<Uint8Array, void, undefined> {
  let pending: Buffer[] = [];
  let bytes = 0;
  for (const { variable, row, text } of strlTexts(file, layouts)) {
    const entry = [Buffer.from('GSO'), uint(variable, 4), uint(row, 8), uint(STRL_TEXT, 1), uint(text.length, 4), text];
    pending.push(...entry);
    bytes += STRL_HEAD_BYTES + text.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(pending);
    pending = [];
    bytes = 0;
  }
  yield Buffer.concat(pending);
}

function tagged(name: string, contents: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`<${name}>`), contents, Buffer.from(`</${name}>`)]);
}

function uint(value: number, bytes: 1 | 2 | 4 | 8): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

function int(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

/** The text followed by zeros up to `bytes`, at least one. */
function padded(text: Buffer, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  text.subarray(0, bytes - 1).copy(buffer);
  return buffer;
}

/** As many whole characters as fit. */
function clipped(text: string, characters: number, bytes: number): Buffer {
  let shown = [...text].slice(0, characters);
  while (Buffer.byteLength(shown.join('')) > bytes) shown = shown.slice(0, -1);
  return Buffer.from(shown.join(''));
}
