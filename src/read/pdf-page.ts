import type { Locator, TableBlock, TableCell } from './document.ts';
import { impliedVerticals } from './pdf-cell-edges.ts';
import { cellText } from './pdf-cell-text.ts';
import type { PdfCharacter } from './pdf-characters.ts';
import { partsOfPage } from './pdf-columns.ts';
import { latticesOf } from './pdf-lattice.ts';
import type { Lattice, LatticeCell } from './pdf-lattice.ts';
import type { PdfPage } from './pdf-library.ts';
import { linesOf } from './pdf-lines.ts';
import type { PdfBox, PdfLine } from './pdf-lines.ts';
import { looseBlocks, type PageItems } from './pdf-loose.ts';
import type { PdfRule } from './pdf-rules.ts';
import { isFigureOrDash } from './text-line.ts';
import { upright } from './pdf-turn.ts';
import type { PageTable } from './table-stitching.ts';

/** The fewest rules that the cells of a table could have. */
const FEWEST_EDGES = 4;

interface TableParts {
  readonly lattice: Lattice;
  readonly characters: readonly PdfCharacter[];
  /** Where something is printed that says nothing. */
  readonly vanished: readonly PdfBox[];
}

/** A page, or a column of one, taken apart: its ruled tables with the characters in each, and the lines outside of them. */
export interface PageParts {
  readonly height: number;
  readonly tables: readonly TableParts[];
  readonly lines: readonly PdfLine[];
  /** Rules that belong to no table. */
  readonly rules: readonly PdfRule[];
  readonly locatorOf: (box: PdfBox) => Locator;
}

/** Takes a page apart; one that shows two pages side by side is two parts, in reading order. */
export function pageParts(page: PdfPage, number: number): PageParts[] {
  const { page: held, shown } = upright(page);
  const locatorOf = (box: PdfBox): Locator => {
    const round = (value: number): number => Math.round(value * 10) / 10;
    const { left, top, right, bottom } = shown(box);
    return { page: number, box: [round(left), round(top), round(right), round(bottom)] };
  };
  return partsOfPage(held).map(({ characters, rules, height, vanished }) => {
    const lattices = gridsOf(rules, characters);
    const inside = lattices.map((): PdfCharacter[] => []);
    const outside: PdfCharacter[] = [];
    for (const character of characters) {
      const home = lattices.findIndex((lattice) => contains(lattice.box, character));
      (inside[home] ?? outside).push(character);
    }
    const tables = lattices.flatMap((lattice, index) => {
      const own = inside[index] ?? [];
      return own.some(({ text }) => text.trim() !== '') ? [{ lattice, characters: own, vanished }] : [];
    });
    const free = rules.filter((rule) => !lattices.some(({ box }) => liesIn(box, rule)));
    return { height, tables, lines: linesOf(outside), rules: free, locatorOf };
  });
}

/**
 * What stands on a page, top to bottom: ruled tables as grids, and between them the lines that stand in none.
 *
 * @param furniture lines that belong to the page and not to the text
 */
export function pageItems({ tables, lines, rules, locatorOf }: PageParts, furniture: ReadonlySet<PdfLine>): PageItems {
  const loose = lines.filter((line) => !furniture.has(line));
  const sorted = [...tables].sort((one, other) => one.lattice.box[1] - other.lattice.box[1]);
  const edges = [-Infinity, ...sorted.map(({ lattice }) => lattice.box[1]), Infinity];
  return edges.slice(1).flatMap((bottom, index): PageItems => {
    const top = edges[index] ?? -Infinity;
    const own = loose.filter((line) => line.top >= top && line.top < bottom);
    const among = rules.filter((rule) => rule.direction === 'horizontal' && rule.at >= top && rule.at < bottom);
    const run = { kind: 'loose', lines: own, rules: among, locatorOf } as const;
    const table = sorted[index];
    return [...(own.length > 0 ? [run] : []), ...(table ? [ruledTable(table, locatorOf)] : [])];
  });
}

