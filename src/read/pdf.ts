import { findTextEngine } from '../scan/text-engines.ts';
import type { TextEngine } from '../scan/text-engine.ts';
import type { Reading } from './document.ts';
import { MOST_OF_SCANS } from './limits.ts';
import { openPdf } from './pdf-library.ts';
import { readPdfPages, type ReadPage } from './pdf-pages.ts';
import { pictureReaderVersion } from './picture.ts';
import { readPagePicture } from './scan-page.ts';
import { stitchPages, type PageContent } from './table-stitching.ts';

export const PDF_READER_VERSION = '5';

/** Letters of a form are some twenty pixels high then, which is what the recognisers like best. */
const SCAN_DPI = 200;
const POINTS_PER_INCH = 72;

/**
 * Reads a PDF page by page: from its text where that says what is printed, else from its pixels. A document in which nothing can be read
 * is unreadable, as is one that is broken, encrypted or too long; scanned pages on which nothing was found are named in the metadata
 * under `unreadable-pages`. Locators are page and box in points from the top left.
 *
 * @param engine what reads the words of scanned pages; the machine's own where not given
 * @param seconds what all scanned pages may take together
 */
export async function readPdf(
  bytes: Uint8Array,
  engine?: TextEngine | null,
  seconds: number = MOST_OF_SCANS.seconds,
): Promise<Reading> {
  const read = await readPdfPages(bytes);
  if (read.kind === 'unreadable') return unreadable(read.reason);
  const { pages, information } = read;
  const scans = pages.flatMap((page, index) => (page.kind === 'scan' ? [{ index, reason: page.reason }] : []));
  const [first] = scans;
  const isDigital = pages.some(({ kind }) => kind === 'digital');
  if (!first && !isDigital) return unreadable('its pages are empty');
  if (scans.length > MOST_OF_SCANS.pages && !isDigital) {
    return unreadable(`scan (${first?.reason}) of ${scans.length} pages, more than ${MOST_OF_SCANS.pages}`);
  }
  const reader = first ? await engineOr(engine) : null;
  const seen = await readScans(bytes, scans.slice(0, MOST_OF_SCANS.pages), reader, seconds);
  const missed = scans.filter(({ index }) => (seen.get(index) ?? []).length === 0);
  if (!isDigital && missed.length === pages.length) return unreadable(nothingFound(first?.reason, reader));
  const metadata = new Map(information);
  if (missed.length > 0) metadata.set('unreadable-pages', missed.map(({ index }) => index + 1).join(', '));
  const blocks = stitchPages(pages.flatMap((page, index) => contentsOf(page, seen.get(index))));
  const readerVersion = first ? `${PDF_READER_VERSION}, scan ${pictureReaderVersion(reader)}` : PDF_READER_VERSION;
  return {
    kind: 'document',
    document: { reader: isDigital ? 'pdf' : 'scan', readerVersion, metadata, blocks, pages: pages.length },
  };
}

function contentsOf(page: ReadPage, seen: PageContent | undefined): readonly PageContent[] {
  if (page.kind === 'digital') return page.contents;
  return [seen ?? []];
}

async function engineOr(engine: TextEngine | null | undefined): Promise<TextEngine | null> {
  return engine === undefined ? findTextEngine() : engine;
}

/**
 * Draws and reads pages, one at a time, for as long as the time lasts. Where it would not last for all, the words of further pages are
 * given up before their tables.
 */
async function readScans(
  bytes: Uint8Array,
  scans: readonly { readonly index: number }[],
  engine: TextEngine | null,
  seconds: number,
): Promise<ReadonlyMap<number, PageContent>> {
  const seen = new Map<number, PageContent>();
  if (scans.length === 0) return seen;
  const ends = performance.now() + seconds * 1000;
  const pdf = await openPdf(bytes);
  if ('failure' in pdf) return seen;
  let slowest = 0;
  try {
    for (const [at, { index }] of scans.entries()) {
      const started = performance.now();
      if (at > 0 && started + slowest > ends) break;
      const hasTime = started + slowest * (scans.length - at) <= ends;
      const picture = pdf.renderPage(index, SCAN_DPI);
      if (!picture) continue;
      const unit = POINTS_PER_INCH / SCAN_DPI;
      seen.set(index, await readPagePicture({ picture, page: index + 1, unit }, hasTime ? engine : null));
      slowest = Math.max(slowest, performance.now() - started);
    }
  } finally {
    pdf.close();
  }
  return seen;
}

function nothingFound(reason: string | undefined, engine: TextEngine | null): string {
  const words = engine ? 'printed words' : 'words that could be read: no text engine is installed (npm run -s setup)';
  return `scan (${reason ?? 'pictures'}) with neither a ruled table nor ${words}`;
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', mediaType: 'application/pdf', reason };
}
