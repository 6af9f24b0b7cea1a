import { GLYPH_FEATURES } from './glyph-features.ts';

/** The marks the glyph net knows; its last class is everything else: half a figure, two at once, a word's sign, dirt. */
export const GLYPH_MARKS = [...'0123456789.,-+/'] as const;
export const GLYPH_CLASSES = GLYPH_MARKS.length + 1;
const HIDDEN = 40;

/** The weights' names and counts, in the order in which they are stored. */
export const GLYPH_WEIGHTS = {
  hidden: HIDDEN * GLYPH_FEATURES,
  hiddenBias: HIDDEN,
  classes: GLYPH_CLASSES * HIDDEN,
  classesBias: GLYPH_CLASSES,
} as const;

export type GlyphWeights = Readonly<Record<keyof typeof GLYPH_WEIGHTS, Float64Array>>;

export interface GlyphActivations {
  readonly features: Float64Array;
  readonly hidden: Float64Array;
  /** Probabilities of the classes. */
  readonly classes: Float64Array;
}

export function glyphActivations(): GlyphActivations {
  return {
    features: new Float64Array(GLYPH_FEATURES),
    hidden: new Float64Array(HIDDEN),
    classes: new Float64Array(GLYPH_CLASSES),
  };
}

/** From `kept.features` to the probabilities of the classes. */
export function classifyGlyph(weights: GlyphWeights, kept: GlyphActivations, temperature: number): void {
  for (let unit = 0; unit < HIDDEN; unit++) {
    let sum = weights.hiddenBias[unit] ?? 0;
    const start = unit * GLYPH_FEATURES;
    for (let from = 0; from < GLYPH_FEATURES; from++)
      sum += (weights.hidden[start + from] ?? 0) * (kept.features[from] ?? 0);
    kept.hidden[unit] = sum > 0 ? sum : 0;
  }
  let largest = -Infinity;
  for (let out = 0; out < GLYPH_CLASSES; out++) {
    let sum = weights.classesBias[out] ?? 0;
    for (let unit = 0; unit < HIDDEN; unit++)
      sum += (weights.classes[out * HIDDEN + unit] ?? 0) * (kept.hidden[unit] ?? 0);
    kept.classes[out] = sum / temperature;
    if (sum / temperature > largest) largest = sum / temperature;
  }
  let total = 0;
  for (let out = 0; out < GLYPH_CLASSES; out++) {
    const value = Math.exp((kept.classes[out] ?? 0) - largest);
    kept.classes[out] = value;
    total += value;
  }
  for (let out = 0; out < GLYPH_CLASSES; out++) kept.classes[out] = (kept.classes[out] ?? 0) / total;
}
