import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SkipThis } from '../errors.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { MISSING_LABEL_BASE } from './dta-file.ts';

const CHUNK_ROWS = 2_000;
const NAME_BYTES = 129;
const STRL = 32_768;
const DOUBLE = 65_526;
const LONG = 65_528;
const LABEL_HEAD = '<lbl>'.length + 4 + NAME_BYTES + 3;

/**
 * Walks the rows of a Stata 118 file that this program wrote: labelled numbers as their words, missing values as null. Texts of any length are held in
 * memory, rows are not. Throws `SkipThis` where the file is damaged.
 */
export function* dtaFileRows(path: string): Generator<PublishedValue[], void, undefined> {
  const file = openSync(path, 'r');
  try {
    const piece = (start: number, end: number): Buffer => {
      const buffer = Buffer.alloc(Math.max(0, end - start));
      readSync(file, buffer, 0, buffer.length, start);
      return buffer;
    };
    yield* rowsOf(piece, fstatSync(file).size, path);
  } finally {
    closeSync(file);
  }
}

type Piece = (start: number, end: number) => Buffer;

function* rowsOf(piece: Piece, size: number, path: string): Generator<PublishedValue[], void, undefined> {
  const damaged = (): SkipThis => new SkipThis(`${path} is damaged: its parts are not where it says.`);
  const head = piece(0, 4096);
  const mapAt = head.indexOf('<map>');
  const countAt = head.indexOf('<K>');
  if (mapAt < 0 || countAt < 0) throw damaged();
  const map = Array.from({ length: 14 }, (_, index) => Number(head.readBigUInt64LE(mapAt + 5 + index * 8)));
  if (map[13] !== size) throw damaged();
  const part = (index: number, tag: string): Buffer => {
    const bytes = piece(map[index] ?? 0, map[index + 1] ?? 0);
    if (!bytes.subarray(0, tag.length + 2).equals(Buffer.from(`<${tag}>`))) throw damaged();
    return bytes.subarray(tag.length + 2, bytes.length - tag.length - 3);
  };
  const count = head.readUInt16LE(countAt + 3);
  const rowCount = Number(head.readBigUInt64LE(head.indexOf('<N>') + 3));
  const typeCodes = part(2, 'variable_types');
  const types = Array.from({ length: count }, (_, index) => typeCodes.readUInt16LE(index * 2));
  const setNames = part(6, 'value_label_names');
  const labels = labelsOf(part(11, 'value_labels'));
  const sets = types.map((_, index) => labels.get(textAt(setNames, index * NAME_BYTES, NAME_BYTES)));
  const texts = textsOf(part(10, 'strls'));
  const widths = types.map((type) =>
    type <= 2045 ? type : type === STRL || type === DOUBLE ? 8 : type === LONG ? 4 : 1,
  );
  const rowBytes = widths.reduce((sum, width) => sum + width, 0);
  const start = (map[9] ?? 0) + '<data>'.length;
  if (start + rowBytes * rowCount + '</data>'.length !== map[10]) throw damaged();
  for (let row = 0; row < rowCount; row += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, rowCount - row);
    const chunk = piece(start + row * rowBytes, start + (row + rows) * rowBytes);
    for (let index = 0; index < rows; index += 1) {
      let at = index * rowBytes;
      yield types.map((type, column) => {
        const value = valueAt(chunk, at, type, texts);
        at += widths[column] ?? 0;
        const set = sets[column];
        return set === undefined || typeof value !== 'number' ? value : (set.get(value) ?? null);
      });
    }
  }
}

function valueAt(chunk: Buffer, at: number, type: number, texts: ReadonlyMap<string, string>): PublishedValue {
  if (type <= 2045) return textAt(chunk, at, type);
  if (type === STRL) return texts.get(`${chunk.readUInt16LE(at)} ${chunk.readUIntLE(at + 2, 6)}`) ?? null;
  if (type === DOUBLE) {
    const number = chunk.readDoubleLE(at);
    return number >= 2 ** 1023 ? null : number;
  }
  if (type === LONG) {
    const number = chunk.readInt32LE(at);
    return number >= MISSING_LABEL_BASE ? null : number;
  }
  const number = chunk.readInt8(at);
  return number > 100 ? null : number;
}

function textAt(bytes: Buffer, at: number, length: number): string {
  const piece = bytes.subarray(at, at + length);
  const end = piece.indexOf(0);
  return piece.toString('utf8', 0, end === -1 ? piece.length : end);
}

function labelsOf(bytes: Buffer): Map<string, Map<number, string>> {
  const sets = new Map<string, Map<number, string>>();
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 5);
    const name = textAt(bytes, at + 9, NAME_BYTES);
    const table = bytes.subarray(at + LABEL_HEAD, at + LABEL_HEAD + length);
    const entries = table.readUInt32LE(0);
    const words = table.subarray(8 + entries * 8);
    const labels = Array.from({ length: entries }, (_, index): [number, string] => {
      const offset = table.readUInt32LE(8 + index * 4);
      return [table.readInt32LE(8 + entries * 4 + index * 4), textAt(words, offset, words.length - offset)];
    });
    sets.set(name, new Map(labels));
    at += LABEL_HEAD + length + '</lbl>'.length;
  }
  return sets;
}

function textsOf(bytes: Buffer): Map<string, string> {
  const texts = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at + 16);
    const key = `${bytes.readUInt32LE(at + 3)} ${Number(bytes.readBigUInt64LE(at + 7))}`;
    texts.set(key, bytes.toString('utf8', at + 20, at + 20 + length - 1));
    at += 20 + length;
  }
  return texts;
}
