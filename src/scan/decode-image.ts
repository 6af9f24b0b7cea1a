import { SkipThis } from '../errors.ts';
import type { GrayImage } from './gray-image.ts';

/** More than an A3 page at 400 dpi; a bomb of a picture is refused before its pixels are unpacked. */
const PIXEL_CEILING = 40_000_000;
const SHORTEST_SIDE = 8;

/**
 * Decodes the first frame of a picture file (PNG, JPEG, GIF, WebP, TIFF) to grey, upright as its EXIF data says, with what is
 * transparent lying on white paper. Red ink (seals, stamped lines) fades: of a coloured pixel the red channel counts, in which
 * black ink is black and red ink is nearly white.
 *
 * @throws SkipThis for what is no picture, is damaged, or has more pixels than a page can have
 */
export async function decodeImage(bytes: Uint8Array): Promise<GrayImage> {
  // It loads a native library, which those who read no pictures need not pay.
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: PIXEL_CEILING, failOn: 'error', pages: 1 })
      .rotate()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (Math.min(width, height) < SHORTEST_SIDE) throw new SkipThis(`the picture is only ${width} by ${height} pixels`);
    return { width, height, pixels: channels === 1 ? Uint8Array.from(data) : paperTones(data, channels) };
  } catch (error) {
    if (error instanceof SkipThis) throw error;
    throw new SkipThis(`the picture cannot be decoded: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (text.includes('pixel limit')) return `it has more than ${PIXEL_CEILING / 1_000_000} million pixels`;
  if (text.includes('unsupported image format')) return 'its format is none of PNG, JPEG, GIF, WebP and TIFF';
  const [line = ''] = text.split('\n');
  return line.replace(/^Input buffer has corrupt header:?\s*|:\s*$/gu, '') || 'it is damaged';
}

/** How much redder than green and blue a pixel is where ink is red; paper yellowed by age or light is less so. */
const RED = 32;

/** Grey as usual, but where a pixel is clearly red (a seal), its red channel lightened further, so that the ink all but vanishes. */
function paperTones(data: Uint8Array, channels: number): Uint8Array {
  const pixels = new Uint8Array(data.length / channels);
  for (let at = 0, from = 0; at < pixels.length; at += 1, from += channels) {
    const red = data[from] ?? 0;
    const green = data[from + 1] ?? 0;
    const blue = data[from + 2] ?? 0;
    const excess = red - (green > blue ? green : blue);
    pixels[at] = excess > RED ? Math.min(255, red + (excess >> 2)) : (red * 77 + green * 151 + blue * 28) >> 8;
  }
  return pixels;
}
