import type { Locator, TableBlock, TableCell } from './document.ts';
import { joinLines } from './join-lines.ts';
import { boxAround, median, type PdfBox, type PdfWord } from './pdf-lines.ts';
import type { AlignedRegion, SheetLine } from './pdf-regions.ts';
import { spanningHeads } from './pdf-spanning-heads.ts';
import type { PdfRule } from './pdf-rules.ts';
import { columnsOf } from './position-grid.ts';
import { ENUMERATED, isFigureOrDash } from './text-line.ts';

const NARROW_LETTERS = 6;
/** The label of a group of rows. */
const GROUP = /^[（(][一二三四五六七][）)]/;

/** How near, in letters, the lines of one cell follow one another where no rules tell. */
const LEADING = 0.75;
/** and how far their middles lie apart at most, for some fonts claim much more space than their letters take. */
const NEXT_LINE = 2;
/** and, in letters, by how much two lines of one cell may lie further apart than the nearest two of the table. */
const UNEVEN = 0.25;
/** Rows whose distances differ by less than this, in letters, are evenly spaced. */
const EVEN = 0.15;
/** Among so many words that follow one another lies the line below a word. */
const NEARBY = 60;
/** Figures further apart than this, in letters, are two. */
const FIGURE_GAP = 0.6;
/** A gap that at most this share of the lines run across parts two columns. */
const CROSSED = 0.2;
/** How far, in letters, lines of one cell may begin or stand off one another; */
const ASKEW = 0.7;
/** and how far short of the longest a line may fall that was wrapped, for the next word did not fit. */
const RAGGED = 2.2;

/**
 * The region as rows of placed cells: words stacked in one column are one cell, and figures tell the rows.
 *
 * @param locatorOf of a box on one of the region's sheets
 */
export function alignedTable(
  { lines, rules }: AlignedRegion,
  locatorOf: (sheet: number, box: PdfBox) => Locator,
): TableBlock {
  const letter = widthOfLetters(lines);
  const rows = rowsOf(stacked(piecesOf(lines, letter), rules, letter), rules, letter).map((row) =>
    [...row].sort((one, other) => one.left - other.left),
  );
  const { columnCount, rows: places } = columnsOf(rows, letter * NARROW_LETTERS);
  const cells = rows.flatMap((row, number) =>
    row.map((piece, index): TableCell => {
      const { column = index, columnSpan = 1 } = places[number]?.[index] ?? {};
      const { text, left, right, sheet, printed } = piece;
      const locator = locatorOf(sheet, printed);
      return { row: number, column, rowSpan: 1, columnSpan, text, locator, extent: [left, right] };
    }),
  );
  return { kind: 'table', index: 0, geometry: 'positions', rowCount: rows.length, columnCount, cells };
}

/** Of Chinese letters, which are as wide as they are high, whatever space a font claims above and below them. */
function widthOfLetters(lines: readonly SheetLine[]): number {
  const words = lines.flatMap((line) => line.segments.flatMap((segment) => segment.words));
  const chinese = words.filter(({ text }) => /^\p{Script=Han}{2,}$/u.test(text));
  return median(chinese.map((word) => widthOf(word) / word.text.length)) || (lines[0]?.size ?? 10);
}

/** Words that stand together on a line, or lines of them in one cell. */
export interface Piece extends PdfWord {
  readonly size: number;
  readonly line: SheetLine;
  readonly sheet: number;
  /** Its box on that sheet. */
  readonly printed: PdfBox;
  /** Its last line. */
  readonly last: PdfBox;
  /** Figures stand on the same line. */
  readonly besideFigures: boolean;
  /** Other words follow on the line, and no figures. */
  readonly beforeWords: boolean;
}

function holdsFigure(line: SheetLine): boolean {
  return line.segments.some(({ words }) => words.some(({ text }) => isFigureOrDash(text)));
}

