import type { Recipe } from './cell-picture.ts';

/** What the line net learns to bear. */
export const LINE: Recipe = {
  em: [11, 34],
  blur: [0.2, 1.2],
  tilt: 2.6,
  oneBit: 0.3,
  jpeg: 0.45,
  grain: 26,
  rules: 0.7,
  thickness: [-0.1, 0.25],
};

/** What the glyph net learns to bear. */
export const GLYPH: Recipe = {
  em: [11, 30],
  blur: [0.3, 1.1],
  tilt: 3,
  oneBit: 0.4,
  jpeg: 0.6,
  grain: 18,
  rules: 0.5,
  thickness: [-0.08, 0.3],
};
