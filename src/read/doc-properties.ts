/** One change of a property in Word's binary format: what is changed, and the bytes that say how. */
export interface Modifier {
  readonly code: number;
  readonly operand: Buffer;
}

/** Properties of a stretch of the file. */
export interface PropertyRun {
  /** Byte offsets in the main stream. */
  readonly from: number;
  readonly to: number;
  /** Index of the paragraph style; 0 for stretches of characters. */
  readonly style: number;
  readonly modifiers: readonly Modifier[];
}

const PAGE_BYTES = 512;
const TABLE_DEFINITION = 0xd608;
const TAB_CHANGES = 0xc615;
/** Bytes of an operand by the three highest bits of its code; 6 is as long as its first byte says. */
const OPERAND_BYTES = [1, 1, 2, 4, 2, 2, 0, 3] as const;
const VARIABLE = 6;

/** Reads a list of modifiers; one that its list is too short for ends it. */
export function readModifiers(list: Buffer): Modifier[] {
  const modifiers: Modifier[] = [];
  for (let at = 0; at + 2 < list.length;) {
    const code = list.readUInt16LE(at);
    at += 2;
    let size: number = OPERAND_BYTES[code >> 13] ?? 1;
    if (code === TABLE_DEFINITION) {
      if (at + 2 > list.length) break;
      size = list.readUInt16LE(at) - 1;
      at += 2;
    } else if (code >> 13 === VARIABLE) {
      size = list[at] ?? 0;
      at += 1;
      if (code === TAB_CHANGES && size === 255) size = longTabChanges(list, at);
    }
    if (size < 0 || at + size > list.length) break;
    modifiers.push({ code, operand: list.subarray(at, at + size) });
    at += size;
  }
  return modifiers;
}

/** Changes of tab stops too many for a byte to count: deleted ones of four bytes, added ones of three. */
function longTabChanges(list: Buffer, at: number): number {
  const deleted = list[at] ?? 0;
  const added = list[at + 1 + deleted * 4] ?? 0;
  return 2 + deleted * 4 + added * 3;
}

/** Which pages of the main stream hold properties: page numbers in the table stream, after the offsets they are for. */
function pageNumbers(table: Buffer): number[] {
  const count = Math.floor((table.length - 4) / 8);
  return Array.from(
    { length: Math.max(0, count) },
    (_, index) => table.readUInt32LE((count + 1 + index) * 4) & 0x3fffff,
  );
}

/**
 * Reads the properties of all paragraphs or all characters of a file, in order of their place.
 *
 * @param main the stream with text and property pages
 * @param table the list of pages
 * @throws RangeError where a page is cut off
 */
export function readPropertyRuns(main: Buffer, table: Buffer, kind: 'paragraphs' | 'characters'): PropertyRun[] {
  const runs: PropertyRun[] = [];
  const step = kind === 'paragraphs' ? 13 : 1;
  for (const number of pageNumbers(table)) {
    const page = main.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES);
    const count = page.readUInt8(PAGE_BYTES - 1);
    for (let index = 0; index < count; index += 1) {
      const from = page.readUInt32LE(index * 4);
      const to = page.readUInt32LE(index * 4 + 4);
      const offset = page.readUInt8((count + 1) * 4 + index * step) * 2;
      runs.push({ from, to, ...(kind === 'paragraphs' ? paragraphAt(page, offset) : charactersAt(page, offset)) });
    }
  }
  return runs.sort((one, other) => one.from - other.from);
}

type Properties = Pick<PropertyRun, 'style' | 'modifiers'>;

function paragraphAt(page: Buffer, offset: number): Properties {
  if (offset === 0) return { style: 0, modifiers: [] };
  const words = page.readUInt8(offset);
  // A first byte of 0 says that the second one counts, and that the list has an even length.
  const from = words === 0 ? offset + 2 : offset + 1;
  const bytes = words === 0 ? page.readUInt8(offset + 1) * 2 : words * 2 - 1;
  return { style: page.readUInt16LE(from), modifiers: readModifiers(page.subarray(from + 2, from + bytes)) };
}

function charactersAt(page: Buffer, offset: number): Properties {
  if (offset === 0) return { style: 0, modifiers: [] };
  const bytes = page.readUInt8(offset);
  return { style: 0, modifiers: readModifiers(page.subarray(offset + 1, offset + 1 + bytes)) };
}

/** Finds runs for places that mostly go forward. */
export class RunFinder {
  readonly #runs: readonly PropertyRun[];
  #at = 0;

  constructor(runs: readonly PropertyRun[]) {
    this.#runs = runs;
  }

  /** The run that holds a byte offset, undefined where none does. */
  at(offset: number): PropertyRun | undefined {
    const near = this.#runs[this.#at];
    if (near && near.from <= offset && offset < near.to) return near;
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.from ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    this.#at = Math.max(0, low - 1);
    const found = this.#runs[this.#at];
    return found && found.from <= offset && offset < found.to ? found : undefined;
  }
}
