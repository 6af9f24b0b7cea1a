import type { Corpus } from '../../storage/corpus.ts';
import { dataVersion } from '../../storage/corpus-overview.ts';
import { figuresOfBodies, type ComparedBodies, type ComparedBody } from '../../storage/figure-series.ts';
import { codesOfIndicator, valueOf, type Indicator, type IndicatorValue } from './indicators.ts';

/** A body with its value and its place among the others. */
export interface RankedBody extends ComparedBody {
  readonly value: IndicatorValue;
  /** 1 is the largest; equal values have the same. Null where the value is not known. */
  readonly rank: number | null;
}

/** Bodies by one indicator, the largest value first, those without a value last. */
export interface Comparison {
  readonly indicator: Indicator;
  readonly bodies: readonly RankedBody[];
  /** Of the values that are known; null where none is. */
  readonly spread: {
    readonly count: number;
    readonly least: number;
    readonly lowerQuartile: number;
    readonly median: number;
    readonly upperQuartile: number;
    readonly largest: number;
    readonly mean: number;
  } | null;
}

/** Compares the bodies of one rank, province and year by one indicator. */
function compareBodies(corpus: Corpus, which: ComparedBodies, indicator: Indicator): Comparison {
  const valued = figuresOfBodies(corpus, which, codesOfIndicator(indicator)).map((body) => ({
    ...body,
    value: valueOf(indicator, body.figures),
  }));
  const known = valued
    .flatMap(({ value }) => (value.value === null ? [] : [value.value]))
    .sort((one, other) => other - one);
  const ranks = new Map<number, number>();
  known.forEach((value, index) => {
    if (!ranks.has(value)) ranks.set(value, index + 1);
  });
  const bodies = valued
    .map((body): RankedBody => ({
      ...body,
      rank: body.value.value === null ? null : (ranks.get(body.value.value) ?? null),
    }))
    .sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || byName(one, other));
  return { indicator, bodies, spread: spreadOf(known.toReversed()) };
}

/** Comparisons kept. */
const MOST_KEPT = 24;

/** The last comparisons asked for: a page, its CSV and its SVG are one. */
export class Comparisons {
  readonly #corpus: Corpus;
  readonly #kept = new Map<string, Comparison>();
  #version: unknown = null;

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  /** As `compareBodies`, for the corpus as it stands now. */
  of(which: ComparedBodies, indicator: Indicator): Comparison {
    const version = dataVersion(this.#corpus);
    if (version !== this.#version) this.#kept.clear();
    this.#version = version;
    const key = JSON.stringify([which, indicator.id]);
    const comparison = this.#kept.get(key) ?? compareBodies(this.#corpus, which, indicator);
    this.#kept.delete(key);
    this.#kept.set(key, comparison);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return comparison;
  }
}

function byName(one: ComparedBody, other: ComparedBody): number {
  const key = ({ division, name }: ComparedBody): string => `${division ?? '~'} ${name}`;
  return key(one) < key(other) ? -1 : 1;
}

function spreadOf(ascending: readonly number[]): Comparison['spread'] {
  const [least] = ascending;
  const largest = ascending.at(-1);
  if (least === undefined || largest === undefined) return null;
  return {
    count: ascending.length,
    least,
    lowerQuartile: quantile(ascending, 0.25),
    median: quantile(ascending, 0.5),
    upperQuartile: quantile(ascending, 0.75),
    largest,
    mean: ascending.reduce((sum, value) => sum + value, 0) / ascending.length,
  };
}

/** Between two values the line from one to the other (as R's type 7). */
function quantile(ascending: readonly number[], share: number): number {
  const at = (ascending.length - 1) * share;
  const below = ascending[Math.floor(at)] ?? 0;
  const above = ascending[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
