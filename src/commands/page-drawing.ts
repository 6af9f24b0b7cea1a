import sharp, { type OverlayOptions } from 'sharp';
import type { CellStatus, ReportCell } from '../extract/report.ts';
import type { GrayImage } from '../scan/gray-image.ts';

/** `[left, top, right, bottom]` in pixels of the page's picture. */
export type PixelBox = readonly [number, number, number, number];

/** A page as it looks, and the cells that were read from it. */
export interface PageToDraw {
  readonly picture: GrayImage;
  readonly cells: readonly { readonly box: PixelBox; readonly cell: ReportCell }[];
}

/** Colours that people who confuse red and green tell apart too; a letter says the same. */
const PAINT: Readonly<Record<CellStatus, { readonly colour: string; readonly letter: string }>> = {
  verified: { colour: '#0072b2', letter: 'v' },
  read: { colour: '#56b4e9', letter: 'r' },
  conflicting: { colour: '#e69f00', letter: '!' },
  inferred: { colour: '#cc79a7', letter: '~' },
  doubtful: { colour: '#d55e00', letter: '?' },
  blank: { colour: '#999999', letter: '·' },
  unreadable: { colour: '#000000', letter: '#' },
  absent: { colour: '#000000', letter: '×' },
};

const LEGEND_HEIGHT = 44;
const GAP = 12;

/**
 * Pages one below the other as a PNG, each cell framed in the colour of its status with what was read of it, and a legend at the top that
 * counts the cells of each status.
 */
export async function drawPages(pages: readonly PageToDraw[]): Promise<Uint8Array> {
  const width = Math.max(640, ...pages.map(({ picture }) => picture.width));
  const height = pages.reduce((sum, { picture }) => sum + picture.height + GAP, LEGEND_HEIGHT);
  const layers: OverlayOptions[] = [{ input: Buffer.from(legend(pages, width)), left: 0, top: 0 }];
  let top = LEGEND_HEIGHT;
  for (const page of pages) {
    const { picture } = page;
    const raw = { width: picture.width, height: picture.height, channels: 1 as const };
    const base = await sharp(picture.pixels, { raw }).toColourspace('srgb').png().toBuffer();
    layers.push({ input: base, left: 0, top }, { input: Buffer.from(frames(page)), left: 0, top });
    top += picture.height + GAP;
  }
  const canvas = { create: { width, height, channels: 3 as const, background: '#e5e5e5' } };
  return sharp(canvas).composite(layers).png({ palette: true }).toBuffer();
}

function svg(width: number, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">${content}</svg>`;
}

function legend(pages: readonly PageToDraw[], width: number): string {
  const counts = new Map<CellStatus, number>();
  for (const { cells } of pages) {
    for (const { cell } of cells) counts.set(cell.status, (counts.get(cell.status) ?? 0) + 1);
  }
  const step = (width - 20) / Math.max(1, counts.size);
  const entries = [...counts].map(([status, count], index) => {
    const { colour, letter } = PAINT[status];
    const x = 10 + index * step;
    return (
      `<rect x="${x}" y="12" width="18" height="18" fill="${colour}" fill-opacity="0.25" stroke="${colour}" stroke-width="2"/>` +
      `<text x="${x + 5}" y="26" font-size="13" fill="${colour}">${letter}</text>` +
      `<text x="${x + 24}" y="26" font-size="13" fill="#222">${count} ${status}</text>`
    );
  });
  return svg(width, LEGEND_HEIGHT, `<rect width="100%" height="100%" fill="white"/>${entries.join('')}`);
}

function frames({ picture, cells }: PageToDraw): string {
  const marks = cells.map(({ box: [left, top, right, bottom], cell }) => {
    const { colour, letter } = PAINT[cell.status];
    const size = Math.max(7, Math.min(12, (bottom - top) * 0.4));
    const said = cell.number === null ? letter : `${cell.number}${'vr'.includes(letter) ? '' : letter}`;
    return (
      `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="${colour}" fill-opacity="0.12" ` +
      `stroke="${colour}" stroke-width="1.5"/>` +
      `<text x="${right - 1}" y="${top + size * 0.8}" font-size="${size}" text-anchor="end" fill="${colour}" ` +
      `stroke="white" stroke-width="2" paint-order="stroke">${said}</text>`
    );
  });
  return svg(picture.width, picture.height, marks.join(''));
}