function piecesOf(lines: readonly SheetLine[], letter: number): Piece[] {
  const words = lines.flatMap((line) => line.segments.flatMap((segment) => segment.words));
  const isGutter = (x: number): boolean =>
    words.filter(({ left, right }) => left < x - 0.5 && right > x + 0.5).length <= lines.length * CROSSED;
  return lines.flatMap((line, number) => {
    const besideFigures = holdsFigure(line);
    const isTold = besideFigures ? () => null : columnHeads(lines, number, letter);
    const groups: PdfWord[][] = [];
    for (const segment of line.segments) {
      for (const [index, word] of segment.words.entries()) {
        const group = groups.at(-1);
        const last = group?.at(-1);
        const joins =
          last &&
          (isItemNumber(last, word, letter) ||
            isSpacedPair(last, word, line, letter) ||
            (index > 0 && !(isTold(last, word) ?? parts(last, word, letter, isGutter))));
        if (group && joins) group.push(word);
        else groups.push([word]);
      }
    }
    const end = groups.at(-1)?.at(-1)?.right ?? 0;
    return groups.map((group): Piece => {
      const box = boxAround(group);
      return {
        ...box,
        text: group.map(({ text }) => text).join(' '),
        size: line.size,
        line,
        sheet: line.sheet,
        printed: { ...box, top: box.top - line.shift, bottom: box.bottom - line.shift },
        last: box,
        besideFigures,
        beforeWords: !besideFigures && box.right < end,
      };
    });
  });
}

/** Words no wider than this, in letters, are heads of columns. */
const SHORT_HEAD = 4.3;
/** Words of one head that is spaced out stand no further apart, in letters. */
const HEAD_SPACE = 0.6;
/** A row that is full holds more figures than this. */
const MANY = 4;

/**
 * Whether two words of a line of heads stand over two columns; null where the line does not tell. Over a row that is full, its figures tell;
 * else short words in a row are a head each, but for one that is spaced out.
 */
function columnHeads(
  lines: readonly SheetLine[],
  number: number,
  letter: number,
): (one: PdfWord, other: PdfWord) => boolean | null {
  const words = lines[number]?.segments.flatMap((segment) => segment.words) ?? [];
  if (words.some(({ text }) => ENUMERATED.test(text))) return () => null;
  const full =
    lines
      .slice(number)
      .map(figuresOf)
      .find((figures) => figures.length > MANY) ?? [];
  const within = gapWithinHeads(words, letter);
  return (one, other) => {
    if (widthOf(one) > letter * SHORT_HEAD || widthOf(other) > letter * SHORT_HEAD) return null;
    const between = (one.left + other.right) / 2;
    if (full.some((figure) => Math.abs(middleAcross(figure) - between) < letter * ASKEW)) return false;
    const [left, right] = [middleAcross(one), middleAcross(other)];
    const isEdge = full.some((figure, index) => {
      const next = full[index + 1];
      const edge = next && (middleAcross(figure) + middleAcross(next)) / 2;
      return edge !== undefined && left < edge && right > edge;
    });
    if (isEdge) return true;
    if (within !== null) return other.left - one.right > within;
    const spaced = widthOf(one) < letter * 1.4 && widthOf(other) < letter * 1.4;
    return !(spaced && other.left - one.right < letter * 1.5);
  };
}

/** The widest gap between words of one head, where heads are written as two short words each: 「结果 维持  结果 纠正」. */
function gapWithinHeads(words: readonly PdfWord[], letter: number): number | null {
  const gaps = words.slice(1).map((word, index) => word.left - (words[index]?.right ?? word.left));
  const close = letter * HEAD_SPACE;
  const inside = gaps.filter((gap) => gap <= close);
  const between = gaps.filter((gap) => gap > close);
  const arePairs = gaps.every((gap, index) => gap > close || (gaps[index + 1] ?? Infinity) > close);
  const areShort = words.every((word) => widthOf(word) < letter * 2.4);
  if (inside.length < 2 || !arePairs || !areShort) return null;
  return Math.min(...between) > Math.max(...inside) * 1.3 ? close : null;
}

function figuresOf(line: SheetLine): PdfWord[] {
  return line.segments.flatMap(({ words }) => words.filter(({ text }) => isFigureOrDash(text)));
}

function middleAcross({ left, right }: PdfBox): number {
  return (left + right) / 2;
}

/** 「1.」 before the words it numbers, however wide the gap. */
function isItemNumber(one: PdfWord, other: PdfWord, letter: number): boolean {
  return /^\d{1,2}[.．、]$/.test(one.text) && !isFigureOrDash(other.text) && other.left - one.right < letter * 3;
}

/** 「总 计」: two letters far apart, and no others beside them; more would be heads of columns written downwards. */
function isSpacedPair(one: PdfWord, other: PdfWord, line: SheetLine, letter: number): boolean {
  const isLetter = ({ text }: PdfWord): boolean => /^\p{Script=Han}$/u.test(text);
  if (!isLetter(one) || !isLetter(other) || other.left - one.right > letter * 2.2) return false;
  const letters = line.segments.flatMap(({ words }) => words.filter(isLetter));
  return letters.every((word) => word === one || word === other || Math.abs(word.left - one.left) > letter * 6);
}

