/** Adam: each weight steps by its mean slope over the spread of its slopes. */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #steps = 0;

  constructor(count: number) {
    this.#mean = new Float64Array(count);
    this.#square = new Float64Array(count);
  }

  step(weights: Float64Array, slopes: Float64Array, rate: number): void {
    this.#steps++;
    const meanShare = 1 - 0.9 ** this.#steps;
    const squareShare = 1 - 0.999 ** this.#steps;
    for (let index = 0; index < weights.length; index++) {
      const slope = slopes[index] ?? 0;
      const mean = 0.9 * (this.#mean[index] ?? 0) + 0.1 * slope;
      const square = 0.999 * (this.#square[index] ?? 0) + 0.001 * slope * slope;
      this.#mean[index] = mean;
      this.#square[index] = square;
      weights[index] = (weights[index] ?? 0) - (rate * (mean / meanShare)) / (Math.sqrt(square / squareShare) + 1e-8);
    }
  }
}
