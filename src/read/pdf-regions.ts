import type { PdfLine } from './pdf-lines.ts';
import { median } from './pdf-lines.ts';
import type { PdfRule } from './pdf-rules.ts';
import { ENUMERATED, isFigure, isFigureOrDash, isNumbered } from './text-line.ts';

/** A line on one of several sheets laid one below the other. */
export interface SheetLine extends PdfLine {
  readonly sheet: number;
  /** How far it lies below its place on the sheet. */
  readonly shift: number;
  /** As it stands on its sheet. */
  readonly printed: PdfLine;
}

/** A rule in the place it has when the sheets are laid one below the other. */
export type SheetRule = PdfRule;

/** Lines that make one table without a grid of rules, and the rules that part its rows, if any. */
export interface AlignedRegion {
  readonly lines: readonly SheetLine[];
  readonly rules: readonly SheetRule[];
}

const SENTENCE_END = /[。；]$/;
/** Words alone on a line that is wider than this share of the text are running text. */
const RUNNING = 0.62;
/** A heading is larger than the words of the table above it by this share, or indented by so many letters. */
const LARGER = 1.05;
const MUCH_LARGER = 1.25;
const INDENTED = 1.2;
/** Words no wider than this, in letters, may name a column. */
const SHORT = 5;
/** A head without figures names so many columns on a line. */
const HEAD_COLUMNS = 5;
/** So many lines with words in one column only may stand between rows. */
const TRAILING = 4;

/** The lines from `start` on that stand in columns: between rules across the page, or several segments each, two of them with figures. */
export function alignedRegion(
  lines: readonly SheetLine[],
  start: number,
  rules: readonly PdfRule[],
): AlignedRegion | null {
  return ruledRegion(lines, start, rules) ?? openRegion(lines, start);
}

const SAME_RULE = 3;
/** Rules across the page at most this far apart belong to one table, in points. */
const ROW_HEIGHT = 160;

function ruledRegion(lines: readonly SheetLine[], start: number, rules: readonly PdfRule[]): AlignedRegion | null {
  const first = lines[start];
  if (!first) return null;
  const across = wholeRules(rules);
  const own: PdfRule[] = [];
  const middle = middleOf(first);
  const above = across.filter(({ at }) => at <= middle && at > first.top - first.size * 2);
  const [top] = above;
  if (!top) return null;
  for (const rule of across) {
    if (rule.at < top.at) continue;
    const last = own.at(-1);
    if (last && rule.at - last.at > ROW_HEIGHT) break;
    if (last && lines.some((line) => middleOf(line) > last.at && middleOf(line) < rule.at && parts(line, last))) break;
    if (last && !own.some((one) => one.from < rule.to && rule.from < one.to)) continue;
    own.push(rule);
  }
  const bottom = own.at(-1)?.at ?? 0;
  if (new Set(own.map(({ at }) => Math.round(at / 3))).size < 3) return null;
  const inside = lines.slice(start).filter((line) => middleOf(line) < bottom);
  const figures = inside.filter((line) =>
    line.segments.some(({ words }) => words.some(({ text }) => isFigureOrDash(text))),
  );
  return (figures.length >= 1 || inside.some(isHead)) && inside.length >= 2 ? { lines: inside, rules: own } : null;
}

/** Is the line a heading or a sentence between a table's last rule and the first of the next? */
function parts(line: PdfLine, last: PdfRule): boolean {
  if (line.text.includes('。')) return true;
  return isNumbered(line.text) && !holdsFigure(line) && line.left > last.from + letterOf(line) * INDENTED;
}

/** Rules across the page, those drawn cell by cell joined, from the top. */
function wholeRules(rules: readonly PdfRule[]): PdfRule[] {
  const whole: PdfRule[] = [];
  const across = rules.filter(({ direction }) => direction === 'horizontal');
  for (const rule of [...across].sort((one, other) => one.from - other.from)) {
    const at = whole.findIndex(
      (one) => Math.abs(one.at - rule.at) < 1 && rule.from <= one.to + SAME_RULE && rule.from >= one.from,
    );
    const before = whole[at];
    if (before) whole[at] = { ...before, to: Math.max(before.to, rule.to) };
    else whole.push(rule);
  }
  return whole.sort((one, other) => one.at - other.at);
}

function openRegion(lines: readonly SheetLine[], start: number): AlignedRegion | null {
  if ((lines[start]?.segments.length ?? 0) < 2) return null;
  const region: SheetLine[] = [];
  let kept = 0;
  for (const line of lines.slice(start)) {
    const last = region.at(-1);
    if (last && line.top - last.bottom > line.size * 3) break;
    if (endsTable(line, region, lines)) break;
    region.push(line);
    const isLone = last !== undefined && isFigure(line.text) && isNear(last, line);
    const trails =
      ENUMERATED.test(line.text) || (last !== undefined && ENUMERATED.test(last.text) && isNear(last, line));
    if (line.segments.length > 1 || isLone || (trails && kept >= region.length - TRAILING)) kept = region.length;
  }
  const own = region.slice(0, kept);
  return isTable(own) ? { lines: own, rules: [] } : null;
}

/** Two lines hold figures, or one many; or there is at least a head of many columns. */
function isTable(lines: readonly PdfLine[]): boolean {
  const figures = lines.map(figuresOf).filter((count) => count > 0);
  return (
    figures.length >= 2 || figures.some((count) => count >= HEAD_COLUMNS) || (lines.length >= 2 && lines.some(isHead))
  );
}

/** Many short words on a line. */
function isHead(line: PdfLine): boolean {
  const short = line.segments.flatMap(({ words }) =>
    words.filter(({ left, right }) => right - left < line.size * SHORT),
  );
  return short.length >= HEAD_COLUMNS && !line.text.includes('，');
}

/** Width of a heading's letters, which some fonts make much lower than the line they claim. */
function letterOf({ left, right, text, size }: PdfLine): number {
  return Math.min(size, (right - left) / text.length);
}

function isNear(above: PdfLine, below: PdfLine): boolean {
  return below.top - above.bottom < below.size;
}

function figuresOf(line: PdfLine): number {
  return line.segments.filter(({ text }) => isFigureOrDash(text)).length;
}

function holdsFigure(line: PdfLine): boolean {
  return line.segments.some(({ words }) => words.some(({ text }) => isFigureOrDash(text)));
}

/** Is the line running text or a heading, and no line of the table above it? */
function endsTable(line: PdfLine, table: readonly PdfLine[], lines: readonly PdfLine[]): boolean {
  if (line.text.includes('。') || SENTENCE_END.test(line.text)) return true;
  if (line.segments.length > 1) return false;
  const width = Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left));
  if (!holdsFigure(line) && !isHead(line) && line.right - line.left > width * RUNNING) return true;
  if (!isNumbered(line.text) || holdsFigure(line) || table.length === 0) return false;
  const words = table.filter((one) => !holdsFigure(one));
  const [usual, larger] = words.length > 1 ? [words, LARGER] : [table, MUCH_LARGER];
  const size = median(usual.map((one) => one.size));
  const left = Math.min(...table.map((one) => one.left));
  return line.size > size * larger || line.left > left + letterOf(line) * INDENTED;
}

function middleOf(line: PdfLine): number {
  return (line.top + line.bottom) / 2;
}
