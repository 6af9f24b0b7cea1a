import { readModifiers } from './doc-properties.ts';
import { headingLevel } from './docx-styles.ts';
import type { StyleEffect } from './docx-styles.ts';

/** Modifiers of paragraphs, by their codes in Word's binary format. */
export const OUTLINE_LEVEL = 0x2640;
export const LIST_LEVEL = 0x260a;
export const LIST = 0x460b;

interface Style {
  readonly builtIn: number;
  readonly basedOn: number;
  readonly outline: number | undefined;
  readonly list: number | undefined;
  readonly level: number | undefined;
}

const PARAGRAPH_STYLE = 1;
const TITLE = 62;
const FIRST_CONTENTS = 19;
const LAST_CONTENTS = 27;
const CHAIN_CEILING = 30;

/** Reads a style sheet: the effect of each paragraph style by its index. @throws RangeError where it is cut off */
export function readDocStyles(sheet: Buffer): ReadonlyMap<number, StyleEffect> {
  if (sheet.length === 0) return new Map();
  const headBytes = sheet.readUInt16LE(0);
  const count = sheet.readUInt16LE(2);
  const fixedBytes = sheet.readUInt16LE(4);
  const styles = new Map<number, Style>();
  let at = 2 + headBytes;
  for (let index = 0; index < count && at + 2 <= sheet.length; index += 1) {
    const bytes = sheet.readUInt16LE(at);
    const style = sheet.subarray(at + 2, at + 2 + bytes);
    if (bytes > fixedBytes && (style.readUInt16LE(2) & 15) === PARAGRAPH_STYLE) {
      styles.set(index, readStyle(style, fixedBytes));
    }
    at += 2 + bytes;
  }
  return new Map([...styles.keys()].map((index) => [index, effectOf(index, styles)]));
}

function readStyle(style: Buffer, fixedBytes: number): Style {
  const nameEnd = fixedBytes + 2 + style.readUInt16LE(fixedBytes) * 2 + 2;
  const from = nameEnd + (nameEnd % 2);
  const bytes = from + 2 <= style.length ? style.readUInt16LE(from) : 0;
  const modifiers = readModifiers(style.subarray(from + 4, from + 2 + bytes));
  const numberIn = (code: number): number | undefined => {
    const operand = modifiers.findLast((modifier) => modifier.code === code)?.operand;
    return operand && (operand.length > 1 ? operand.readUInt16LE(0) : operand[0]);
  };
  return {
    builtIn: style.readUInt16LE(0) & 0xfff,
    basedOn: style.readUInt16LE(2) >> 4,
    outline: numberIn(OUTLINE_LEVEL),
    list: numberIn(LIST),
    level: numberIn(LIST_LEVEL),
  };
}

function effectOf(index: number, styles: ReadonlyMap<number, Style>): StyleEffect {
  const chain: Style[] = [];
  for (let at = index; chain.length < CHAIN_CEILING;) {
    const style = styles.get(at);
    if (!style) break;
    chain.push(style);
    at = style.basedOn;
  }
  const list = chain.find((style) => style.list !== undefined)?.list;
  const level = chain.find((style) => style.level !== undefined)?.level;
  const builtIn = chain[0]?.builtIn ?? 0;
  return {
    heading: headingOf(chain),
    list: list === undefined || list === 0 ? undefined : { list: String(list), level },
    contents: builtIn >= FIRST_CONTENTS && builtIn <= LAST_CONTENTS,
    hides: false,
  };
}

function headingOf(chain: readonly Style[]): number {
  for (const { builtIn, outline } of chain) {
    if (outline !== undefined) return headingLevel(outline);
    if (builtIn >= 1 && builtIn <= 9) return builtIn;
    if (builtIn === TITLE) return 1;
  }
  return 0;
}
