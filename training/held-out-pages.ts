import sharp from 'sharp';
import type { GrayImage } from '../src/scan/gray-image.ts';
import { type Font, FONTS } from './font-sets.ts';
import { Random } from './random.ts';

/** A cell cut from a page that no recogniser learnt from, with what was printed in it. */
export interface HeldOutCell {
  readonly image: GrayImage;
  readonly text: string;
  readonly page: HeldOutPage;
}

export interface HeldOutPage {
  readonly dpi: number;
  readonly spoilt: Spoilt;
  readonly font: Font;
  readonly seed: number;
}

/** Ways in which pages are spoilt; whole pages, by other means than the training's. */
export const SPOILT = ['clean', 'jpeg', 'noise', 'one-bit', 'skew', 'faint', 'blur', 'screen'] as const;
export type Spoilt = (typeof SPOILT)[number];

const COLUMNS = 10;
const ROWS = 14;
/** Millimetres. */
const CELL = { width: 19, height: 8.5 } as const;
/** The page is drawn this much larger, then scaled down. */
const OVER = 3;

/** What is printed in a held-out cell: half of it as in real tables (mostly 0), half of even lengths. */
function printed(random: Random): string {
  const digits = (count: number): string => Array.from({ length: count }, () => String(random.whole(0, 9))).join('');
  const whole = (count: number): string => String(random.whole(1, 9)) + digits(count - 1);
  const kind = random.next();
  if (kind < 0.12) return '0';
  if (kind < 0.3) return digits(1);
  if (kind < 0.72) return whole(random.whole(1, 6));
  if (kind < 0.8) return `${whole(random.whole(1, 4))}.${digits(random.whole(1, 2))}`;
  if (kind < 0.85) return `${whole(random.whole(1, 2))},${digits(3)}`;
  if (kind < 0.9) return random.of(['-', '+']) + whole(random.whole(1, 3));
  if (kind < 0.93) return random.of(['-', '—', '/']);
  return '';
}

/**
 * Draws a ruled table in a held-out font, spoils the page and cuts its cells out, not quite at their rules.
 * @param family the font to draw in; drawn by lot where not given
 */
export async function heldOutCells(seed: number, dpi: number, spoilt: Spoilt, family?: string): Promise<HeldOutCell[]> {
  const random = new Random(seed);
  const drawn = random.of<Font>(FONTS.heldOut);
  const font = family === undefined ? drawn : { family };
  const pixel = (dpi * OVER) / 25.4;
  const [cellWidth, cellHeight] = [CELL.width * pixel, CELL.height * pixel];
  const margin = 4 * pixel;
  const [width, height] = [COLUMNS * cellWidth + 2 * margin, ROWS * cellHeight + 2 * margin];
  const size = (random.of([9, 10, 10.5, 10.5, 12]) * dpi * OVER) / 72;
  const rule = random.between(0.12, 0.35) * pixel;
  const texts = Array.from({ length: COLUMNS * ROWS }, () => printed(random));
  const shapes: string[] = [];
  for (let line = 0; line <= ROWS; line++)
    shapes.push(
      `<rect x="${margin}" y="${margin + line * cellHeight - rule / 2}" width="${width - 2 * margin}" height="${rule}"/>`,
    );
  for (let line = 0; line <= COLUMNS; line++)
    shapes.push(
      `<rect x="${margin + line * cellWidth - rule / 2}" y="${margin}" width="${rule}" height="${height - 2 * margin}"/>`,
    );
  const alignment = random.of(['middle', 'middle', 'middle', 'end', 'start']);
  for (const [index, text] of texts.entries()) {
    const left = margin + (index % COLUMNS) * cellWidth;
    const inset = { middle: cellWidth / 2, end: cellWidth - pixel, start: pixel }[alignment] ?? 0;
    const y = margin + Math.floor(index / COLUMNS) * cellHeight + cellHeight / 2 + size * random.between(0.25, 0.45);
    shapes.push(`<text x="${left + inset}" y="${y}" text-anchor="${alignment}">${text}</text>`);
  }
  const tilt =
    spoilt === 'skew'
      ? random.between(-1.2, 1.2)
      : spoilt === 'clean' || spoilt === 'screen'
        ? 0
        : random.between(-0.3, 0.3);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}">` +
    `<rect width="100%" height="100%" fill="white"/><g transform="rotate(${tilt} ${width / 2} ${height / 2})" ` +
    `font-family="${font.family}" font-weight="${font.weight ?? 'normal'}" font-size="${size}">${shapes.join('')}</g></svg>`;
  const page = await spoiltPage(Buffer.from(svg), Math.round(width / OVER), spoilt, random);
  return texts.map((text, index) => ({
    image: cut(page, random, {
      left: (margin + (index % COLUMNS) * cellWidth) / OVER,
      top: (margin + Math.floor(index / COLUMNS) * cellHeight) / OVER,
      width: cellWidth / OVER,
      height: cellHeight / OVER,
      rule: rule / OVER,
      tilt: (tilt * Math.PI) / 180,
    }),
    text: text === '—' ? '-' : text,
    page: { dpi, spoilt, font, seed },
  }));
}

async function spoiltPage(svg: Buffer, width: number, spoilt: Spoilt, random: Random): Promise<GrayImage> {
  let page = sharp(svg, { limitInputPixels: false })
    .grayscale()
    .resize({ width, kernel: random.of(['lanczos3', 'cubic', 'mitchell']) });
  if (spoilt === 'blur') page = page.blur(random.between(0.6, 1.1));
  if (spoilt === 'faint') page = page.linear(random.between(0.35, 0.6), random.between(80, 110));
  if (spoilt === 'jpeg') page = sharp(await page.jpeg({ quality: random.whole(30, 60) }).toBuffer()).grayscale();
  const { data, info } = await page.raw().toBuffer({ resolveWithObject: true });
  const pixels = new Uint8Array(info.width * info.height);
  const grain =
    spoilt === 'noise'
      ? random.between(10, 24)
      : spoilt === 'one-bit'
        ? random.between(0, 12)
        : spoilt === 'clean'
          ? 0
          : 3;
  const level = random.between(110, 190);
  for (let index = 0; index < pixels.length; index++) {
    let value = (data[index * info.channels] ?? 0) + (grain > 0 && spoilt !== 'screen' ? grain * random.normal() : 0);
    if (spoilt === 'one-bit') value = value < level ? 0 : 255;
    pixels[index] = Math.max(0, Math.min(255, Math.round(value)));
  }
  return { width: info.width, height: info.height, pixels };
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly rule: number;
  readonly tilt: number;
}

/** The cell where its middle comes to lie on the tilted page, upright, within a pixel or two of its rules. */
function cut(page: GrayImage, random: Random, place: Place): GrayImage {
  const middleX = place.left + place.width / 2 - page.width / 2;
  const middleY = place.top + place.height / 2 - page.height / 2;
  const turnedX = middleX * Math.cos(place.tilt) - middleY * Math.sin(place.tilt) + page.width / 2;
  const turnedY = middleX * Math.sin(place.tilt) + middleY * Math.cos(place.tilt) + page.height / 2;
  const inset = place.rule / 2 + random.between(-0.6, 2);
  const left = Math.max(0, Math.round(turnedX - place.width / 2 + inset));
  const top = Math.max(0, Math.round(turnedY - place.height / 2 + inset));
  const width = Math.round(place.width - 2 * inset);
  const height = Math.round(place.height - 2 * inset);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    pixels.set(page.pixels.subarray((top + y) * page.width + left, (top + y) * page.width + left + width), y * width);
  return { width, height, pixels };
}
