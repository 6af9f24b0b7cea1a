import type { GrayImage } from './gray-image.ts';
import { greyByShare } from './grey-shares.ts';

/** A picture that holds many small ones, each laid out as one row, so that a text engine reads them in one pass. */
export interface LabelSheet {
  readonly picture: GrayImage;
  /** For each piece the rows of pixels it takes on the sheet, `[from, to)`; null for a piece without ink. */
  readonly bands: readonly (readonly [number, number] | null)[];
}

/** Height of a character on the sheet. */
const LETTER = 36;
const BETWEEN_ROWS = 28;
const BETWEEN_LINES = 10;
const MARGIN = 24;
/** A piece wider than this on the sheet is cut: no label is so long. */
const WIDEST = 3200;
const WHITE = 255;

interface Strip {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Lays pieces out on one sheet, a row each. The lines of a piece stand behind one another in its row: a label printed one character
 * a line becomes a line to be read like any other.
 */
export function layOut(pieces: readonly GrayImage[]): LabelSheet {
  const inked = pieces.map((piece) => ({ piece, dark: darknessOf(piece) }));
  const raw = inked.map(({ piece, dark }) => (dark === null ? [] : strips(piece, dark)));
  const size = letterSize(raw.flat());
  const rows = inked.map(({ piece, dark }, index) => (dark === null ? [] : rowOf(piece, raw[index] ?? [], size)));
  const width = Math.min(WIDEST, Math.max(400, ...rows.map(widthOf))) + 2 * MARGIN;
  const heights = rows.map((row) => Math.max(0, ...row.map((line) => line.height)));
  const height = heights.reduce((sum, each) => sum + (each > 0 ? each + BETWEEN_ROWS : 0), 2 * MARGIN);
  const pixels = new Uint8Array(width * height).fill(WHITE);
  let top = MARGIN;
  const bands = rows.map((row, index): readonly [number, number] | null => {
    const rowHeight = heights[index] ?? 0;
    if (rowHeight === 0) return null;
    let left = MARGIN;
    for (const line of row) {
      paste(line, pixels, width, left, top + Math.floor((rowHeight - line.height) / 2));
      left += line.width + BETWEEN_LINES;
    }
    const band = [top, top + rowHeight] as const;
    top += rowHeight + BETWEEN_ROWS;
    return band;
  });
  return { picture: { width, height, pixels }, bands };
}

/** The lines of a piece at the size of the sheet's letters: its own size where a long line tells it, else that of the other pieces. */
function rowOf(piece: GrayImage, own: readonly Strip[], usual: number): GrayImage[] {
  const size = own.some(isLong) ? letterSize(own) : usual;
  return joinStrokes(own, size).map((strip) => scaled(piece, strip, LETTER / size));
}

function widthOf(row: readonly GrayImage[]): number {
  return row.reduce((sum, line) => sum + line.width + BETWEEN_LINES, 0);
}

/** The grey below which a pixel is ink; null where the piece is blank. */
function darknessOf(piece: GrayImage): number | null {
  if (piece.pixels.length === 0) return null;
  const greyAt = greyByShare(piece);
  const paper = greyAt(0.7);
  const ink = greyAt(0.01);
  return paper - ink < 50 ? null : (paper + ink) / 2;
}

/** Runs of pixel rows with ink in them, with the columns the ink takes. */
function strips({ width, height, pixels }: GrayImage, dark: number): Strip[] {
  const found: Strip[] = [];
  let open: { top: number; left: number; right: number } | null = null;
  for (let y = 0; y <= height; y += 1) {
    let left = width;
    let right = -1;
    if (y < height) {
      for (let x = 0; x < width; x += 1) {
        if ((pixels[y * width + x] ?? WHITE) >= dark) continue;
        if (left === width) left = x;
        right = x;
      }
    }
    if (right >= 0) {
      open ??= { top: y, left, right };
      open.left = Math.min(open.left, left);
      open.right = Math.max(open.right, right);
    } else if (open) {
      found.push({ top: open.top, bottom: y, left: open.left, right: open.right + 1 });
      open = null;
    }
  }
  return found;
}

const SMALLEST_LETTER = 8;

/** Wide enough to hold several letters, so that its height is that of a line. */
function isLong({ top, bottom, left, right }: Strip): boolean {
  return bottom - top >= SMALLEST_LETTER && right - left > (bottom - top) * 1.8;
}

/** Height of a line of print: that of most strips which are wider than high, the whole page's pieces taken together. */
function letterSize(all: readonly Strip[]): number {
  const heights = all
    .filter(isLong)
    .map(({ top, bottom }) => bottom - top)
    .sort((one, other) => one - other);
  const usual = heights[Math.floor(heights.length / 2)];
  if (usual !== undefined) return usual;
  return Math.max(SMALLEST_LETTER, ...all.map(({ top, bottom }) => bottom - top).slice(0, 1));
}

/** 二 and 三 fall apart into their strokes where they stand alone in a line: strips are joined up to the height of a letter. */
function joinStrokes(all: readonly Strip[], size: number): Strip[] {
  const joined: Strip[] = [];
  for (const strip of all) {
    const last = joined.at(-1);
    if (last && strip.bottom - last.top <= size * 1.15) {
      joined[joined.length - 1] = {
        top: last.top,
        bottom: strip.bottom,
        left: Math.min(last.left, strip.left),
        right: Math.max(last.right, strip.right),
      };
    } else joined.push(strip);
  }
  return joined.filter(({ top, bottom, left, right }) => Math.max(bottom - top, right - left) >= size * 0.3);
}

/** A part of a picture, made larger or smaller with its pixels blended. */
function scaled(piece: GrayImage, strip: Strip, scale: number): GrayImage {
  const frame = 2;
  const left = Math.max(0, strip.left - frame);
  const top = Math.max(0, strip.top - frame);
  const right = Math.min(piece.width, strip.right + frame);
  const bottom = Math.min(piece.height, strip.bottom + frame);
  const width = Math.max(1, Math.min(WIDEST, Math.round((right - left) * scale)));
  const height = Math.max(1, Math.min(LETTER * 3, Math.round((bottom - top) * scale)));
  const pixels = new Uint8Array(width * height);
  const grey = (x: number, y: number): number =>
    piece.pixels[Math.min(bottom - 1, Math.max(top, y)) * piece.width + Math.min(right - 1, Math.max(left, x))] ??
    WHITE;
  for (let y = 0; y < height; y += 1) {
    const sourceY = top + ((y + 0.5) * (bottom - top)) / height - 0.5;
    const y0 = Math.floor(sourceY);
    const dy = sourceY - y0;
    for (let x = 0; x < width; x += 1) {
      const sourceX = left + ((x + 0.5) * (right - left)) / width - 0.5;
      const x0 = Math.floor(sourceX);
      const dx = sourceX - x0;
      const above = grey(x0, y0) * (1 - dx) + grey(x0 + 1, y0) * dx;
      const below = grey(x0, y0 + 1) * (1 - dx) + grey(x0 + 1, y0 + 1) * dx;
      pixels[y * width + x] = Math.round(above * (1 - dy) + below * dy);
    }
  }
  return { width, height, pixels };
}

function paste(line: GrayImage, pixels: Uint8Array, width: number, left: number, top: number): void {
  for (let y = 0; y < line.height; y += 1) {
    for (let x = 0; x < line.width && left + x < width; x += 1) {
      pixels[(top + y) * width + left + x] = line.pixels[y * line.width + x] ?? WHITE;
    }
  }
}
