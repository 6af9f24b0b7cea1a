import type { Reading } from './document.ts';
import { pageFurniture } from './pdf-furniture.ts';
import { openPdf } from './pdf-library.ts';
import type { OpenPdf } from './pdf-library.ts';
import { hasUsableText, pageContent, pageParts } from './pdf-page.ts';
import type { PageParts } from './pdf-page.ts';
import { stitchPages } from './table-stitching.ts';

export const PDF_READER_VERSION = '2';

const PAGE_CEILING = 300;
const TIME_LIMIT_MS = 20_000;

/**
 * Reads a digital PDF page by page. Pages whose text cannot be trusted are left out and named in the metadata under
 * `unreadable-pages`; a document without a single usable page is unreadable, as is one that is broken, encrypted or too long.
 * Locators are page and box in points from the top left.
 */
export async function readPdf(bytes: Uint8Array): Promise<Reading> {
  const opened = await openPdf(bytes);
  if ('failure' in opened) return unreadable(opened.failure);
  try {
    return readPages(opened);
  } finally {
    opened.close();
  }
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', mediaType: 'application/pdf', reason };
}

function readPages(pdf: OpenPdf): Reading {
  if (pdf.pageCount > PAGE_CEILING) {
    return unreadable(`the PDF has ${pdf.pageCount} pages, more than ${PAGE_CEILING}`);
  }
  const started = performance.now();
  const pages: (PageParts | null)[] = [];
  for (let index = 0; index < pdf.pageCount; index += 1) {
    if (performance.now() - started > TIME_LIMIT_MS) {
      return unreadable(`reading the PDF took longer than ${TIME_LIMIT_MS / 1000} s`);
    }
    const page = pdf.readPage(index);
    pages.push(page && hasUsableText(page) ? pageParts(page, index + 1) : null);
  }
  const unusable = pages.flatMap((page, index) => (page ? [] : [index + 1]));
  if (unusable.length === pdf.pageCount) return unreadable('scan or font without character map');
  const metadata = new Map(pdf.information);
  if (unusable.length > 0) metadata.set('unreadable-pages', unusable.join(', '));
  const furniture = pageFurniture(pages.filter((page) => page !== null));
  const blocks = stitchPages(pages.map((page) => (page ? pageContent(page, furniture) : [])));
  const document = { reader: 'pdf', readerVersion: PDF_READER_VERSION, metadata, blocks, pages: pdf.pageCount };
  return { kind: 'document', document };
}
