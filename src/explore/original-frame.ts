import { createHash } from 'node:crypto';
import { decodeText } from '../original/charset.ts';
import type { ReportCell } from '../extract/report.ts';
import type { Block, Document, Locator, TableBlock } from '../read/document.ts';
import { htmlSource } from '../read/html.ts';
import { splitLines, type TextLine } from '../read/text-line.ts';
import { readApart } from '../read/reading-pool.ts';
import { escapeText, PLACE, sanitiseHtml } from './sanitised-html.ts';

/** What a frame shows: the body of a page, and whether the place asked for is marked in it. */
export interface OriginalFrame {
  readonly body: string;
  /**
   * `marked`: the cell is outlined, and what stands there is what was printed. `moved`: nothing is outlined, because what stands there now is
   * something else. `nowhere`: the cell has no place.
   */
  readonly place: 'marked' | 'moved' | 'nowhere';
  /** The page itself made harmless, or what nianbao read in a format that no browser shows. */
  readonly kind: 'page' | 'reading' | 'text';
}

/** An original with what its reader was told of it. */
export interface FramedOriginal {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** As the server stated it; null for a file. */
  readonly contentType: string | null;
  readonly url: string;
}

type PlacedCell = Pick<ReportCell, 'printed' | 'locator' | 'status'>;

/** Shows an original that is no picture, with the place of a cell in it. */
export async function frameOriginal(original: FramedOriginal, cell: PlacedCell): Promise<OriginalFrame> {
  if (original.mediaType === 'text/html') return framePage(original, cell);
  const isText = original.mediaType.startsWith('text/');
  if (isText && (cell.locator === null || 'line' in cell.locator)) return frameLines(original, cell);
  const reading = await readApart(original.bytes, { contentType: original.contentType, url: original.url });
  if (reading.kind === 'unreadable') {
    return { body: `<p>${escapeText(reading.reason)}</p>`, place: 'nowhere', kind: 'reading' };
  }
  return frameReading(reading.document, cell, isText ? 'text' : 'reading');
}

function framePage(original: FramedOriginal, { locator, printed }: PlacedCell): OriginalFrame {
  const source = htmlSource(original.bytes, original.contentType);
  const mark = { tagAt: null, line: null, showHidden: source.hidden };
  if (locator !== null && 'table' in locator) {
    const tag = source.tags.find(({ cell }) => isSame(cell.locator, locator));
    const there = tag !== undefined && stands(printed, tag.cell.text, 'cell');
    return {
      body: sanitiseHtml(source.markup, { ...mark, tagAt: there ? tag.offset : null }),
      place: there ? 'marked' : 'moved',
      kind: 'page',
    };
  }
  const line = locator !== null && 'line' in locator ? locator.line : null;
  const body = sanitiseHtml(source.markup, { ...mark, line });
  const place = line === null ? 'nowhere' : body.includes(`id="${PLACE}"`) ? 'marked' : 'moved';
  return { body, place, kind: 'page' };
}

/**
 * Does what was printed stand in this text? A cell may hold its label too, and a figure is not a part of another figure: 0 does not stand in 10.
 * Nothing stands in a cell only where it holds no figure; in a line, where other cells stand as well, it stands anywhere.
 */
function stands(printed: string | null, text: string, within: 'cell' | 'line'): boolean {
  const [wanted, there] = [bare(printed ?? ''), bare(text)];
  if (wanted === '') return within === 'line' || !/\d/u.test(there);
  for (let at = there.indexOf(wanted); at !== -1; at = there.indexOf(wanted, at + 1)) {
    const [before, after] = [there[at - 1] ?? '', there[at + wanted.length] ?? ''];
    const joins = (inner: string | undefined, outer: string): boolean => isFigure(inner) && isFigure(outer);
    // White space was taken out: in a line figures stand side by side.
    if (within === 'line' || !(joins(wanted[0], before) || joins(wanted.at(-1), after))) return true;
  }
  return false;
}

function bare(words: string): string {
  return words.normalize('NFKC').replace(/\s+/gu, '');
}

function isFigure(character: string | undefined): boolean {
  return /^\d$/u.test(character ?? '');
}

