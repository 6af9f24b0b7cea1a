/**
 * Planes of numbers with a border of one zero on every side, one after the other: value `(channel, y, x)` stands at
 * `(channel * (height + 2) + y + 1) * (width + 2) + x + 1`.
 */
export type Planes = Float64Array;

export function planeSize(width: number, height: number): number {
  return (width + 2) * (height + 2);
}

/** Adds the 3 × 3 convolution of `input` to `output`. `kernels`: nine weights for each output and, within it, each input plane. */
export function addConvolution(
  output: Planes,
  input: Planes,
  kernels: Float64Array,
  outputs: number,
  inputs: number,
  width: number,
  height: number,
): void {
  const stride = width + 2;
  const plane = stride * (height + 2);
  for (let out = 0, kernel = 0; out < outputs; out++)
    for (let from = 0; from < inputs; from++, kernel += 9) {
      const w0 = kernels[kernel] ?? 0;
      const w1 = kernels[kernel + 1] ?? 0;
      const w2 = kernels[kernel + 2] ?? 0;
      const w3 = kernels[kernel + 3] ?? 0;
      const w4 = kernels[kernel + 4] ?? 0;
      const w5 = kernels[kernel + 5] ?? 0;
      const w6 = kernels[kernel + 6] ?? 0;
      const w7 = kernels[kernel + 7] ?? 0;
      const w8 = kernels[kernel + 8] ?? 0;
      for (let y = 0; y < height; y++) {
        const above = from * plane + y * stride;
        const here = above + stride;
        const below = here + stride;
        const target = out * plane + (y + 1) * stride + 1;
        let a0 = input[above] ?? 0;
        let a1 = input[above + 1] ?? 0;
        let b0 = input[here] ?? 0;
        let b1 = input[here + 1] ?? 0;
        let c0 = input[below] ?? 0;
        let c1 = input[below + 1] ?? 0;
        for (let x = 0; x < width; x++) {
          const a2 = input[above + x + 2] ?? 0;
          const b2 = input[here + x + 2] ?? 0;
          const c2 = input[below + x + 2] ?? 0;
          output[target + x] =
            (output[target + x] ?? 0) +
            w0 * a0 +
            w1 * a1 +
            w2 * a2 +
            w3 * b0 +
            w4 * b1 +
            w5 * b2 +
            w6 * c0 +
            w7 * c1 +
            w8 * c2;
          a0 = a1;
          a1 = a2;
          b0 = b1;
          b1 = b2;
          c0 = c1;
          c1 = c2;
        }
      }
    }
}

/** Sets each plane to its bias, borders to zero. */
export function fillBias(planes: Planes, biases: Float64Array, width: number, height: number): void {
  const stride = width + 2;
  planes.fill(0, 0, biases.length * planeSize(width, height));
  for (let channel = 0; channel < biases.length; channel++)
    for (let y = 1; y <= height; y++) {
      const start = (channel * (height + 2) + y) * stride + 1;
      planes.fill(biases[channel] ?? 0, start, start + width);
    }
}

export function dropNegative(values: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) if ((values[index] ?? 0) < 0) values[index] = 0;
}

/** The largest of each `stepX` × `stepY` pixels. `width` and `height` are those of `output`. */
export function poolLargest(
  output: Planes,
  input: Planes,
  channels: number,
  width: number,
  height: number,
  stepX: 1 | 2,
  stepY: 1 | 2,
): void {
  const stride = width * stepX + 2;
  output.fill(0, 0, channels * planeSize(width, height));
  for (let channel = 0; channel < channels; channel++)
    for (let y = 0; y < height; y++) {
      const source = (channel * (height * stepY + 2) + y * stepY + 1) * stride + 1;
      const target = (channel * (height + 2) + y + 1) * (width + 2) + 1;
      for (let x = 0; x < width; x++) {
        const at = source + x * stepX;
        let largest = input[at] ?? 0;
        if (stepX === 2) largest = Math.max(largest, input[at + 1] ?? 0);
        if (stepY === 2) {
          largest = Math.max(largest, input[at + stride] ?? 0);
          if (stepX === 2) largest = Math.max(largest, input[at + stride + 1] ?? 0);
        }
        output[target + x] = largest;
      }
    }
}
