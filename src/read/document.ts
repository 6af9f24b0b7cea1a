/**
 * The one form every source is read into, whatever its format. It says what stands where, and nothing about annual
 * reports.
 */

/**
 * The very place a text came from, as stored in `cells.locator`.
 * - `{ table, row, column }`: zero-based; `table` counts the data tables of the document in reading order.
 * - `{ line }`: one-based line of the decoded text; in Word documents the paragraph, those in cells counted too; in workbooks the row.
 * - `{ page, box }`: one-based page; box `[left, top, right, bottom]` in PDF points from the page's top left; in picture files, which
 *   are their own page 1, in pixels.
 */
export type Locator =
  | { readonly table: number; readonly row: number; readonly column: number }
  | { readonly line: number }
  | { readonly page: number; readonly box: readonly [number, number, number, number] };

/**
 * How far the columns of a table can be trusted.
 * - `spans`: a markup grid; row and column with spans are what the author made (HTML, Word).
 * - `fields`: delimited text; the order within a row is right, but columns may have collapsed or slipped.
 * - `positions`: words with an x extent; the column follows from where a word stands (PDF, fixed-width text).
 * - `lines`: one cell per line; only the order is known, and empty cells may be lost.
 */
export type Geometry = 'spans' | 'fields' | 'positions' | 'lines';

/**
 * How a figure was recognised from pixels. Only cells of pictures have it; `text` of the cell is the likeliest reading.
 */
export interface Recognition {
  /** How likely the recogniser holds `text`, from 0 to 1. */
  readonly probability: number;
  /** A second recogniser, made in another way, reads the same. */
  readonly confirmed: boolean;
  /** What else the pixels may say, likeliest first. */
  readonly alternatives: readonly { readonly text: string; readonly probability: number }[];
}

export interface TableCell {
  /** Zero-based position in the grid after spans are laid out (for `fields`, the index of the field in its row). */
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  /** Text with white space folded, line breaks inside a cell as one space. Empty cells are kept with ''. */
  readonly text: string;
  readonly locator: Locator;
  /** Left and right edge, for `positions` only: PDF points, or character cells where a CJK character counts two. */
  readonly extent?: readonly [number, number];
  /** Set by a reader that is not sure of the characters themselves (OCR, a font without a character map). */
  readonly doubtful?: true;
  readonly recognition?: Recognition;
  /** Something stands in the cell that could not be read (a seal, a stain); `text` is then ''. */
  readonly illegible?: true;
}

export interface TableBlock {
  readonly kind: 'table';
  /** Counts the data tables of the document, from 0, in reading order. */
  readonly index: number;
  readonly geometry: Geometry;
  readonly rowCount: number;
  readonly columnCount: number;
  /** In row-major order; a spanned cell stands once, at its top left. */
  readonly cells: readonly TableCell[];
}

export interface HeadingBlock {
  readonly kind: 'heading';
  /** 1 is the highest. Only what the source itself marks as a heading (h1-h6, #): not a guess from the wording. */
  readonly level: number;
  readonly text: string;
  readonly locator: Locator;
}

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly locator: Locator;
}

/** A picture that may hold content: its address as written, resolved against the document's URL where possible. */
export interface ImageBlock {
  readonly kind: 'image';
  readonly source: string;
  readonly alternative: string;
  readonly locator: Locator;
}

/** Where one page ends and the next begins, in sources that have pages. */
export interface PageBreakBlock {
  readonly kind: 'page-break';
}

export type Block = HeadingBlock | ParagraphBlock | TableBlock | ImageBlock | PageBreakBlock;

/** What the source says of itself outside its text: HTML title and meta tags, PDF info. Keys in lower case. */
export type Metadata = ReadonlyMap<string, string>;

export interface Document {
  /** Name of the reader, e.g. `html`, `text`, `pdf`; with `readerVersion` it goes into `documents`. */
  readonly reader: string;
  readonly readerVersion: string;
  readonly metadata: Metadata;
  readonly blocks: readonly Block[];
  /** Number of pages where the format has pages, else undefined. */
  readonly pages?: number;
}

/** What reading bytes can end in: a document, or the honest statement that this format or file cannot be read. */
export type Reading =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'unreadable'; readonly mediaType: string; readonly reason: string };
