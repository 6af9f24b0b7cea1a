import type { TableNumber } from '../codebook/codebook.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import { foldLabel, highestLikeness, likeness } from './label-text.ts';
import {
  APPLICANT_LABEL_VARIANTS,
  DISPUTE_BLOCK_VARIANTS,
  DISPUTE_RESULT_VARIANTS,
  OTHER_HEADER_LABELS,
  PROACTIVE_COLUMN_VARIANTS,
  PROACTIVE_LABEL_VARIANTS,
  REQUEST_GROUP_LABELS,
  REQUEST_LABEL_VARIANTS,
} from './label-variants.ts';

const LIKE_ENOUGH = 0.6;
const APART = 0.08;
/** Less than this is neither like enough nor near to what is. */
const NEARLY = LIKE_ENOUGH - APART - 0.01;

/** A set of named labels, each with its ways of writing; finds a name for a label as it stands. */
export class LabelSet<Name extends string> {
  readonly #exact = new Map<string, Name>();
  readonly #variants: (readonly [Name, string])[] = [];

  constructor(variants: Iterable<readonly [Name, readonly string[]]>) {
    for (const [name, labels] of variants) {
      for (const label of labels) {
        const folded = foldLabel(label);
        if (this.#exact.has(folded)) continue;
        this.#exact.set(folded, name);
        this.#variants.push([name, folded]);
      }
    }
  }

  /** The name of a label written in one of the known ways, else undefined. `folded` comes from `foldLabel`. */
  exact(folded: string): Name | undefined {
    return this.#exact.get(folded);
  }

  /**
   * The name of a damaged label: the likest of the set, when it is like enough (at least 0.6) and no other name is nearly as like
   * (0.08 apart). `among` limits the choice.
   */
  likest(folded: string, among?: (name: Name) => boolean): { name: Name; likeness: number } | undefined {
    if (folded.length < 3) return undefined;
    let best: { name: Name; likeness: number } | undefined;
    let second = 0;
    for (const [name, variant] of this.#variants) {
      if (among && !among(name)) continue;
      if (highestLikeness(folded, variant) < NEARLY) continue;
      const value = likeness(folded, variant);
      if (best === undefined || value > best.likeness) {
        if (best && best.name !== name) second = best.likeness;
        best = { name, likeness: value };
      } else if (name !== best.name && value > second) second = value;
    }
    return best && best.likeness >= LIKE_ENOUGH && best.likeness - second >= APART ? best : undefined;
  }
}

function record<Name extends string>(variants: Readonly<Record<Name, readonly string[]>>): [Name, readonly string[]][] {
  return Object.entries(variants) as [Name, readonly string[]][];
}

export const REQUEST_LABELS = new LabelSet<string>(
  REQUEST_ROWS.map((row) => [row.stem, [row.label, ...(REQUEST_LABEL_VARIANTS[row.stem] ?? [])]] as const),
);
export const REQUEST_GROUPS = new LabelSet<string>(REQUEST_GROUP_LABELS.map((label) => [label, [label]] as const));
export const APPLICANT_LABELS = new LabelSet(
  APPLICANTS.map((applicant) => [applicant.id, APPLICANT_LABEL_VARIANTS[applicant.id]] as const),
);
export const PROACTIVE_LABELS = new LabelSet(record(PROACTIVE_LABEL_VARIANTS));
export const PROACTIVE_COLUMNS = new LabelSet(record(PROACTIVE_COLUMN_VARIANTS));
export const DISPUTE_BLOCK_LABELS = new LabelSet(record(DISPUTE_BLOCK_VARIANTS));
export const DISPUTE_RESULT_LABELS = new LabelSet(record(DISPUTE_RESULT_VARIANTS));

/** Labels that stand in several tables and so tell nothing of which table it is. */
const SHARED = new Set(['总计', '合计', '小计', '其他', '其它', '其他处理', '公民', '维持', '纠正']);

const TABLE_OF_LABEL: ReadonlyMap<string, TableNumber> = new Map(
  (
    [
      ['二', [...values(PROACTIVE_LABEL_VARIANTS), ...values(PROACTIVE_COLUMN_VARIANTS), ...OTHER_HEADER_LABELS.二]],
      ['三', [...REQUEST_ROWS.map((row) => row.label), ...values(REQUEST_LABEL_VARIANTS), ...REQUEST_GROUP_LABELS]],
      ['三', values(APPLICANT_LABEL_VARIANTS)],
      ['四', [...values(DISPUTE_BLOCK_VARIANTS), ...values(DISPUTE_RESULT_VARIANTS), ...OTHER_HEADER_LABELS.四]],
    ] as const
  ).flatMap(([table, labels]) =>
    labels.map(foldLabel).flatMap((folded) => (SHARED.has(folded) ? [] : [[folded, table] as const])),
  ),
);

function values(variants: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.values(variants).flat();
}

/** The statutory table in which a label stands, when it stands in one only. */
export function tableOfLabel(folded: string): TableNumber | undefined {
  return TABLE_OF_LABEL.get(folded);
}

/** Is it the label of a row of table 二 or 三, written in a known way? 其他处理 may as well head the rows of its group. */
export function isRowLabel(folded: string): boolean {
  const request = REQUEST_LABELS.exact(folded);
  return (request !== undefined && request !== 'other') || PROACTIVE_LABELS.exact(folded) !== undefined;
}

/** Is it any label of the forms, of a row, a column or a group? */
export function isKnownLabel(folded: string): boolean {
  return TABLE_OF_LABEL.has(folded) || SHARED.has(folded);
}
