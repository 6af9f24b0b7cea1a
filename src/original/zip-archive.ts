import { crc32, inflateRawSync } from 'node:zlib';
import { SkipThis } from '../errors.ts';
import { decodeEntryName } from './entry-name.ts';

/** One file of an archive, as its directory describes it. */
interface ZipEntry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly offset: number;
}

/** What is bearable of an archive. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Bytes that all entries read may unpack to together. */
  readonly unpacked: number;
  /** How many times its packed size an entry may have, from an unpacked size of `ratioMattersFrom` bytes on. */
  readonly ratio: number;
  readonly ratioMattersFrom: number;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * A zip archive in memory. Entries are unpacked one by one when asked for, each checked against its sum, so that a damaged
 * file cannot pass for another text. What would unpack to more than any report needs is refused before and while it is
 * unpacked.
 */
export class ZipArchive {
  readonly #bytes: Buffer;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  readonly #most: ArchiveLimits;
  #unpacked = 0;

  /** @throws SkipThis where the bytes are no whole archive, or hold more entries than any document does */
  constructor(bytes: Uint8Array, most: ArchiveLimits) {
    this.#most = most;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      this.#entries = readDirectory(this.#bytes, most.entries);
    } catch (error) {
      throw asBroken(error);
    }
  }

  /** Names of the entries, with `/` between folders. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /**
   * The content of an entry, undefined where there is none of that name.
   *
   * @throws SkipThis where it is damaged, encrypted, packed in an unknown way or larger than is bearable
   */
  read(name: string): Uint8Array | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    if (entry.encrypted) throw new SkipThis('it is encrypted');
    const { unpacked, ratio, ratioMattersFrom } = this.#most;
    this.#unpacked += entry.bytes;
    if (this.#unpacked > unpacked) throw new SkipThis(`it unpacks to more than ${unpacked} bytes`);
    if (entry.bytes > ratioMattersFrom && entry.bytes > entry.packedBytes * ratio) {
      throw new SkipThis(`${name} unpacks to more than ${ratio} times its size`);
    }
    const content = this.#unpack(name, entry);
    if (content.length !== entry.bytes || crc32(content) !== entry.crc) throw new SkipThis(`${name} in it is damaged`);
    return content;
  }

  #unpack(name: string, entry: ZipEntry): Uint8Array {
    try {
      if (this.#bytes.readUInt32LE(entry.offset) !== LOCAL_HEADER) throw new SkipThis(`${name} in it is damaged`);
      const from =
        entry.offset + 30 + this.#bytes.readUInt16LE(entry.offset + 26) + this.#bytes.readUInt16LE(entry.offset + 28);
      const packed = this.#bytes.subarray(from, from + entry.packedBytes);
      if (entry.method === STORED) return packed;
      if (entry.method === DEFLATED) return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
    } catch (error) {
      if (error instanceof SkipThis) throw error;
      throw new SkipThis(`${name} in it is damaged`);
    }
    throw new SkipThis(`${name} in it is packed in an unknown way`);
  }
}

function readDirectory(bytes: Buffer, mostEntries: number): Map<string, ZipEntry> {
  const end = endOfDirectory(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw new SkipThis(`it has more than ${mostEntries} entries`);
  const entries = new Map<string, ZipEntry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== DIRECTORY_HEADER) throw new RangeError('no directory entry');
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = decodeEntryName(bytes.subarray(at + 46, at + 46 + nameBytes), bytes.readUInt16LE(at + 8));
    // The first of two entries of one name is what the office programs show.
    if (!entries.has(name)) {
      entries.set(name, {
        method: bytes.readUInt16LE(at + 10),
        encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
        crc: bytes.readUInt32LE(at + 16),
        packedBytes: bytes.readUInt32LE(at + 20),
        bytes: bytes.readUInt32LE(at + 24),
        offset: bytes.readUInt32LE(at + 42),
      });
    }
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function endOfDirectory(bytes: Buffer): number {
  const earliest = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= earliest; at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  throw new RangeError('no end of the directory');
}

/** Reading beyond the end, or not finding what must stand there: the file is cut off or damaged. */
function asBroken(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return new SkipThis('it is cut off or damaged');
}
