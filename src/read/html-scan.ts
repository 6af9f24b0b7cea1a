import { scanMarkup } from '../original/markup-scanner.ts';
import type { Attributes } from '../original/markup-scanner.ts';
import { foldMarkupText, levelLoneDigits, shiftDigits } from './fold-text.ts';
import { StyleReader, isIcon, kindOf } from './html-elements.ts';
import type { ElementKind, ElementRole } from './html-elements.ts';
import type { FlowItem } from './html-flow.ts';
import { LINE_BREAK, brokenText } from './html-breaks.ts';
import { noteMeta, noteTitle } from './html-metadata.ts';
import { TableFrames } from './html-table-frames.ts';
import { textBlocks } from './text-blocks.ts';
import { splitLines } from './text-line.ts';

/** What one pass over the markup gives. */
export interface HtmlScan {
  readonly items: readonly FlowItem[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Set when the source holds more than any report could, and reading stopped short. */
  readonly overflow: string | null;
}

const PARTS_OF_TABLES: ReadonlySet<ElementRole> = new Set<ElementRole>(['group', 'row', 'cell']);

/** A stretch of the source ruled by one element and those of its name inside. */
interface Stretch {
  readonly tag: string;
  depth: number;
}

interface RaisedStretch extends Stretch {
  readonly direction: 'raised' | 'lowered';
}

/** Text under way: collected until a block begins or ends. */
interface Pending {
  text: string;
  line: number;
  inLinks: boolean;
  outsideLinks: boolean;
}

interface HiddenStretch extends Stretch {
  /** Blocks open inside a hidden inline element: one that ends beyond these ends the element too. */
  blocks: number;
  readonly inline: boolean;
  readonly pending: Pending;
}

const emptyPending = (): Pending => ({ text: '', line: 0, inLinks: false, outsideLinks: false });

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
    close: (name) => scan.close(name),
    text: (data, offset) => scan.text(data, offset),
  });
  return scan.finish();
}

