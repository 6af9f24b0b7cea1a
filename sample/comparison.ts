import type { TrueCell } from './truth.ts';

/** A cell as the corpus or an extractor has it. */
export interface FoundCell {
  readonly code: string;
  readonly number: number | null;
  readonly status: string;
}

/** How the cells of one report compare with the truth. */
export interface Comparison {
  readonly cells: number;
  readonly right: number;
  /** Right numbers that are neither `inferred` nor `doubtful`. */
  readonly sure: number;
  /** Right cells that hold a number. */
  readonly rightNumbers: number;
  /** Codes of wrong cells that claim to be read without doubt: the worst there is. */
  readonly silent: readonly string[];
  /** Codes of the other wrong cells, those that are not there included. */
  readonly wrong: readonly string[];
}

const CLAIMS_TO_BE_SURE: ReadonlySet<string> = new Set(['verified', 'read', 'conflicting']);
const ADMITS_DOUBT: ReadonlySet<string> = new Set(['inferred', 'doubtful']);

/** Compares found cells with the true ones. A blank cell is right when it is `blank`, a number when it is equal. */
export function compareCells(truth: Readonly<Record<string, TrueCell>>, found: Iterable<FoundCell>): Comparison {
  const byCode = new Map([...found].map((cell) => [cell.code, cell]));
  const silent: string[] = [];
  const wrong: string[] = [];
  let right = 0;
  let rightNumbers = 0;
  let sure = 0;
  for (const [code, expected] of Object.entries(truth)) {
    const cell = byCode.get(code);
    const matches = 'number' in expected ? cell?.number === expected.number : cell?.status === 'blank';
    if (matches) {
      right += 1;
      if ('number' in expected) {
        rightNumbers += 1;
        if (!ADMITS_DOUBT.has(cell?.status ?? '')) sure += 1;
      }
    } else (CLAIMS_TO_BE_SURE.has(cell?.status ?? '') ? silent : wrong).push(code);
  }
  return { cells: right + silent.length + wrong.length, right, rightNumbers, sure, silent, wrong };
}
