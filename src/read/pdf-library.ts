import type { GrayImage } from '../scan/gray-image.ts';
import { textOf, type PdfCharacter } from './pdf-characters.ts';
import type { PdfBox } from './pdf-lines.ts';
import { drawingsOf, type Place } from './pdf-objects.ts';
import type { PdfRule } from './pdf-rules.ts';
import { loadPdfium, withMemory, type Pdfium } from './pdfium.ts';

/** A page as drawn, in points from its top left as shown. */
export interface PdfPage {
  readonly width: number;
  readonly height: number;
  /** Those that can be seen. */
  readonly characters: readonly PdfCharacter[];
  /** How many characters are there and not seen. */
  readonly hidden: number;
  /** Pieces of text that print something and say nothing. */
  readonly vanished: readonly PdfBox[];
  readonly rules: readonly PdfRule[];
  readonly images: readonly PdfBox[];
  /** Curved shapes: letters drawn as outlines, where there are many. */
  readonly shapes: number;
  /** Something is drawn on it, text aside. */
  readonly drawn: boolean;
}

export interface OpenPdf {
  readonly pageCount: number;
  /** Entries of the information dictionary, keys in lower case. */
  readonly information: ReadonlyMap<string, string>;
  /** @param index zero-based */
  readonly readPage: (index: number) => PdfPage | null;
  /**
   * The page as a person sees it.
   *
   * @param index zero-based
   * @param dpi dots per inch; less where the picture would be larger than 64 million pixels
   */
  readonly renderPage: (index: number, dpi: number) => GrayImage | null;
  /**
   * Width and height of a page as shown, in points; null where it cannot be opened.
   *
   * @param index zero-based
   */
  readonly pageSize: (index: number) => readonly [width: number, height: number] | null;
  readonly close: () => void;
}

const FAILURES: ReadonlyMap<number, string> = new Map([
  [3, 'the PDF is broken'],
  [4, 'the PDF asks for a password'],
  [5, 'the PDF is encrypted in a way that cannot be opened'],
]);
const INFORMATION = ['Title', 'Author', 'Creator', 'Producer', 'CreationDate', 'ModDate'];
const POINTS_PER_INCH = 72;
const PIXEL_CEILING = 64e6;
const GRAY = 1;
const WITH_ANNOTATIONS = 1;

/** Opens a PDF held in memory; `failure` says in words why it cannot be opened. The caller closes what it opened. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf | { readonly failure: string }> {
  const pdfium = await loadPdfium();
  const data = pdfium.wasmExports.malloc(bytes.length);
  pdfium.HEAPU8.set(bytes, data);
  const document = pdfium._FPDF_LoadMemDocument(data, bytes.length, 0);
  if (document === 0) {
    const failure = FAILURES.get(pdfium._FPDF_GetLastError()) ?? 'the PDF cannot be opened';
    pdfium.wasmExports.free(data);
    return { failure };
  }
  return {
    pageCount: pdfium._FPDF_GetPageCount(document),
    information: informationOf(pdfium, document),
    readPage: (index) => withPage(pdfium, document, index, (page) => readPage(pdfium, page)),
    renderPage: (index, dpi) => withPage(pdfium, document, index, (page) => renderPage(pdfium, page, dpi)),
    pageSize: (index) =>
      withPage(pdfium, document, index, (page) => [
        pdfium._FPDF_GetPageWidthF(page),
        pdfium._FPDF_GetPageHeightF(page),
      ]),
    close: () => {
      pdfium._FPDF_CloseDocument(document);
      pdfium.wasmExports.free(data);
    },
  };
}

/**
 * Draws one page of a PDF in shades of grey, white where nothing is printed; null where the PDF or the page cannot be opened.
 *
 * @param index zero-based
 */
export async function renderPdfPage(bytes: Uint8Array, index: number, dpi: number): Promise<GrayImage | null> {
  const opened = await openPdf(bytes);
  if ('failure' in opened) return null;
  try {
    return opened.renderPage(index, dpi);
  } finally {
    opened.close();
  }
}

function informationOf(pdfium: Pdfium, document: number): Map<string, string> {
  const information = new Map<string, string>();
  const size = 2048;
  withMemory(pdfium, size + 32, ({ address, view }) => {
    for (const tag of INFORMATION) {
      Buffer.from(pdfium.HEAPU8.buffer, address + size, 32).write(`${tag}\0`, 'latin1');
      const length = pdfium._FPDF_GetMetaText(document, address + size, address, size);
      if (length <= 2 || length > size) continue;
      const value = new TextDecoder('utf-16le').decode(new Uint8Array(view().buffer, address, length - 2)).trim();
      if (value !== '') information.set(tag.toLowerCase(), value);
    }
  });
  return information;
}

function withPage<T>(pdfium: Pdfium, document: number, index: number, work: (page: number) => T): T | null {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    return work(page);
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}

function readPage(pdfium: Pdfium, page: number): PdfPage {
  const place = placement(pdfium, page);
  const width = pdfium._FPDF_GetPageWidthF(page);
  const height = pdfium._FPDF_GetPageHeightF(page);
  const drawings = drawingsOf(pdfium, page, place);
  const { rules, images, shapes, covers } = drawings;
  const drawn = rules.length + covers.length + shapes > 0;
  return { width, height, ...textOf(pdfium, page, { place, drawings, width, height }), rules, images, shapes, drawn };
}

/** From the page's own coordinates to points from the top left as shown, whatever its rotation and crop box. */
function placement(pdfium: Pdfium, page: number): Place {
  const scale = 100;
  const width = Math.round(pdfium._FPDF_GetPageWidthF(page) * scale);
  const height = Math.round(pdfium._FPDF_GetPageHeightF(page) * scale);
  return withMemory(pdfium, 8, ({ address, view }) => {
    const device = (x: number, y: number): readonly [number, number] => {
      pdfium._FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, address, address + 4);
      return [view().getInt32(0, true) / scale, view().getInt32(4, true) / scale];
    };
    const span = 1000;
    const [originX, originY] = device(0, 0);
    const [rightX, rightY] = device(span, 0);
    const [upX, upY] = device(0, span);
    return (x, y) => [
      originX + ((rightX - originX) * x + (upX - originX) * y) / span,
      originY + ((rightY - originY) * x + (upY - originY) * y) / span,
    ];
  });
}

function renderPage(pdfium: Pdfium, page: number, dpi: number): GrayImage | null {
  const [across, down] = [pdfium._FPDF_GetPageWidthF(page), pdfium._FPDF_GetPageHeightF(page)];
  const wanted = dpi / POINTS_PER_INCH;
  const scale = Math.min(wanted, Math.sqrt(PIXEL_CEILING / (across * down)));
  const width = Math.max(1, Math.round(across * scale));
  const height = Math.max(1, Math.round(down * scale));
  const data = pdfium.wasmExports.malloc(width * height);
  if (data === 0) return null;
  try {
    const bitmap = pdfium._FPDFBitmap_CreateEx(width, height, GRAY, data, width);
    if (bitmap === 0) return null;
    pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS);
    pdfium._FPDFBitmap_Destroy(bitmap);
    return { width, height, pixels: pdfium.HEAPU8.slice(data, data + width * height) };
  } finally {
    pdfium.wasmExports.free(data);
  }
}
