import { MARKS } from '../src/scan/figures/alphabet.ts';
import { LINE_CLASSES, LINE_WEIGHTS, lineActivations, scoreLine, stepsOf } from '../src/scan/figures/line-net.ts';
import { LINE_ROWS, linePictureOf, type LinePicture } from '../src/scan/figures/line-picture.ts';
import { countOf, namedPieces } from '../src/scan/figures/weights.ts';
import { Adam } from './adam.ts';
import { cellPicture } from './cell-picture.ts';
import { ctcLoss } from './ctc-loss.ts';
import type { GlyphSheet } from './glyph-sheet.ts';
import { addLineSlopes } from './line-slopes.ts';
import { Random } from './random.ts';
import { LINE } from './recipes.ts';

const BATCH = 16;
const FIRST_WEIGHTS_SEED = 1;
/** A line so spoilt that its loss is beyond this teaches nothing. */
const HOPELESS = 12;
/** Drawing a cell costs as much as learning from it: each is learnt from about three times, never twice alike. */
const POOL = 4000;
const FRESH = 5;

/** One learner of the line net, with pictures of its own. */
export class LineLearner {
  readonly weights: Float64Array;
  readonly #random: Random;
  readonly #sheets: readonly GlyphSheet[];
  readonly #slopes = new Float64Array(countOf(LINE_WEIGHTS));
  readonly #adam = new Adam(countOf(LINE_WEIGHTS));
  readonly #kept = lineActivations(BATCH * 212);
  readonly #back = lineActivations(BATCH * 212);
  readonly #pool: LabelledLine[] = [];
  /** Mean loss of the latest lines. */
  loss = 2;

  constructor(sheets: readonly GlyphSheet[], seed: number) {
    this.#random = new Random(seed);
    this.#sheets = sheets;
    this.weights = firstLineWeights();
  }

  /** Learns from 16 lines; `skipHopeless` passes over what cannot be read, once the net can read at all. */
  learn(rate: number, skipHopeless: boolean): void {
    const weights = namedPieces(this.weights, LINE_WEIGHTS);
    const { row, parts } = rowOfLines(this.#random, this.#sheets, this.#pool);
    const steps = stepsOf(row);
    scoreLine(weights, row, this.#kept);
    this.#back.scores.fill(0, 0, steps * LINE_CLASSES);
    for (const part of parts) {
      const scores = this.#kept.scores.subarray(part.first * LINE_CLASSES, part.end * LINE_CLASSES);
      const slope = this.#back.scores.subarray(part.first * LINE_CLASSES, part.end * LINE_CLASSES);
      const loss = ctcLoss(scores, slope, part.end - part.first, LINE_CLASSES, part.labels);
      if (skipHopeless && loss > HOPELESS) slope.fill(0);
      this.loss += (Math.min(loss, 40) - this.loss) / 1000;
    }
    const slopes = this.#slopes;
    slopes.fill(0);
    addLineSlopes(weights, this.#kept, this.#back, namedPieces(slopes, LINE_WEIGHTS), steps);
    const norm = Math.sqrt(slopes.reduce((sum, slope) => sum + slope * slope, 0)) / BATCH;
    const scale = (norm > 5 ? 5 / norm : 1) / BATCH;
    for (let index = 0; index < slopes.length; index++) slopes[index] = (slopes[index] ?? 0) * scale;
    this.#adam.step(this.weights, slopes, rate);
  }
}

interface LabelledLine {
  readonly line: LinePicture;
  readonly labels: readonly number[];
}

interface RowOfLines {
  readonly row: LinePicture;
  /** Which steps of the row belong to each line, and what it says. */
  readonly parts: readonly { readonly first: number; readonly end: number; readonly labels: readonly number[] }[];
}

/** A batch of lines side by side: long rows are scored several times faster than short ones, and the paper between lines parts them. */
function rowOfLines(random: Random, sheets: readonly GlyphSheet[], pool: LabelledLine[]): RowOfLines {
  const lines: LabelledLine[] = [];
  while (lines.length < FRESH || pool.length + lines.length < BATCH) {
    const cell = cellPicture(random, sheets, LINE);
    const line = linePictureOf(cell.image);
    if (typeof line !== 'object') continue;
    lines.push({ line, labels: [...cell.marks].map((mark) => MARKS.indexOf(mark)) });
  }
  const fresh = [...lines];
  while (lines.length < BATCH) {
    const known = random.of(pool);
    lines.push({ line: changed(known.line, random), labels: known.labels });
  }
  for (const line of fresh)
    if (pool.length < POOL) pool.push(line);
    else pool[random.whole(0, POOL - 1)] = line;

  const parts: { first: number; end: number; labels: readonly number[] }[] = [];
  let steps = 0;
  for (const { line, labels } of lines) {
    parts.push({ first: steps, end: steps + stepsOf(line), labels });
    steps += stepsOf(line);
  }
  const width = 2 * steps;
  const values = new Float64Array(width * LINE_ROWS);
  for (const [index, { line }] of lines.entries())
    for (let y = 0; y < LINE_ROWS; y++)
      values.set(
        line.values.subarray(y * line.width, (y + 1) * line.width),
        y * width + 2 * (parts[index]?.first ?? 0),
      );
  return { row: { width, values }, parts };
}

/** The same line a little stronger or fainter, perhaps a row higher or lower or a column to the side. */
function changed(line: LinePicture, random: Random): LinePicture {
  const gain = random.between(0.75, 1.15);
  const rows = random.chance(0.4) ? random.whole(-1, 1) : 0;
  const columns = random.whole(0, 1);
  const values = new Float64Array(line.values.length);
  for (let y = Math.max(0, rows); y < Math.min(LINE_ROWS, LINE_ROWS + rows); y++)
    for (let x = columns; x < line.width; x++)
      values[y * line.width + x] = Math.min(1.2, gain * (line.values[(y - rows) * line.width + x - columns] ?? 0));
  return { width: line.width, values };
}

function firstLineWeights(): Float64Array {
  const random = new Random(FIRST_WEIGHTS_SEED);
  const all = new Float64Array(countOf(LINE_WEIGHTS));
  const inputs: Partial<Record<string, number>> = {
    first: 9,
    second: 72,
    third: 144,
    column: 144,
    context: 96,
    classes: 32,
  };
  for (const [name, piece] of Object.entries(namedPieces(all, LINE_WEIGHTS))) {
    const fanIn = inputs[name];
    if (fanIn !== undefined)
      for (let index = 0; index < piece.length; index++) piece[index] = random.normal() * Math.sqrt(2 / fanIn);
  }
  return all;
}
