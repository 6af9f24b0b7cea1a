import type { Locator } from '../read/document.ts';
import { parseFigure, type FigureColumn } from './figure.ts';
import type { ValueToken } from './table-lines.ts';

/**
 * What was read of one cell, before any identity has been asked.
 * `doubt` says why the reading is not certain; a settled doubt is one that the identities leave a single reading for.
 */
export interface CellReading {
  readonly code: string;
  readonly state: 'number' | 'blank' | 'unreadable' | 'absent';
  readonly printed: string | null;
  readonly number: number | null;
  readonly doubt: string | null;
  readonly settled: boolean;
  /** Other values the glyphs may stand for. */
  readonly alternatives: readonly number[];
  readonly locator: Locator | null;
}

/** Reads the token that stands in a cell's place. `placeDoubt` says why the place itself is in doubt, if it is. */
export function readCell(
  code: string,
  token: ValueToken,
  column: FigureColumn,
  placeDoubt: string | null = null,
): CellReading {
  const figure = parseFigure(token.text, column);
  const base = { code, printed: token.text, locator: token.locator, settled: false };
  switch (figure.kind) {
    case 'blank':
      return { ...base, state: 'blank', number: null, doubt: null, alternatives: [] };
    case 'unreadable':
      return { ...base, state: 'unreadable', number: null, doubt: 'not a figure', alternatives: [] };
    case 'number':
      return {
        ...base,
        state: 'number',
        number: figure.value,
        doubt: placeDoubt ?? figure.doubt ?? (token.doubtful ? 'the characters were read in doubt' : null),
        alternatives: figure.alternatives,
      };
  }
}

/** A cell that is there and empty; `locator` is where it would stand. */
export function blankCell(code: string, locator: Locator | null): CellReading {
  return { code, state: 'blank', printed: '', number: null, doubt: null, settled: false, alternatives: [], locator };
}

/** A cell of a row that must be among lines whose labels could not be told. */
export function unreadableCell(code: string): CellReading {
  return { ...absentCell(code), state: 'unreadable', printed: '', doubt: 'its row could not be told from others' };
}

/** A cell whose row or table is not in the document. */
export function absentCell(code: string): CellReading {
  return {
    code,
    state: 'absent',
    printed: null,
    number: null,
    doubt: null,
    settled: false,
    alternatives: [],
    locator: null,
  };
}
