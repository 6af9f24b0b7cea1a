import { describeGlyph } from '../src/scan/figures/glyph-features.ts';
import {
  classifyGlyph,
  GLYPH_CLASSES,
  GLYPH_MARKS,
  GLYPH_WEIGHTS,
  type GlyphActivations,
  glyphActivations,
  type GlyphWeights,
} from '../src/scan/figures/glyph-net.ts';
import { type GlyphPieces, glyphPiecesOf, type Piece } from '../src/scan/figures/glyph-pieces.ts';
import { glyphCandidates } from '../src/scan/figures/glyph-search.ts';
import { countOf, namedPieces } from '../src/scan/figures/weights.ts';
import { Adam } from './adam.ts';
import { type CellPicture, cellPicture, type PlacedGlyph } from './cell-picture.ts';
import type { GlyphSheet } from './glyph-sheet.ts';
import { Random } from './random.ts';
import { GLYPH } from './recipes.ts';

const BATCH = 64;
const FASTEST = 3e-3;
const NO_MARK = GLYPH_MARKS.length;

/** Trains the glyph net, from `start` where given, on the boxes that its own cutting finds in `pictures` fresh cells. */
export function trainGlyphNet(
  sheets: readonly GlyphSheet[],
  pictures: number,
  seed: number,
  report: (line: string) => void,
  start?: Float64Array,
): Float64Array {
  const random = new Random(seed);
  const all = start ?? firstWeights(random);
  const fastest = start ? FASTEST / 2 : FASTEST;
  const weights = namedPieces(all, GLYPH_WEIGHTS);
  const slopes = new Float64Array(all.length);
  const sums = namedPieces(slopes, GLYPH_WEIGHTS);
  const adam = new Adam(all.length);
  const kept = glyphActivations();
  let inBatch = 0;
  let meanLoss = 0;
  for (let picture = 0; picture < pictures; picture++) {
    const cell = cellPicture(random, sheets, GLYPH);
    const line = glyphPiecesOf(cell.image);
    if (!line) continue;
    for (const { box } of glyphCandidates(line)) {
      const truth = classOf(cell, line, box);
      if (truth === undefined) continue;
      describeGlyph(line, box, kept.features);
      classifyGlyph(weights, kept, 1);
      meanLoss += (Math.min(20, -Math.log((kept.classes[truth] ?? 0) + 1e-12)) - meanLoss) / 5000;
      addSlopes(weights, kept, sums, truth);
      if (++inBatch < BATCH) continue;
      for (let index = 0; index < slopes.length; index++) slopes[index] = (slopes[index] ?? 0) / BATCH;
      adam.step(all, slopes, fastest * (0.5 + 0.5 * Math.cos((Math.PI * picture) / pictures)) + 1e-5);
      slopes.fill(0);
      inBatch = 0;
    }
    if (picture % 5000 === 4999)
      report(`glyph net: picture ${picture + 1} of ${pictures}, loss ${meanLoss.toFixed(4)}`);
  }
  return all;
}

/** Which mark a box holds; `NO_MARK` where it holds none, or not just one; `undefined` where that can be disputed. */
export function classOf(cell: CellPicture, line: GlyphPieces, box: Piece): number | undefined {
  const left = line.originX + box.left / line.enlarged;
  const right = line.originX + box.right / line.enlarged;
  const slack = (0.13 * (line.bottom - line.top)) / line.enlarged;
  let whole: PlacedGlyph | undefined;
  let wholes = 0;
  let parts = 0;
  for (const glyph of cell.glyphs) {
    if (glyph.right <= glyph.left) continue;
    const overlap = Math.min(right, glyph.right) - Math.max(left, glyph.left);
    const share = overlap / (glyph.right - glyph.left);
    if (share > 0.75) {
      wholes++;
      whole = glyph;
    } else if (share > 0.25) parts++;
  }
  if (cell.marks === '□' || wholes > 1 || (wholes === 0 && parts > 0)) return NO_MARK;
  if (wholes === 0) return right - left > slack ? NO_MARK : undefined;
  if (!whole || parts > 0) return undefined;
  if (left < whole.left - 2 * slack || right > whole.right + 2 * slack) return undefined;
  const mark = GLYPH_MARKS.findIndex((known) => known === whole.mark);
  if (mark === -1) return NO_MARK;
  const high = (box.bottom - box.top) / line.enlarged;
  const misses = high < 0.6 * (whole.bottom - whole.top) - 1 || high > 1.5 * (whole.bottom - whole.top) + 3;
  return misses ? undefined : mark;
}

function addSlopes(weights: GlyphWeights, kept: GlyphActivations, sums: GlyphWeights, truth: number): void {
  const hidden = weights.hiddenBias.length;
  const features = kept.features.length;
  const back = new Float64Array(hidden);
  for (let out = 0; out < GLYPH_CLASSES; out++) {
    const slope = (kept.classes[out] ?? 0) - (out === truth ? 1 : 0);
    sums.classesBias[out] = (sums.classesBias[out] ?? 0) + slope;
    for (let unit = 0; unit < hidden; unit++) {
      const at = out * hidden + unit;
      sums.classes[at] = (sums.classes[at] ?? 0) + slope * (kept.hidden[unit] ?? 0);
      back[unit] = (back[unit] ?? 0) + slope * (weights.classes[at] ?? 0);
    }
  }
  for (let unit = 0; unit < hidden; unit++) {
    const slope = back[unit] ?? 0;
    if ((kept.hidden[unit] ?? 0) <= 0 || slope === 0) continue;
    sums.hiddenBias[unit] = (sums.hiddenBias[unit] ?? 0) + slope;
    const start = unit * features;
    for (let from = 0; from < features; from++)
      sums.hidden[start + from] = (sums.hidden[start + from] ?? 0) + slope * (kept.features[from] ?? 0);
  }
}

function firstWeights(random: Random): Float64Array {
  const all = new Float64Array(countOf(GLYPH_WEIGHTS));
  const { hidden, classes } = namedPieces(all, GLYPH_WEIGHTS);
  for (let index = 0; index < hidden.length; index++) hidden[index] = random.normal() * Math.sqrt(2 / 182);
  for (let index = 0; index < classes.length; index++) classes[index] = random.normal() * Math.sqrt(2 / 40);
  return all;
}
