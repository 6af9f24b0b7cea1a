import type { Reading } from './document.ts';
import { readPdfPages } from './pdf-pages.ts';
import { stitchPages } from './table-stitching.ts';

export const PDF_READER_VERSION = '2';

/**
 * Reads a digital PDF page by page. Pages whose text cannot be trusted are left out and named in the metadata under
 * `unreadable-pages`; a document without a single usable page is unreadable, as is one that is broken, encrypted or too long.
 * Locators are page and box in points from the top left.
 */
export async function readPdf(bytes: Uint8Array): Promise<Reading> {
  const read = await readPdfPages(bytes);
  if (read.kind === 'unreadable') return unreadable(read.reason);
  const { pages, information } = read;
  const scans = pages.flatMap((page, index) =>
    page.kind === 'scan' ? [{ number: index + 1, reason: page.reason }] : [],
  );
  const [first] = scans;
  if (!pages.some(({ kind }) => kind === 'digital')) {
    return unreadable(first ? `scan (${first.reason})` : 'its pages are empty');
  }
  const metadata = new Map(information);
  if (first) metadata.set('unreadable-pages', scans.map(({ number }) => number).join(', '));
  const blocks = stitchPages(pages.flatMap((page) => (page.kind === 'digital' ? page.contents : [[]])));
  return {
    kind: 'document',
    document: { reader: 'pdf', readerVersion: PDF_READER_VERSION, metadata, blocks, pages: pages.length },
  };
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', mediaType: 'application/pdf', reason };
}
