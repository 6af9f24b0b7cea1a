import type { Block, Locator, TableBlock, TableCell } from './document.ts';
import { joinLines } from './join-lines.ts';
import { ENUMERATED, isFigureOrDash } from './text-line.ts';

/** A table as it stands on its page, before it is known whether it goes on overleaf. */
export interface PageTable {
  readonly kind: 'page-table';
  /** Its `index` does not matter: stitching counts the tables. */
  readonly block: TableBlock;
  /** Where the lines between its columns stand, outer edges included: one more than columns, in any unit that is the same for all of a page. */
  readonly columnLines: readonly number[];
  /** Locators of cells whose last line runs on to the cell's edge, so that their text may go on in the next part. */
  readonly wrapping?: ReadonlySet<Locator>;
  /** Locators of cells with room for another line below their last: their text has ended. */
  readonly roomy?: ReadonlySet<Locator>;
  /** No rule closes the table above or below: the row there is cut. */
  readonly openAbove?: boolean;
  readonly openBelow?: boolean;
  /** What it is if it turns out to belong to no other table: a frame around words. */
  readonly otherwise?: readonly Block[];
}

/** What stands on one page, in reading order, without page numbers and running heads. */
export type PageContent = readonly (Block | PageTable)[];

/** How far two parts' column lines may differ, as a share of the table's width: a page may be printed or scanned a little askew. */
const TOLERANCE = 0.008;
/** How much wider one part may be than the other. */
const SAME_WIDTH = 0.03;
const CONTINUED = /^[（(]?续(?:上?表)?[0-9０-９一二三四]{0,2}[）)]?$/;

/**
 * Puts the pages of a document together. A table at the foot of a page and one at the head of the next are one where the column lines
 * of one are among those of the other; equal outer edges alone prove nothing. A head printed again is left out, a group's label goes over
 * both parts, and a row that was cut by the page's end is joined. Every cell keeps the locator of the page it stands on.
 *
 * @param pages each page from first to last; a page of two columns counts as two
 * @returns blocks with `page-break` between pages; tables counted from 0
 */
export function stitchPages(pages: readonly PageContent[]): Block[] {
  const blocks: (Block | PageTable)[] = [];
  let open: number | null = null;
  for (const [number, content] of pages.entries()) {
    const skipped = content.findIndex((block) => block.kind !== 'paragraph' || !CONTINUED.test(block.text.trim()));
    const first = content[skipped];
    let rest = content;
    const above = open === null ? undefined : blocks[open];
    if (open !== null && above?.kind === 'page-table' && first?.kind === 'page-table') {
      const whole = stitched(above, first);
      if (whole) {
        blocks[open] = whole;
        rest = content.slice(skipped + 1);
      }
    }
    if (number > 0) blocks.push({ kind: 'page-break' });
    const stitchedOn = rest !== content && rest.length === 0;
    blocks.push(...rest);
    if (!stitchedOn) open = rest.at(-1)?.kind === 'page-table' ? blocks.length - 1 : null;
  }
  let tables = 0;
  return blocks.flatMap((block): readonly Block[] => {
    if (block.kind === 'table') return [{ ...block, index: tables++ }];
    if (block.kind !== 'page-table') return [block];
    return block.otherwise ?? [{ ...block.block, index: tables++ }];
  });
}

