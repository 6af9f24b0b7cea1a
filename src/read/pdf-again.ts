import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Reading } from './document.ts';
import { letterOf, turnOf, type PdfCharacter } from './pdf-characters.ts';
import { openPdf, type PdfPage } from './pdf-library.ts';
import { contentsOfPages } from './pdf-pages.ts';
import { kindOfPage } from './pdf-page-kind.ts';
import { stitchPages } from './table-stitching.ts';
import { isWide } from './text-line.ts';

export const PDF_SECOND_READER_VERSION = '1';

/** Pages of a report; a second reading of more is not worth its time. */
const MOST_PAGES = 60;
/** Width of a narrow letter, as a share of a wide one. */
const NARROW = 0.5;
/** How far letters reach above their line and below it, as a share of their size. */
const ASCENT = 0.85;
const DESCENT = 0.15;

/**
 * Reads a PDF once more with pdf.js, to be held against `readPdf`: the letters are those that pdf.js makes of the file's fonts and
 * character maps, while rules and what covers them are PDFium's. It bears witness to the characters, not to the grid. Unreadable where
 * a page is no digital text, or holds letters that are not seen, which only PDFium tells from others.
 */
export async function readPdfAgain(bytes: Uint8Array): Promise<Reading> {
  const opened = await openPdf(bytes);
  if ('failure' in opened) return unreadable(opened.failure);
  try {
    if (opened.pageCount > MOST_PAGES) return unreadable(`it has more than ${MOST_PAGES} pages`);
    const letters = await lettersOf(bytes);
    const pages: PdfPage[] = [];
    for (let index = 0; index < opened.pageCount; index += 1) {
      const page = opened.readPage(index);
      const isPlain = page !== null && page.hidden === 0 && page.vanished.length === 0;
      if (!isPlain || kindOfPage(page).kind === 'scan') return unreadable('not all of its letters are plain to see');
      pages.push({ ...page, characters: letters[index] ?? [] });
    }
    return {
      kind: 'document',
      document: {
        reader: 'pdf.js',
        readerVersion: PDF_SECOND_READER_VERSION,
        metadata: opened.information,
        blocks: stitchPages(contentsOfPages(pages)),
        pages: pages.length,
      },
    };
  } finally {
    opened.close();
  }
}

/** The letters of each page, in points from its top left as shown. */
async function lettersOf(bytes: Uint8Array): Promise<PdfCharacter[][]> {
  // Some 20 MB that only reports whose sums fail must pay for.
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    // It takes what it is given away.
    data: new Uint8Array(bytes),
    // Without these, fonts that are not embedded give no text, and no error.
    cMapUrl: join(folder, 'cmaps/'),
    standardFontDataUrl: join(folder, 'standard_fonts/'),
    isEvalSupported: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    const pages: PdfCharacter[][] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { transform } = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent({ disableNormalization: true });
      pages.push(items.flatMap((item) => ('str' in item ? lettersOfItem(item, transform) : [])));
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/** A piece of text as pdf.js gives it; the lengths are in the page's own units. */
interface TextPiece {
  readonly str: string;
  readonly transform: readonly unknown[];
  readonly width: number;
}

/** pdf.js tells the place of a piece only: its letters share the length by their width. */
function lettersOfItem({ str, transform, width }: TextPiece, toPage: readonly unknown[]): PdfCharacter[] {
  const [a, b, c, d, e, f] = product(toPage, transform);
  const scale = Math.hypot(...numbers(toPage).slice(0, 2));
  const length = width * scale;
  const across = Math.hypot(a, b) || 1;
  const [alongX, alongY] = [a / across, b / across];
  const letters = [...str];
  const shares = letters.map((letter) => (isWide(letter.codePointAt(0) ?? 0) ? 1 : NARROW));
  const sum = shares.reduce((total, share) => total + share, 0) || 1;
  const turn = turnOf(alongX, alongY);
  let done = 0;
  return letters.map((letter, index): PdfCharacter => {
    const [from, to] = [(done / sum) * length, ((done + (shares[index] ?? 0)) / sum) * length];
    done += shares[index] ?? 0;
    const corners = [from, to].flatMap((at) =>
      [ASCENT, -DESCENT].map((up) => [e + alongX * at + c * up, f + alongY * at + d * up] as const),
    );
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    return {
      text: letterOf(letter.codePointAt(0) ?? 0),
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
      unmapped: false,
      turn,
    };
  });
}

type Matrix = readonly [number, number, number, number, number, number];

function numbers(matrix: readonly unknown[]): Matrix {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = matrix.map(Number);
  return [a, b, c, d, e, f];
}

function product(outer: readonly unknown[], inner: readonly unknown[]): Matrix {
  const [a, b, c, d, e, f] = numbers(outer);
  const [g, h, i, j, k, l] = numbers(inner);
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', mediaType: 'application/pdf', reason };
}
