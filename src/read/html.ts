import { decodeText } from '../original/charset.ts';
import { withScriptedArticle } from '../original/scripted-article.ts';
import type { Block, Reading } from './document.ts';
import { layOutFlow, layOutWithTags, type PlacedTag } from './html-layout.ts';
import { scanHtml } from './html-scan.ts';

export const HTML_READER_VERSION = '3';

/**
 * Reads an HTML page in any encoding: paragraphs, headings, pictures, and data tables as grids with their spans laid out.
 * Menus and other boilerplate stay as paragraphs.
 *
 * @param hints the HTTP header, for its charset, and the page's address, to resolve those of pictures
 * @returns unreadable when the page holds more cells than any report
 */
export function readHtml(bytes: Uint8Array, hints: { contentType: string | null; url: string }): Reading {
  const decoded = decodeText(bytes, hints.contentType);
  const scan = scanHtml(withScriptedArticle(decoded.text), 1);
  if (scan.overflow !== null) {
    return { kind: 'unreadable', mediaType: 'text/html', reason: `the page has ${scan.overflow}` };
  }
  const blocks = layOutFlow(scan.items, { firstTable: 0, resolve: resolver(hints.url) });
  const metadata = new Map(scan.metadata);
  metadata.set('charset', decoded.charset);
  return { kind: 'document', document: { reader: 'html', readerVersion: HTML_READER_VERSION, metadata, blocks } };
}

/** A page as it was read, and which tag of its markup each cell of its tables is. */
export interface HtmlSource {
  /** The decoded markup; an article that stood in a script only is appended to it. */
  readonly markup: string;
  readonly tags: readonly PlacedTag[];
  /** The tables are in a part of the page that a browser would not show. */
  readonly hidden: boolean;
}

/** The markup of a page and the tags of its table cells, so that a place the reader named can be shown in the page itself. */
export function htmlSource(bytes: Uint8Array, contentType: string | null): HtmlSource {
  const markup = withScriptedArticle(decodeText(bytes, contentType).text);
  const options = { firstTable: 0, resolve: (address: string): string => address };
  return { markup, ...layOutWithTags(scanHtml(markup, 1).items, options) };
}

/**
 * Blocks of a piece of HTML inside another text.
 *
 * @param place the line its first line has in that text, and the index for its first data table
 */
export function markupBlocks(html: string, place: { firstLine: number; firstTable: number }): Block[] {
  const scan = scanHtml(html, place.firstLine);
  return layOutFlow(scan.items, { firstTable: place.firstTable, resolve: (address) => address });
}

function resolver(base: string): (address: string) => string {
  return (address) =>
    address.startsWith('data:') || !URL.canParse(address, base) ? address : new URL(address, base).href;
}