/** The page's grids; a table with horizontal rules only is one where the ends of its rules show all of its cells. */
function gridsOf(rules: readonly PdfRule[], characters: readonly PdfCharacter[]): Lattice[] {
  const drawn = latticesOf(rules);
  const free = rules.filter((rule) => !drawn.some(({ box }) => liesIn(box, rule)));
  if (free.length < FEWEST_EDGES) return drawn;
  const words = linesOf(characters).flatMap(({ segments }) => segments.flatMap((segment) => segment.words));
  const figures = words.filter(({ text }) => isFigureOrDash(text));
  const holdsOne = ({ box }: LatticeCell): boolean => figures.filter((figure) => contains(box, figure)).length <= 1;
  const implied = latticesOf([...free, ...impliedVerticals(free, words)]).filter(
    ({ cells }) => cells.length > 1 && cells.every(holdsOne),
  );
  return [...drawn, ...implied].sort((one, other) => one.box[1] - other.box[1]);
}

function contains(box: Lattice['box'], thing: PdfBox): boolean {
  const x = (thing.left + thing.right) / 2;
  const y = (thing.top + thing.bottom) / 2;
  return x >= box[0] && x < box[2] && y >= box[1] && y < box[3];
}

function liesIn(box: Lattice['box'], { direction, at, from, to }: PdfRule): boolean {
  const middle = (from + to) / 2;
  const [x, y] = direction === 'horizontal' ? [middle, at] : [at, middle];
  return x >= box[0] - 3 && x <= box[2] + 3 && y >= box[1] - 3 && y <= box[3] + 3;
}

/** How much wider, in letters, a cell may be than its last line for that line to be one that had to be wrapped. */
const WRAPPED = 3.2;
/** How much space, in letters, another line needs. */
const ROOM = 1.6;
/** Share of a digit that must reach over the cell's edge to make it a doubt whose digit it is. */
const OVERHANG = 0.25;

function ruledTable({ lattice, characters, vanished }: TableParts, locatorOf: (box: PdfBox) => Locator): PageTable {
  const wrapping = new Set<Locator>();
  const roomy = new Set<Locator>();
  const cells = lattice.cells.map((cell): TableCell => {
    const own = characters.filter((character) => contains(cell.box, character));
    const { text, lastLine } = cellText(own);
    const { row, column, rowSpan, columnSpan, box } = cell;
    const [left, top, right, bottom] = box;
    const locator = locatorOf({ left, top, right, bottom });
    if (lastLine && right - left - (lastLine.right - lastLine.left) < lastLine.size * WRAPPED) wrapping.add(locator);
    if (lastLine && bottom - lastLine.bottom > lastLine.size * ROOM) roomy.add(locator);
    const doubtful = characters.some((character) => overhangs(character, cell));
    // Punctuation of words written downwards may vanish; where there are no words, it may have been a figure.
    if (!/\p{Script=Han}/u.test(text) && vanished.some((box) => contains(cell.box, box))) {
      return { row, column, rowSpan, columnSpan, text: '', locator, illegible: true };
    }
    return { row, column, rowSpan, columnSpan, text, locator, ...(doubtful && { doubtful: true as const }) };
  });
  const { rowCount, columnCount, columnLines, openAbove, openBelow } = lattice;
  const block: TableBlock = { kind: 'table', index: 0, geometry: 'spans', rowCount, columnCount, cells };
  const otherwise =
    cells.length > 1 ? undefined : looseBlocks({ kind: 'loose', lines: linesOf(characters), rules: [], locatorOf });
  return {
    kind: 'page-table',
    block,
    columnLines,
    wrapping,
    roomy,
    openAbove,
    openBelow,
    ...(otherwise && { otherwise }),
  };
}

/** A digit that lies across the edge between this cell and the next: a figure too wide for its cell. */
function overhangs({ text, left, top, right, bottom, turn }: PdfCharacter, { box }: LatticeCell): boolean {
  if (turn !== 0 || !/^\d$/.test(text)) return false;
  const middle = (top + bottom) / 2;
  if (middle < box[1] || middle >= box[3]) return false;
  const inside = Math.min(right, box[2]) - Math.max(left, box[0]);
  const width = right - left;
  return inside > width * OVERHANG && inside < width * (1 - OVERHANG);
}
