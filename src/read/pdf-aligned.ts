import type { Locator, TableBlock, TableCell } from './document.ts';
import { joinLines } from './join-lines.ts';
import { boxAround, type PdfBox, type PdfLine, type PdfWord } from './pdf-lines.ts';
import type { PdfRule } from './pdf-rules.ts';
import { columnsOf } from './position-grid.ts';
import { ENUMERATED, isFigureOrDash } from './text-line.ts';

/** Lines of a page that make one table without a grid of rules, and the rules that part its rows, if any. */
export interface AlignedRegion {
  readonly lines: readonly PdfLine[];
  readonly rules: readonly PdfRule[];
}

const SENTENCE_END = /[。；]$/;
/** Lines in a row that may stand alone within a table: a label of several lines. */
const LONE_LINES = 4;

/** The lines from `start` on that stand in columns: between rules across the page, or several segments each, two of them with figures. */
export function alignedRegion(
  lines: readonly PdfLine[],
  start: number,
  rules: readonly PdfRule[],
): AlignedRegion | null {
  return ruledRegion(lines, start, rules) ?? openRegion(lines, start);
}

const SAME_RULE = 3;
/** Rules across the page at most this far apart belong to one table, in points. */
const ROW_HEIGHT = 160;

function ruledRegion(lines: readonly PdfLine[], start: number, rules: readonly PdfRule[]): AlignedRegion | null {
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
    if (last && !own.some((one) => one.from < rule.to && rule.from < one.to)) continue;
    own.push(rule);
  }
  const bottom = own.at(-1)?.at ?? 0;
  if (new Set(own.map(({ at }) => Math.round(at / 3))).size < 3) return null;
  const inside = lines.slice(start).filter((line) => middleOf(line) < bottom);
  const figures = inside.filter((line) =>
    line.segments.some(({ words }) => words.some(({ text }) => isFigureOrDash(text))),
  );
  return figures.length >= 1 && inside.length >= 2 ? { lines: inside, rules: own } : null;
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

function openRegion(lines: readonly PdfLine[], start: number): AlignedRegion | null {
  const region: PdfLine[] = [];
  let kept = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    const last = region.at(-1);
    if (!line || (last && line.top - last.bottom > line.size * 3)) break;
    const spread = line.segments.length > 1;
    const alone = region.length === 0 || region.length - kept >= LONE_LINES || SENTENCE_END.test(line.text);
    if (!spread && alone) break;
    region.push(line);
    if (spread) kept = region.length;
  }
  const columns = region.slice(0, kept);
  const figures = columns.filter((line) => line.segments.filter(({ text }) => isFigureOrDash(text)).length > 0);
  const full = columns.some((line) => line.segments.filter(({ text }) => isFigureOrDash(text)).length >= 5);
  return figures.length >= 2 || full ? { lines: columns, rules: [] } : null;
}

const NARROW_LETTERS = 6;

/** The region as rows of placed cells: words stacked in one column are one cell, and figures tell the rows. */
export function alignedTable({ lines, rules }: AlignedRegion, locatorOf: (box: PdfBox) => Locator): TableBlock {
  const size = lines[0]?.size ?? 10;
  const rows = rowsOf(stacked(piecesOf(lines), rules), rules).map((row) =>
    [...row].sort((one, other) => one.left - other.left),
  );
  const { columnCount, rows: places } = columnsOf(rows, size * NARROW_LETTERS);
  const cells = rows.flatMap((row, number) =>
    row.map((piece, index): TableCell => {
      const { column = index, columnSpan = 1 } = places[number]?.[index] ?? {};
      const { text, left, right } = piece;
      return { row: number, column, rowSpan: 1, columnSpan, text, locator: locatorOf(piece), extent: [left, right] };
    }),
  );
  return { kind: 'table', index: 0, geometry: 'positions', rowCount: rows.length, columnCount, cells };
}

interface Piece extends PdfWord {
  readonly size: number;
  /** Figures stand on the same line. */
  readonly besideFigures: boolean;
  /** Other words stand on the same line, and no figures. */
  readonly besideWords: boolean;
}

/** A gap that at most this share of the lines run across parts two columns. */
const CROSSED = 0.2;

function piecesOf(lines: readonly PdfLine[]): Piece[] {
  const words = lines.flatMap((line) => line.segments.flatMap((segment) => segment.words));
  const isGutter = (x: number): boolean =>
    words.filter(({ left, right }) => left < x - 0.5 && right > x + 0.5).length <= lines.length * CROSSED;
  return lines.flatMap((line) => {
    const besideFigures = line.segments.some((segment) => segment.words.some(({ text }) => isFigureOrDash(text)));
    return line.segments.flatMap((segment) => {
      const groups: PdfWord[][] = [];
      for (const word of segment.words) {
        const group = groups.at(-1);
        const last = group?.at(-1);
        if (!group || !last || parts(last, word, isGutter)) groups.push([word]);
        else group.push(word);
      }
      return groups.map((group): Piece => ({
        ...boxAround(group),
        text: group.map(({ text }) => text).join(' '),
        size: line.size,
        besideFigures,
        besideWords: !besideFigures && line.segments.length > 1,
      }));
    });
  });
}

