import { decodeText } from '../original/charset.ts';
import type { Block, Document } from './document.ts';
import { textBlocks } from './text-blocks.ts';
import { splitLines } from './text-line.ts';
import { markupBlocks } from './html.ts';

export const TEXT_READER_VERSION = '2';

/**
 * Reads plain text or Markdown: dumps of reports with tab-separated rows, pipe tables, fixed-width columns, figures set apart
 * by single spaces, or one cell per line. HTML tables inside are read as HTML. Locators are one-based lines.
 *
 * @param contentType the HTTP header, for its charset
 */
export function readText(bytes: Uint8Array, contentType: string | null): Document {
  const decoded = decodeText(bytes, contentType);
  return {
    reader: 'text',
    readerVersion: TEXT_READER_VERSION,
    metadata: new Map([['charset', decoded.charset]]),
    blocks: mixedBlocks(decoded.text),
  };
}

const TABLE_START = /<table[\s>]/i;

/** Lines with the HTML tables among them cut out and read as markup. */
function mixedBlocks(text: string): Block[] {
  const lines = splitLines(text);
  if (!TABLE_START.test(text)) return textBlocks(lines, 0);
  const raw = lines.map((line) => line.raw);
  const blocks: Block[] = [];
  let tables = 0;
  let index = 0;
  while (index < lines.length) {
    let end = index;
    while (end < lines.length && !TABLE_START.test(raw[end] ?? '')) end += 1;
    const found = textBlocks(lines.slice(index, end), tables);
    if (end < lines.length) {
      const start = end;
      end = endOfMarkup(raw, start);
      const first = lines[start]?.number ?? 1;
      const source = raw.slice(start, end).join('\n');
      found.push(...markupBlocks(source, { firstLine: first, firstTable: tables + countTables(found) }));
    }
    tables += countTables(found);
    blocks.push(...found);
    index = end;
  }
  return blocks;
}

function endOfMarkup(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const raw = lines[index] ?? '';
    depth += (raw.match(/<table[\s>]/gi) ?? []).length - (raw.match(/<\/table\s*>/gi) ?? []).length;
    if (depth <= 0) return index + 1;
  }
  return lines.length;
}

function countTables(blocks: readonly Block[]): number {
  return blocks.filter((block) => block.kind === 'table').length;
}