function isSame(one: Locator, other: Locator): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A text line by line, as it stands, the line of the cell marked: which figure of the line it is, the locator does not say. */
function frameLines({ bytes, contentType }: FramedOriginal, { locator, printed }: PlacedCell): OriginalFrame {
  const wanted = locator !== null && 'line' in locator ? locator.line : null;
  const lines = splitLines(decodeText(bytes, contentType).text);
  const isPlace = ({ number, raw, words }: TextLine): boolean =>
    number === wanted && (stands(printed, raw, 'line') || stands(printed, words, 'line'));
  const marked = lines.find(isPlace);
  const body = lines.map((line) => {
    const mark = line === marked ? ` id="${PLACE}"` : '';
    return `<div class="line"${mark}><span class="number">${line.number}</span>${escapeText(line.raw)}</div>`;
  });
  const place = wanted === null ? 'nowhere' : marked === undefined ? 'moved' : 'marked';
  return { body: body.join('\n'), place, kind: 'text' };
}

/**
 * The document as it was read: paragraphs, headings and tables in their order. A locator that names a row or line only marks all that stands
 * there.
 */
function frameReading(document: Document, { locator, printed }: PlacedCell, kind: 'reading' | 'text'): OriginalFrame {
  const there = locator === null ? [] : document.blocks.flatMap((block) => textsAt(block, locator));
  const within = locator !== null && 'table' in locator ? 'cell' : 'line';
  const isThere = there.some((text) => stands(printed, text, within));
  let marks = 0;
  const placeOf = (at: Locator): string => {
    if (!isThere || locator === null || !isSame(at, locator)) return '';
    marks += 1;
    return marks === 1 ? ` id="${PLACE}" class="place"` : ' class="place"';
  };
  const body = document.blocks.map((block) => writeBlock(block, placeOf)).join('\n');
  return { body, place: locator === null ? 'nowhere' : isThere ? 'marked' : 'moved', kind };
}

/** The texts of a block that have this locator. */
function textsAt(block: Block, locator: Locator): string[] {
  if (block.kind === 'table')
    return block.cells.filter((cell) => isSame(cell.locator, locator)).map(({ text }) => text);
  return 'text' in block && isSame(block.locator, locator) ? [block.text] : [];
}

type PlaceOf = (locator: Locator) => string;

function writeBlock(block: Block, placeOf: PlaceOf): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}${placeOf(block.locator)}>${escapeText(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p${placeOf(block.locator)}>${escapeText(block.text)}</p>`;
    case 'image':
      return `<p class="picture">▧ ${escapeText(block.alternative)}</p>`;
    case 'page-break':
      return '<hr>';
    case 'table':
      return writeTable(block, placeOf);
  }
}

function writeTable({ cells, rowCount }: TableBlock, placeOf: PlaceOf): string {
  const rows = Array.from({ length: rowCount }, (): string[] => []);
  for (const cell of cells) {
    const spans = `${cell.rowSpan > 1 ? ` rowspan="${cell.rowSpan}"` : ''}${cell.columnSpan > 1 ? ` colspan="${cell.columnSpan}"` : ''}`;
    rows[cell.row]?.push(`<td${spans}${placeOf(cell.locator)}>${escapeText(cell.text)}</td>`);
  }
  return `<table>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('')}</table>`;
}

/**
 * The width is fixed where there is room: a frame that is widened after it has scrolled to its place (its own page comes before the style of the
 * page around it) would wrap otherwise, and lose the place.
 */
const STYLE = `
html { font: 15px/1.6 "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #111; background: #fff }
body { margin: 1rem; width: 48rem } @media (max-width: 34rem) { body { width: auto } } table { border-collapse: collapse; margin: .5rem 0 } td, th { border: 1px solid #999; padding: .15rem .35rem; text-align: center }
h1 { font-size: 1.3em } h2 { font-size: 1.15em } h3, h4, h5, h6 { font-size: 1em } pre { white-space: pre-wrap }
.to-left { text-align: left } .to-right { text-align: right } .to-center { text-align: center } .picture { color: #555; border: 1px dashed #999; padding: 0 .3em }
#place, .place { outline: 4px solid #d55e00; outline-offset: 1px; background: #ffe9a8; color: #000; scroll-margin: 11rem } #place { scroll-initial-target: nearest }
.line { white-space: pre-wrap; tab-size: 4; padding-left: 3.2rem; text-indent: -3.2rem } .number { display: inline-block; min-width: 3.2rem; text-indent: 0; color: #595959; user-select: none }
[hidden] { display: none }
@media print { #place, .place { outline-width: 2px } }`;

/** Only this very style sheet is let in. */
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing of a framed page runs, loads, sends or leads anywhere, and it has no origin. */
export const FRAME_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox`;

/** A whole page around the body of a frame. */
export function framedDocument(frame: OriginalFrame, title: string): string {
  return `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style></head><body>${frame.body}</body></html>`;
}
