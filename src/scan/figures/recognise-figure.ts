import type { FigureReading, RecognisedText } from '../figure-reading.ts';
import type { GrayImage } from '../gray-image.ts';
import { inkOfCell } from './bare-cell.ts';
import { hasFigureForm } from './figure-form.ts';
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
const LINE_SAY = 0.5;
/** Below this the best reading is a guess. */
const GUESS = 0.15;
const SURELY_EMPTY = 0.9;
/** How sure the line net has to be that the specks in a cell are none of its marks. */
const SURELY_SPECKS = 0.99;

const NOTHING: readonly MarkReading[] = [{ marks: '', probability: 1 }];
/** What it means that the second recogniser finds no ink where the first does. */
const SEEMINGLY_NOTHING: readonly MarkReading[] = [{ marks: '', probability: 0.5 }];

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
 * @param contrast how much darker than its paper the page's ink is, where that is known: what is much fainter is grain
 */
export function recogniseFigure(cell: GrayImage, contrast = 0): FigureReading {
  const line = linePictureOf(cell);
  if (line === 'too wide') return { kind: 'unreadable' };
  const first = line === undefined ? NOTHING : readLine(line);
  const second = readGlyphs(cell);
  if (second === undefined && probabilityOf('', first) >= SURELY_EMPTY) return { kind: 'empty' };
  const ink = inkOfCell(cell, contrast);
  if (second === undefined && ink === 'grain') return { kind: 'empty' };
  if (ink !== 'marks' && probabilityOf('', first) >= SURELY_SPECKS) return { kind: 'empty' };
  const found = mixed(first, second?.readings ?? SEEMINGLY_NOTHING);
  const strange = found.reduce((sum, { marks, probability }) => sum + (marks.includes('□') ? probability : 0), 0);
  const formed = found.filter(({ marks }) => hasFigureForm(marks));
  const [best] = formed;
  if (!best || best.probability < GUESS || best.probability < strange) return { kind: 'unreadable' };
  const confirmed =
    best.marks !== '' &&
    first[0]?.marks === best.marks &&
    second?.readings[0]?.marks === best.marks &&
    !second.disputed &&
    probabilityOf(best.marks, first) >= SURE.line &&
    probabilityOf(best.marks, second.readings) >= SURE.glyph;
  const readings = formed
    .filter(({ probability }) => probability >= LEAST_PROBABILITY)
    .slice(0, MOST_READINGS)
    .map(({ marks, probability }): RecognisedText => ({ text: marks, probability }));
  return { kind: 'figure', readings, confirmed };
}

function probabilityOf(marks: string, readings: readonly MarkReading[]): number {
  return readings.find((reading) => reading.marks === marks)?.probability ?? 0;
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

/** What the second recogniser reads. */
export interface GlyphReading {
  /** Likeliest first. */
  readonly readings: readonly MarkReading[];
  /** Ink is left that may be a point or a sign. */
  readonly disputed: boolean;
}

/** The second recogniser alone; `undefined` for a cell without ink. */
export function readGlyphs(cell: GrayImage): GlyphReading | undefined {
  const pieces = glyphPiecesOf(cell);
  if (!pieces || pieces.pieces.length === 0) return undefined;
  glyphNet ??= loadNet('./glyph-net.bin', GLYPH_WEIGHTS);
  return {
    readings: searchGlyphs(glyphNet.weights, pieces, glyphNet.temperature, glyphKept),
    disputed: pieces.disputed,
  };
}
