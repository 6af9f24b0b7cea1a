import { z } from 'zod';

/** The functions of PDFium used here; addresses are offsets into its own memory. */
interface Pdfium {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { readonly malloc: (size: number) => number; readonly free: (address: number) => void };
  readonly _FPDF_LoadMemDocument: (data: number, size: number, password: number) => number;
  readonly _FPDF_CloseDocument: (document: number) => void;
  readonly _FPDF_GetLastError: () => number;
  readonly _FPDF_GetPageCount: (document: number) => number;
  readonly _FPDF_GetMetaText: (document: number, tag: number, buffer: number, size: number) => number;
  readonly _FPDF_LoadPage: (document: number, index: number) => number;
  readonly _FPDF_ClosePage: (page: number) => void;
  readonly _FPDF_GetPageWidthF: (page: number) => number;
  readonly _FPDF_GetPageHeightF: (page: number) => number;
  readonly _FPDF_PageToDevice: (
    page: number,
    startX: number,
    startY: number,
    sizeX: number,
    sizeY: number,
    rotate: number,
    pageX: number,
    pageY: number,
    deviceX: number,
    deviceY: number,
  ) => number;
  readonly _FPDFText_LoadPage: (page: number) => number;
  readonly _FPDFText_ClosePage: (textPage: number) => void;
  readonly _FPDFText_CountChars: (textPage: number) => number;
  readonly _FPDFText_GetUnicode: (textPage: number, index: number) => number;
  readonly _FPDFText_IsGenerated: (textPage: number, index: number) => number;
  readonly _FPDFText_HasUnicodeMapError: (textPage: number, index: number) => number;
  readonly _FPDFText_GetLooseCharBox: (textPage: number, index: number, box: number) => number;
  readonly _FPDFPage_CountObjects: (page: number) => number;
  readonly _FPDFPage_GetObject: (page: number, index: number) => number;
  readonly _FPDFPageObj_GetType: (object: number) => number;
  readonly _FPDFPageObj_GetMatrix: (object: number, matrix: number) => number;
  readonly _FPDFPath_CountSegments: (path: number) => number;
  readonly _FPDFPath_GetPathSegment: (path: number, index: number) => number;
  readonly _FPDFPathSegment_GetPoint: (segment: number, x: number, y: number) => number;
  readonly _FPDFPathSegment_GetType: (segment: number) => number;
  readonly _FPDFPathSegment_GetClose: (segment: number) => number;
}

const pdfiumFunction = z.custom((value) => typeof value === 'function', 'a function of PDFium is missing');
const pdfiumShape = z.looseObject({
  HEAPU8: z.instanceof(Uint8Array),
  wasmExports: z.looseObject({ malloc: pdfiumFunction, free: pdfiumFunction }),
  _FPDF_LoadMemDocument: pdfiumFunction,
  _FPDF_PageToDevice: pdfiumFunction,
  _FPDFText_GetLooseCharBox: pdfiumFunction,
  _FPDFPath_GetPathSegment: pdfiumFunction,
});

/** One character and the box it takes on the page, in points from the page's top left. */
export interface PdfCharacter {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** True when the font does not say what character its glyph stands for. */
  readonly unmapped: boolean;
}

/** A straight horizontal or vertical line drawn on the page: an edge of a rule, a frame or a filled box. */
export interface PdfRule {
  readonly direction: 'horizontal' | 'vertical';
  /** y of a horizontal rule, x of a vertical one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly characters: readonly PdfCharacter[];
  readonly rules: readonly PdfRule[];
}

export interface OpenPdf {
  readonly pageCount: number;
  /** Entries of the information dictionary, keys in lower case. */
  readonly information: ReadonlyMap<string, string>;
  /** @param index zero-based */
  readonly readPage: (index: number) => PdfPage | null;
  readonly close: () => void;
}

const FAILURES: ReadonlyMap<number, string> = new Map([
  [3, 'the PDF is broken'],
  [4, 'the PDF asks for a password'],
  [5, 'the PDF is encrypted in a way that cannot be opened'],
]);
const PATH_OBJECT = 2;
const LINE_SEGMENT = 0;
const MOVE_SEGMENT = 2;
const OBJECT_CEILING = 50_000;
const CHARACTER_CEILING = 100_000;
const INFORMATION = ['Title', 'Author', 'Creator', 'Producer', 'CreationDate', 'ModDate'];

let loading: Promise<Pdfium> | null = null;

async function load(): Promise<Pdfium> {
  // It holds 40 MB as soon as it is imported, which a harvest without PDFs need not pay.
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library: unknown = await PDFiumLibrary.init();
  const module: unknown = z.looseObject({ module: z.unknown() }).parse(library).module;
  pdfiumShape.parse(module);
  return module as Pdfium;
}

/** Opens a PDF held in memory; `failure` says in words why it cannot be opened. The caller closes what it opened. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf | { readonly failure: string }> {
  loading ??= load();
  const pdfium = await loading;
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
    readPage: (index) => readPage(pdfium, document, index),
    close: () => {
      pdfium._FPDF_CloseDocument(document);
      pdfium.wasmExports.free(data);
    },
  };
}

/** Lends memory of PDFium for the time of `work`. The view is taken anew on every read, since the memory may move as it grows. */
function withMemory<T>(pdfium: Pdfium, size: number, work: (address: number, view: () => DataView) => T): T {
  const address = pdfium.wasmExports.malloc(size);
  try {
    return work(address, () => new DataView(pdfium.HEAPU8.buffer, address, size));
  } finally {
    pdfium.wasmExports.free(address);
  }
}

