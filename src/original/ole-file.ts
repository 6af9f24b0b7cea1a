import { SkipThis } from '../errors.ts';

const END_OF_CHAIN = 0xfffffffe;
const HEADER_BYTES = 512;
const HEADER_FAT_ENTRIES = 109;
const DIRECTORY_ENTRY_BYTES = 128;
const STREAM = 2;
const ROOT = 5;

interface DirectoryEntry {
  readonly start: number;
  readonly bytes: number;
}

/**
 * An OLE compound file (what Word and Excel wrote until 2007) in memory: a file system of sectors in chains. Only the
 * streams of its first level are seen: what is embedded in the document has streams of the same names deeper down.
 */
export class OleFile {
  readonly #bytes: Buffer;
  readonly #sectorBytes: number;
  readonly #miniSectorBytes: number;
  readonly #smallestBigStream: number;
  readonly #nextSector: Uint32Array;
  readonly #nextMiniSector: Uint32Array;
  readonly #miniStream: Buffer;
  readonly #streams = new Map<string, DirectoryEntry>();

  /** @throws SkipThis where the file is cut off or its chains lead nowhere */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (this.#bytes.length < HEADER_BYTES) throw damaged();
    const sectorShift = this.#bytes.readUInt16LE(30);
    const miniShift = this.#bytes.readUInt16LE(32);
    if ((sectorShift !== 9 && sectorShift !== 12) || miniShift < 4 || miniShift >= sectorShift) throw damaged();
    this.#sectorBytes = 2 ** sectorShift;
    this.#miniSectorBytes = 2 ** miniShift;
    this.#smallestBigStream = this.#bytes.readUInt32LE(56);
    this.#nextSector = this.#readAllocation();
    const root = this.#readDirectory(this.#bytes.readUInt32LE(48));
    this.#miniStream = root ? this.#chain(root.start, root.bytes) : Buffer.alloc(0);
    this.#nextMiniSector = numbersOf(this.#wholeChain(this.#bytes.readUInt32LE(60)));
  }

  /** Names of the streams. */
  get names(): ReadonlySet<string> {
    return new Set(this.#streams.keys());
  }

  /** The content of a stream, undefined where there is none of that name. @throws SkipThis where its chain is broken */
  read(name: string): Buffer | undefined {
    const entry = this.#streams.get(name);
    if (!entry) return undefined;
    if (entry.bytes >= this.#smallestBigStream) return this.#chain(entry.start, entry.bytes);
    const size = this.#miniSectorBytes;
    const parts = follow(entry.start, this.#nextMiniSector, Math.ceil(entry.bytes / size));
    const content = Buffer.concat(parts.map((sector) => this.#miniStream.subarray(sector * size, (sector + 1) * size)));
    if (content.length < entry.bytes) throw damaged();
    return content.subarray(0, entry.bytes);
  }

  /** The table of which sector follows which, itself listed in the header and in a chain of lists. */
  #readAllocation(): Uint32Array {
    const lists: number[] = [];
    for (let index = 0; index < HEADER_FAT_ENTRIES; index += 1) lists.push(this.#bytes.readUInt32LE(76 + index * 4));
    const perSector = this.#sectorBytes / 4;
    let more = this.#bytes.readUInt32LE(68);
    const seen = new Set<number>();
    while (more < END_OF_CHAIN && !seen.has(more)) {
      seen.add(more);
      const list = numbersOf(this.#sector(more));
      lists.push(...list.subarray(0, perSector - 1));
      more = list[perSector - 1] ?? END_OF_CHAIN;
    }
    const sectors = lists.filter((sector) => sector < END_OF_CHAIN - 1);
    if (sectors.length * this.#sectorBytes > this.#bytes.length) throw damaged();
    return numbersOf(Buffer.concat(sectors.map((sector) => this.#sector(sector))));
  }

  /** Takes in the streams beside the root, not those of embedded documents; the names of a level hang in a tree of siblings. */
  #readDirectory(start: number): DirectoryEntry | undefined {
    const directory = this.#wholeChain(start);
    const count = Math.floor(directory.length / DIRECTORY_ENTRY_BYTES);
    if (count === 0 || directory[66] !== ROOT) return undefined;
    const waiting = [directory.readUInt32LE(76)];
    const seen = new Set<number>();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (id >= count || seen.has(id)) continue;
      seen.add(id);
      const at = id * DIRECTORY_ENTRY_BYTES;
      const nameBytes = Math.max(2, Math.min(64, directory.readUInt16LE(at + 64)));
      const name = directory.toString('utf16le', at, at + nameBytes - 2);
      if (directory[at + 66] === STREAM && !this.#streams.has(name)) this.#streams.set(name, entryAt(directory, at));
      waiting.push(directory.readUInt32LE(at + 68), directory.readUInt32LE(at + 72));
    }
    return entryAt(directory, 0);
  }

  #sector(sector: number): Buffer {
    // The header takes the place of the sector before the first.
    const from = (sector + 1) * this.#sectorBytes;
    if (from >= this.#bytes.length) throw damaged();
    return this.#bytes.subarray(from, from + this.#sectorBytes);
  }

  #chain(start: number, bytes: number): Buffer {
    if (bytes > this.#bytes.length) throw damaged();
    const sectors = follow(start, this.#nextSector, Math.ceil(bytes / this.#sectorBytes));
    const content = Buffer.concat(sectors.map((sector) => this.#sector(sector)));
    if (content.length < bytes) throw damaged();
    return content.subarray(0, bytes);
  }

  #wholeChain(start: number): Buffer {
    const longest = Math.ceil(this.#bytes.length / this.#sectorBytes);
    return Buffer.concat(follow(start, this.#nextSector, longest, true).map((sector) => this.#sector(sector)));
  }
}

function entryAt(directory: Buffer, at: number): DirectoryEntry {
  return { start: directory.readUInt32LE(at + 116), bytes: directory.readUInt32LE(at + 120) };
}

/** The sectors of a chain: as many as wanted, or up to its end. */
function follow(start: number, next: Uint32Array, wanted: number, toEnd = false): number[] {
  const sectors: number[] = [];
  for (let at = start; at < END_OF_CHAIN - 1 && (toEnd || sectors.length < wanted); at = next[at] ?? END_OF_CHAIN) {
    if (sectors.length >= wanted) throw damaged();
    sectors.push(at);
  }
  return sectors;
}

function numbersOf(buffer: Buffer): Uint32Array {
  const numbers = new Uint32Array(Math.floor(buffer.length / 4));
  for (let index = 0; index < numbers.length; index += 1) numbers[index] = buffer.readUInt32LE(index * 4);
  return numbers;
}

function damaged(): SkipThis {
  return new SkipThis('it is cut off or damaged');
}
