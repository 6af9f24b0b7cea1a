import { decodeText } from '../original/charset.ts';
import { withScriptedArticle } from '../original/scripted-article.ts';
import type { Block, Reading } from './document.ts';
import { layOutFlow } from './html-layout.ts';
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
