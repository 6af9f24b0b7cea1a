import { scanMarkup, type Attributes } from '../original/markup-scanner.ts';
import { kindOf, StyleReader } from '../read/html-elements.ts';

/** What is to be marked in a page: the tag that begins at an offset of its markup, or a line of it. */
export interface PageMark {
  readonly tagAt: number | null;
  /** One-based. */
  readonly line: number | null;
  /** Parts that a browser would not show are shown: the marked place is in one. */
  readonly showHidden: boolean;
}

const KEPT: ReadonlySet<string> = new Set(
  (
    'table caption colgroup col thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 p div center blockquote pre ul ol li dl dt dd ' +
    'section article header footer main aside figure figcaption address b strong i em u s strike del ins sup sub small big br hr'
  ).split(' '),
);
/** Tags without an end tag. */
const EMPTY: ReadonlySet<string> = new Set(['br', 'hr', 'col']);
const ALIGNMENTS: ReadonlySet<string> = new Set(['left', 'right', 'center', 'justify']);
const SPAN = /^\s*\+?(\d{1,4})/;

/** Name of the one element that is marked, for the address of the frame. */
export const PLACE = 'place';

/**
 * The page with nothing left that could act or load: a list of harmless elements, spans and alignment of cells, and text. Everything is
 * written anew; no attribute value of the page goes through. The marked cell has the id `place`.
 */
export function sanitiseHtml(markup: string, mark: PageMark): string {
  const page = new SafePage(markup, mark);
  scanMarkup(markup, {
    open: (name, attributes, offset) => page.open(name, attributes, offset),
    close: (name) => page.close(name),
    text: (data, offset) => page.text(data, offset),
  });
  return page.written();
}

class SafePage {
  readonly #markup: string;
  readonly #mark: PageMark;
  readonly #styles = new StyleReader();
  readonly #parts: string[] = [];
  /** The element whose content is code or unknown to us, until its end. */
  #dropped: { readonly tag: string; depth: number; readonly island: boolean } | null = null;
  #line = 1;
  #counted = 0;
  #marked = false;

  constructor(markup: string, mark: PageMark) {
    this.#markup = markup;
    this.#mark = mark;
  }

  open(name: string, attributes: Attributes, offset: number): void {
    const kind = kindOf(name);
    if (this.#dropped !== null) {
      if (!this.#dropped.island || !kind.block) {
        if (name === this.#dropped.tag) this.#dropped.depth += 1;
        return;
      }
      this.#dropped = null;
    }
    if (kind.role === 'raw' || kind.role === 'title' || name === 'xmp' || kind.role === 'island') {
      this.#dropped = { tag: name, depth: 1, island: kind.role === 'island' };
      return;
    }
    if (kind.role === 'image') {
      this.#parts.push(`<span class="picture">▧ ${escapeText(attributes.get('alt') ?? '')}</span>`);
      return;
    }
    const written = name === 'noscript' || name === 'template' ? 'div' : name;
    if (!KEPT.has(written)) return;
    const hides =
      written !== name ||
      attributes.get('hidden') !== undefined ||
      this.#styles.effectOf(attributes.get('style')).hides;
    const spans = ['colspan', 'rowspan'].map((span) => {
      const digits = SPAN.exec(attributes.get(span) ?? '')?.[1];
      return digits === undefined ? '' : ` ${span}="${Number(digits)}"`;
    });
    const align = (attributes.get('align') ?? '').toLowerCase();
    this.#parts.push(
      `<${written}${spans.join('')}${ALIGNMENTS.has(align) ? ` class="to-${align}"` : ''}${this.#idAt(offset)}` +
        `${hides && !this.#mark.showHidden ? ' hidden' : ''}>`,
    );
  }

  close(name: string): void {
    if (this.#dropped !== null) {
      const { tag, island } = this.#dropped;
      if (name === tag && --this.#dropped.depth === 0) this.#dropped = null;
      else if (island && kindOf(name).block) this.#dropped = null;
      else return;
      if (name === tag) return;
    }
    const written = name === 'noscript' || name === 'template' ? 'div' : name;
    if (KEPT.has(written) && !EMPTY.has(written)) this.#parts.push(`</${written}>`);
  }

  text(data: string, offset: number): void {
    if (this.#dropped !== null) return;
    const { line } = this.#mark;
    if (line === null || this.#marked) {
      this.#parts.push(escapeText(data));
      return;
    }
    this.#countTo(offset);
    const lines = data.split('\n');
    const wanted = line - this.#line;
    if (wanted < 0 || wanted >= lines.length || (lines[wanted] ?? '').trim() === '') {
      this.#parts.push(escapeText(data));
      return;
    }
    this.#marked = true;
    this.#parts.push(
      lines
        .map((text, index) => (index === wanted ? `<mark id="${PLACE}">${escapeText(text)}</mark>` : escapeText(text)))
        .join('\n'),
    );
  }

  written(): string {
    return this.#parts.join('');
  }

  #idAt(offset: number): string {
    return offset === this.#mark.tagAt ? ` id="${PLACE}"` : '';
  }

  /** Brings the number of the line under way up to an offset; offsets only grow. */
  #countTo(offset: number): void {
    for (
      let at = this.#markup.indexOf('\n', this.#counted);
      at !== -1 && at < offset;
      at = this.#markup.indexOf('\n', at + 1)
    ) {
      this.#line += 1;
      this.#counted = at + 1;
    }
  }
}

/** Text that means itself in markup, also between quotes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
