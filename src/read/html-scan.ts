import { scanMarkup } from '../original/markup-scanner.ts';
import type { Attributes } from '../original/markup-scanner.ts';
import { foldMarkupText, levelLoneDigits, shiftDigits } from './fold-text.ts';
import { BLOCKS, ISLANDS, RAW_TEXT, UNSHOWN, VOID, isHidden, isSmall, shiftOf } from './html-elements.ts';
import type { FlowCell, FlowItem, FlowRow, FlowTable } from './html-flow.ts';
import { LINE_BREAK, brokenText } from './html-breaks.ts';
import { noteMeta, noteTitle } from './html-metadata.ts';
import { textBlocks } from './text-blocks.ts';
import { splitLines } from './text-line.ts';

/** What one pass over the markup gives. */
export interface HtmlScan {
  readonly items: readonly FlowItem[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Set when the source holds more than any report could, and reading stopped short. */
  readonly overflow: string | null;
}

/** Tables nested deeper than this are read as plain blocks; real pages stay below ten. */
const TABLE_DEPTH = 32;
/** The largest reports have some 400 cells; statistics pages with more than this are no reports. */
const CELL_CEILING = 200_000;

interface Frame {
  readonly table: FlowTable;
  readonly parent: FlowItem[];
  row: FlowRow | null;
  cell: FlowCell | null;
  group: number;
  groupHidden: boolean;
}

/** A stretch of the source ruled by one element, ended by its end tag or by the end of what holds it. */
interface Stretch {
  readonly tag: string;
  readonly frames: number;
  depth: number;
}

/**
 * Scans HTML into a flow of paragraphs, headings, pictures and tables, keeping cell state of its own: unclosed `td`, `tr`, `p`
 * and `table` and stray end tags leave every cell in its row.
 *
 * @param firstLine line number of the first line of `html` in its document
 */
export function scanHtml(html: string, firstLine: number): HtmlScan {
  const scan = new Scan(html, firstLine);
  scanMarkup(html, {
    open: (name, attributes, offset) => scan.open(name, attributes, offset),
    close: (name, offset) => scan.close(name, offset),
    text: (data, offset) => scan.text(data, offset),
  });
  return scan.finish();
}

class Scan {
  readonly #html: string;
  readonly #root: FlowItem[] = [];
  readonly #metadata = new Map<string, string>();
  readonly #frames: Frame[] = [];
  #flow: FlowItem[] = this.#root;
  #overflow: string | null = null;
  #cells = 0;

  #buffer = '';
  #bufferLine = 1;
  #linkCharacters = 0;
  #textCharacters = 0;
  #inLink = false;
  #level = 0;
  #pre = 0;

  #rawTag = '';
  #title: string | null = null;
  #island: Stretch | null = null;
  #raised: (Stretch & { readonly direction: 'raised' | 'lowered' }) | null = null;
  #hidden:
    | (Stretch & {
        readonly resume: FlowItem[];
        readonly buffer: string;
        readonly linkCharacters: number;
        readonly textCharacters: number;
      })
    | null = null;

  #line: number;
  /** Where the line under way ends. */
  #nextLine: number;

  constructor(html: string, firstLine: number) {
    this.#html = html;
    this.#line = firstLine;
    this.#nextLine = lineEnd(html, 0);
  }

