import { parentPort, workerData } from 'node:worker_threads';
import type { GlyphSheet } from './glyph-sheet.ts';
import { LineLearner } from './line-learner.ts';
import type { LineAnswer, LineTask } from './train-line-net.ts';

const { sheets, seed } = workerData as { sheets: readonly GlyphSheet[]; seed: number };
const learner = new LineLearner(sheets, seed);

parentPort?.on('message', ({ weights, rates, skipHopeless }: LineTask) => {
  if (weights.length > 0) learner.weights.set(weights);
  for (const rate of rates) learner.learn(rate, skipHopeless);
  const answer: LineAnswer = { weights: learner.weights.slice(), loss: learner.loss };
  parentPort?.postMessage(answer);
});
