import sharp from 'sharp';
import type { Font } from './font-sets.ts';

/** Size of type on a sheet, in pixels to the em. */
export const SHEET_EM = 72;
const BOX = 128;
const ORIGIN = 28;
const BASELINE = 92;

/** A glyph as a font draws it, large. */
export interface SheetGlyph {
  readonly size: number;
  /** 0 is paper, 255 ink; `size` rows of `size`. */
  readonly ink: Uint8Array;
  readonly originX: number;
  readonly baseline: number;
  readonly advance: number;
  /** The ink's `[left, top, right, bottom]`, the last two exclusive. */
  readonly box: readonly [number, number, number, number];
}

export type GlyphSheet = ReadonlyMap<string, SheetGlyph>;

/** Renders the glyphs of a font. A font that is not installed is replaced by the renderer, silently: ask `missingFonts` first. */
export async function renderSheet(font: Font, characters: readonly string[]): Promise<GlyphSheet> {
  const wide = 4 * BOX;
  const height = characters.length * BOX;
  const style =
    `font-family="${font.family}" font-size="${SHEET_EM}" ` +
    `font-weight="${font.weight ?? 'normal'}" font-style="${font.style ?? 'normal'}"`;
  const line = (text: string, x: number, row: number): string =>
    `<text x="${x}" y="${row * BOX + BASELINE}">${escaped(text)}</text>`;
  const shapes = [...characters, ''].flatMap((character, row) => [
    ...(character === '' ? [] : [line(character, ORIGIN, row)]),
    line(`H${character}H`, BOX + ORIGIN, row),
  ]);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${height + BOX}">` +
    `<rect width="100%" height="100%" fill="white"/><g ${style}>${shapes.join('')}</g></svg>`;
  const { data } = await sharp(Buffer.from(svg), { limitInputPixels: false })
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rightEdge = (row: number): number => {
    for (let x = wide - 1; x >= BOX; x--)
      for (let y = row * BOX; y < (row + 1) * BOX; y++) if ((data[y * wide + x] ?? 255) < 128) return x;
    return BOX;
  };
  const pair = rightEdge(characters.length);
  const sheet = new Map<string, SheetGlyph>();
  for (const [row, character] of characters.entries()) {
    const ink = new Uint8Array(BOX * BOX);
    let [left, top, right, bottom] = [BOX, BOX, 0, 0];
    for (let y = 0; y < BOX; y++)
      for (let x = 0; x < BOX; x++) {
        const dark = 255 - (data[(row * BOX + y) * wide + x] ?? 255);
        if (dark === 0) continue;
        ink[y * BOX + x] = dark;
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = y + 1;
      }
    const advance = rightEdge(row) - pair;
    sheet.set(character, {
      size: BOX,
      ink,
      originX: ORIGIN,
      baseline: BASELINE,
      advance,
      box: [left, top, right, bottom],
    });
  }
  return sheet;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
