import type { Block, Locator, TableBlock, TableCell } from './document.ts';
import { joinLines } from './join-lines.ts';
import { latticesOf } from './pdf-lattice.ts';
import type { Lattice } from './pdf-lattice.ts';
import type { PdfCharacter, PdfPage } from './pdf-library.ts';
import { boxAround, linesOf } from './pdf-lines.ts';
import type { PdfBox, PdfLine } from './pdf-lines.ts';
import { columnsOf } from './position-grid.ts';
import type { PageContent, PageTable } from './table-stitching.ts';
import { isFigureOrDash } from './text-line.ts';

/** A block and where it stands down the page, to put tables and paragraphs in order. */
interface PlacedBlock {
  readonly top: number;
  readonly block: Block | PageTable;
}

/** Share of characters that mean nothing from which a page counts as unreadable. */
const GARBAGE_SHARE = 0.1;
const FEWEST_CHARACTERS = 3;

/**
 * Does the page have a text layer that says what is printed? Without one it is a scan; with fonts that lack a character map its
 * letters come out as private, control or replacement characters.
 */
export function hasUsableText(page: PdfPage): boolean {
  const shown = page.characters.filter(({ text }) => text.trim() !== '');
  if (shown.length < FEWEST_CHARACTERS) return false;
  const garbage = shown.filter(({ text, unmapped }) => unmapped || isGarbage(text.codePointAt(0) ?? 0));
  return garbage.length <= shown.length * GARBAGE_SHARE;
}

function isGarbage(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xe000 && code <= 0xf8ff) || code >= 0xfff0;
}

/** A page taken apart: its ruled tables with the characters in each, and the lines outside of them. */
export interface PageParts {
  /** One-based. */
  readonly number: number;
  readonly height: number;
  readonly tables: readonly { readonly lattice: Lattice; readonly characters: readonly PdfCharacter[] }[];
  readonly lines: readonly PdfLine[];
}

export function pageParts(page: PdfPage, number: number): PageParts {
  const lattices = latticesOf(page.rules);
  const inside = lattices.map((): PdfCharacter[] => []);
  const outside: PdfCharacter[] = [];
  for (const character of page.characters) {
    const home = lattices.findIndex((lattice) => contains(lattice.box, character));
    (inside[home] ?? outside).push(character);
  }
  const tables = lattices.flatMap((lattice, index) => {
    const characters = inside[index] ?? [];
    return characters.length > 0 ? [{ lattice, characters }] : [];
  });
  return { number, height: page.height, tables, lines: linesOf(outside) };
}

/**
 * What stands on a page, top to bottom: ruled tables as grids, other regions of aligned figures as tables of positions, the rest as
 * paragraphs with their wrapped lines joined.
 *
 * @param furniture lines that belong to the page and not to the text
 */
export function pageContent({ number, tables, lines }: PageParts, furniture: ReadonlySet<PdfLine>): PageContent {
  const placed: PlacedBlock[] = tables.map(({ lattice, characters }) => ({
    top: lattice.box[1],
    block: ruledTable(lattice, characters, number),
  }));
  placed.push(
    ...looseBlocks(
      lines.filter((line) => !furniture.has(line)),
      number,
    ),
  );
  placed.sort((one, other) => one.top - other.top);
  return placed.map(({ block }) => block);
}

function contains(box: Lattice['box'], character: PdfBox): boolean {
  const x = (character.left + character.right) / 2;
  const y = (character.top + character.bottom) / 2;
  return x >= box[0] && x < box[2] && y >= box[1] && y < box[3];
}

/** How near to the cell's edge, in letters, a line must come to be one that had to be wrapped. */
const WRAPPED = 1.6;

