import type { FigureReading, RecognisedText } from '../figure-reading.ts';
import type { GrayImage } from '../gray-image.ts';
import { GLYPH_WEIGHTS, glyphActivations } from './glyph-net.ts';
import { glyphPiecesOf } from './glyph-pieces.ts';
import { searchGlyphs } from './glyph-search.ts';
import { LINE_WEIGHTS, lineActivations, scoreLine, stepsOf } from './line-net.ts';
import { type LinePicture, linePictureOf } from './line-picture.ts';
import { type MarkReading, searchLine } from './line-search.ts';
import { loadNet, type StoredNet } from './weights.ts';

/** More alternatives than this are never of use to a sum. */
const MOST_READINGS = 8;
const LEAST_PROBABILITY = 1e-5;
/** How sure the line net and the glyph net have to be before the second confirms the first. */
const SURE = { line: 0.9, glyph: 0.6 } as const;
/** How much the line net has to say in the probability of a reading; the glyph net has the rest. */
const LINE_SAY = 0.35;
/** Below this the best reading is a guess. */
const GUESS = 0.15;
const SURELY_EMPTY = 0.9;

let lineNet: StoredNet<keyof typeof LINE_WEIGHTS> | undefined;
let glyphNet: StoredNet<keyof typeof GLYPH_WEIGHTS> | undefined;
const lineKept = lineActivations();
const glyphKept = glyphActivations();

/**
 * Reads the figure in one cell.
 *
 * Two recognisers look at the picture. The first, a net over the whole line, gives the readings and their probabilities; the second cuts
 * the line into glyphs and knows each by the directions of its edges. They share neither way of finding the ink, nor the type they
 * learnt from, so that they seldom err alike.
 * @param cell the inside of the cell, rules cut away but for remains at its edges, type 8 to 40 pixels high
 */
export function recogniseFigure(cell: GrayImage): FigureReading {
  const line = linePictureOf(cell);
  if (line === 'too wide') return { kind: 'unreadable' };
  const first = line === undefined ? [{ marks: '', probability: 1 }] : readLine(line);
  const second = readGlyphs(cell);
  const [firstBest] = first;
  const secondBest = second?.[0];
  if (firstBest?.marks === '' && firstBest.probability >= SURELY_EMPTY && second === undefined)
    return { kind: 'empty' };
  const found = mixed(first, second ?? [{ marks: '', probability: 1 }]);
  const [best] = found;
  if (!firstBest || !best || best.marks.includes('□') || best.probability < GUESS) return { kind: 'unreadable' };
  const readings = found
    .filter(({ marks, probability }) => probability >= LEAST_PROBABILITY && !marks.includes('□'))
    .slice(0, MOST_READINGS)
    .map(({ marks, probability }): RecognisedText => ({ text: marks, probability }));
  const confirmed =
    firstBest.marks !== '' &&
    secondBest?.marks === firstBest.marks &&
    firstBest.probability >= SURE.line &&
    secondBest.probability >= SURE.glyph;
  return { kind: 'figure', readings, confirmed };
}

function mixed(first: readonly MarkReading[], second: readonly MarkReading[]): MarkReading[] {
  const sums = new Map<string, number>();
  for (const { marks, probability } of first) sums.set(marks, LINE_SAY * probability);
  for (const { marks, probability } of second) sums.set(marks, (sums.get(marks) ?? 0) + (1 - LINE_SAY) * probability);
  return [...sums]
    .map(([marks, probability]) => ({ marks, probability }))
    .sort((one, other) => other.probability - one.probability);
}

/** The first recogniser alone, likeliest reading first; `□` stands for what is no figure. */
export function readLine(line: LinePicture): MarkReading[] {
  lineNet ??= loadNet('./line-net.bin', LINE_WEIGHTS);
  scoreLine(lineNet.weights, line, lineKept);
  return searchLine(lineKept.scores, stepsOf(line), lineNet.temperature);
}

/** The second recogniser alone, likeliest reading first; `undefined` for a cell without ink. */
export function readGlyphs(cell: GrayImage): MarkReading[] | undefined {
  const pieces = glyphPiecesOf(cell);
  if (!pieces || pieces.pieces.length === 0) return undefined;
  glyphNet ??= loadNet('./glyph-net.bin', GLYPH_WEIGHTS);
  return searchGlyphs(glyphNet.weights, pieces, glyphNet.temperature, glyphKept);
}
