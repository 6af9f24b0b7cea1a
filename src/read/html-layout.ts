import type { Block, TableBlock, TableCell } from './document.ts';
import { layOutSpans } from './html-table-grid.ts';
import type { TableGrid } from './html-table-grid.ts';
import type { FlowCell, FlowItem, FlowRow } from './html-flow.ts';
import { isFigureOrDash } from './text-line.ts';

/** A cell with its words; `inner` counts the cells of the largest table nested in it. */
interface WordedCell {
  readonly text: string;
  readonly rowSpan: string | undefined;
  readonly columnSpan: string | undefined;
  readonly items: readonly FlowItem[];
  readonly inner: number;
  readonly linkOnly: boolean;
  readonly offset: number | undefined;
}

interface WordedRow {
  readonly group: number;
  readonly cells: readonly WordedCell[];
}

/** Longer than any label of the statutory tables (the longest has 40 characters): running text. */
const PROSE_LENGTH = 150;
const LABEL_LENGTH = 80;
const SPACER_COLUMNS = 5;
/** A visible page with less text than this is a shell whose article is elsewhere. */
const ARTICLE_LENGTH = 200;
const MENU_ITEM_LENGTH = 40;
const MENU_RUN = 3;

export interface LayoutOptions {
  /** Index of the first data table. */
  readonly firstTable: number;
  /** Resolves an address as written in the page. */
  readonly resolve: (address: string) => string;
}

/**
 * Turns a scanned flow into blocks. Tables that lay out the page are replaced by their contents in order; data tables become
 * grids. What a browser would not show is left out, for it is mostly a second copy or a template, unless what it shows
 * holds no figures in tables, or next to no text, while the hidden part does: then the hidden part is the article.
 */
export function layOutFlow(items: readonly FlowItem[], options: LayoutOptions): Block[] {
  return layOut(items, options).blocks;
}

/** A cell of a data table, and where in the scanned text its start tag begins. */
export interface PlacedTag {
  readonly cell: TableCell;
  readonly offset: number;
}

/** Blocks as `layOutFlow` gives them, with the tag of each cell of their tables; `hidden` where they are those a browser would not show. */
export function layOutWithTags(
  items: readonly FlowItem[],
  options: LayoutOptions,
): { readonly tags: readonly PlacedTag[]; readonly hidden: boolean } {
  const { tags, withHidden } = layOut(items, options);
  return { tags, hidden: withHidden };
}

function layOut(items: readonly FlowItem[], options: LayoutOptions): Layout {
  const shown = new Layout(options, false);
  shown.place(items);
  if (!shown.hiddenSeen) return shown;
  const all = new Layout(options, true);
  all.place(items);
  const hiddenArticle =
    (figuresIn(shown.blocks) === 0 && figuresIn(all.blocks) > 0) ||
    (textLength(shown.blocks) < ARTICLE_LENGTH && textLength(all.blocks) >= ARTICLE_LENGTH * 2);
  return hiddenArticle ? all : shown;
}

class Layout {
  readonly blocks: Block[] = [];
  readonly tags: PlacedTag[] = [];
  readonly withHidden: boolean;
  hiddenSeen = false;
  readonly #options: LayoutOptions;
  #tables: number;
  #menu: { text: string; line: number }[] = [];

  constructor(options: LayoutOptions, withHidden: boolean) {
    this.#options = options;
    this.withHidden = withHidden;
    this.#tables = options.firstTable;
  }

  place(items: readonly FlowItem[]): void {
    this.#placeAll(items);
    this.#endMenu();
  }

