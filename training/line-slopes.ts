import { addConvolution, type Planes, planeSize } from '../src/scan/figures/convolution.ts';
import { LINE_CLASSES, type LineActivations, type LineWeights, tallRow } from '../src/scan/figures/line-net.ts';
import { LINE_ROWS } from '../src/scan/figures/line-picture.ts';

const ROWS = { fine: LINE_ROWS, middle: LINE_ROWS / 2, coarse: LINE_ROWS / 4 } as const;

/**
 * From the slopes of the scores (in `back.scores`) to those of the weights, which are added to `sums`.
 * @param kept what `scoreLine` left
 */
export function addLineSlopes(
  weights: LineWeights,
  kept: LineActivations,
  back: LineActivations,
  sums: LineWeights,
  steps: number,
): void {
  const channels = {
    first: weights.firstBias.length,
    second: weights.secondBias.length,
    third: weights.thirdBias.length,
    column: weights.columnBias.length,
    context: weights.contextBias.length,
  };
  const stride = steps + 2;
  back.context.fill(0, 0, channels.context * stride);
  for (let out = 0; out < LINE_CLASSES; out++)
    for (let x = 0; x < steps; x++) {
      const slope = back.scores[x * LINE_CLASSES + out] ?? 0;
      if (slope === 0) continue;
      add(sums.classesBias, out, slope);
      for (let from = 0; from < channels.context; from++) {
        add(sums.classes, out * channels.context + from, slope * (kept.context[from * stride + x + 1] ?? 0));
        add(back.context, from * stride + x + 1, slope * (weights.classes[out * channels.context + from] ?? 0));
      }
    }
  maskByOutput(back.context, kept.context, channels.context * stride);

  back.column.fill(0, 0, channels.column * stride);
  for (let out = 0; out < channels.context; out++) {
    const target = out * stride + 1;
    for (let x = 0; x < steps; x++) add(sums.contextBias, out, back.context[target + x] ?? 0);
    for (let from = 0; from < channels.column; from++)
      for (let tap = 0; tap < 3; tap++) {
        const kernel = (out * channels.column + from) * 3 + tap;
        const source = from * stride + tap;
        const weight = weights.context[kernel] ?? 0;
        let sum = 0;
        for (let x = 0; x < steps; x++) {
          const slope = back.context[target + x] ?? 0;
          sum += slope * (kept.column[source + x] ?? 0);
          back.column[source + x] = (back.column[source + x] ?? 0) + weight * slope;
        }
        add(sums.context, kernel, sum);
      }
  }
  maskByOutput(back.column, kept.column, channels.column * stride);

  back.third.fill(0, 0, channels.third * planeSize(steps, ROWS.coarse));
  const tall = channels.third * ROWS.coarse;
  for (let out = 0; out < channels.column; out++) {
    const target = out * stride + 1;
    for (let x = 0; x < steps; x++) add(sums.columnBias, out, back.column[target + x] ?? 0);
    for (let from = 0; from < tall; from++) {
      const source = tallRow(from, steps);
      const weight = weights.column[out * tall + from] ?? 0;
      let sum = 0;
      for (let x = 0; x < steps; x++) {
        const slope = back.column[target + x] ?? 0;
        sum += slope * (kept.third[source + x] ?? 0);
        back.third[source + x] = (back.third[source + x] ?? 0) + weight * slope;
      }
      add(sums.column, out * tall + from, sum);
    }
  }
  maskByOutput(back.third, kept.third, channels.third * planeSize(steps, ROWS.coarse));

  addKernelSlopes(sums.third, sums.thirdBias, back.third, kept.secondPooled, channels.second, steps, ROWS.coarse);
  throughKernels(back.secondPooled, back.third, weights.third, channels.third, channels.second, steps, ROWS.coarse);
  unpool(back.second, back.secondPooled, kept.second, kept.secondPooled, channels.second, steps, ROWS.coarse, 1);
  maskByOutput(back.second, kept.second, channels.second * planeSize(steps, ROWS.middle));

  addKernelSlopes(sums.second, sums.secondBias, back.second, kept.firstPooled, channels.first, steps, ROWS.middle);
  throughKernels(back.firstPooled, back.second, weights.second, channels.second, channels.first, steps, ROWS.middle);
  unpool(back.first, back.firstPooled, kept.first, kept.firstPooled, channels.first, steps, ROWS.middle, 2);
  maskByOutput(back.first, kept.first, channels.first * planeSize(2 * steps, ROWS.fine));
  addKernelSlopes(sums.first, sums.firstBias, back.first, kept.input, 1, 2 * steps, ROWS.fine);
}

