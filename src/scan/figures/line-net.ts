import { MARKS } from './alphabet.ts';
import { addConvolution, dropNegative, fillBias, type Planes, planeSize, poolLargest } from './convolution.ts';
import { LINE_ROWS, type LinePicture } from './line-picture.ts';

/** Marks, and the last class: nothing, or still the mark before. */
export const LINE_CLASSES = MARKS.length + 1;
/** Columns of the widest line picture. */
const WIDEST = 208;
const ROWS = { fine: LINE_ROWS, middle: LINE_ROWS / 2, coarse: LINE_ROWS / 4 } as const;
const CHANNELS = { first: 8, second: 16, third: 24, column: 32, context: 32 } as const;
const TALL = CHANNELS.third * ROWS.coarse;

/** The weights' names and counts, in the order in which they are stored. */
export const LINE_WEIGHTS = {
  first: CHANNELS.first * 9,
  firstBias: CHANNELS.first,
  second: CHANNELS.second * CHANNELS.first * 9,
  secondBias: CHANNELS.second,
  third: CHANNELS.third * CHANNELS.second * 9,
  thirdBias: CHANNELS.third,
  column: CHANNELS.column * TALL,
  columnBias: CHANNELS.column,
  context: CHANNELS.context * CHANNELS.column * 3,
  contextBias: CHANNELS.context,
  classes: LINE_CLASSES * CHANNELS.context,
  classesBias: LINE_CLASSES,
} as const;

export type LineWeights = Readonly<Record<keyof typeof LINE_WEIGHTS, Float64Array>>;

/** All that is computed on the way, kept for the next picture (and, in training, for the way back). */
export interface LineActivations {
  readonly input: Planes;
  readonly first: Planes;
  readonly firstPooled: Planes;
  readonly second: Planes;
  readonly secondPooled: Planes;
  readonly third: Planes;
  /** Channels of columns from here on, each with one zero on either side. */
  readonly column: Float64Array;
  readonly context: Float64Array;
  /** Column by column, a value a class; unnormalised. */
  readonly scores: Float64Array;
}

/** @param widest columns of the widest picture that will be scored; even */
export function lineActivations(widest = WIDEST): LineActivations {
  const half = widest / 2;
  return {
    input: new Float64Array(planeSize(widest, ROWS.fine)),
    first: new Float64Array(CHANNELS.first * planeSize(widest, ROWS.fine)),
    firstPooled: new Float64Array(CHANNELS.first * planeSize(half, ROWS.middle)),
    second: new Float64Array(CHANNELS.second * planeSize(half, ROWS.middle)),
    secondPooled: new Float64Array(CHANNELS.second * planeSize(half, ROWS.coarse)),
    third: new Float64Array(CHANNELS.third * planeSize(half, ROWS.coarse)),
    column: new Float64Array(CHANNELS.column * (half + 2)),
    context: new Float64Array(CHANNELS.context * (half + 2)),
    scores: new Float64Array(LINE_CLASSES * half),
  };
}

/** Half as many steps as the picture has columns: a figure is four or five wide, a point two. */
export function stepsOf(picture: LinePicture): number {
  return (picture.width + 1) >> 1;
}

/**
 * Scores every class at every step of a line. Three convolutions over the picture, one that sees a whole column, one that sees a
 * step's neighbours: in all a view about one figure wide, so that no figure is read for the sake of those around it.
 */
export function scoreLine(weights: LineWeights, picture: LinePicture, kept: LineActivations): void {
  const steps = stepsOf(picture);
  const width = 2 * steps;
  kept.input.fill(0, 0, planeSize(width, ROWS.fine));
  for (let y = 0; y < ROWS.fine; y++)
    for (let x = 0; x < picture.width; x++)
      kept.input[(y + 1) * (width + 2) + x + 1] = picture.values[y * picture.width + x] ?? 0;

  fillBias(kept.first, weights.firstBias, width, ROWS.fine);
  addConvolution(kept.first, kept.input, weights.first, CHANNELS.first, 1, width, ROWS.fine);
  dropNegative(kept.first, CHANNELS.first * planeSize(width, ROWS.fine));
  poolLargest(kept.firstPooled, kept.first, CHANNELS.first, steps, ROWS.middle, 2, 2);

  fillBias(kept.second, weights.secondBias, steps, ROWS.middle);
  addConvolution(kept.second, kept.firstPooled, weights.second, CHANNELS.second, CHANNELS.first, steps, ROWS.middle);
  dropNegative(kept.second, CHANNELS.second * planeSize(steps, ROWS.middle));
  poolLargest(kept.secondPooled, kept.second, CHANNELS.second, steps, ROWS.coarse, 1, 2);

  fillBias(kept.third, weights.thirdBias, steps, ROWS.coarse);
  addConvolution(kept.third, kept.secondPooled, weights.third, CHANNELS.third, CHANNELS.second, steps, ROWS.coarse);
  dropNegative(kept.third, CHANNELS.third * planeSize(steps, ROWS.coarse));

  scoreColumns(weights, kept, steps);
}

function scoreColumns(weights: LineWeights, kept: LineActivations, steps: number): void {
  const stride = steps + 2;
  kept.column.fill(0, 0, CHANNELS.column * stride);
  for (let out = 0; out < CHANNELS.column; out++) {
    const target = out * stride + 1;
    kept.column.fill(weights.columnBias[out] ?? 0, target, target + steps);
    for (let from = 0; from < TALL; from++) {
      const weight = weights.column[out * TALL + from] ?? 0;
      const source = tallRow(from, steps);
      for (let x = 0; x < steps; x++)
        kept.column[target + x] = (kept.column[target + x] ?? 0) + weight * (kept.third[source + x] ?? 0);
    }
  }
  dropNegative(kept.column, CHANNELS.column * stride);

  kept.context.fill(0, 0, CHANNELS.context * stride);
  for (let out = 0; out < CHANNELS.context; out++) {
    const target = out * stride + 1;
    kept.context.fill(weights.contextBias[out] ?? 0, target, target + steps);
    for (let from = 0; from < CHANNELS.column; from++) {
      const kernel = (out * CHANNELS.column + from) * 3;
      const w0 = weights.context[kernel] ?? 0;
      const w1 = weights.context[kernel + 1] ?? 0;
      const w2 = weights.context[kernel + 2] ?? 0;
      const source = from * stride;
      for (let x = 0; x < steps; x++)
        kept.context[target + x] =
          (kept.context[target + x] ?? 0) +
          w0 * (kept.column[source + x] ?? 0) +
          w1 * (kept.column[source + x + 1] ?? 0) +
          w2 * (kept.column[source + x + 2] ?? 0);
    }
  }
  dropNegative(kept.context, CHANNELS.context * stride);

  for (let x = 0; x < steps; x++)
    for (let out = 0; out < LINE_CLASSES; out++) {
      let score = weights.classesBias[out] ?? 0;
      for (let from = 0; from < CHANNELS.context; from++)
        score += (weights.classes[out * CHANNELS.context + from] ?? 0) * (kept.context[from * stride + x + 1] ?? 0);
      kept.scores[x * LINE_CLASSES + out] = score;
    }
}

/** Where the row of one height of one channel starts in the planes that the column layer sees. */
export function tallRow(from: number, steps: number): number {
  const channel = Math.floor(from / ROWS.coarse);
  const y = from % ROWS.coarse;
  return (channel * (ROWS.coarse + 2) + y + 1) * (steps + 2) + 1;
}