function parts(one: PdfWord, other: PdfWord, letter: number, isGutter: (x: number) => boolean): boolean {
  const [before, after] = [isFigureOrDash(one.text), isFigureOrDash(other.text)];
  if (before && after && other.left - one.right > letter * FIGURE_GAP) return true;
  if (before && !after) return /^\p{Script=Han}/u.test(other.text);
  if (!before && after) return true;
  return ENUMERATED.test(other.text) || isGutter((one.right + other.left) / 2);
}

function stacked(pieces: readonly Piece[], rules: readonly PdfRule[], letter: number): Piece[] {
  const ordered = [...pieces].sort((one, other) => one.top - other.top);
  const spanning = rules.length > 0 ? new Set<PdfBox>() : spanningHeads(ordered, letter);
  const words = ordered.filter((piece) => !isFigureOrDash(piece.text) && !spanning.has(piece.last));
  const figures = ordered.filter(({ text }) => isFigureOrDash(text));
  const pitch = linePitch(words, letter);
  const lineOf = new Map(ordered.map((piece) => [piece.last, piece.line]));
  const cells: Piece[] = [];
  for (const piece of ordered) {
    const above = cells.findLast((cell) => isAbove(cell, piece));
    if (!above) {
      cells.push(piece);
      continue;
    }
    const box = boxAround([above, piece]);
    cells[cells.indexOf(above)] = {
      ...above,
      ...box,
      text: joinLines([above.text, piece.text]),
      printed: above.sheet === piece.sheet ? boxAround([above.printed, piece.printed]) : above.printed,
      last: piece.last,
      besideFigures: above.besideFigures || piece.besideFigures,
    };
  }
  return cells;

  function isAbove(cell: Piece, piece: Piece): boolean {
    if (isFigureOrDash(cell.text) || isFigureOrDash(piece.text)) return false;
    const overlap = Math.min(cell.right, piece.right) - Math.max(cell.left, piece.left);
    if (overlap < 0.5 * Math.min(cell.right - cell.left, piece.right - piece.left)) return false;
    const gap = piece.top - cell.bottom;
    if (gap < -0.6 * piece.size) return false;
    if (rules.length > 0) return !rules.some((rule) => parting(rule, cell, piece)) && gap < piece.size * 2;
    if (gap > cell.size * LEADING || middleOf(piece) - middleOf(cell.last) > letter * NEXT_LINE) return false;
    if (ENUMERATED.test(piece.text) || spanning.has(cell.last)) return false;
    if (cell.besideFigures && piece.besideFigures) return false;
    if (cell.besideFigures !== piece.besideFigures && middleOf(piece) - middleOf(cell.last) > pitch + letter * UNEVEN)
      return false;
    if (!cell.besideFigures && (isRowBefore(cell, piece) || isTitleOf(cell, piece))) return false;
    const isGroup = GROUP.test(cell.text);
    if (!isGroup && ((cell.besideFigures && piece.beforeWords) || (cell.beforeWords && piece.besideFigures)))
      return false;
    return isAligned(cell.last, piece, letter) && wasWrapped(cell, piece);
  }

  /** No figures stand between the two, and the row below follows as closely: each is the label of a row, or the first a head. */
  function isRowBefore(cell: Piece, piece: Piece): boolean {
    const [from, to] = [middleOf(cell.last), middleOf(piece)];
    if (figures.some((figure) => middleOf(figure) > from && middleOf(figure) < to)) return false;
    const below = words.find((word) => middleOf(word) - to > letter * 0.9 && isAligned(word, piece, letter));
    return below?.besideFigures === true && middleOf(below) - to < to - from + letter * EVEN;
  }

  /** Words alone on their line over a row of heads, none of which goes on below, name what the heads have in common. */
  function isTitleOf(cell: Piece, piece: Piece): boolean {
    const isAlone = cell.line.segments.length === 1 && widthOf(cell.last) > letter * SHORT_HEAD;
    if (!isAlone || piece.besideFigures || piece.line.segments.length < 3) return false;
    const next = (word: Piece): boolean =>
      middleOf(word) - middleOf(piece) > letter * 0.9 && middleOf(word) - middleOf(piece) < letter * NEXT_LINE;
    return !words.some((word) => next(word) && isAligned(word, piece, letter));
  }

  /** Did the cell's last line end where it did because the next word did not fit? */
  function wasWrapped(cell: Piece, piece: Piece): boolean {
    const [last, next] = [widthOf(cell.last) / letter, widthOf(piece) / letter];
    if ((last < 1.4 && next < 1.4) || isRowOfHeads(lineOf.get(cell.last), piece.line, letter)) return true;
    if (last < next - 1.5) return false;
    if (GROUP.test(cell.text) && Math.abs(last - next) < 1.2 && last < NARROW_LETTERS) return true;
    const column = words.filter((one) => isAligned(one, cell.last, letter));
    return last >= Math.max(...column.map(widthOf)) / letter - RAGGED;
  }
}