  #placeAll(items: readonly FlowItem[]): void {
    for (const item of items) this.#placeItem(item);
  }

  #placeItem(item: FlowItem): void {
    if (item.kind === 'text' && item.level === 0 && item.linkOnly && item.text.length <= MENU_ITEM_LENGTH) {
      this.#menu.push(item);
      return;
    }
    if (item.kind !== 'hidden' || this.withHidden) this.#endMenu();
    switch (item.kind) {
      case 'text': {
        const locator = { line: item.line };
        if (item.level > 0) this.blocks.push({ kind: 'heading', level: item.level, text: item.text, locator });
        else this.blocks.push({ kind: 'paragraph', text: item.text, locator });
        return;
      }
      case 'image': {
        this.#placeImage(item);
        return;
      }
      case 'blocks':
        for (const block of item.blocks) {
          this.blocks.push(block.kind === 'table' ? { ...block, index: this.#tables++ } : block);
        }
        return;
      case 'hidden':
        this.hiddenSeen = true;
        if (this.withHidden) this.#placeAll(item.items);
        return;
      case 'table': {
        this.#placeRows(this.#shownRows(item.rows));
        return;
      }
    }
  }

  #placeImage(item: Extract<FlowItem, { kind: 'image' }>): void {
    const { source, alternative, line } = item;
    this.blocks.push({ kind: 'image', source: this.#options.resolve(source), alternative, locator: { line } });
  }

  #shownRows(rows: readonly FlowRow[]): WordedRow[] {
    const shown: WordedRow[] = [];
    for (const row of rows) {
      if (row.hidden) {
        this.hiddenSeen = true;
        if (!this.withHidden) continue;
      }
      const cells: WordedCell[] = [];
      for (const cell of row.cells) {
        if (cell.hidden) this.hiddenSeen = true;
        if (!cell.hidden || this.withHidden) cells.push(this.#wordedCell(cell));
      }
      shown.push({ group: row.group, cells });
    }
    return shown;
  }

  #wordedCell(cell: FlowCell): WordedCell {
    const { rowSpan, columnSpan, items, offset } = cell;
    const [only] = items;
    if (only === undefined) return { text: '', rowSpan, columnSpan, items, inner: 0, linkOnly: false, offset };
    if (items.length === 1 && only.kind === 'text') {
      return { text: only.text, rowSpan, columnSpan, items, inner: 0, linkOnly: only.linkOnly, offset };
    }
    const words: string[] = [];
    const inner = this.#gatherWords(items, words);
    const linkOnly = items.every((item) => item.kind === 'text' && item.linkOnly);
    return { text: words.join(' '), rowSpan, columnSpan, items, inner, linkOnly, offset };
  }

  /** Collects the words of a cell, nested tables folded in; returns the cell count of the largest of these. */
  #gatherWords(items: readonly FlowItem[], words: string[]): number {
    let inner = 0;
    for (const item of items) {
      if (item.kind === 'text') words.push(item.text);
      else if (item.kind === 'hidden') {
        this.hiddenSeen = true;
        if (this.withHidden) inner = Math.max(inner, this.#gatherWords(item.items, words));
      } else if (item.kind === 'blocks') words.push(...item.blocks.flatMap(wordsOfBlock));
      else if (item.kind === 'table') {
        let count = 0;
        for (const row of item.rows) {
          for (const cell of row.cells) {
            count += 1;
            count = Math.max(count, this.#gatherWords(cell.items, words));
          }
        }
        inner = Math.max(inner, count);
      }
    }
    return inner;
  }

  #placeRows(rows: readonly WordedRow[]): void {
    const grid = layOutSpans(rows);
    if (isLayout(rows, grid)) {
      for (const row of rows) for (const cell of row.cells) this.#placeAll(cell.items);
      return;
    }
    const proseAt = rows.findIndex((row) => row.cells.length === 1 && (row.cells[0]?.text.length ?? 0) > PROSE_LENGTH);
    if (proseAt === -1) {
      this.#placeGrid(grid, rows);
      return;
    }
    // A report typed into one large table: its prose rows part the tables.
    if (proseAt > 0) this.#placeRows(rows.slice(0, proseAt));
    this.#placeAll(rows[proseAt]?.cells[0]?.items ?? []);
    if (proseAt + 1 < rows.length) this.#placeRows(rows.slice(proseAt + 1));
  }

  #placeGrid(grid: TableGrid<WordedCell>, rows: readonly WordedRow[]): void {
    const index = this.#tables;
    this.#tables += 1;
    const cells = grid.cells.map(({ row, column, rowSpan, columnSpan, cell }): TableCell => {
      const locator = { table: index, row, column };
      const placed = { row, column, rowSpan, columnSpan, text: cell.text, locator };
      if (cell.offset !== undefined) this.tags.push({ cell: placed, offset: cell.offset });
      return placed;
    });
    const { rowCount, columnCount } = grid;
    const table: TableBlock = { kind: 'table', index, geometry: 'spans', rowCount, columnCount, cells };
    this.blocks.push(table);
    for (const row of rows) {
      for (const cell of row.cells) {
        for (const item of cell.items) if (item.kind === 'image') this.#placeImage(item);
      }
    }
  }

  /** Runs of short links become one paragraph: a menu is no text worth a block for each entry. */
  #endMenu(): void {
    if (this.#menu.length === 0) return;
    const menu = this.#menu;
    this.#menu = [];
    const [first] = menu;
    if (first && menu.length >= MENU_RUN) {
      const text = menu.map((entry) => entry.text).join(' | ');
      this.blocks.push({ kind: 'paragraph', text, locator: { line: first.line } });
      return;
    }
    for (const { text, line } of menu) this.blocks.push({ kind: 'paragraph', text, locator: { line } });
  }
}

