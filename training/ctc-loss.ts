/**
 * Connectionist temporal classification: minus the log of the probability of all ways to emit `labels` over `steps` steps, and its
 * slope with respect to the scores. The last class is the blank.
 * @returns the loss; `Infinity` (and no slope) where the steps are too few for the labels
 */
export function ctcLoss(
  scores: Float64Array,
  slope: Float64Array,
  steps: number,
  classes: number,
  labels: readonly number[],
): number {
  const blank = classes - 1;
  const extended = [blank, ...labels.flatMap((label) => [label, blank])];
  const states = extended.length;
  const logs = new Float64Array(steps * classes);
  for (let step = 0; step < steps; step++) {
    let largest = -Infinity;
    for (let index = 0; index < classes; index++) largest = Math.max(largest, scores[step * classes + index] ?? 0);
    let sum = 0;
    for (let index = 0; index < classes; index++) sum += Math.exp((scores[step * classes + index] ?? 0) - largest);
    const offset = largest + Math.log(sum);
    for (let index = 0; index < classes; index++)
      logs[step * classes + index] = (scores[step * classes + index] ?? 0) - offset;
  }
  const skips = extended.map((label, state) => state >= 2 && label !== blank && label !== extended[state - 2]);
  const emitted = (step: number, state: number): number => logs[step * classes + (extended[state] ?? blank)] ?? 0;
  const forward = new Float64Array(steps * states).fill(-Infinity);
  const backward = new Float64Array(steps * states).fill(-Infinity);
  const at = (table: Float64Array, step: number, state: number): number => table[step * states + state] ?? -Infinity;

  forward[0] = emitted(0, 0);
  if (states > 1) forward[1] = emitted(0, 1);
  for (let step = 1; step < steps; step++)
    for (let state = 0; state < states; state++) {
      let sum = at(forward, step - 1, state);
      if (state >= 1) sum = logSum(sum, at(forward, step - 1, state - 1));
      if (skips[state] === true) sum = logSum(sum, at(forward, step - 1, state - 2));
      forward[step * states + state] = sum + emitted(step, state);
    }
  const lastStep = steps - 1;
  const total = logSum(at(forward, lastStep, states - 1), states > 1 ? at(forward, lastStep, states - 2) : -Infinity);
  if (total === -Infinity) return Infinity;

  backward[lastStep * states + states - 1] = 0;
  if (states > 1) backward[lastStep * states + states - 2] = 0;
  for (let step = lastStep - 1; step >= 0; step--)
    for (let state = 0; state < states; state++) {
      let sum = at(backward, step + 1, state) + emitted(step + 1, state);
      if (state + 1 < states) sum = logSum(sum, at(backward, step + 1, state + 1) + emitted(step + 1, state + 1));
      if (skips[state + 2] === true)
        sum = logSum(sum, at(backward, step + 1, state + 2) + emitted(step + 1, state + 2));
      backward[step * states + state] = sum;
    }
  for (let step = 0; step < steps; step++) {
    for (let index = 0; index < classes; index++)
      slope[step * classes + index] = Math.exp(logs[step * classes + index] ?? 0);
    for (let state = 0; state < states; state++) {
      const share = Math.exp(at(forward, step, state) + at(backward, step, state) - total);
      const index = step * classes + (extended[state] ?? blank);
      slope[index] = (slope[index] ?? 0) - share;
    }
  }
  return -total;
}

function logSum(one: number, other: number): number {
  if (one === -Infinity) return other;
  if (other === -Infinity) return one;
  return one > other ? one + Math.log1p(Math.exp(other - one)) : other + Math.log1p(Math.exp(one - other));
}
