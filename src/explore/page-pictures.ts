import sharp from 'sharp';
import { SkipThis } from '../errors.ts';
import { openPdf } from '../read/pdf-library.ts';

/** A page as a picture, and its size in the unit of locators: points for PDF, pixels for picture files. */
export interface PagePicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Dots per inch at which a PDF page is drawn: a digit of the statutory tables can be read when enlarged twice. */
const DRAWN_DPI = 150;
const PIXEL_CEILING = 40_000_000;
/** Pictures kept, by their bytes: some two hundred pages. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Draws pages of originals, and keeps those last asked for. */
export class PagePictures {
  readonly #kept = new Map<string, Promise<PagePicture>>();
  #bytes = 0;

  /**
   * One page of a PDF, or a picture file as its page 1.
   *
   * @param key names the bytes: their hash
   * @param page one-based
   * @throws SkipThis where there is no such page, or it cannot be drawn
   */
  page(
    key: string,
    original: () => Promise<{ bytes: Uint8Array; mediaType: string }>,
    page: number,
  ): Promise<PagePicture> {
    const name = `${key} ${page}`;
    const known = this.#kept.get(name);
    if (known !== undefined) {
      this.#kept.delete(name);
      this.#kept.set(name, known);
      return known;
    }
    const drawing = original().then(({ bytes, mediaType }) =>
      mediaType === 'application/pdf' ? drawPdfPage(bytes, page) : drawPicture(bytes, page),
    );
    this.#kept.set(name, drawing);
    drawing.then(
      ({ png }) => this.#make(png.length),
      // Who asked is told; a failure is not worth keeping.
      () => this.#kept.delete(name),
    );
    return drawing;
  }

  /** Counts what came in, and lets go of the oldest. */
  #make(bytes: number): void {
    this.#bytes += bytes;
    for (const [name, oldest] of this.#kept) {
      if (this.#bytes <= KEPT_BYTES) return;
      this.#kept.delete(name);
      void oldest.then(({ png }) => (this.#bytes -= png.length));
    }
  }
}

async function drawPdfPage(bytes: Uint8Array, page: number): Promise<PagePicture> {
  const opened = await openPdf(bytes);
  if ('failure' in opened) throw new SkipThis(opened.failure);
  try {
    const size = opened.pageSize(page - 1);
    const image = opened.renderPage(page - 1, DRAWN_DPI);
    if (size === null || image === null) throw new SkipThis(`The PDF has no page ${page} that can be drawn.`);
    const raw = { width: image.width, height: image.height, channels: 1 as const };
    const png = await sharp(image.pixels, { raw }).png({ compressionLevel: 4 }).toBuffer();
    return { png, width: size[0], height: size[1] };
  } finally {
    opened.close();
  }
}

/** Upright as its EXIF data says, as its reader saw it. */
async function drawPicture(bytes: Uint8Array, page: number): Promise<PagePicture> {
  if (page !== 1) throw new SkipThis('A picture has one page.');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: PIXEL_CEILING, pages: 1 })
      .rotate()
      .flatten({ background: '#ffffff' })
      .png({ compressionLevel: 4 })
      .toBuffer({ resolveWithObject: true });
    return { png: data, width: info.width, height: info.height };
  } catch (error) {
    throw new SkipThis(`The picture cannot be drawn: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