/** The two parts as one table, or null where they are two. */
function stitched(above: PageTable, below: PageTable): PageTable | null {
  if (above.otherwise && below.otherwise) return null;
  const lines = commonLines(above.columnLines, below.columnLines);
  if (!lines) return null;
  const upper = onColumns(above.block.cells, lines.above);
  const lowerAll = onColumns(below.block.cells, lines.below);
  const head = repeatedHead(upper, lowerAll, Math.min(above.block.rowCount, below.block.rowCount));
  const lower = lowerAll.filter((cell) => cell.row >= head).map((cell) => ({ ...cell, row: cell.row - head }));
  const lowerRows = below.block.rowCount - head;
  const { otherwise: _frame, openBelow: _cut, ...rest } = above;
  if (lowerRows === 0) return rest;

  const pairs = pairsOverBreak(upper, above.block.rowCount, lower);
  const open = head === 0 && (above.openBelow === true || below.openAbove === true);
  const parts: Parts = { upper, rowCount: above.block.rowCount, lower, wrapping: above.wrapping ?? new Set() };
  const cut = isCutRow(pairs, parts, open);
  const offset = above.block.rowCount - (cut ? 1 : 0);
  const joined = new Map<TableCell, TableCell>();
  const gone = new Set<TableCell>();
  for (const { one, other } of pairs) {
    if (!cut && !isOneGroup(one, other, above.roomy)) continue;
    joined.set(one, joinedCell(one, other, offset));
    gone.add(other);
  }
  const cells = [
    ...upper.map((cell) => joined.get(cell) ?? cell),
    ...lower.filter((cell) => !gone.has(cell)).map((cell) => ({ ...cell, row: cell.row + offset })),
  ].sort((one, other) => one.row - other.row || one.column - other.column);
  return {
    ...rest,
    block: { ...above.block, rowCount: offset + lowerRows, columnCount: lines.columnLines.length - 1, cells },
    columnLines: lines.columnLines,
    ...(below.wrapping && { wrapping: below.wrapping }),
    ...(below.roomy && { roomy: below.roomy }),
    ...(below.openBelow === true && { openBelow: true }),
  };
}

interface CommonLines {
  readonly columnLines: readonly number[];
  /** New index of each line of the two parts. */
  readonly above: readonly number[];
  readonly below: readonly number[];
}

/** The lines of the part that has more of them, if those of the other are all among them. */
function commonLines(above: readonly number[], below: readonly number[]): CommonLines | null {
  const [upper, lower] = [shares(above), shares(below)];
  if (!upper || !lower || Math.abs(upper.width / lower.width - 1) > SAME_WIDTH) return null;
  const all = (lines: readonly number[]): number[] => lines.map((_, index) => index);
  if (upper.lines.length >= lower.lines.length) {
    const found = places(lower.lines, upper.lines);
    return found && { columnLines: above, above: all(above), below: found };
  }
  const found = places(upper.lines, lower.lines);
  // The later page's lines take over; what counts for a third page are their distances.
  return found && { columnLines: below, above: found, below: all(below) };
}

function shares(lines: readonly number[]): { readonly lines: readonly number[]; readonly width: number } | null {
  const left = lines[0] ?? 0;
  const width = (lines.at(-1) ?? 0) - left;
  return width > 0 ? { lines: lines.map((line) => (line - left) / width), width } : null;
}

function places(few: readonly number[], many: readonly number[]): number[] | null {
  const found = few.map((line) => {
    const distances = many.map((other) => Math.abs(other - line));
    const nearest = Math.min(...distances);
    return nearest <= TOLERANCE ? distances.indexOf(nearest) : -1;
  });
  const distinct = found.every((place, index) => place > (found[index - 1] ?? -1));
  return distinct ? found : null;
}

function onColumns(cells: readonly TableCell[], lines: readonly number[]): TableCell[] {
  return cells.map((cell) => {
    const column = lines[cell.column] ?? cell.column;
    const end = lines[cell.column + cell.columnSpan] ?? column + cell.columnSpan;
    return { ...cell, column, columnSpan: end - column };
  });
}

/** How many rows at the top of the lower part print the head of the upper part again. */
function repeatedHead(upper: readonly TableCell[], lower: readonly TableCell[], most: number): number {
  let head = 0;
  for (let row = 0; row < most; row += 1) {
    const one = upper.filter((cell) => cell.row === row);
    const other = lower.filter((cell) => cell.row === row);
    const words = one.filter((cell) => cell.text !== '');
    if (words.length === 0 || words.some((cell) => isFigureOrDash(cell.text)) || !isSameRow(one, other)) break;
    if (lower.every((cell) => cell.row > row || cell.row + cell.rowSpan <= row + 1)) head = row + 1;
  }
  return head;
}

function isSameRow(one: readonly TableCell[], other: readonly TableCell[]): boolean {
  const bare = (text: string): string => text.replace(/\s+/gu, '');
  return (
    one.length === other.length &&
    one.every((cell, index) => {
      const twin = other[index];
      return twin?.column === cell.column && twin.columnSpan === cell.columnSpan && bare(twin.text) === bare(cell.text);
    })
  );
}

/** A cell that ends at the page's foot and one over the same columns that begins at the next page's head. */
interface Pair {
  readonly one: TableCell;
  readonly other: TableCell;
}

