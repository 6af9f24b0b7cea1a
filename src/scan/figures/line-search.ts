import { MARKS } from './alphabet.ts';
import { LINE_CLASSES } from './line-net.ts';

const BLANK = LINE_CLASSES - 1;
const PLACES = MARKS.join('');
const BEAMS = 12;
/** A reading this much less likely than the best is given up. */
const HOPELESS = 1e-6;
/** A class this improbable at a step opens no new reading. */
const FAINT = 1e-4;

/** A row of marks with the probability that the net gives it. */
export interface MarkReading {
  readonly marks: string;
  readonly probability: number;
}

interface Beam {
  /** Probability of all ways to these marks that end in nothing, and that end in the last mark. */
  blank: number;
  mark: number;
}

/**
 * Sums the ways to each row of marks over the steps, keeping the likeliest.
 * @param temperature above 1 makes the net's probabilities less sure of themselves
 * @returns likeliest first
 */
export function searchLine(scores: Float64Array, steps: number, temperature: number): MarkReading[] {
  let beams = new Map<string, Beam>([['', { blank: 1, mark: 0 }]]);
  const probabilities = new Float64Array(LINE_CLASSES);
  const likely: number[] = [];
  for (let step = 0; step < steps; step++) {
    softmax(probabilities, scores, step * LINE_CLASSES, temperature);
    likely.length = 0;
    for (let index = 0; index < BLANK; index++) if ((probabilities[index] ?? 0) >= FAINT) likely.push(index);
    const blank = probabilities[BLANK] ?? 0;
    const next = new Map<string, Beam>();
    for (const [marks, beam] of beams) {
      const total = beam.blank + beam.mark;
      const last = marks === '' ? -1 : PLACES.indexOf(marks.charAt(marks.length - 1));
      const stay = beamFor(next, marks);
      stay.blank += total * blank;
      if (last !== -1) stay.mark += beam.mark * (probabilities[last] ?? 0);
      for (const index of likely)
        beamFor(next, marks + (MARKS[index] ?? '')).mark +=
          (index === last ? beam.blank : total) * (probabilities[index] ?? 0);
    }
    beams = kept(next);
  }
  return likeliest(beams).map(([marks, beam]) => ({ marks, probability: Math.min(1, beam.blank + beam.mark) }));
}

function beamFor(beams: Map<string, Beam>, marks: string): Beam {
  let beam = beams.get(marks);
  if (!beam) {
    beam = { blank: 0, mark: 0 };
    beams.set(marks, beam);
  }
  return beam;
}

function kept(beams: Map<string, Beam>): Map<string, Beam> {
  if (beams.size <= 1) return beams;
  const sorted = likeliest(beams).slice(0, BEAMS);
  const [, best] = sorted[0] ?? ['', { blank: 0, mark: 0 }];
  const least = HOPELESS * (best.blank + best.mark);
  return new Map(sorted.filter(([, beam]) => beam.blank + beam.mark > least));
}

function likeliest(beams: Map<string, Beam>): [string, Beam][] {
  return [...beams].sort(([, one], [, other]) => other.blank + other.mark - one.blank - one.mark);
}

function softmax(probabilities: Float64Array, scores: Float64Array, start: number, temperature: number): void {
  let largest = -Infinity;
  for (let index = 0; index < LINE_CLASSES; index++) largest = Math.max(largest, scores[start + index] ?? 0);
  let sum = 0;
  for (let index = 0; index < LINE_CLASSES; index++) {
    const value = Math.exp(((scores[start + index] ?? 0) - largest) / temperature);
    probabilities[index] = value;
    sum += value;
  }
  for (let index = 0; index < LINE_CLASSES; index++) probabilities[index] = (probabilities[index] ?? 0) / sum;
}