function informationOf(pdfium: Pdfium, document: number): Map<string, string> {
  const information = new Map<string, string>();
  const size = 2048;
  withMemory(pdfium, size + 32, (address, view) => {
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

function readPage(pdfium: Pdfium, document: number, index: number): PdfPage | null {
  const page = pdfium._FPDF_LoadPage(document, index);
  if (page === 0) return null;
  try {
    const place = placement(pdfium, page);
    return {
      width: pdfium._FPDF_GetPageWidthF(page),
      height: pdfium._FPDF_GetPageHeightF(page),
      characters: charactersOf(pdfium, page, place),
      rules: rulesOf(pdfium, page, place),
    };
  } finally {
    pdfium._FPDF_ClosePage(page);
  }
}

/** From the page's own coordinates to points from the top left as shown, whatever its rotation and crop box. */
type Place = (x: number, y: number) => readonly [x: number, y: number];

function placement(pdfium: Pdfium, page: number): Place {
  const scale = 100;
  const width = Math.round(pdfium._FPDF_GetPageWidthF(page) * scale);
  const height = Math.round(pdfium._FPDF_GetPageHeightF(page) * scale);
  return withMemory(pdfium, 8, (address, view) => {
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

function charactersOf(pdfium: Pdfium, page: number, place: Place): PdfCharacter[] {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) return [];
  try {
    const characters: PdfCharacter[] = [];
    const count = Math.min(pdfium._FPDFText_CountChars(textPage), CHARACTER_CEILING);
    withMemory(pdfium, 16, (address, view) => {
      for (let index = 0; index < count; index += 1) {
        if (pdfium._FPDFText_IsGenerated(textPage, index) === 1) continue;
        if (pdfium._FPDFText_GetLooseCharBox(textPage, index, address) === 0) continue;
        const code = pdfium._FPDFText_GetUnicode(textPage, index);
        const box = view();
        const [left, top] = place(box.getFloat32(0, true), box.getFloat32(4, true));
        const [right, bottom] = place(box.getFloat32(8, true), box.getFloat32(12, true));
        characters.push({
          text: code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD',
          left: Math.min(left, right),
          top: Math.min(top, bottom),
          right: Math.max(left, right),
          bottom: Math.max(top, bottom),
          unmapped: pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1,
        });
      }
    });
    return characters;
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function rulesOf(pdfium: Pdfium, page: number, place: Place): PdfRule[] {
  const rules: PdfRule[] = [];
  const count = Math.min(pdfium._FPDFPage_CountObjects(page), OBJECT_CEILING);
  withMemory(pdfium, 32, (address, view) => {
    for (let index = 0; index < count; index += 1) {
      const object = pdfium._FPDFPage_GetObject(page, index);
      if (pdfium._FPDFPageObj_GetType(object) !== PATH_OBJECT) continue;
      if (pdfium._FPDFPageObj_GetMatrix(object, address) === 0) continue;
      const matrix = Array.from({ length: 6 }, (_, entry) => view().getFloat32(entry * 4, true));
      const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = matrix;
      const toPage: Place = (x, y) => place(a * x + c * y + e, b * x + d * y + f);
      pushEdges(rules, pointsOf(pdfium, object, address, view, toPage));
    }
  });
  return rules;
}

interface PathPoint {
  readonly type: number;
  readonly closes: boolean;
  readonly point: readonly [number, number];
}

function pointsOf(pdfium: Pdfium, path: number, address: number, view: () => DataView, toPage: Place): PathPoint[] {
  const points: PathPoint[] = [];
  const count = Math.min(pdfium._FPDFPath_CountSegments(path), OBJECT_CEILING);
  for (let index = 0; index < count; index += 1) {
    const segment = pdfium._FPDFPath_GetPathSegment(path, index);
    if (pdfium._FPDFPathSegment_GetPoint(segment, address, address + 4) === 0) continue;
    const point = toPage(view().getFloat32(0, true), view().getFloat32(4, true));
    const closes = pdfium._FPDFPathSegment_GetClose(segment) === 1;
    points.push({ type: pdfium._FPDFPathSegment_GetType(segment), closes, point });
  }
  return points;
}

function pushEdges(rules: PdfRule[], points: readonly PathPoint[]): void {
  let start: readonly [number, number] = [0, 0];
  let last: readonly [number, number] = [0, 0];
  for (const { type, closes, point } of points) {
    if (type === MOVE_SEGMENT) start = point;
    else if (type === LINE_SEGMENT) pushEdge(rules, last, point);
    if (closes) pushEdge(rules, point, start);
    last = point;
  }
}

const SLANT = 1;
const SHORTEST = 3;

function pushEdge(rules: PdfRule[], one: readonly [number, number], other: readonly [number, number]): void {
  const [x1, y1] = one;
  const [x2, y2] = other;
  if (Math.abs(y1 - y2) <= SLANT && Math.abs(x1 - x2) >= SHORTEST) {
    rules.push({ direction: 'horizontal', at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) });
  } else if (Math.abs(x1 - x2) <= SLANT && Math.abs(y1 - y2) >= SHORTEST) {
    rules.push({ direction: 'vertical', at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) });
  }
}
