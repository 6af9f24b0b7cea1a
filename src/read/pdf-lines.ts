import { foldText } from './fold-text.ts';
import type { PdfCharacter } from './pdf-library.ts';
import { isWide } from './text-line.ts';

/** A box on a page, in points from its top left. */
export interface PdfBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Characters that stand together, with the box around them. */
export interface PdfSegment extends PdfBox {
  readonly text: string;
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
/** and wider than this it parts two cells. */
const CELL_GAP = 1.3;

/** Rebuilds printed lines, top to bottom, from characters in any order. */
export function linesOf(characters: readonly PdfCharacter[]): PdfLine[] {
  const shown = characters.filter(({ text }) => text.trim() !== '');
  const byMiddle = [...shown].sort((one, other) => middleOf(one) - middleOf(other));
  const lines: PdfCharacter[][] = [];
  let line: PdfCharacter[] = [];
  let middle = 0;
  for (const character of byMiddle) {
    const height = character.bottom - character.top;
    if (line.length > 0 && middleOf(character) - middle > height * 0.5) {
      lines.push(line);
      line = [];
    }
    middle = line.length === 0 ? middleOf(character) : (middle * line.length + middleOf(character)) / (line.length + 1);
    line.push(character);
  }
  if (line.length > 0) lines.push(line);
  return lines.map(lineOf);
}

function middleOf(box: PdfBox): number {
  return (box.top + box.bottom) / 2;
}

function lineOf(characters: readonly PdfCharacter[]): PdfLine {
  const ordered = [...characters].sort((one, other) => one.left - other.left);
  const size = median(ordered.map((character) => character.bottom - character.top));
  const segments: PdfSegment[] = [];
  let text = '';
  let members: PdfCharacter[] = [];
  const close = (): void => {
    if (members.length > 0) segments.push({ ...boxAround(members), text: foldText(text) });
    text = '';
    members = [];
  };
  for (const character of ordered) {
    const last = members.at(-1);
    // Some producers print a letter twice, a little apart, to make it bold.
    if (last?.text === character.text && character.left - last.left < size * 0.1) continue;
    const gap = last ? character.left - last.right : 0;
    if (gap > size * CELL_GAP) close();
    else if (gap > size * SPACE_GAP) text += ' ';
    text += character.text;
    members.push(character);
  }
  close();
  return { ...boxAround(ordered), segments, text: segments.map((segment) => segment.text).join(' '), size };
}

/** Joins lines of one paragraph or cell: no space between two CJK characters where the line was only wrapped. */
export function joinLines(lines: readonly string[]): string {
  let joined = '';
  for (const line of lines) {
    const before = joined.codePointAt(joined.length - 1) ?? 0;
    const after = line.codePointAt(0) ?? 0;
    joined += joined === '' || (isWide(before) && isWide(after)) ? line : ` ${line}`;
  }
  return joined;
}

export function boxAround(boxes: readonly PdfBox[]): PdfBox {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}
