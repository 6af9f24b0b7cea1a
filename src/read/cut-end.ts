import type { Block, Document, TableBlock } from './document.ts';

const ENDS_IN_FIGURE = /[\d.,]$/;

/**
 * A text or page whose very last byte belongs to a figure was most likely cut off within it: 17 may have been 175. Its last cell is then
 * read in doubt. Whole originals end in a tag, a line break or a word.
 */
export function withEndInDoubt(document: Document, bytes: Uint8Array): Document {
  if (!ENDS_IN_FIGURE.test(String.fromCharCode(bytes.at(-1) ?? 0))) return document;
  const last = document.blocks.at(-1);
  if (last?.kind !== 'table') return document;
  const blocks: Block[] = [...document.blocks.slice(0, -1), withLastCellInDoubt(last)];
  return { ...document, blocks };
}

function withLastCellInDoubt(table: TableBlock): TableBlock {
  const at = table.cells.findLastIndex(({ text }) => text !== '');
  return { ...table, cells: table.cells.map((cell, index) => (index === at ? { ...cell, doubtful: true } : cell)) };
}
