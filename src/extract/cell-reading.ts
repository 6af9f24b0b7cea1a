import type { Locator } from '../read/document.ts';
import { parseFigure, type FigureColumn } from './figure.ts';
import type { Provenance } from './report.ts';
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
  /** Recognised from pixels: then cells in doubt of one row or column may be settled together. */
  readonly recognised: boolean;
  readonly locator: Locator | null;
  /** Where it was read from another original than the rest of the report. */
  readonly source?: Provenance;
}

/** Two recognisers that agree may both be wrong where the first is not sure of itself. */
const SURE_PROBABILITY = 0.98;
/** Readings less likely than this are no candidates for the identities to choose from. */
const LEAST_PROBABILITY = 0.002;

/** Reads the token that stands in a cell's place. `placeDoubt` says why the place itself is in doubt, if it is. */
export function readCell(
  code: string,
  token: ValueToken,
  column: FigureColumn,
  placeDoubt: string | null = null,
): CellReading {
  const figure = parseFigure(token.text, column);
  const recognised = token.recognition !== undefined;
  const base = { code, printed: token.text, locator: token.locator, settled: false, recognised };
  if (token.illegible) return { ...base, state: 'unreadable', number: null, doubt: 'illegible', alternatives: [] };
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
        doubt: placeDoubt ?? figure.doubt ?? glyphDoubt(token, column),
        alternatives: [...figure.alternatives, ...otherValues(token, column, figure.value)],
      };
  }
}

function glyphDoubt({ text, doubtful, recognition }: ValueToken, { kind }: FigureColumn): string | null {
  if (doubtful) return 'the characters were read in doubt';
  if (!recognition) return null;
  if (kind !== 'amount' && text.includes('.')) return 'a speck may have been read as a point';
  if (!recognition.confirmed) return 'only one recogniser reads it so';
  return recognition.probability < SURE_PROBABILITY ? 'the recogniser is not sure' : null;
}

/** The values of a picture's other readings. A reading without a figure is none: blank is no number. */
function otherValues({ recognition }: ValueToken, column: FigureColumn, value: number): number[] {
  const values = (recognition?.alternatives ?? [])
    .filter(({ probability }) => probability >= LEAST_PROBABILITY)
    .flatMap(({ text }) => {
      const figure = parseFigure(text, column);
      return figure.kind === 'number' && figure.doubt === null ? [figure.value] : [];
    });
  return [...new Set(values)].filter((other) => other !== value);
}

/** A cell that is there and empty; `locator` is where it would stand. */
export function blankCell(code: string, locator: Locator | null): CellReading {
  return { ...absentCell(code), state: 'blank', printed: '', locator };
}

/** A place of a row in which no cell stands: blank where the source says so by its markup; in a picture the cut of the cells is at fault. */
export function vacantCell(code: string, locator: Locator | null, row: readonly ValueToken[]): CellReading {
  const isPicture = row.some((token) => token.recognition !== undefined || token.illegible === true);
  return isPicture
    ? { ...unreadableCell(code), doubt: 'its place in the picture could not be told', locator }
    : blankCell(code, locator);
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
    recognised: false,
    locator: null,
  };
}
