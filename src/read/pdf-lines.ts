import { foldText, shiftDigits } from './fold-text.ts';
import type { PdfCharacter } from './pdf-characters.ts';
import { heightOf, letterLines } from './pdf-line-groups.ts';

/** A box on a page, in points from its top left. */
export interface PdfBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Characters that stand together, with the box around them. */
export interface PdfWord extends PdfBox {
  readonly text: string;
}

export interface PdfSegment extends PdfWord {
  /** Its parts between spaces. */
  readonly words: readonly PdfWord[];
}

/** One printed line, cut into segments where a wide gap stands between words. */
export interface PdfLine extends PdfBox {
  readonly segments: readonly PdfSegment[];
  readonly text: string;
  /** Height of its letters. */
  readonly size: number;
}

/** A gap wider than this share of the letter size is a space; */
const SPACE_GAP = 0.22;
/** between digits, which may be letter-spaced, wider than this; */
const DIGIT_GAP = 0.5;
/** and wider than this it parts two cells. */
const CELL_GAP = 1.3;
/** Digits lower than this share of the line's letters, and off its middle, are set above or below the line. */
const SMALL = 0.8;

/** Rebuilds printed lines, top to bottom, from characters in any order. */
export function linesOf(characters: readonly PdfCharacter[]): PdfLine[] {
  return withMarks(letterLines(characters))
    .filter((each) => each.some(({ text }) => text.trim() !== ''))
    .map(lineOf);
}

/** A comma keeps to the foot of its line: in a font that tells no more than the ink of its letters it seems to stand below it. */
function withMarks(lines: readonly (readonly PdfCharacter[])[]): (readonly PdfCharacter[])[] {
  const whole: (readonly PdfCharacter[])[] = [];
  for (const line of lines) {
    const last = whole.at(-1);
    const [first] = line;
    const isMarks = line.every(({ text }) => /^[\p{P}\s]$/u.test(text));
    if (last && first && isMarks && middleOf(first) < boxAround(last).bottom)
      whole[whole.length - 1] = [...last, ...line];
    else whole.push(line);
  }
  return whole;
}

function middleOf(box: PdfBox): number {
  return (box.top + box.bottom) / 2;
}

function lineOf(characters: readonly PdfCharacter[]): PdfLine {
  const ordered = [...characters].sort((one, other) => one.left - other.left);
  const shown = ordered.filter(({ text }) => text.trim() !== '');
  const size = median(shown.map((character) => character.bottom - character.top));
  const letter = median(shown.map(heightOf));
  const tallest = Math.max(...shown.map((character) => character.bottom - character.top));
  const middle = median(shown.filter((each) => each.bottom - each.top > tallest * SMALL).map(middleOf));
  const segments: PdfSegment[] = [];
  let text = '';
  let members: PdfCharacter[] = [];
  let words: PdfWord[] = [];
  let spaced = false;
  const closeWord = (): void => {
    if (members.length > 0) words.push({ ...boxAround(members), text: foldText(text) });
    text = '';
    members = [];
  };
  const close = (): void => {
    closeWord();
    if (words.length > 0) segments.push({ ...boxAround(words), text: words.map((word) => word.text).join(' '), words });
    words = [];
  };
  for (const character of ordered) {
    if (character.text.trim() === '') {
      spaced = true;
      continue;
    }
    const last = members.at(-1);
    // Some producers print a letter twice, a little apart, to make it bold.
    if (last?.text === character.text && character.left - last.left < letter * 0.1) continue;
    const gap = last ? character.left - last.right : 0;
    const digits = last !== undefined && isDigit(last.text) && isDigit(character.text);
    if (gap > letter * CELL_GAP) close();
    else if (gap > letter * (digits ? DIGIT_GAP : SPACE_GAP) || (spaced && gap > 0)) closeWord();
    const before = members.at(-1);
    const isMark =
      before !== undefined && (/[\p{L})）]/u.test(before.text) || isLower(character, before) || isShifted(text));
    text += isDigit(character.text) && isMark ? levelOf(character, tallest, middle) : character.text;
    members.push(character);
    spaced = false;
  }
  close();
  return { ...boxAround(shown), segments, text: segments.map((segment) => segment.text).join(' '), size };
}

function isDigit(text: string): boolean {
  return /^[0-9０-９]$/.test(text);
}

function isShifted(text: string): boolean {
  return /[⁰¹²³⁴-⁹₀-₉]$/u.test(text);
}

function isLower(one: PdfBox, other: PdfBox): boolean {
  return one.bottom - one.top < (other.bottom - other.top) * SMALL;
}

/** A small digit above or below the line is a footnote mark, and never the last digit of the figure before it. */
function levelOf(digit: PdfCharacter, tallest: number, middle: number): string {
  if (digit.bottom - digit.top > tallest * SMALL) return digit.text;
  const shift = middleOf(digit) - middle;
  if (Math.abs(shift) < tallest * 0.1) return digit.text;
  return shiftDigits(digit.text, shift < 0 ? 'raised' : 'lowered');
}

export function boxAround(boxes: readonly PdfBox[]): PdfBox {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