function ruledTable(lattice: Lattice, characters: readonly PdfCharacter[], page: number): PageTable {
  const wrapping = new Set<Locator>();
  const cells = lattice.cells.map((cell): TableCell => {
    const lines = linesOf(characters.filter((character) => contains(cell.box, character)));
    const { row, column, rowSpan, columnSpan, box } = cell;
    const [left, top, right, bottom] = box;
    const text = joinLines(lines.map((line) => line.text));
    const locator = locatorOf(page, { left, top, right, bottom });
    const last = lines.at(-1);
    if (last && right - left - (last.right - last.left) < last.size * WRAPPED * 2) wrapping.add(locator);
    return { row, column, rowSpan, columnSpan, text, locator };
  });
  const { rowCount, columnCount, columnLines, openAbove, openBelow } = lattice;
  const block: TableBlock = { kind: 'table', index: 0, geometry: 'spans', rowCount, columnCount, cells };
  const otherwise = cells.length > 1 ? undefined : looseBlocks(linesOf(characters), page).map(({ block: one }) => one);
  return { kind: 'page-table', block, columnLines, wrapping, openAbove, openBelow, ...(otherwise && { otherwise }) };
}

function locatorOf(page: number, box: PdfBox): Locator {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return { page, box: [round(box.left), round(box.top), round(box.right), round(box.bottom)] };
}

interface LooseBlock extends PlacedBlock {
  readonly block: Block;
}

function looseBlocks(lines: readonly PdfLine[], number: number): LooseBlock[] {
  const placed: LooseBlock[] = [];
  const left = Math.min(...lines.map((line) => line.left));
  const right = Math.max(...lines.map((line) => line.right));
  let paragraph: PdfLine[] = [];
  const close = (): void => {
    const [first] = paragraph;
    if (!first) return;
    const text = joinLines(paragraph.map((line) => line.text));
    const locator = locatorOf(number, boxAround(paragraph));
    placed.push({ top: first.top, block: { kind: 'paragraph', text, locator } });
    paragraph = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const region = alignedRegion(lines, index);
    const line = lines[index];
    if (!line) break;
    if (region.length > 0) {
      close();
      placed.push({ top: line.top, block: alignedTable(region, number) });
      index += region.length - 1;
      continue;
    }
    const last = paragraph.at(-1);
    const wrapped =
      last !== undefined &&
      last.right > right - line.size * 2 &&
      line.left < left + line.size &&
      line.top - last.bottom < line.size * 1.5;
    if (!wrapped) close();
    paragraph.push(line);
  }
  close();
  return placed;
}

/** The lines from `start` on that stand in columns: several segments each, at least two of them with figures. */
function alignedRegion(lines: readonly PdfLine[], start: number): PdfLine[] {
  const region: PdfLine[] = [];
  let kept = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    const last = region.at(-1);
    if (!line || (last && line.top - last.bottom > line.size * 3)) break;
    const spread = line.segments.length > 1;
    if (!spread && (region.length === 0 || region.length - kept >= 2 || /[。；]$/.test(line.text))) break;
    region.push(line);
    if (spread) kept = region.length;
  }
  const kept_ = region.slice(0, kept);
  const figures = kept_.filter((line) => line.segments.some(({ text }) => isFigureOrDash(text)));
  return figures.length >= 2 ? kept_ : [];
}

const NARROW_LETTERS = 6;

function alignedTable(lines: readonly PdfLine[], page: number): TableBlock {
  const size = lines[0]?.size ?? 10;
  const { columnCount, rows } = columnsOf(
    lines.map((line) => line.segments),
    size * NARROW_LETTERS,
  );
  const cells = lines.flatMap((line, row) =>
    line.segments.map((segment, index): TableCell => {
      const { column = index, columnSpan = 1 } = rows[row]?.[index] ?? {};
      const locator = locatorOf(page, segment);
      return {
        row,
        column,
        rowSpan: 1,
        columnSpan,
        text: segment.text,
        locator,
        extent: [segment.left, segment.right],
      };
    }),
  );
  return { kind: 'table', index: 0, geometry: 'positions', rowCount: lines.length, columnCount, cells };
}
