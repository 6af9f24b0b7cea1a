import { SkipThis } from '../errors.ts';
import { OleFile } from '../original/ole-file.ts';
import { readModifiers, readPropertyRuns } from './doc-properties.ts';
import type { Modifier, PropertyRun } from './doc-properties.ts';
import { MOST } from './limits.ts';

/** A stretch of text and where its characters stand in the main stream. */
export interface TextPiece {
  readonly offset: number;
  readonly length: number;
  /** Two bytes a character, else one of Windows-1252. */
  readonly wide: boolean;
  /** What a quick save changed in it. */
  readonly modifiers: readonly Modifier[];
}

/** The parts of a Word 97-2003 file that its body is read from. */
export interface DocFile {
  readonly main: Buffer;
  /** Property lists too long for their page; empty where there are none. */
  readonly data: Buffer;
  readonly pieces: readonly TextPiece[];
  readonly paragraphs: readonly PropertyRun[];
  readonly characters: readonly PropertyRun[];
  readonly styleSheet: Buffer;
  /** List definitions, with their levels behind them. */
  readonly lists: Buffer;
  readonly listOverrides: Buffer;
}

const SIGNATURE = 0xa5ec;
const OLDER_SIGNATURES: ReadonlySet<number> = new Set([0xa5dc, SIGNATURE]);
const WORD_97 = 0xc1;
const ENCRYPTED = 0x0100;
const SECOND_TABLE_STREAM = 0x0200;
/** Places in the list of where things are in the table stream. */
const STYLE_SHEET = 1;
const CHARACTER_PAGES = 12;
const PARAGRAPH_PAGES = 13;
const TEXT_PIECES = 33;
const LISTS = 73;
const LIST_OVERRIDES = 74;
const LEVELS_CEILING = 1_000_000;

/** Opens a Word 97-2003 file. @throws SkipThis where it is damaged, encrypted, older or larger than any report */
export function openDoc(bytes: Uint8Array): DocFile {
  const ole = new OleFile(bytes);
  const main = ole.read('WordDocument');
  if (!main) throw new SkipThis('it holds no Word document');
  try {
    return readDocFile(ole, main);
  } catch (error) {
    if (error instanceof RangeError) throw new SkipThis('it is cut off or damaged');
    throw error;
  }
}

/** Was it written by a Word of before 1997, whose structures are others? False for what is no Word file at all. */
export function isOlderThanWord97(bytes: Uint8Array): boolean {
  try {
    const main = new OleFile(bytes).read('WordDocument');
    return (
      main !== undefined &&
      main.length > 4 &&
      OLDER_SIGNATURES.has(main.readUInt16LE(0)) &&
      main.readUInt16LE(2) < WORD_97
    );
  } catch (error) {
    if (error instanceof SkipThis) return false;
    throw error;
  }
}

function readDocFile(ole: OleFile, main: Buffer): DocFile {
  const flags = main.readUInt16LE(10);
  if (main.readUInt16LE(0) !== SIGNATURE) throw new SkipThis('it is cut off or damaged');
  if ((flags & ENCRYPTED) !== 0) throw new SkipThis('it is encrypted');
  if (main.readUInt16LE(2) < WORD_97) throw new SkipThis('it was written by a Word older than 97');
  const table = ole.read((flags & SECOND_TABLE_STREAM) === 0 ? '0Table' : '1Table');
  if (!table) throw new SkipThis('it is cut off or damaged');
  const numbers = 34 + main.readUInt16LE(32) * 2 + 2;
  const places = numbers + main.readUInt16LE(numbers - 2) * 4 + 2;
  const characters = main.readUInt32LE(numbers + 12);
  if (characters > MOST.characters) throw new SkipThis(`it has more than ${MOST.characters} characters`);
  const part = (index: number, behind = 0): Buffer => {
    const bytes = main.readUInt32LE(places + index * 8 + 4);
    const from = main.readUInt32LE(places + index * 8);
    return bytes === 0 ? Buffer.alloc(0) : table.subarray(from, from + bytes + behind);
  };
  return {
    main,
    data: ole.read('Data') ?? Buffer.alloc(0),
    pieces: readPieces(part(TEXT_PIECES), characters),
    paragraphs: readPropertyRuns(main, part(PARAGRAPH_PAGES), 'paragraphs'),
    characters: readPropertyRuns(main, part(CHARACTER_PAGES), 'characters'),
    styleSheet: part(STYLE_SHEET),
    lists: part(LISTS, LEVELS_CEILING),
    listOverrides: part(LIST_OVERRIDES),
  };
}

/** The pieces of the body in reading order: lists of changes first, then the pieces, some of which refer to them. */
function readPieces(complex: Buffer, characters: number): TextPiece[] {
  const changes: Modifier[][] = [];
  let at = 0;
  while (complex.readUInt8(at) === 1) {
    const bytes = complex.readUInt16LE(at + 1);
    changes.push(readModifiers(complex.subarray(at + 3, at + 3 + bytes)));
    at += 3 + bytes;
  }
  const table = complex.subarray(at + 5, at + 5 + complex.readUInt32LE(at + 1));
  const count = Math.floor((table.length - 4) / 12);
  const pieces: TextPiece[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = table.readUInt32LE(index * 4);
    const to = Math.min(table.readUInt32LE(index * 4 + 4), characters);
    if (to <= from) continue;
    const descriptor = (count + 1) * 4 + index * 8;
    const place = table.readUInt32LE(descriptor + 2);
    const change = table.readUInt16LE(descriptor + 6);
    const wide = (place & 0x40000000) === 0;
    const offset = wide ? place & 0x3fffffff : (place & 0x3fffffff) >> 1;
    pieces.push({ offset, length: to - from, wide, modifiers: (change & 1) === 1 ? (changes[change >> 1] ?? []) : [] });
  }
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length !== characters) throw new SkipThis('some of its text is missing');
  return pieces;
}
