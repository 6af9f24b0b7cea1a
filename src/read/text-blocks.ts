import type { Block, ImageBlock, TableBlock, TableCell } from './document.ts';
import { cellPerLine, spacedFigures } from './text-figures.ts';
import { pipeTable, tabSeparated } from './text-delimited.ts';
import { fixedWidth } from './text-fixed-width.ts';
import { isPageMark, plainWords } from './text-line.ts';
import type { TextLine } from './text-line.ts';
import type { TextShape, TextTable } from './text-shape.ts';

/** Tried in this order at every line that does not continue a paragraph; the first that answers takes its lines. */
const SHAPES: readonly TextShape[] = [tabSeparated, pipeTable, fixedWidth, spacedFigures, cellPerLine];

/** `# words`; with two or more marks the space may be missing. */
const HEADING = /^\s{0,3}(#{1,6})(?:\s+|(?=[\u3400-\u9FFF（(])(?<=##))(.*)$/;
const RULE = /^\s*(?:([-*_=])\s*){3,}$/;
const LIST_MARK = /^\s*[-*+•]\s+(?=\S)/;
const QUOTE_MARK = /^\s*(?:>\s?)+/;
const FENCE = /^\s*(?:```|~~~)/;
const IMAGE = /!\[([^\][]*)\]\(([^()\s]+)[^()]*\)/g;

/**
 * Makes blocks of lines of plain text or Markdown: tables of every shape above, `#` headings, page breaks (form feeds and page
 * marks), pictures, and one paragraph for each line that is left. Sentences broken over lines stay broken; the line of
 * each block is kept.
 *
 * @param firstTable index given to the first table found
 */
export function textBlocks(lines: readonly TextLine[], firstTable: number): Block[] {
  const blocks: Block[] = [];
  const tableAt = tableFinder(lines);
  let tables = firstTable;
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    if (!line) break;
    if (line.afterPageBreak) pushPageBreak(blocks);
    if (line.words === '' && !line.raw.includes('\t')) {
      index += 1;
      continue;
    }
    if (isPageMark(line.words) || isBarePageNumber(lines, index)) {
      pushPageBreak(blocks);
      index += 1;
      continue;
    }
    const heading = HEADING.exec(line.raw);
    if (heading) {
      const text = plainWords((heading[2] ?? '').trimEnd().replace(/#+$/, ''));
      if (text !== '') {
        blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, text, locator: { line: line.number } });
      }
      index += 1;
      continue;
    }
    const table = tableAt(index);
    if (table) {
      blocks.push(tableBlock(table, tables));
      tables += 1;
      index = table.end;
      continue;
    }
    pushParagraph(blocks, line);
    index += 1;
  }
  return blocks;
}

/** Tries the shapes at a line, leaving out those that have refused it already. Lines must be asked for in order. */
function tableFinder(lines: readonly TextLine[]): (start: number) => TextTable | null {
  const refused = SHAPES.map(() => 0);
  return (start) => {
    for (const [order, shape] of SHAPES.entries()) {
      if (start < (refused[order] ?? 0)) continue;
      const answer = shape(lines, start);
      if (answer && 'rows' in answer) return answer;
      if (answer) refused[order] = answer.refusedUntil;
    }
    return null;
  };
}

function pushPageBreak(blocks: Block[]): void {
  if (blocks.at(-1)?.kind !== 'page-break') blocks.push({ kind: 'page-break' });
}

/** A bare number in the middle of the last line of a page: preceded by a blank line, followed by a form feed. */
function isBarePageNumber(lines: readonly TextLine[], index: number): boolean {
  const line = lines[index];
  if (!line || !/^\s{8,}\d{1,3}\s*$/.test(line.raw)) return false;
  if (index > 0 && lines[index - 1]?.words !== '') return false;
  for (let next = index + 1; next < lines.length; next += 1) {
    const following = lines[next];
    if (following?.afterPageBreak) return true;
    if (following?.words !== '') return false;
  }
  return true;
}

function pushParagraph(blocks: Block[], line: TextLine): void {
  if (RULE.test(line.raw) || FENCE.test(line.raw)) return;
  const locator = { line: line.number };
  for (const match of line.raw.matchAll(IMAGE)) {
    const image: ImageBlock = {
      kind: 'image',
      source: match[2] ?? '',
      alternative: plainWords(match[1] ?? ''),
      locator,
    };
    blocks.push(image);
  }
  const text = plainWords(line.raw.replace(IMAGE, '').replace(QUOTE_MARK, '').replace(LIST_MARK, ''));
  if (text !== '') blocks.push({ kind: 'paragraph', text, locator });
}

/** A table of text as a block; grid positions are the order of fields unless the shape gave columns. */
function tableBlock(table: TextTable, index: number): TableBlock {
  const cells: TableCell[] = [];
  let columnCount = 0;
  table.rows.forEach((row, rowIndex) => {
    row.fields.forEach((field, fieldIndex) => {
      const column = field.column ?? fieldIndex;
      const columnSpan = field.columnSpan ?? 1;
      columnCount = Math.max(columnCount, column + columnSpan);
      cells.push({
        row: rowIndex,
        column,
        rowSpan: 1,
        columnSpan,
        text: field.text,
        locator: { line: row.line },
        ...(field.extent ? { extent: field.extent } : {}),
      });
    });
  });
  return { kind: 'table', index, geometry: table.geometry, rowCount: table.rows.length, columnCount, cells };
}
