import type { Block, ParagraphBlock, TableBlock, TableCell } from '../read/document.ts';
import type { ReportSection } from './report.ts';
import { readSectionHeading, type SectionNumber } from './section-headings.ts';

/** A document cut at its statutory headings. Section 0 is what stands before the first. */
export interface CutDocument {
  readonly opening: readonly string[];
  readonly sections: readonly ReportSection[];
  /** Tables, and short lines that may be rows of one, with the section they stand in. */
  readonly tables: readonly { readonly section: SectionNumber | 0; readonly block: TableBlock | ParagraphBlock }[];
}

interface OpenSection {
  readonly number: SectionNumber;
  readonly heading: string;
  readonly paragraphs: string[];
}

/** Cuts the blocks of a document into its sections; a heading counts only after the ones before it. */
export function cutIntoSections(blocks: readonly Block[]): CutDocument {
  const opening: string[] = [];
  const sections: OpenSection[] = [];
  const tables: { section: SectionNumber | 0; block: TableBlock | ParagraphBlock }[] = [];
  let current: OpenSection | undefined;
  let ended = false;
  for (const block of blocks.flatMap(freeHeadings).flatMap(partAtHeading)) {
    if (block.kind === 'table') tables.push({ section: current?.number ?? 0, block });
    if (block.kind !== 'heading' && block.kind !== 'paragraph') continue;
    const heading = readSectionHeading(block.text);
    if (current?.number === 6 && PAGE_FURNITURE.test(block.text)) ended = true;
    if (ended) continue;
    if (heading && heading.number > (current?.number ?? 0)) {
      current = {
        number: heading.number,
        heading: heading.heading,
        paragraphs: heading.rest === '' ? [] : [heading.rest],
      };
      sections.push(current);
      continue;
    }
    if (current) current.paragraphs.push(block.text);
    else opening.push(block.text);
    if (block.kind === 'paragraph' && block.text.length <= LONGEST_CELL)
      tables.push({ section: current?.number ?? 0, block });
  }
  return {
    opening: opening.map(closeUp),
    sections: sections.map(({ number, heading, paragraphs }) => ({
      number,
      heading: closeUp(heading),
      text: joinParagraphs(paragraphs),
    })),
    tables,
  };
}

/** A dump may leave a section heading as a line of the table above or below it: there the table is cut in two. */
function freeHeadings(block: Block): Block[] {
  if (block.kind !== 'table') return [block];
  const rows = new Map<number, TableCell[]>();
  for (const cell of block.cells) {
    const row = rows.get(cell.row);
    if (row) row.push(cell);
    else rows.set(cell.row, [cell]);
  }
  const pieces: Block[] = [];
  let piece: TableCell[] = [];
  const flush = (): void => {
    if (piece.length > 0)
      pieces.push({ ...block, rowCount: new Set(piece.map((cell) => cell.row)).size, cells: piece });
    piece = [];
  };
  for (const cells of rows.values()) {
    const [only, ...others] = cells.filter((cell) => cell.text !== '');
    if (only && others.length === 0 && readSectionHeading(only.text)?.rest === '') {
      flush();
      pieces.push({ kind: 'paragraph', text: only.text, locator: only.locator });
    } else for (const cell of cells) piece.push(cell);
  }
  flush();
  return pieces;
}

const HEADING_AFTER_SENTENCE = /[。！？；]\s*(?=[一二三四五六]\s*[、.．])/gu;

/** So much of a text tells whether it begins with a section's heading. */
const LONGEST_HEADING = 200;

/** 「……。六、其他需要报告的事项」: a heading that a reader ran on behind the sentence before it. */
function partAtHeading(block: Block): Block[] {
  if (block.kind !== 'paragraph') return [block];
  const starts = [...block.text.matchAll(HEADING_AFTER_SENTENCE)]
    .map((match) => match.index + match[0].length)
    .filter((at) => readSectionHeading(block.text.slice(at, at + LONGEST_HEADING)) !== undefined);
  if (starts.length === 0) return [block];
  return [0, ...starts].map((from, index) => {
    const text = block.text.slice(from, starts[index]);
    return { ...block, text: index < starts.length ? text.trim() : text };
  });
}

/** What a page prints below its article: the report has ended there. */
const PAGE_FURNITURE =
  /^\s*(?:(?:相关)?附件(?:下载)?\s*[:：]|相关(?:链接|阅读|文档|稿件|新闻)|上一[篇条]|下一[篇条]|【?\s*(?:打印|关闭|字体)|扫一扫|分享到|版权所有|主办(?:单位)?\s*[:：]|网站地图|责任编辑|.{0,20}ICP备|.{0,12}公网安备)/u;

/** Dumps put cells and rows on lines of their own; the longest label of the forms has 53 characters. */
const LONGEST_CELL = 80;

const ENDS_SENTENCE = /[。！？；：!?;:”」』）)》…]$/u;
const BEGINS_ITEM = /^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[-•·*]\s|#|第[一二三四五六七八九十]+[章节条])/u;
/** Shorter paragraphs without a full stop are sub-headings, not halves of a sentence. */
const SHORTEST_HALF = 16;

/** Rejoins sentences that a page break cut, and puts paragraphs on lines of their own. */
function joinParagraphs(paragraphs: readonly string[]): string {
  const joined: string[][] = [];
  let length = 0;
  for (const paragraph of paragraphs) {
    const text = closeUp(paragraph.replace(/^-\s+/u, ''));
    if (text === '') continue;
    const halves = joined.at(-1);
    const last = halves?.at(-1);
    const isCut = last !== undefined && length >= SHORTEST_HALF && !ENDS_SENTENCE.test(last) && !BEGINS_ITEM.test(text);
    if (halves && isCut) {
      const isWord = /[A-Za-z0-9]$/.test(last) && /^[A-Za-z]/.test(text);
      halves.push(isWord ? ` ${text}` : text);
      length += text.length;
    } else {
      joined.push([text]);
      length = text.length;
    }
  }
  return joined.map((halves) => halves.join('')).join('\n');
}

/** Takes out the blanks that line breaks left between Chinese characters. */
function closeUp(text: string): string {
  return text
    .replace(/(?<=[\p{Script=Han}，。、；：“”（）《》])\s+(?=[\p{Script=Han}，。、；：“”（）《》])/gu, '')
    .trim();
}
