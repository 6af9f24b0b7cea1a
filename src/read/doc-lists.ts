import { Numbering } from './word-numbering.ts';
import type { NumberLevel, NumberedList } from './word-numbering.ts';

const LIST_BYTES = 28;
const LEVEL_HEAD_BYTES = 28;
const OVERRIDE_BYTES = 16;
const LEVELS = 9;
const LIST_CEILING = 5000;

/** Formats of numbers in the binary files, by the names they have in the later ones. */
const FORMATS: ReadonlyMap<number, string> = new Map([
  [0x00, 'decimal'],
  [0x0a, 'ideographDigital'],
  [0x0b, 'japaneseCounting'],
  [0x0f, 'decimalHalfWidth'],
  [0x12, 'decimalEnclosedCircle'],
  [0x17, 'bullet'],
  [0x1b, 'decimalEnclosedParen'],
  [0x1c, 'decimalEnclosedCircleChinese'],
  [0x21, 'taiwaneseCounting'],
  [0x23, 'taiwaneseCountingThousand'],
  [0x25, 'chineseCounting'],
  [0x27, 'chineseCountingThousand'],
]);

/**
 * Reads the numbering of a Word 97-2003 file.
 *
 * @param lists the definitions, with the levels of all of them behind
 * @param overrides which definition each list of the text follows; paragraphs name these, from 1
 * @throws RangeError where they are cut off
 */
export function readDocNumbering(lists: Buffer, overrides: Buffer): Numbering {
  if (lists.length < 2 || overrides.length < 4) return Numbering.from(undefined);
  const schemes = new Map<string, Map<number, NumberLevel>>();
  const count = Math.min(LIST_CEILING, lists.readUInt16LE(0));
  let at = 2 + count * LIST_BYTES;
  for (let index = 0; index < count; index += 1) {
    const head = 2 + index * LIST_BYTES;
    const levels = new Map<number, NumberLevel>();
    const simple = (lists.readUInt8(head + 26) & 1) === 1;
    for (let level = 0; level < (simple ? 1 : LEVELS); level += 1) {
      const { bytes, read } = readLevel(lists, at);
      levels.set(level, read);
      at += bytes;
    }
    schemes.set(String(lists.readUInt32LE(head)), levels);
  }
  const followers = new Map<string, NumberedList>();
  const followed = Math.min(LIST_CEILING, overrides.readUInt32LE(0));
  for (let index = 0; index < followed; index += 1) {
    const scheme = String(overrides.readUInt32LE(4 + index * OVERRIDE_BYTES));
    followers.set(String(index + 1), { scheme, starts: new Map() });
  }
  return new Numbering(schemes, followers);
}

function readLevel(lists: Buffer, at: number): { bytes: number; read: NumberLevel } {
  const textAt = at + LEVEL_HEAD_BYTES + lists.readUInt8(at + 24) + lists.readUInt8(at + 25);
  const characters = lists.readUInt16LE(textAt);
  const text = lists.toString('utf16le', textAt + 2, textAt + 2 + characters * 2);
  const format = FORMATS.get(lists.readUInt8(at + 4)) ?? '';
  // The counter of a level stands in the text as its number.
  const marked = text.replace(/[\u0000-\u0008]/g, (level) => `%${level.charCodeAt(0) + 1}`);
  return {
    bytes: textAt + 2 + characters * 2 - at,
    read: { format, text: marked, start: lists.readUInt32LE(at), style: undefined },
  };
}
