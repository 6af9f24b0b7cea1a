import type { PdfBox, PdfWord } from './pdf-lines.ts';
import type { PdfRule } from './pdf-rules.ts';
import { isFigureOrDash, isNumbered } from './text-line.ts';

/** All ends of rules at one height. */
interface Level {
  readonly at: number;
  readonly rules: readonly PdfRule[];
}

/** Rules and ends of rules no further apart than this are one, in points. */
const SAME = 1.5;
/** Rules over one another further apart than this belong to two tables. */
const ROW_HEIGHT = 160;
/** A gap over which the lines of one cell follow one another, as a share of their height. */
const LEADING = 0.9;
/** Share of the ends that two rules of one table have in common, at least, where a heading stands between them. */
const IN_COMMON = 0.3;

/**
 * A table that shows horizontal rules only may still have them drawn cell by cell: where pieces end under one another, a cell ends. Gives
 * the vertical edges that follow from it; nothing where the rules are drawn in one stroke.
 *
 * @param rules that belong to no grid yet
 * @param words of the page: what is written across a place is in one cell there
 */
export function impliedVerticals(rules: readonly PdfRule[], words: readonly PdfWord[]): PdfRule[] {
  return tablesOf(levelsOf(rules), words).flatMap((levels) => {
    if (!levels.some(isInPieces)) return [];
    const whole = withOpenEnds(levels, words);
    return distinct(levels.flatMap(endsOf)).flatMap((place) => edgesAt(place, whole, words));
  });
}

/** Two pieces of it meet. */
function isInPieces({ rules }: Level): boolean {
  return rules.some((one) => rules.some((other) => Math.abs(one.to - other.from) <= SAME && other.to > one.to));
}

/** A page's end may cut a row from the rule that closes it: the words next to the first and last rule that keep to its pieces are a row. */
function withOpenEnds(levels: readonly Level[], words: readonly PdfWord[]): Level[] {
  const [first, last] = [levels[0], levels.at(-1)];
  if (!first || !last) return [...levels];
  const above = rowBeside(first, words, -1);
  const below = rowBeside(last, words, 1);
  const isFirst = above.length > 0 && !words.some((word) => word.bottom < topOf(above) && isLetters(word));
  return [
    ...(isFirst || above.some(({ text }) => isFigureOrDash(text)) ? [{ ...first, at: topOf(above) - 1 }] : []),
    ...levels,
    ...(below.some(({ text }) => isFigureOrDash(text)) ? [{ ...last, at: bottomOf(below) + 1 }] : []),
  ];
}

function topOf(boxes: readonly PdfBox[]): number {
  return Math.min(...boxes.map(({ top }) => top));
}

function bottomOf(boxes: readonly PdfBox[]): number {
  return Math.max(...boxes.map(({ bottom }) => bottom));
}

function isLetters({ text }: PdfWord): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** The words that follow the rule upwards or downwards without a gap; none where one of them runs over an end of its pieces. */
function rowBeside({ at, rules }: Level, words: readonly PdfWord[], way: -1 | 1): PdfWord[] {
  const left = Math.min(...rules.map(({ from }) => from));
  const right = Math.max(...rules.map(({ to }) => to));
  const ordered = words
    .filter((word) => (middleOf(word) - at) * way > 0)
    .sort((one, other) => (middleOf(one) - middleOf(other)) * way);
  const row: PdfWord[] = [];
  let edge = at;
  for (const word of ordered) {
    const gap = way > 0 ? word.top - edge : edge - word.bottom;
    if (gap > (word.bottom - word.top) * LEADING) break;
    if (word.left < left || word.right > right || isNumbered(word.text) || word.text.includes('。')) return [];
    if (endsOf({ at, rules }).some((end) => word.left < end - 1 && word.right > end + 1)) return [];
    row.push(word);
    edge = way > 0 ? Math.max(edge, word.bottom) : Math.min(edge, word.top);
  }
  return row;
}

function levelsOf(rules: readonly PdfRule[]): Level[] {
  const levels: { at: number; rules: PdfRule[] }[] = [];
  const across = rules.filter(({ direction }) => direction === 'horizontal');
  for (const rule of [...across].sort((one, other) => one.at - other.at)) {
    const last = levels.at(-1);
    if (last && rule.at - last.at <= SAME) last.rules.push(rule);
    else levels.push({ at: rule.at, rules: [rule] });
  }
  return levels;
}

/** Levels of one table each: parted where they lie far apart, or where a heading stands between rules that share few ends. */
function tablesOf(levels: readonly Level[], words: readonly PdfWord[]): Level[][] {
  const tables: Level[][] = [];
  for (const level of levels) {
    const table = tables.at(-1);
    const last = table?.at(-1);
    if (!table || !last || level.at - last.at > ROW_HEIGHT || isParted(last, level, words)) tables.push([level]);
    else table.push(level);
  }
  return tables;
}

function isParted(above: Level, below: Level, words: readonly PdfWord[]): boolean {
  const between = words.filter((word) => middleOf(word) > above.at && middleOf(word) < below.at);
  const first = between.reduce<PdfWord | undefined>(
    (one, word) => (one && one.top <= word.top ? one : word),
    undefined,
  );
  const isHeading = first !== undefined && isNumbered(first.text) && !between.some(({ text }) => isFigureOrDash(text));
  if (!isHeading && !between.some(({ text }) => text.includes('。'))) return false;
  const [upper, lower] = [distinct(endsOf(above)), distinct(endsOf(below))];
  const shared = upper.slice(1, -1).filter((end) => lower.some((other) => Math.abs(other - end) <= SAME));
  return shared.length <= IN_COMMON * Math.min(upper.length - 2, lower.length - 2);
}

function endsOf({ rules }: Level): number[] {
  return rules.flatMap(({ from, to }) => [from, to]);
}

function distinct(ends: readonly number[]): number[] {
  const places: number[] = [];
  for (const end of [...ends].sort((one, other) => one - other)) {
    if (end - (places.at(-1) ?? -Infinity) > SAME) places.push(end);
  }
  return places;
}

/** From each level at which a piece ends here down to the next, unless a rule or a word runs across between. */
function edgesAt(place: number, levels: readonly Level[], words: readonly PdfBox[]): PdfRule[] {
  const edges: PdfRule[] = [];
  let from: number | null = null;
  for (const { at, rules } of levels) {
    const ends = rules.some((rule) => Math.abs(rule.from - place) <= SAME || Math.abs(rule.to - place) <= SAME);
    if (!ends) {
      if (rules.some((rule) => rule.from < place && rule.to > place)) from = null;
      continue;
    }
    if (from !== null && !isCrossed(place, from, at, words)) {
      edges.push({ direction: 'vertical', at: place, from, to: at });
    }
    from = at;
  }
  return edges;
}

function isCrossed(place: number, top: number, bottom: number, words: readonly PdfBox[]): boolean {
  return words.some(
    (word) => word.left < place - 1 && word.right > place + 1 && middleOf(word) > top && middleOf(word) < bottom,
  );
}

function middleOf({ top, bottom }: PdfBox): number {
  return (top + bottom) / 2;
}
