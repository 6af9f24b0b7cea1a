import { Worker } from 'node:worker_threads';
import type { GlyphSheet } from './glyph-sheet.ts';

/** What a learner is sent: the weights to go on from and how fast to learn for the next batches. */
export interface LineTask {
  readonly weights: Float64Array;
  readonly rates: readonly number[];
  readonly skipHopeless: boolean;
}

export interface LineAnswer {
  readonly weights: Float64Array;
  readonly loss: number;
}

export interface LineTraining {
  /** How often the learners' weights are averaged. */
  readonly rounds: number;
  /** Steps of each learner in a round, of 16 lines each. */
  readonly batches: number;
  readonly learners: number;
  readonly seed: number;
  readonly fastest: number;
  /** Weights to go on from. */
  readonly start?: Float64Array;
}

/**
 * Trains the line net: several learners, each with pictures of its own, whose weights are averaged after every round.
 * @param keep called after every round with the weights as they are then
 */
export async function trainLineNet(
  sheets: readonly GlyphSheet[],
  training: LineTraining,
  report: (line: string) => void,
  keep?: (weights: Float64Array) => void,
): Promise<Float64Array> {
  const workers = Array.from(
    { length: training.learners },
    (_, index) =>
      new Worker(new URL('./line-worker.mjs', import.meta.url), {
        workerData: { sheets, seed: training.seed * 1000 + index },
      }),
  );
  let weights = training.start ?? new Float64Array(0);
  const steps = training.rounds * training.batches;
  for (let round = 0; round < training.rounds; round++) {
    const rates = Array.from({ length: training.batches }, (_, batch) => {
      const step = round * training.batches + batch;
      const warm = Math.min(1, (step + 1) / 100, (batch + 1) / 8);
      return training.fastest * warm * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps)) + 1e-5;
    });
    const task: LineTask = {
      weights,
      rates,
      skipHopeless: training.start !== undefined || round > training.rounds / 6,
    };
    const answers = await Promise.all(workers.map((worker) => answerOf(worker, task)));
    weights = mean(answers.map((answer) => answer.weights));
    keep?.(weights);
    const loss = answers.reduce((sum, answer) => sum + answer.loss, 0) / answers.length;
    report(`line net: round ${round + 1} of ${training.rounds}, loss ${loss.toFixed(4)}`);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return weights;
}

function answerOf(worker: Worker, task: LineTask): Promise<LineAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(task);
  });
}

function mean(rows: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows)
    for (let index = 0; index < row.length; index++) sums[index] = (sums[index] ?? 0) + (row[index] ?? 0) / rows.length;
  return sums;
}
