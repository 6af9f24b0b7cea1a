import type { GlyphPieces, Piece } from './glyph-pieces.ts';

const GRID = 24;
const ZONES = 4;
const DIRECTIONS = 8;
const COARSE_X = 6;
const COARSE_Y = 8;
const PLACE_FEATURES = 6;

export const GLYPH_FEATURES = ZONES * ZONES * DIRECTIONS + COARSE_X * COARSE_Y + PLACE_FEATURES;

const grid = new Float64Array((GRID + 2) * (GRID + 2));

/**
 * Describes a box by the directions in which its brightness changes, zone by zone, by its coarse picture, and by its shape and place in
 * the line. The picture is stretched to a square, so that narrow and wide type look alike.
 */
export function describeGlyph(line: GlyphPieces, box: Piece, features: Float64Array): void {
  features.fill(0);
  stretch(line, box);
  const stride = GRID + 2;
  let strength = 0;
  for (let y = 0; y < GRID; y++)
    for (let x = 0; x < GRID; x++) {
      const at = (y + 1) * stride + x + 1;
      const right = (grid[at + 1] ?? 0) - (grid[at - 1] ?? 0);
      const down = (grid[at + stride] ?? 0) - (grid[at - stride] ?? 0);
      const slope = Math.sqrt(right * right + down * down);
      if (slope < 0.02) continue;
      strength += slope;
      const turn = ((Math.atan2(down, right) / (2 * Math.PI) + 1) * DIRECTIONS) % DIRECTIONS;
      const first = Math.floor(turn) % DIRECTIONS;
      const share = turn - Math.floor(turn);
      spread(features, x, y, first, slope * (1 - share));
      spread(features, x, y, (first + 1) % DIRECTIONS, slope * share);
    }
  const slopes = ZONES * ZONES * DIRECTIONS;
  const even = strength === 0 ? 0 : slopes / (strength * 4);
  for (let index = 0; index < slopes; index++) features[index] = Math.sqrt((features[index] ?? 0) * even);

  const stepX = GRID / COARSE_X;
  const stepY = GRID / COARSE_Y;
  for (let y = 0; y < GRID; y++)
    for (let x = 0; x < GRID; x++) {
      const index = slopes + Math.floor(y / stepY) * COARSE_X + Math.floor(x / stepX);
      features[index] = (features[index] ?? 0) + (grid[(y + 1) * stride + x + 1] ?? 0) / (stepX * stepY);
    }

  const high = line.bottom - line.top;
  const place = slopes + COARSE_X * COARSE_Y;
  features[place] = Math.min(2, (box.right - box.left) / high);
  features[place + 1] = Math.min(2, (box.bottom - box.top) / high);
  features[place + 2] = (box.top - line.top) / high;
  features[place + 3] = (box.bottom - line.top) / high;
  features[place + 4] = Math.min(2, (box.right - box.left) / (box.bottom - box.top)) / 2;
  features[place + 5] = Math.min(2, (box.bottom - box.top) / (box.right - box.left)) / 2;
}

/** Shares a slope out among the zones around it, so that a shift by a pixel changes little. */
function spread(features: Float64Array, x: number, y: number, direction: number, amount: number): void {
  const zoneX = ((x + 0.5) / GRID) * ZONES - 0.5;
  const zoneY = ((y + 0.5) / GRID) * ZONES - 0.5;
  const left = Math.floor(zoneX);
  const top = Math.floor(zoneY);
  for (let stepY = 0; stepY < 2; stepY++)
    for (let stepX = 0; stepX < 2; stepX++) {
      const column = left + stepX;
      const row = top + stepY;
      if (column < 0 || row < 0 || column >= ZONES || row >= ZONES) continue;
      const share = (1 - Math.abs(zoneX - column)) * (1 - Math.abs(zoneY - row));
      const index = (row * ZONES + column) * DIRECTIONS + direction;
      features[index] = (features[index] ?? 0) + amount * share;
    }
}

function stretch(line: GlyphPieces, box: Piece): void {
  grid.fill(0);
  const perX = (box.right - box.left) / GRID;
  const perY = (box.bottom - box.top) / GRID;
  const samplesX = Math.max(1, Math.min(3, Math.round(perX)));
  const samplesY = Math.max(1, Math.min(3, Math.round(perY)));
  for (let y = 0; y < GRID; y++)
    for (let x = 0; x < GRID; x++) {
      let sum = 0;
      for (let subY = 0; subY < samplesY; subY++)
        for (let subX = 0; subX < samplesX; subX++) {
          const sourceX = box.left + (x + (subX + 0.5) / samplesX) * perX;
          const sourceY = box.top + (y + (subY + 0.5) / samplesY) * perY;
          sum += line.ink[Math.floor(sourceY) * line.width + Math.floor(sourceX)] ?? 0;
        }
      grid[(y + 1) * (GRID + 2) + x + 1] = sum / (samplesX * samplesY);
    }
}
