import { latticesOf, type Lattice } from './pdf-lattice.ts';
import type { PdfCharacter } from './pdf-characters.ts';
import { boxAround, linesOf, type PdfBox } from './pdf-lines.ts';
import type { PdfPage } from './pdf-library.ts';
import type { PdfRule } from './pdf-rules.ts';
import { isWide } from './text-line.ts';

/** Share of the page's width within which the gap between two columns of text is looked for, and its least width in points. */
const MIDDLE = [0.4, 0.6] as const;
const GUTTER = 14;
const FEWEST_LETTERS = 60;
/** A page of text has so many lines that fill this share of its width. */
const FEWEST_LINES = 3;
const FULL = 0.7;

/**
 * Parts of a page in the order in which they are read: two pages or two tables printed side by side are read one after the other, what
 * runs over both before or after them.
 */
export function partsOfPage(page: PdfPage): PdfPage[] {
  const gutter = gutterBetweenTables(latticesOf(page.rules)) ?? gutterOfText(page);
  if (gutter === null) return [page];
  const lines = linesOf(page.characters);
  const crossing = lines.flatMap((line) => line.segments).filter(({ left, right }) => left < gutter && right > gutter);
  const sides = lines.flatMap((line) => line.segments).filter((segment) => !crossing.includes(segment));
  const middle = Math.min(...sides.map(({ top }) => top));
  const isIn = (box: PdfBox, segments: readonly PdfBox[]): boolean =>
    segments.some(
      (segment) =>
        box.left >= segment.left - 0.1 &&
        box.right <= segment.right + 0.1 &&
        box.top >= segment.top - 0.1 &&
        box.bottom <= segment.bottom + 0.1,
    );
  const above = crossing.filter(({ top }) => top <= middle + page.height * 0.1);
  const below = crossing.filter((segment) => !above.includes(segment));
  const parts = { above: [], left: [], right: [], below: [] } as Record<string, PdfPage['characters'][number][]>;
  for (const character of page.characters) {
    const side = (character.left + character.right) / 2 < gutter ? 'left' : 'right';
    const part = isIn(character, above) ? 'above' : isIn(character, below) ? 'below' : side;
    parts[part]?.push(character);
  }
  const isLeft = (rule: PdfPage['rules'][number]): boolean =>
    (rule.direction === 'vertical' ? rule.at : (rule.from + rule.to) / 2) < gutter;
  const rules = { left: page.rules.filter(isLeft), right: page.rules.filter((rule) => !isLeft(rule)) };
  return [
    { ...page, characters: parts['above'] ?? [], rules: [] },
    { ...page, characters: parts['left'] ?? [], rules: rules.left },
    { ...page, characters: parts['right'] ?? [], rules: rules.right },
    { ...page, characters: parts['below'] ?? [], rules: [] },
  ].filter(({ characters }) => characters.length > 0);
}

function gutterBetweenTables(lattices: readonly Lattice[]): number | null {
  const tables = lattices.filter((lattice) => lattice.cells.length > 3);
  for (const one of tables) {
    for (const other of tables) {
      const [left, top, right, bottom] = one.box;
      if (other.box[0] < right || left >= other.box[0]) continue;
      const overlap = Math.min(bottom, other.box[3]) - Math.max(top, other.box[1]);
      if (overlap < 0.3 * Math.min(bottom - top, other.box[3] - other.box[1])) continue;
      const gutter = (right + other.box[0]) / 2;
      if (lattices.every(({ box }) => box[2] <= gutter || box[0] >= gutter)) return gutter;
    }
  }
  return null;
}

/** A landscape page with two pages of text on it. */
function gutterOfText({ characters, rules, width, height }: PdfPage): number | null {
  if (width < height) return null;
  const [from, to] = [width * MIDDLE[0], width * MIDDLE[1]];
  const boxes = [
    ...characters.filter(({ text, top }) => text.trim() !== '' && top > height * 0.15),
    ...rules.filter(({ direction }) => direction === 'horizontal').map((rule) => ({ left: rule.from, right: rule.to })),
  ]
    .filter(({ left, right }) => right > from && left < to)
    .sort((one, other) => one.left - other.left);
  let end = from;
  let gutter: number | null = null;
  for (const { left, right } of [...boxes, { left: to, right: to }]) {
    if (left - end >= GUTTER) gutter = (left + end) / 2;
    end = Math.max(end, right);
  }
  if (gutter === null) return null;
  const middle = gutter;
  const letters = characters.filter(({ text }) => isWide(text.codePointAt(0) ?? 0));
  const onLeft = letters.filter(({ left }) => left < middle);
  const onRight = letters.filter(({ left }) => left >= middle);
  if (onLeft.length < FEWEST_LETTERS || onRight.length < FEWEST_LETTERS) return null;
  const isPage = (side: readonly PdfCharacter[], inSide: (rule: PdfRule) => boolean): boolean =>
    holdsText(side) || latticesOf(rules.filter(inSide)).some(({ cells }) => cells.length > 3);
  const isLeft = ({ direction, at, from, to }: PdfRule): boolean =>
    (direction === 'vertical' ? at : (from + to) / 2) < middle;
  return isPage(onLeft, isLeft) && isPage(onRight, (rule) => !isLeft(rule)) ? middle : null;
}

/** Some lines fill the measure: a page of text, and no columns of a table that has no rules. */
function holdsText(letters: readonly PdfCharacter[]): boolean {
  const { left, right } = boxAround(letters);
  const segments = linesOf(letters).flatMap((line) => line.segments);
  return segments.filter((segment) => segment.right - segment.left > (right - left) * FULL).length >= FEWEST_LINES;
}