  text(data: string, offset: number): void {
    if (this.#title !== null) {
      this.#title += data;
      return;
    }
    if (this.#rawTag !== '' || this.#island) return;
    if (this.#buffer === '') {
      if (this.#pre === 0 && data.trim() === '' && !data.includes('\u3000') && !data.includes('\u00A0')) return;
      this.#bufferLine = this.#lineAt(offset);
    }
    const shown = this.#raised ? shiftDigits(data, this.#raised.direction) : data;
    this.#buffer += shown;
    const length = data.trim().length;
    this.#textCharacters += length;
    if (this.#inLink) this.#linkCharacters += length;
  }

  open(name: string, attributes: Attributes, offset: number): void {
    if (this.#rawTag !== '') return;
    const block = BLOCKS.has(name);
    if (this.#island) {
      if (!block) {
        if (name === this.#island.tag) this.#island.depth += 1;
        return;
      }
      this.#island = null;
    }
    if (this.#hidden) this.#continueHidden(name, block);
    if (this.#raised && name === this.#raised.tag) this.#raised.depth += 1;
    if (RAW_TEXT.has(name)) {
      this.#rawTag = name;
      return;
    }
    if (ISLANDS.has(name)) {
      this.#island = { tag: name, frames: this.#frames.length, depth: 1 };
      return;
    }
    if (block) this.#flush();
    this.#openStyled(name, attributes);
    this.#openElement(name, attributes, offset);
  }

  #openStyled(name: string, attributes: Attributes): void {
    const hiding = UNSHOWN.has(name) || isHidden(attributes);
    if (hiding && !VOID.has(name) && !/^(?:t[dhr]|tbody|thead|tfoot|body|html)$/.test(name)) this.#beginHidden(name);
    const direction = this.#raised || BLOCKS.has(name) ? null : shiftOf(name, attributes);
    if (direction) this.#raised = { tag: name, frames: this.#frames.length, depth: 1, direction };
  }

  #openElement(name: string, attributes: Attributes, offset: number): void {
    switch (name) {
      case 'table': {
        this.#openTable();
        return;
      }
      case 'tbody':
      case 'thead':
      case 'tfoot': {
        this.#openGroup(isHidden(attributes));
        return;
      }
      case 'tr': {
        this.#openRow(isHidden(attributes));
        return;
      }
      case 'td':
      case 'th': {
        this.#openCell(attributes);
        return;
      }
      case 'br':
        if (this.#pre > 0) this.#buffer += '\n';
        else if (this.#buffer !== '') this.#buffer += LINE_BREAK;
        return;
      case 'a':
        this.#inLink = attributes['href'] !== undefined;
        return;
      case 'img': {
        this.#image(attributes, offset);
        return;
      }
      case 'pre':
        this.#pre += 1;
        return;
      case 'title':
        this.#title = '';
        return;
      case 'meta': {
        noteMeta(this.#metadata, attributes);
        return;
      }
      case 'div':
        this.#level = 0;
        return;
      default:
        if (name.length === 2 && name >= 'h1' && name <= 'h6') this.#level = Number(name.charAt(1));
    }
  }

  close(name: string, _offset: number): void {
    if (this.#title !== null) {
      if (name === 'title') this.#endTitle();
      return;
    }
    if (this.#rawTag !== '') {
      if (name === this.#rawTag) this.#rawTag = '';
      return;
    }
    if (this.#island) {
      if (name === this.#island.tag && --this.#island.depth === 0) this.#island = null;
      else if (BLOCKS.has(name)) this.#island = null;
      if (ISLANDS.has(name)) return;
    }
    if (
      this.#hidden &&
      this.#frames.length === this.#hidden.frames &&
      /^(?:t[dhr]|table|tbody|thead|tfoot|body|html)$/.test(name)
    ) {
      if (name !== this.#hidden.tag) this.#endHidden();
    }
    if (this.#raised?.tag === name && --this.#raised.depth === 0) this.#raised = null;
    if (BLOCKS.has(name)) this.#flush();
    this.#closeElement(name);
    if (this.#hidden?.tag === name && --this.#hidden.depth === 0) this.#endHidden();
  }

  #closeElement(name: string): void {
    switch (name) {
      case 'table': {
        this.#closeTable();
        return;
      }
      case 'tbody':
      case 'thead':
      case 'tfoot': {
        this.#openGroup(false);
        return;
      }
      case 'tr':
        this.#closeCell();
        this.#setRow(null);
        return;
      case 'td':
      case 'th': {
        this.#closeCell();
        return;
      }
      case 'br':
        if (this.#buffer !== '') this.#buffer += LINE_BREAK;
        return;
      case 'a':
        this.#inLink = false;
        return;
      case 'pre':
        this.#pre = Math.max(0, this.#pre - 1);
        return;
      default:
        if (name.length === 2 && name >= 'h1' && name <= 'h6') this.#level = 0;
    }
  }

  finish(): HtmlScan {
    if (this.#title !== null) this.#endTitle();
    this.#flush();
    if (this.#hidden) this.#endHidden();
    while (this.#frames.length > 0) this.#closeTable();
    return { items: this.#root, metadata: this.#metadata, overflow: this.#overflow };
  }

  #flush(): void {
    const raw = this.#buffer;
    if (raw === '') return;
    const linkOnly = this.#linkCharacters > 0 && this.#linkCharacters >= this.#textCharacters;
    this.#buffer = '';
    this.#linkCharacters = 0;
    this.#textCharacters = 0;
    this.#raised = null;
    const line = this.#bufferLine;
    if (this.#pre > 0) {
      const lines = splitLines(raw).map((each) => ({ ...each, number: each.number + line - 1 }));
      this.#flow.push({ kind: 'blocks', blocks: textBlocks(lines, 0) });
    } else if (raw.includes(LINE_BREAK) && this.#level === 0) {
      this.#flow.push(...brokenText(raw, line, linkOnly));
    } else {
      const text = levelLoneDigits(foldMarkupText(raw));
      if (text !== '') this.#flow.push({ kind: 'text', level: this.#level, text, line, linkOnly });
    }
  }

  #openTable(): void {
    this.#level = 0;
    if (this.#frames.length >= TABLE_DEPTH) return;
    const outer = this.#frames.at(-1);
    if (outer && !outer.cell && (!this.#hidden || this.#hidden.frames < this.#frames.length)) this.#closeTable();
    const table: FlowTable = { kind: 'table', rows: [] };
    this.#frames.push({ table, parent: this.#flow, row: null, cell: null, group: 0, groupHidden: false });
  }

  #closeTable(): void {
    const frame = this.#frames.at(-1);
    if (!frame || (this.#hidden && this.#frames.length <= this.#hidden.frames)) return;
    this.#closeCell();
    this.#frames.pop();
    frame.parent.push(frame.table);
    this.#flow = frame.parent;
  }

  #openGroup(hidden: boolean): void {
    this.#closeCell();
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.row = null;
    frame.group += 1;
    frame.groupHidden = hidden;
  }

  #openRow(hidden: boolean): void {
    this.#closeCell();
    const frame = this.#frames.at(-1);
    if (!frame) return;
    const row: FlowRow = { group: frame.group, hidden: hidden || frame.groupHidden, cells: [] };
    frame.table.rows.push(row);
    frame.row = row;
  }

  #setRow(row: FlowRow | null): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.row = row;
  }

  #openCell(attributes: Attributes): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    this.#closeCell();
    if (!frame.row) this.#openRow(false);
    this.#cells += 1;
    if (this.#cells > CELL_CEILING) {
      this.#overflow = `more than ${CELL_CEILING} table cells`;
      return;
    }
    const cell: FlowCell = {
      rowSpan: attributes['rowspan'],
      columnSpan: attributes['colspan'],
      hidden: isHidden(attributes),
      items: [],
    };
    frame.row?.cells.push(cell);
    frame.cell = cell;
    this.#flow = cell.items;
    this.#level = 0;
  }

  #closeCell(): void {
    const frame = this.#frames.at(-1);
    if (!frame?.cell) return;
    this.#flush();
    frame.cell = null;
    this.#flow = frame.parent;
  }

  #beginHidden(tag: string): void {
    if (this.#hidden) return;
    const items: FlowItem[] = [];
    this.#flow.push({ kind: 'hidden', items });
    this.#hidden = {
      tag,
      frames: this.#frames.length,
      depth: 1,
      resume: this.#flow,
      buffer: this.#buffer,
      linkCharacters: this.#linkCharacters,
      textCharacters: this.#textCharacters,
    };
    this.#buffer = '';
    this.#linkCharacters = 0;
    this.#textCharacters = 0;
    this.#flow = items;
  }

  /** A hidden paragraph ends with the next block; what is hidden in a cell ends with the cell, closed or not. */
  #continueHidden(name: string, block: boolean): void {
    const hidden = this.#hidden;
    if (!hidden) return;
    const leavesCell =
      this.#frames.length === hidden.frames && /^(?:t[dhr]|tbody|thead|tfoot)$/.test(name) && hidden.frames > 0;
    if (leavesCell || (hidden.tag === 'p' && block)) this.#endHidden();
    else if (name === hidden.tag) hidden.depth += 1;
  }

  #endHidden(): void {
    const hidden = this.#hidden;
    if (!hidden) return;
    this.#flush();
    while (this.#frames.length > hidden.frames) this.#closeTable();
    this.#hidden = null;
    this.#flow = hidden.resume;
    this.#buffer = hidden.buffer;
    this.#linkCharacters = hidden.linkCharacters;
    this.#textCharacters = hidden.textCharacters;
  }

  #image(attributes: Attributes, offset: number): void {
    const source = attributes['data-original'] ?? attributes['data-src'] ?? attributes['src'] ?? '';
    if (source === '' || isSmall(attributes['width']) || isSmall(attributes['height'])) return;
    const alternative = foldMarkupText(attributes['alt'] ?? '');
    this.#flow.push({ kind: 'image', source, alternative, line: this.#lineAt(offset) });
  }

  #endTitle(): void {
    noteTitle(this.#metadata, this.#title ?? '');
    this.#title = null;
  }

  #lineAt(offset: number): number {
    while (this.#nextLine < offset) {
      this.#line += 1;
      this.#nextLine = lineEnd(this.#html, this.#nextLine + 1);
    }
    return this.#line;
  }
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}