class Scan {
  readonly #html: string;
  readonly #metadata = new Map<string, string>();
  readonly #styles = new StyleReader();
  readonly #tables = new TableFrames(() => {
    this.#flush();
  });

  #pending = emptyPending();
  #inLink = false;
  #level = 0;
  #pre = 0;

  #rawTag = '';
  #title: string | null = null;
  #island: Stretch | null = null;
  #raised: RaisedStretch | null = null;
  #hidden: HiddenStretch | null = null;

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
    const pending = this.#pending;
    if (pending.text === '') {
      if (this.#pre === 0 && isLayoutSpace(data)) return;
      pending.line = this.#lineAt(offset);
    }
    pending.text += this.#raised ? shiftDigits(data, this.#raised.direction) : data;
    if (this.#inLink) pending.inLinks = true;
    else if (!pending.outsideLinks && data.trim() !== '') pending.outsideLinks = true;
  }

  open(name: string, attributes: Attributes, offset: number): void {
    if (this.#rawTag !== '') return;
    const kind = kindOf(name);
    if (this.#island) {
      if (!kind.block) {
        if (name === this.#island.tag) this.#island.depth += 1;
        return;
      }
      this.#island = null;
    }
    if (this.#hidden) this.#continueHidden(this.#hidden, name, kind);
    if (this.#raised && name === this.#raised.tag) this.#raised.depth += 1;
    if (kind.role === 'raw') {
      this.#rawTag = name;
      return;
    }
    if (kind.role === 'island') {
      this.#island = { tag: name, depth: 1 };
      return;
    }
    if (kind.block) this.#flush();
    const effect = this.#styles.effectOf(attributes.get('style'));
    const hides = effect.hides || attributes.get('hidden') !== undefined;
    if ((hides && canHide(kind)) || kind.role === 'unshown') this.#beginHidden(name, kind);
    if (!kind.block && !this.#raised) {
      const direction = name === 'sup' ? 'raised' : name === 'sub' ? 'lowered' : effect.shift;
      if (direction) this.#raised = { tag: name, depth: 1, direction };
    }
    if (kind.role !== 'inline' && kind.role !== 'block') this.#openElement(name, kind, attributes, offset, hides);
  }

  #openElement(name: string, kind: ElementKind, attributes: Attributes, offset: number, hides: boolean): void {
    switch (kind.role) {
      case 'table':
        this.#level = 0;
        this.#tables.openTable();
        break;
      case 'group':
        this.#tables.openGroup(hides);
        break;
      case 'row':
        this.#tables.openRow(hides);
        break;
      case 'cell':
        if (this.#tables.openCell(attributes, hides, offset)) this.#level = 0;
        break;
      case 'break':
        this.#break();
        break;
      case 'anchor':
        this.#inLink = attributes.get('href') !== undefined;
        break;
      case 'image':
        this.#image(attributes, offset);
        break;
      case 'preformatted':
        this.#pre += 1;
        break;
      case 'title':
        this.#title = '';
        break;
      case 'meta':
        noteMeta(this.#metadata, attributes);
        break;
      case 'division':
        this.#level = 0;
        break;
      case 'heading':
        this.#level = Number(name.charAt(1));
        break;
      default:
    }
  }

  close(name: string): void {
    if (this.#title !== null) {
      if (name === 'title') this.#endTitle();
      return;
    }
    if (this.#rawTag !== '') {
      if (name === this.#rawTag) this.#rawTag = '';
      return;
    }
    const kind = kindOf(name);
    if (this.#island) {
      if (kind.block || (name === this.#island.tag && --this.#island.depth === 0)) this.#island = null;
      if (!kind.block) return;
    }
    if (this.#hidden && name !== this.#hidden.tag && this.#endsHidden(this.#hidden, kind)) this.#endHidden();
    if (this.#raised?.tag === name && --this.#raised.depth === 0) this.#raised = null;
    if (kind.block) this.#flush();
    if (kind.role !== 'inline' && kind.role !== 'block') this.#closeElement(kind);
    if (this.#hidden?.tag === name && --this.#hidden.depth === 0) this.#endHidden();
  }

  #closeElement(kind: ElementKind): void {
    switch (kind.role) {
      case 'table':
        this.#tables.endTable();
        break;
      case 'group':
        this.#tables.openGroup(false);
        break;
      case 'row':
        this.#tables.endRow();
        break;
      case 'cell':
        this.#tables.closeCell();
        break;
      case 'break':
        this.#break();
        break;
      case 'anchor':
        this.#inLink = false;
        break;
      case 'preformatted':
        this.#pre = Math.max(0, this.#pre - 1);
        break;
      case 'heading':
        this.#level = 0;
        break;
      default:
    }
  }

  finish(): HtmlScan {
    if (this.#title !== null) this.#endTitle();
    this.#flush();
    if (this.#hidden) this.#endHidden();
    return { items: this.#tables.finish(), metadata: this.#metadata, overflow: this.#tables.overflow };
  }

  #flush(): void {
    const pending = this.#pending;
    if (pending.text === '') return;
    const { text: raw, line } = pending;
    const linkOnly = pending.inLinks && !pending.outsideLinks;
    this.#pending = emptyPending();
    this.#raised = null;
    if (this.#pre > 0) {
      const lines = splitLines(raw).map((each) => ({ ...each, number: each.number + line - 1 }));
      this.#tables.flow.push({ kind: 'blocks', blocks: textBlocks(lines, 0) });
    } else if (raw.includes(LINE_BREAK) && this.#level === 0) {
      this.#tables.flow.push(...brokenText(raw, line, linkOnly));
    } else {
      const text = levelLoneDigits(foldMarkupText(raw));
      if (text !== '') this.#tables.flow.push({ kind: 'text', level: this.#level, text, line, linkOnly });
    }
  }

  #break(): void {
    if (this.#pre > 0) this.#pending.text += '\n';
    else if (this.#pending.text !== '') this.#pending.text += LINE_BREAK;
  }

  #beginHidden(tag: string, kind: ElementKind): void {
    if (this.#hidden) return;
    const items: FlowItem[] = [];
    this.#tables.flow.push({ kind: 'hidden', items });
    const inline = !kind.block && kind.role !== 'unshown';
    this.#hidden = { tag, depth: 1, blocks: 0, inline, pending: this.#pending };
    this.#pending = emptyPending();
    this.#tables.beginHidden(items);
  }

  /** A hidden paragraph ends with the next block, a list item with the next item, what is hidden in a cell with the next cell. */
  #continueHidden(hidden: HiddenStretch, name: string, kind: ElementKind): void {
    const nextItem = name === hidden.tag && (name === 'li' || name === 'dd' || name === 'dt');
    const nextCell = this.#tables.hiddenInCell && PARTS_OF_TABLES.has(kind.role);
    if (nextCell || nextItem || (hidden.tag === 'p' && kind.block)) this.#endHidden();
    else {
      if (name === hidden.tag) hidden.depth += 1;
      if (kind.block) hidden.blocks += 1;
    }
  }

  /** Does this end tag belong to an element around the hidden one, which was left open? */
  #endsHidden(hidden: HiddenStretch, kind: ElementKind): boolean {
    if (!kind.block || this.#tables.inTableOfHidden) return false;
    if (kind.role === 'table' || kind.role === 'page' || PARTS_OF_TABLES.has(kind.role)) return true;
    if (hidden.blocks > 0) {
      hidden.blocks -= 1;
      return false;
    }
    return hidden.inline;
  }

  #endHidden(): void {
    const hidden = this.#hidden;
    if (!hidden) return;
    this.#flush();
    this.#tables.endHidden();
    this.#hidden = null;
    this.#pending = hidden.pending;
  }

  #image(attributes: Attributes, offset: number): void {
    const source = attributes.get('data-original') ?? attributes.get('data-src') ?? attributes.get('src') ?? '';
    if (source === '' || isIcon(attributes)) return;
    const alternative = foldMarkupText(attributes.get('alt') ?? '');
    this.#tables.flow.push({ kind: 'image', source, alternative, line: this.#lineAt(offset) });
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

/** Rows and cells carry a mark of their own; what has no end tag cannot hide anything. */
function canHide({ role }: ElementKind): boolean {
  return (
    !PARTS_OF_TABLES.has(role) &&
    role !== 'void' &&
    role !== 'image' &&
    role !== 'break' &&
    role !== 'page' &&
    role !== 'meta'
  );
}

/** White space between tags; an ideographic or no-break space is an indent and counts as text. */
function isLayoutSpace(data: string): boolean {
  return data.trim() === '' && !data.includes('\u3000') && !data.includes('\u00A0');
}
