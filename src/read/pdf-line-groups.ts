import type { PdfCharacter } from './pdf-characters.ts';

/** Letters further off the middle of a line than this share of their height stand on another. */
const SAME_LINE = 0.45;
/** A small letter may stand as far off as one of this share of the line's height. */
const SMALL = 0.5;
/** Middles within this share of a letter's height are one. */
const LEVEL = 0.1;
/** Height of letters and figures in their widths, at most. */
const SQUARE = 1.15;
const FIGURE = 2.1;

interface Level {
  readonly middle: number;
  readonly height: number;
  readonly letters: PdfCharacter[];
}

/**
 * Letters by the line they stand on, top to bottom. The levels with most letters are lines, and the others join the nearest: in a table
 * without rules the lines of a wrapped label stand half a line above and below its figures, and letters written downwards anywhere between.
 */
export function letterLines(letters: readonly PdfCharacter[]): (readonly PdfCharacter[])[] {
  const lines: Level[] = [];
  for (const level of levelsOf(letters).sort((one, other) => other.letters.length - one.letters.length)) {
    const at = firstBelow(lines, level.middle);
    const near = [lines[at - 1], lines[at]]
      .filter((line): line is Level => line !== undefined && isOn(line, level))
      .sort((one, other) => Math.abs(one.middle - level.middle) - Math.abs(other.middle - level.middle));
    if (near[0]) near[0].letters.push(...level.letters);
    else lines.splice(at, 0, level);
  }
  return lines.map((line) => line.letters);
}

function levelsOf(letters: readonly PdfCharacter[]): Level[] {
  const levels: Level[] = [];
  for (const letter of [...letters].sort((one, other) => middleOf(one) - middleOf(other))) {
    const last = levels.at(-1);
    const height = heightOf(letter);
    if (last && middleOf(letter) - last.middle <= height * LEVEL) last.letters.push(letter);
    else levels.push({ middle: middleOf(letter), height, letters: [letter] });
  }
  return levels;
}

function isOn(line: Level, { middle, height }: Level): boolean {
  return Math.abs(line.middle - middle) <= Math.max(height, line.height * SMALL) * SAME_LINE;
}

/** Index of the first line whose middle is not above the place. */
function firstBelow(lines: readonly Level[], place: number): number {
  let [from, to] = [0, lines.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((lines[middle]?.middle ?? Infinity) < place) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Chinese letters are as high as they are wide, and figures some twice, whatever space their font claims above and below them. */
export function heightOf({ text, left, top, right, bottom }: PdfCharacter): number {
  const shape = /^\p{Script=Han}$/u.test(text) ? SQUARE : /^[0-9]$/.test(text) ? FIGURE : Infinity;
  return Math.min(bottom - top, (right - left) * shape);
}

function middleOf(box: PdfCharacter): number {
  return (box.top + box.bottom) / 2;
}
