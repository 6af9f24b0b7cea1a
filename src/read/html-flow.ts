import type { Block } from './document.ts';

/**
 * What a scan of HTML leaves behind, before it is decided which tables hold data and which only lay out the page.
 */
export type FlowItem = FlowText | FlowImage | FlowTable | FlowBlocks | FlowHidden;

export interface FlowText {
  readonly kind: 'text';
  /** 1-6 for a heading, 0 for a paragraph. */
  readonly level: number;
  readonly text: string;
  /** One-based source line where it begins. */
  readonly line: number;
  /** True when all of it is inside links: menus, lists of links. */
  readonly linkOnly: boolean;
}

export interface FlowImage {
  readonly kind: 'image';
  readonly source: string;
  readonly alternative: string;
  readonly line: number;
}

export interface FlowTable {
  readonly kind: 'table';
  readonly rows: FlowRow[];
}

/** Blocks read from preformatted text; their tables are numbered anew in the document. */
export interface FlowBlocks {
  readonly kind: 'blocks';
  readonly blocks: readonly Block[];
}

/** What a browser would not show (`display:none`, `noscript`, `template`). */
export interface FlowHidden {
  readonly kind: 'hidden';
  readonly items: FlowItem[];
}

export interface FlowRow {
  readonly group: number;
  readonly hidden: boolean;
  readonly cells: FlowCell[];
}

export interface FlowCell {
  /** Where its start tag begins in the scanned text; undefined in formats whose cells are not tags of one text. */
  readonly offset?: number;
  readonly rowSpan: string | undefined;
  readonly columnSpan: string | undefined;
  readonly hidden: boolean;
  readonly items: FlowItem[];
}