function pairsOverBreak(upper: readonly TableCell[], rowCount: number, lower: readonly TableCell[]): Pair[] {
  return upper
    .filter((cell) => cell.row + cell.rowSpan === rowCount)
    .flatMap((one) => {
      const other = lower.find(
        (cell) => cell.row === 0 && cell.column === one.column && cell.columnSpan === one.columnSpan,
      );
      return other ? [{ one, other }] : [];
    });
}

interface Parts {
  readonly upper: readonly TableCell[];
  /** Rows of the upper part. */
  readonly rowCount: number;
  readonly lower: readonly TableCell[];
  readonly wrapping: ReadonlySet<Locator>;
}

/** Did the page's end cut through the last row? Only where nothing speaks against it and something for it. */
function isCutRow(pairs: readonly Pair[], { upper, rowCount, lower, wrapping }: Parts, open: boolean): boolean {
  const bottom = upper.filter((cell) => cell.row + cell.rowSpan === rowCount);
  const top = lower.filter((cell) => cell.row === 0);
  if (pairs.length !== bottom.length || pairs.length !== top.length) return false;
  if (isRestOfFigures(pairs)) return true;
  const filled = pairs.filter(({ one, other }) => one.text !== '' && other.text !== '');
  if (filled.some(({ one, other }) => !goesOn(one, other))) return false;
  if (open) return true;
  const row = pairs.filter(({ one, other }) => one.rowSpan === 1 && other.rowSpan === 1);
  if (row.some(({ one, other }) => one.text !== '' && other.text !== '' && wrapping.has(one.locator))) return true;
  const words = (cells: readonly TableCell[]): boolean =>
    cells.some((cell) => cell.text !== '' && !isFigureOrDash(cell.text));
  const figures = (cells: readonly TableCell[]): boolean => cells.some((cell) => isFigureOrDash(cell.text));
  const above = row.map(({ one }) => one);
  const below = row.map(({ other }) => other);
  return (
    (words(above) && !figures(above) && figures(below) && !words(below)) ||
    (figures(above) && !words(above) && words(below) && !figures(below))
  );
}

/** A figure too wide for its cell goes on below the break: nothing but figures there, each under a long one in a row with words. */
function isRestOfFigures(pairs: readonly Pair[]): boolean {
  const row = pairs.filter(({ one, other }) => one.rowSpan === 1 && other.rowSpan === 1);
  const rest = row.filter(({ other }) => other.text !== '');
  const figures = row.filter(({ one }) => isFigureOrDash(one.text));
  return (
    rest.length > 0 &&
    rest.length < figures.length &&
    !pairs.some(({ other }) => ENUMERATED.test(other.text)) &&
    rest.every(({ one, other }) => isBareNumber(one.text) && one.text.length > 1 && isBareNumber(other.text)) &&
    row.some(({ one }) => one.text !== '' && !isFigureOrDash(one.text))
  );
}

function isBareNumber(text: string): boolean {
  return /^[0-9,.]+$/.test(text);
}

/** Words that may go on in other words: neither is a figure, and the second opens no item of its own. */
function goesOn(one: TableCell, other: TableCell): boolean {
  return !isFigureOrDash(one.text) && !isFigureOrDash(other.text) && !ENUMERATED.test(other.text);
}

/** Is it the label of one group of rows, some of them on each page? */
function isOneGroup(one: TableCell, other: TableCell, roomy: ReadonlySet<Locator> | undefined): boolean {
  if (one.rowSpan === 1 && other.rowSpan === 1) return false;
  if (one.text === '' || other.text === '') {
    const text = one.text + other.text;
    return text !== '' && !isFigureOrDash(text);
  }
  return roomy?.has(one.locator) !== true && goesOn(one, other);
}

function joinedCell(one: TableCell, other: TableCell, offset: number): TableCell {
  const from = one.text === '' ? other : one;
  const cutFigure = isBareNumber(one.text) && isBareNumber(other.text);
  return {
    ...from,
    row: one.row,
    column: one.column,
    rowSpan: offset + other.rowSpan - one.row,
    columnSpan: one.columnSpan,
    text: cutFigure ? one.text + other.text : joinLines([one.text, other.text]),
    ...((cutFigure || one.doubtful === true || other.doubtful === true) && { doubtful: true as const }),
    ...((one.illegible ?? other.illegible) && { illegible: true as const }),
  };
}
