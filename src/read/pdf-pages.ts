import { SkipThis } from '../errors.ts';
import { MOST } from './limits.ts';
import { pageFurniture } from './pdf-furniture.ts';
import { openPdf, type OpenPdf, type PdfPage } from './pdf-library.ts';
import { pageItems, pageParts, type PageParts } from './pdf-page.ts';
import { withLooseTables } from './pdf-loose.ts';
import { kindOfPage } from './pdf-page-kind.ts';
import type { PageContent } from './table-stitching.ts';

/** One page of a PDF: what stands on it, or that it must be read from its pixels, and why. */
export type ReadPage =
  | { readonly kind: 'digital'; readonly contents: readonly PageContent[] }
  | { readonly kind: 'scan'; readonly reason: string }
  | { readonly kind: 'blank' };

export interface ReadPages {
  readonly kind: 'pages';
  /** Entries of the information dictionary, keys in lower case. */
  readonly information: ReadonlyMap<string, string>;
  /** From first to last. A digital page's contents are one for each column it is printed in, ready to be stitched. */
  readonly pages: readonly ReadPage[];
}

export type PagesOrFailure = ReadPages | { readonly kind: 'unreadable'; readonly reason: string };

const TIME_LIMIT_MS = 20_000;

/** Reads each page of a PDF that can be read from its text; a broken, encrypted or too long document is `unreadable`. */
export async function readPdfPages(bytes: Uint8Array): Promise<PagesOrFailure> {
  const opened = await openPdf(bytes);
  if ('failure' in opened) return { kind: 'unreadable', reason: opened.failure };
  try {
    return readPages(opened);
  } catch (error) {
    if (error instanceof SkipThis) return { kind: 'unreadable', reason: error.message };
    throw error;
  } finally {
    opened.close();
  }
}

function readPages(pdf: OpenPdf): PagesOrFailure {
  if (pdf.pageCount > MOST.pages) {
    return { kind: 'unreadable', reason: `the PDF has ${pdf.pageCount} pages, more than ${MOST.pages}` };
  }
  const started = performance.now();
  const taken: (ReadPage | readonly PageParts[])[] = [];
  for (let index = 0; index < pdf.pageCount; index += 1) {
    if (performance.now() - started > TIME_LIMIT_MS) {
      return { kind: 'unreadable', reason: `reading the PDF took longer than ${TIME_LIMIT_MS / 1000} s` };
    }
    taken.push(takeApart(pdf.readPage(index), index + 1));
  }
  const furniture = pageFurniture(taken.flatMap((page) => ('kind' in page ? [] : page)));
  const parts = taken.map((page) => ('kind' in page ? [null] : page.map((part) => pageItems(part, furniture))));
  const contents = withLooseTables(parts.flat());
  let next = 0;
  const pages = taken.map((page, index): ReadPage => {
    const own = contents.slice(next, (next += parts[index]?.length ?? 0));
    return 'kind' in page ? page : { kind: 'digital', contents: own.map((content) => content ?? []) };
  });
  return { kind: 'pages', information: pdf.information, pages };
}

/** What stands on pages that are all read from their text, one content for each column they are printed in. */
export function contentsOfPages(pages: readonly PdfPage[]): PageContent[] {
  const parts = pages.flatMap((page, index) => pageParts(page, index + 1));
  const furniture = pageFurniture(parts);
  return withLooseTables(parts.map((part) => pageItems(part, furniture))).map((content) => content ?? []);
}

function takeApart(page: PdfPage | null, number: number): ReadPage | readonly PageParts[] {
  if (!page) return { kind: 'scan', reason: 'a page that cannot be opened' };
  const kind = kindOfPage(page);
  return kind.kind === 'digital' ? pageParts(page, number) : kind;
}