function add(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}

function maskByOutput(slopes: Float64Array, outputs: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) if ((outputs[index] ?? 0) <= 0) slopes[index] = 0;
}

function addKernelSlopes(
  kernels: Float64Array,
  biases: Float64Array,
  slopes: Planes,
  input: Planes,
  inputs: number,
  width: number,
  height: number,
): void {
  const stride = width + 2;
  const plane = stride * (height + 2);
  for (let out = 0; out < biases.length; out++) {
    for (let y = 1; y <= height; y++)
      for (let x = 1; x <= width; x++) add(biases, out, slopes[out * plane + y * stride + x] ?? 0);
    for (let from = 0; from < inputs; from++) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let s4 = 0;
      let s5 = 0;
      let s6 = 0;
      let s7 = 0;
      let s8 = 0;
      for (let y = 0; y < height; y++) {
        const above = from * plane + y * stride;
        const here = above + stride;
        const below = here + stride;
        const target = out * plane + (y + 1) * stride + 1;
        for (let x = 0; x < width; x++) {
          const slope = slopes[target + x] ?? 0;
          if (slope === 0) continue;
          s0 += slope * (input[above + x] ?? 0);
          s1 += slope * (input[above + x + 1] ?? 0);
          s2 += slope * (input[above + x + 2] ?? 0);
          s3 += slope * (input[here + x] ?? 0);
          s4 += slope * (input[here + x + 1] ?? 0);
          s5 += slope * (input[here + x + 2] ?? 0);
          s6 += slope * (input[below + x] ?? 0);
          s7 += slope * (input[below + x + 1] ?? 0);
          s8 += slope * (input[below + x + 2] ?? 0);
        }
      }
      const kernel = (out * inputs + from) * 9;
      add(kernels, kernel, s0);
      add(kernels, kernel + 1, s1);
      add(kernels, kernel + 2, s2);
      add(kernels, kernel + 3, s3);
      add(kernels, kernel + 4, s4);
      add(kernels, kernel + 5, s5);
      add(kernels, kernel + 6, s6);
      add(kernels, kernel + 7, s7);
      add(kernels, kernel + 8, s8);
    }
  }
}

/** Slopes of a convolution's input: the slopes of its output through the kernels turned round. */
function throughKernels(
  target: Planes,
  slopes: Planes,
  kernels: Float64Array,
  outputs: number,
  inputs: number,
  width: number,
  height: number,
): void {
  const turned = new Float64Array(kernels.length);
  for (let out = 0; out < outputs; out++)
    for (let from = 0; from < inputs; from++)
      for (let tap = 0; tap < 9; tap++)
        turned[(from * outputs + out) * 9 + 8 - tap] = kernels[(out * inputs + from) * 9 + tap] ?? 0;
  target.fill(0, 0, inputs * planeSize(width, height));
  addConvolution(target, slopes, turned, inputs, outputs, width, height);
}

/** Gives each slope to the pixel that was the largest; rows are always halved, columns where `stepX` is 2. */
function unpool(
  target: Planes,
  slopes: Planes,
  input: Planes,
  pooled: Planes,
  channels: number,
  width: number,
  height: number,
  stepX: 1 | 2,
): void {
  const stride = width * stepX + 2;
  target.fill(0, 0, channels * planeSize(width * stepX, height * 2));
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < height; y++) {
      const source = (channel * (height * 2 + 2) + y * 2 + 1) * stride + 1;
      const place = (channel * (height + 2) + y + 1) * (width + 2) + 1;
      for (let x = 0; x < width; x++) {
        const largest = pooled[place + x] ?? 0;
        if (largest <= 0) continue;
        const at = source + x * stepX;
        const slope = slopes[place + x] ?? 0;
        if (input[at] === largest) target[at] = slope;
        else if (stepX === 2 && input[at + 1] === largest) target[at + 1] = slope;
        else if (input[at + stride] === largest) target[at + stride] = slope;
        else target[at + stride + 1] = slope;
      }
    }
}
