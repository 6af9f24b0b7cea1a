import type { Block, Document, ImageBlock, Locator, TableBlock, TableCell } from './document.ts';
import { stitchPages, type PageContent, type PageTable } from './table-stitching.ts';

/** What stands in a picture that a document shows, and the page it counts as. */
export interface ShownPicture {
  readonly blocks: readonly Block[];
  /** One-based; no two pictures of one document have the same. */
  readonly page: number;
}

/**
 * Puts documents read from pictures together as the pages of one, in their order; a table may go on from one picture to the next. The
 * locators of each say its page.
 */
export function asPages(pictures: readonly ShownPicture[]): Block[] {
  return stitchPages(pictures.map(({ blocks, page }) => blocks.map((block) => onPage(block, page))));
}

/**
 * A document with the contents of its pictures where they are shown. Pictures that follow one another are read as pages, so that a table
 * may go on from one to the next. Locators with a page are those of pictures: the document itself must have no pages.
 *
 * @param pictures by the address of the picture, as the document names it
 */
export function withPictures(document: Document, pictures: ReadonlyMap<string, ShownPicture>): Document {
  const blocks: Block[] = [];
  const shown = new Set<ShownPicture>();
  let run: ShownPicture[] = [];
  const endRun = (): void => {
    blocks.push(...asPages(run));
    run = [];
  };
  for (const block of document.blocks) {
    const picture = block.kind === 'image' ? pictures.get(block.source) : undefined;
    if (picture) {
      if (!shown.has(picture)) run.push(picture);
      shown.add(picture);
      continue;
    }
    endRun();
    blocks.push(block);
  }
  endRun();
  let tables = 0;
  return {
    ...document,
    blocks: blocks.map((block) => (block.kind === 'table' ? { ...block, index: tables++ } : block)),
  };
}

/** Pictures of a document, in their order, each address once. */
export function picturesShown({ blocks }: Document): ImageBlock[] {
  const images = blocks.flatMap((block) => (block.kind === 'image' ? [block] : []));
  return [...new Map(images.map((image) => [image.source, image])).values()];
}

function onPage(block: Block, page: number): Block | PageTable {
  if (block.kind === 'page-break') return block;
  if (block.kind !== 'table') return { ...block, locator: placedOn(block.locator, page) };
  const cells = block.cells.map((cell) => ({ ...cell, locator: placedOn(cell.locator, page) }));
  return pageTable({ ...block, cells });
}

function placedOn(locator: Locator, page: number): Locator {
  return 'box' in locator ? { ...locator, page } : locator;
}

/** A table with the lines between its columns, as the boxes of its cells show them. */
function pageTable(block: TableBlock): PageContent[number] {
  const edges = Array.from({ length: block.columnCount + 1 }, (): number[] => []);
  for (const cell of block.cells) {
    const [left, right] = sidesOf(cell);
    if (left === undefined || right === undefined) return block;
    edges[cell.column]?.push(left);
    edges[cell.column + cell.columnSpan]?.push(right);
  }
  const columnLines = edges.map((found) => found.reduce((sum, edge) => sum + edge, 0) / found.length);
  return columnLines.some(Number.isNaN) ? block : { kind: 'page-table', block, columnLines };
}

function sidesOf({ locator }: TableCell): readonly [left?: number, right?: number] {
  return 'box' in locator ? [locator.box[0], locator.box[2]] : [];
}