function parts(one: PdfWord, other: PdfWord, isGutter: (x: number) => boolean): boolean {
  const [before, after] = [isFigureOrDash(one.text), isFigureOrDash(other.text)];
  if (before && !after) return /^\p{Script=Han}/u.test(other.text);
  if (!before && after) return true;
  return ENUMERATED.test(other.text) || isGutter((one.right + other.left) / 2);
}

/** How near, in letters, the lines of one cell follow one another where no rules tell. */
const LEADING = 0.75;

/** A line that was wrapped holds at least so many letters; a shorter one between others is the head of its column. */
const SHORTEST_WRAPPED = 5;

function stacked(pieces: readonly Piece[], rules: readonly PdfRule[]): Piece[] {
  const cells: Piece[] = [];
  for (const piece of [...pieces].sort((one, other) => one.top - other.top)) {
    const above = cells.findLast((cell) => isAbove(cell, piece, rules));
    if (!above) {
      cells.push(piece);
      continue;
    }
    const text = joinLines([above.text, piece.text]);
    const besideFigures = above.besideFigures || piece.besideFigures;
    cells[cells.indexOf(above)] = {
      ...boxAround([above, piece]),
      text,
      size: above.size,
      besideFigures,
      besideWords: false,
    };
  }
  return cells;
}

function isAbove(cell: Piece, piece: Piece, rules: readonly PdfRule[]): boolean {
  if (isFigureOrDash(cell.text) || isFigureOrDash(piece.text)) return false;
  const overlap = Math.min(cell.right, piece.right) - Math.max(cell.left, piece.left);
  if (overlap < 0.5 * Math.min(cell.right - cell.left, piece.right - piece.left)) return false;
  const gap = piece.top - cell.bottom;
  if (gap < -0.6 * piece.size) return false;
  if (rules.length > 0) return !rules.some((rule) => parting(rule, cell, piece)) && gap < piece.size * 2;
  if (gap > piece.size * LEADING || ENUMERATED.test(piece.text)) return false;
  if (cell.besideWords && piece.besideFigures && cell.text.length < SHORTEST_WRAPPED) return false;
  return !(cell.besideFigures && piece.besideFigures);
}

function parting({ direction, at, from, to }: PdfRule, above: PdfBox, below: PdfBox): boolean {
  if (direction !== 'horizontal') return false;
  const middle = (below.left + below.right) / 2;
  return at > middleOf(above) && at < middleOf(below) && from <= middle && to >= middle;
}

function rowsOf(pieces: readonly Piece[], rules: readonly PdfRule[]): Piece[][] {
  return rules.length > 0 ? rowsBetween(pieces, rules) : rowsByFigures(pieces);
}

/** Rows between rules; what stands over several of them belongs to the first. */
function rowsBetween(pieces: readonly Piece[], rules: readonly PdfRule[]): Piece[][] {
  const edges: number[] = [];
  for (const { at } of [...rules].sort((one, other) => one.at - other.at)) {
    if (at - (edges.at(-1) ?? -Infinity) > SAME_RULE) edges.push(at);
  }
  const rows = Array.from({ length: edges.length + 1 }, (): Piece[] => []);
  for (const piece of pieces) {
    const middle = (piece.left + piece.right) / 2;
    const above = rules
      .filter(({ at, from, to }) => at <= middleOf(piece) && from <= middle && to >= middle)
      .map(({ at }) => at);
    const top = Math.max(...above, -Infinity);
    const row = edges.findIndex((edge) => edge > top + SAME_RULE);
    rows[row < 0 ? edges.length : row]?.push(piece);
  }
  return rows.filter((row) => row.length > 0);
}

/** Rows where figures stand; words belong to the figures beside them, else make a row of their own. */
function rowsByFigures(pieces: readonly Piece[]): Piece[][] {
  const rows: { middle: number; members: Piece[] }[] = [];
  const ordered = [...pieces].sort((one, other) => middleOf(one) - middleOf(other));
  for (const piece of ordered.filter(({ text }) => isFigureOrDash(text))) {
    const last = rows.at(-1);
    if (last && middleOf(piece) - last.middle < piece.size * 0.6) last.members.push(piece);
    else rows.push({ middle: middleOf(piece), members: [piece] });
  }
  const anchors = [...rows];
  for (const piece of ordered.filter(({ text }) => !isFigureOrDash(text))) {
    const beside = anchors.filter(({ middle }) => middle > piece.top && middle < piece.bottom);
    const nearest = beside.sort(
      (one, other) => Math.abs(one.middle - middleOf(piece)) - Math.abs(other.middle - middleOf(piece)),
    )[0];
    const level =
      nearest ?? rows.find((row) => !anchors.includes(row) && Math.abs(row.middle - middleOf(piece)) < piece.size);
    if (level) level.members.push(piece);
    else rows.push({ middle: middleOf(piece), members: [piece] });
  }
  return rows.sort((one, other) => one.middle - other.middle).map(({ members }) => members);
}

function middleOf(box: PdfBox): number {
  return (box.top + box.bottom) / 2;
}