/** Does the table only arrange the page: one column, an article in a cell, tables in cells, nothing but links? */
function isLayout(rows: readonly WordedRow[], grid: TableGrid<WordedCell>): boolean {
  let filled = 0;
  let links = 0;
  let labels = 0;
  let inner = 0;
  let longestNested = 0;
  let prose = 0;
  let characters = 0;
  let figures = 0;
  for (const { cell } of grid.cells) {
    if (cell.text === '') continue;
    filled += 1;
    characters += cell.text.length;
    inner = Math.max(inner, cell.inner);
    if (cell.inner > 0) longestNested = Math.max(longestNested, cell.text.length);
    if (cell.linkOnly) links += 1;
    if (cell.inner === 0 && cell.text.length <= LABEL_LENGTH) labels += 1;
    if (cell.text.length > PROSE_LENGTH) prose += cell.text.length;
    if (isFigureOrDash(cell.text)) figures += 1;
  }
  // A row of the form whose blank cells were merged into one is still a row; a spacer has no columns.
  if (filled === figures && grid.cells.length <= 2 && rows.length <= 1) {
    return filled === 0 ? grid.columnCount < SPACER_COLUMNS : grid.columnCount < 2;
  }
  if (filled === 0 && grid.cells.length <= 2) return true;
  if (rows.every((row) => row.cells.length <= 1)) return true;
  const wrapsFigures = inner <= 2 && longestNested <= LABEL_LENGTH;
  const mostlyOwnCells = labels >= 8 && labels > inner;
  if (inner > 0 && !(grid.columnCount >= 3 && (wrapsFigures || mostlyOwnCells))) return true;
  if (prose * 2 > characters && grid.cells.length < 12) return true;
  if (grid.cells.length <= 2 && figures === 0) return true;
  return filled > 0 && links === filled;
}

function wordsOfBlock(block: Block): string[] {
  if (block.kind === 'paragraph' || block.kind === 'heading') return [block.text];
  if (block.kind === 'table') return block.cells.map(({ text }) => text).filter((text) => text !== '');
  return [];
}

function figuresIn(blocks: readonly Block[]): number {
  let figures = 0;
  for (const block of blocks) {
    if (block.kind === 'table') figures += block.cells.filter(({ text }) => isFigureOrDash(text)).length;
  }
  return figures;
}

function textLength(blocks: readonly Block[]): number {
  return blocks.reduce((length, block) => length + wordsOfBlock(block).join('').length, 0);
}
