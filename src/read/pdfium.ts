import { z } from 'zod';

type Call = (...values: number[]) => number;

/** The functions of PDFium used here; addresses are offsets into its own memory. */
const NAMES = [
  '_FPDF_LoadMemDocument',
  '_FPDF_CloseDocument',
  '_FPDF_GetLastError',
  '_FPDF_GetPageCount',
  '_FPDF_GetMetaText',
  '_FPDF_LoadPage',
  '_FPDF_ClosePage',
  '_FPDF_GetPageWidthF',
  '_FPDF_GetPageHeightF',
  '_FPDF_PageToDevice',
  '_FPDFBitmap_CreateEx',
  '_FPDFBitmap_FillRect',
  '_FPDFBitmap_Destroy',
  '_FPDF_RenderPageBitmap',
  '_FPDFText_LoadPage',
  '_FPDFText_ClosePage',
  '_FPDFText_CountChars',
  '_FPDFText_GetUnicode',
  '_FPDFText_IsGenerated',
  '_FPDFText_HasUnicodeMapError',
  '_FPDFText_GetLooseCharBox',
  '_FPDFText_GetMatrix',
  '_FPDFText_GetFontSize',
  '_FPDFText_GetTextObject',
  '_FPDFTextObj_GetTextRenderMode',
  '_FPDFTextObj_GetFont',
  '_FPDFTextObj_GetText',
  '_FPDFFont_GetIsEmbedded',
  '_FPDFPage_CountObjects',
  '_FPDFPage_GetObject',
  '_FPDFFormObj_CountObjects',
  '_FPDFFormObj_GetObject',
  '_FPDFPageObj_GetType',
  '_FPDFPageObj_GetMatrix',
  '_FPDFPageObj_GetBounds',
  '_FPDFPageObj_GetFillColor',
  '_FPDFPageObj_GetStrokeColor',
  '_FPDFPageObj_GetClipPath',
  '_FPDFClipPath_CountPaths',
  '_FPDFClipPath_CountPathSegments',
  '_FPDFClipPath_GetPathSegment',
  '_FPDFPath_GetDrawMode',
  '_FPDFPath_CountSegments',
  '_FPDFPath_GetPathSegment',
  '_FPDFPathSegment_GetPoint',
  '_FPDFPathSegment_GetType',
  '_FPDFPathSegment_GetClose',
] as const;

export type Pdfium = Readonly<Record<(typeof NAMES)[number], Call>> & {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { readonly malloc: (size: number) => number; readonly free: (address: number) => void };
};

const callable = z.custom((value) => typeof value === 'function', 'a function of PDFium is missing');
const shape = z.looseObject({
  HEAPU8: z.instanceof(Uint8Array),
  wasmExports: z.looseObject({ malloc: callable, free: callable }),
  ...Object.fromEntries(NAMES.map((name) => [name, callable])),
});

let loading: Promise<Pdfium> | null = null;

/** PDFium as WebAssembly, loaded once. */
export function loadPdfium(): Promise<Pdfium> {
  return (loading ??= load());
}

async function load(): Promise<Pdfium> {
  // It holds 40 MB as soon as it is imported, which a harvest without PDFs need not pay.
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library: unknown = await PDFiumLibrary.init();
  const module: unknown = z.looseObject({ module: z.unknown() }).parse(library).module;
  shape.parse(module);
  return module as Pdfium;
}

/** Memory of PDFium lent out; the view is taken anew on every read, since the memory may move as it grows. */
export interface Loan {
  readonly address: number;
  readonly view: () => DataView;
  /** `count` 32-bit floats from its beginning. */
  readonly floats: (count: number) => number[];
}

/** Lends memory of PDFium for the time of `work`. */
export function withMemory<T>(pdfium: Pdfium, size: number, work: (loan: Loan) => T): T {
  const address = pdfium.wasmExports.malloc(size);
  const view = (): DataView => new DataView(pdfium.HEAPU8.buffer, address, size);
  const floats = (count: number): number[] => {
    const seen = view();
    return Array.from({ length: count }, (_, index) => seen.getFloat32(index * 4, true));
  };
  try {
    return work({ address, view, floats });
  } finally {
    pdfium.wasmExports.free(address);
  }
}
