import { crc32, constants, deflateRawSync } from 'node:zlib';
import { StopRun } from '../errors.ts';

/** A file within an archive, written piece by piece. */
export interface ZipEntry {
  readonly name: string;
  readonly chunks: Iterable<string>;
}

interface WrittenEntry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly offset: number;
}

/** The limit of the format without its extension for larger archives. */
const LARGEST = 0xffff_ffff;

const DEFLATED = 8;
/** Sums and sizes follow the contents; names are UTF-8. */
const FLAGS = 0x0808;
/** 1 January 1980, the first day of the format: no archive tells when it was made. */
const DAY = 0x0021;

/**
 * A zip archive in chunks, each entry deflated as it comes. Nothing of it is kept but the list of entries. Throws `StopRun` where it would be
 * larger than 4 GB.
 */
export function* zipChunks(entries: Iterable<ZipEntry>): Generator<Uint8Array, void, undefined> {
  const written: WrittenEntry[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const begun = offset;
    const head = localHeader(name);
    yield head;
    let [crc, packed, bytes] = [0, 0, 0];
    for (const piece of pieces(entry.chunks)) {
      crc = crc32(piece, crc);
      bytes += piece.length;
      const deflated = deflateRawSync(piece, { finishFlush: constants.Z_FULL_FLUSH });
      packed += deflated.length;
      yield deflated;
    }
    const end = deflateRawSync(Buffer.alloc(0));
    packed += end.length;
    yield end;
    const sums = descriptor(crc, packed, bytes);
    yield sums;
    offset += head.length + packed + sums.length;
    if (offset > LARGEST || bytes > LARGEST)
      throw new StopRun('The workbook would be larger than 4 GB. Export csv or parquet, or fewer years.');
    written.push({ name, crc, packed, bytes, offset: begun });
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

const PIECE_BYTES = 1 << 20;

function* pieces(chunks: Iterable<string>): Generator<Buffer, void, undefined> {
  let pending: string[] = [];
  let length = 0;
  for (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.length;
    if (length < PIECE_BYTES) continue;
    yield Buffer.from(pending.join(''));
    pending = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(pending.join(''));
}

function localHeader(name: Buffer): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt16LE(DAY, 12);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function descriptor(crc: number, packed: number, bytes: number): Buffer {
  const sums = Buffer.alloc(16);
  sums.writeUInt32LE(0x0807_4b50, 0);
  sums.writeUInt32LE(crc, 4);
  sums.writeUInt32LE(packed, 8);
  sums.writeUInt32LE(bytes, 12);
  return sums;
}

function directoryEntry({ name, crc, packed, bytes, offset }: WrittenEntry): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x0201_4b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(FLAGS, 8);
  entry.writeUInt16LE(DEFLATED, 10);
  entry.writeUInt16LE(DAY, 14);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(bytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return Buffer.concat([entry, name]);
}

function endOfDirectory(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
