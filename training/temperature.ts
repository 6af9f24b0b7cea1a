import { MARKS } from '../src/scan/figures/alphabet.ts';
import { describeGlyph } from '../src/scan/figures/glyph-features.ts';
import { classifyGlyph, GLYPH_WEIGHTS, glyphActivations } from '../src/scan/figures/glyph-net.ts';
import { glyphPiecesOf } from '../src/scan/figures/glyph-pieces.ts';
import { glyphCandidates } from '../src/scan/figures/glyph-search.ts';
import { LINE_CLASSES, LINE_WEIGHTS, lineActivations, scoreLine, stepsOf } from '../src/scan/figures/line-net.ts';
import { linePictureOf } from '../src/scan/figures/line-picture.ts';
import { namedPieces } from '../src/scan/figures/weights.ts';
import { cellPicture } from './cell-picture.ts';
import { ctcLoss } from './ctc-loss.ts';
import type { GlyphSheet } from './glyph-sheet.ts';
import { Random } from './random.ts';
import { GLYPH, LINE } from './recipes.ts';
import { classOf } from './train-glyph-net.ts';

const PICTURES = 3000;
const TEMPERATURES = Array.from({ length: 34 }, (_, step) => 0.7 + 0.05 * step);
const HOPELESS = 20;

/** The temperature at which the line net, on type it has not learnt from, is as sure as it is right. */
export function lineTemperature(all: Float64Array, sheets: readonly GlyphSheet[]): number {
  const random = new Random(11);
  const weights = namedPieces(all, LINE_WEIGHTS);
  const kept = lineActivations();
  const slope = new Float64Array(kept.scores.length);
  const losses = TEMPERATURES.map(() => 0);
  for (let picture = 0; picture < PICTURES; picture++) {
    const cell = cellPicture(random, sheets, GLYPH);
    const line = linePictureOf(cell.image);
    if (typeof line !== 'object') continue;
    scoreLine(weights, line, kept);
    const labels = [...cell.marks].map((mark) => MARKS.indexOf(mark));
    for (const [index, temperature] of TEMPERATURES.entries()) {
      const scores = kept.scores.subarray(0, stepsOf(line) * LINE_CLASSES).map((score) => score / temperature);
      losses[index] =
        (losses[index] ?? 0) + Math.min(HOPELESS, ctcLoss(scores, slope, stepsOf(line), LINE_CLASSES, labels));
    }
  }
  return bestOf(losses);
}

/** The same for the glyph net. */
export function glyphTemperature(all: Float64Array, sheets: readonly GlyphSheet[]): number {
  const random = new Random(12);
  const weights = namedPieces(all, GLYPH_WEIGHTS);
  const kept = glyphActivations();
  const losses = TEMPERATURES.map(() => 0);
  for (let picture = 0; picture < PICTURES; picture++) {
    const cell = cellPicture(random, sheets, LINE);
    const line = glyphPiecesOf(cell.image);
    if (!line) continue;
    for (const { box } of glyphCandidates(line)) {
      const truth = classOf(cell, line, box);
      if (truth === undefined) continue;
      describeGlyph(line, box, kept.features);
      for (const [index, temperature] of TEMPERATURES.entries()) {
        classifyGlyph(weights, kept, temperature);
        losses[index] = (losses[index] ?? 0) - Math.log((kept.classes[truth] ?? 0) + 1e-9);
      }
    }
  }
  return bestOf(losses);
}

function bestOf(losses: readonly number[]): number {
  return TEMPERATURES[losses.indexOf(Math.min(...losses))] ?? 1;
}