/** The least distance between the lines of words that stand one below the other. */
function linePitch(words: readonly Piece[], letter: number): number {
  let least = Infinity;
  for (const [index, word] of words.entries()) {
    if (widthOf(word) < letter * 1.4) continue;
    const below = words
      .slice(index + 1, index + NEARBY)
      .find((other) => middleOf(other) - middleOf(word) > letter * 0.9 && isAligned(word, other, letter));
    if (below && widthOf(below) > letter * 0.9) least = Math.min(least, middleOf(below) - middleOf(word));
  }
  return least;
}

/** Many short words, each with another right below it: heads of columns in two lines. */
function isRowOfHeads(above: SheetLine | undefined, below: SheetLine, letter: number): boolean {
  if (!above || holdsFigure(above) || holdsFigure(below)) return false;
  const short = ({ segments }: SheetLine): PdfBox[] => segments.filter((box) => widthOf(box) < letter * SHORT_HEAD);
  const heads = short(below);
  return short(above).filter((head) => heads.some((other) => isAligned(head, other, letter))).length > MANY;
}

function widthOf({ left, right }: PdfBox): number {
  return right - left;
}

/** Do the two begin, or have their middle, at the same place? */
function isAligned(one: PdfBox, other: PdfBox, letter: number): boolean {
  const middle = (one.left + one.right - other.left - other.right) / 2;
  return Math.min(Math.abs(one.left - other.left), Math.abs(middle)) <= letter * ASKEW;
}

function parting({ direction, at, from, to }: PdfRule, above: PdfBox, below: PdfBox): boolean {
  if (direction !== 'horizontal') return false;
  const middle = (below.left + below.right) / 2;
  return at > middleOf(above) && at < middleOf(below) && from <= middle && to >= middle;
}

function rowsOf(pieces: readonly Piece[], rules: readonly PdfRule[], letter: number): Piece[][] {
  return rules.length > 0 ? rowsBetween(pieces, rules) : rowsByFigures(pieces, letter);
}

/** Rules no further apart than this are one. */
const SAME_RULE = 3;

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

/** How far apart, in letters, the middles of what stands in one row may lie. */
const SAME_ROW = 0.6;

/** Rows where figures stand; words belong to the figures beside them, else make a row of their own. */
function rowsByFigures(pieces: readonly Piece[], letter: number): Piece[][] {
  const rows: { middle: number; members: Piece[] }[] = [];
  const ordered = [...pieces].sort((one, other) => middleOf(one) - middleOf(other));
  for (const piece of ordered.filter(({ text }) => isFigureOrDash(text))) {
    const last = rows.at(-1);
    if (last && middleOf(piece) - last.middle < letter * SAME_ROW) last.members.push(piece);
    else rows.push({ middle: middleOf(piece), members: [piece] });
  }
  const anchors = [...rows];
  for (const piece of ordered.filter(({ text }) => !isFigureOrDash(text))) {
    const beside = anchors.filter(({ middle }) => middle > piece.top && middle < piece.bottom);
    const nearest = beside.sort(
      (one, other) => Math.abs(one.middle - middleOf(piece)) - Math.abs(other.middle - middleOf(piece)),
    )[0];
    const level =
      nearest ??
      rows.find((row) => !anchors.includes(row) && Math.abs(row.middle - middleOf(piece)) < letter * SAME_ROW);
    if (level) level.members.push(piece);
    else rows.push({ middle: middleOf(piece), members: [piece] });
  }
  return rows.sort((one, other) => one.middle - other.middle).map(({ members }) => members);
}

function middleOf(box: PdfBox): number {
  return (box.top + box.bottom) / 2;
}
