import { writeFileSync } from 'node:fs';
import { SkipThis, UsageError } from '../errors.ts';
import type { ExtractedReport, ReportCell } from '../extract/report.ts';
import { renderPdfPage } from '../read/pdf-library.ts';
import { decodeImage } from '../scan/decode-image.ts';
import type { GrayImage } from '../scan/gray-image.ts';
import { drawPages, type PageToDraw } from './page-drawing.ts';

/** What `inspect` looks at. */
interface DrawnOriginal {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** Dots per inch at which a PDF page is drawn: figures are legible and a page fits a screen. */
const DRAWN_DPI = 110;
const POINTS_PER_INCH = 72;

/**
 * Draws the pages that a report's cells were read from, with the cells' boxes over them, and writes the PNG.
 *
 * @throws UsageError where the document has no pages to draw, or the file cannot be written
 * @throws SkipThis where a page cannot be drawn
 */
export async function writeInspectionImage(
  original: DrawnOriginal,
  report: Pick<ExtractedReport, 'cells'>,
  path: string,
): Promise<void> {
  const isPdf = original.mediaType === 'application/pdf';
  if (!isPdf && !original.mediaType.startsWith('image/')) {
    throw new UsageError(
      `--image draws PDF pages and pictures; ${original.url} is ${original.mediaType}, which has no pages. Leave --image out.`,
    );
  }
  const byPage = new Map<number, { cell: ReportCell; box: readonly [number, number, number, number] }[]>();
  for (const cell of report.cells) {
    if (cell.locator === null || !('page' in cell.locator)) continue;
    const { page, box } = cell.locator;
    byPage.set(page, [...(byPage.get(page) ?? []), { cell, box }]);
  }
  if (byPage.size === 0) throw new UsageError(`${original.url} has no cell with a place on a page: nothing to draw.`);
  const pages: PageToDraw[] = [];
  for (const [page, cells] of [...byPage].sort(([one], [other]) => one - other)) {
    const scale = isPdf ? DRAWN_DPI / POINTS_PER_INCH : 1;
    const picture: GrayImage | null = isPdf
      ? await renderPdfPage(original.bytes, page - 1, DRAWN_DPI)
      : await decodeImage(original.bytes);
    if (picture === null) throw new SkipThis(`Page ${page} of ${original.url} cannot be drawn.`);
    const inPixels = ([left, top, right, bottom]: readonly [number, number, number, number]) =>
      [left * scale, top * scale, right * scale, bottom * scale] as const;
    pages.push({ picture, cells: cells.map(({ cell, box }) => ({ cell, box: inPixels(box) })) });
  }
  const png = await drawPages(pages);
  try {
    writeFileSync(path, png);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--image ${path} cannot be written: ${reason}. Name a file in a folder that exists.`);
  }
}
