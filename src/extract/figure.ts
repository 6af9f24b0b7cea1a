import type { CodebookEntry } from '../codebook/codebook.ts';
import { toSimplified } from './script.ts';

/**
 * What a cell's text says as a figure.
 * `number`: `value` is in the column's unit. `alternatives` are other values the same glyphs may stand for; a figure
 * with `doubt` is not to be trusted without an identity that settles it.
 */
export type Figure =
  | { readonly kind: 'blank' }
  | {
      readonly kind: 'number';
      readonly value: number;
      readonly doubt: null | string;
      readonly alternatives: readonly number[];
    }
  | { readonly kind: 'unreadable' };

/** The unit the figure is wanted in and whether a sign belongs to it. */
export interface FigureColumn {
  readonly kind: CodebookEntry['kind'];
  /** True where the source's own header says 元 for a column of 万元. */
  readonly printedInYuan?: boolean;
}

const COUNT: FigureColumn = { kind: 'count' };
const BLANK: Figure = { kind: 'blank' };
const UNREADABLE: Figure = { kind: 'unreadable' };

const BLANK_TEXT = /^(?:[-—–‐‑‒―−_/\\~]{1,6}|无)?$/u;
const FOOTNOTE_MARKS = /[¹²³⁰⁴-⁹₀-₉①-⑳*＊※†‡]+|\[(?:注)?\d\]|［\d］|[（(]注\d?[）)]|注\d?$/gu;
/** A raised digit that stands alone is no footnote: what it is cannot be told. */
const MARKS_ONLY = /[^\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/u;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]/gu;

const SIGN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:增加|新增|增长|上升|增|↑)/u, '+'],
  [/^(?:减少|下降|削减|减|↓)/u, '-'],
];

/** Units a figure may carry, with what one is worth in 件/项 (counts) or in 万元 (amounts). */
const COUNT_UNITS = /^(?:件次|人次|件|条|宗|项|次|份|个|起|部|户|例)/u;
const AMOUNT_UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:亿元|亿)/u, 1e4],
  [/^(?:万元|万圆|万)/u, 1],
  [/^(?:人民币)?(?:元|圆)/u, 1e-4],
];

/** Letters that scans put where a digit stands. Only ever a reading in doubt. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  〇: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  '|': '1',
  i: '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
};

/**
 * Reads the text of a cell: `44`, `１２`, `1,234`, `1 234`, `+70`, `-76宗`, `增2`, `251000元` (25.1 in a 万元 column), `2638.4万元`,
 * `22（其中修订16件）` (22), footnote marks. `''`, dashes, strokes and 无 are blank, never zero.
 */
export function parseFigure(text: string, column: FigureColumn = COUNT): Figure {
  const known = column.printedInYuan === true ? undefined : REMEMBERED[column.kind];
  const remembered = known?.get(text);
  if (remembered !== undefined) return remembered;
  const figure = readFigure(text, column);
  if (known !== undefined) {
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, figure);
  }
  return figure;
}

/** The same few figures stand in every report, and each is asked for several times over. */
const MOST_REMEMBERED = 5000;
const REMEMBERED: Readonly<Record<FigureColumn['kind'], Map<string, Figure>>> = {
  count: new Map(),
  signed: new Map(),
  amount: new Map(),
};

function readFigure(text: string, column: FigureColumn): Figure {
  const clean = toSimplified(text).replace(FOOTNOTE_MARKS, '').replace(INVISIBLE, '').normalize('NFKC').trim();
  const compact = clean.replace(/\s+/gu, '');
  if (BLANK_TEXT.test(compact)) return compact === '' && MARKS_ONLY.test(text) ? UNREADABLE : BLANK;
  if (compact === '零' || compact === '〇') return certain(0);
  return parseSigned(clean.replace(/[−－–—―﹣]/gu, '-').replace(/[，、](?=\d{3})/gu, ','), column);
}

function certain(value: number): Figure {
  return { kind: 'number', value, doubt: null, alternatives: [] };
}

function inDoubt(value: number, doubt: string, alternatives: readonly number[] = []): Figure {
  return { kind: 'number', value, doubt, alternatives };
}

function parseSigned(text: string, column: FigureColumn): Figure {
  let rest = text.replace(/^(?:约|共计|共|合计|计|本年|为|人民币)\s*/u, '');
  let sign = '';
  for (const [word, meaning] of SIGN_WORDS) {
    const match = word.exec(rest);
    if (match) {
      sign = meaning;
      rest = rest.slice(match[0].length).trim();
      break;
    }
  }
  const printedSign = /^[+-]\s*/.exec(rest);
  if (printedSign) {
    if (sign === '') sign = printedSign[0].trim();
    rest = rest.slice(printedSign[0].length);
  }
  const digits = /^(\d{1,3}(?:,\s?\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)((?:\s?\.\s?\d+)?)/.exec(rest);
  if (!digits) return parseDamaged(text);
  const magnitude = Number((digits[1] ?? '').replace(/[,\s]/g, '') + (digits[2] ?? '').replace(/\s/g, ''));
  const unit = takeUnit(rest.slice(digits[0].length).trim(), magnitude, column);
  if (unit === undefined) return parseSpacedDigits(rest, sign);
  const value = toPrecision(magnitude * unit.factor * (sign === '-' ? -1 : 1));
  if (/^0\d/.test(digits[0])) return inDoubt(value, 'a number does not begin with 0');
  if (digits[2] !== '' && column.kind !== 'amount' && !SHOWN_WITH_DECIMALS.test(digits[0])) {
    const joined = Number(digits[0].replace(/[,.\s]/g, '')) * (sign === '-' ? -1 : 1);
    return inDoubt(value, 'a fraction where counts are whole', [joined]);
  }
  if (sign === '-' && column.kind !== 'signed') {
    return inDoubt(value === 0 ? 0 : value, 'a minus sign where none can be', value === 0 ? [] : [-value]);
  }
  return unit.doubt === null ? certain(value) : inDoubt(value, unit.doubt);
}

/** Money is added and converted in decimal: 251000 元 is 25.1, not 25.099999. */
function toPrecision(value: number): number {
  return Number(value.toPrecision(15));
}

/** 6396.00: a sheet shows a whole number with its decimals. */
const SHOWN_WITH_DECIMALS = /\d\.0{1,2}$/;

/** What follows the digits: nothing, a unit, a note in brackets. Undefined when it is something else. */
function takeUnit(
  text: string,
  magnitude: number,
  column: FigureColumn,
): { factor: number; doubt: string | null } | undefined {
  const inYuan = column.kind === 'amount' && column.printedInYuan === true;
  const defaultFactor = inYuan && looksLikeYuan(magnitude) ? 1e-4 : 1;
  const unitDoubt = inYuan ? 'the head says 元 where the form has 万元' : null;
  if (text === '') return { factor: defaultFactor, doubt: unitDoubt };
  if (/^[.。,，;；、:：'`]$/u.test(text)) return { factor: defaultFactor, doubt: 'a stray mark behind the digits' };
  const note = /^[（(【[]/u;
  if (note.test(text)) return { factor: defaultFactor, doubt: unitDoubt };
  if (column.kind === 'amount') {
    for (const [pattern, factor] of AMOUNT_UNITS) {
      const match = pattern.exec(text);
      if (match) return closes(text.slice(match[0].length)) ? { factor, doubt: null } : undefined;
    }
    return undefined;
  }
  const unit = COUNT_UNITS.exec(text);
  if (unit) return closes(text.slice(unit[0].length)) ? { factor: 1, doubt: null } : undefined;
  if (/^万?元$/u.test(text)) return { factor: 1, doubt: 'money in a column of counts' };
  return undefined;

  function closes(rest: string): boolean {
    return rest.trim() === '' || /^[\s。，,；;]*(?:[（(【[].*)?$/u.test(rest.trim());
  }
}

/** Nobody collects less than ten thousand yuan a year and counts it in yuan, and yuan have no tenths of a cent. */
function looksLikeYuan(magnitude: number): boolean {
  return magnitude >= 1e4 && Number(magnitude.toFixed(2)) === magnitude;
}

/** Digits torn apart inside one cell (`4 4`, `1 0`): one number, but not without doubt. */
function parseSpacedDigits(text: string, sign: string): Figure {
  if (!/^\d+(?:\s+\d+)+$/.test(text)) return parseDamaged(text);
  return inDoubt((sign === '-' ? -1 : 1) * Number(text.replace(/\s/g, '')), 'digits stand apart');
}

function parseDamaged(text: string): Figure {
  const compact = text.replace(/[\s.,'`·]/gu, '');
  if (compact.length === 0 || compact.length > 6) return UNREADABLE;
  let digits = '';
  let damaged = false;
  for (const character of compact) {
    const replacement = LOOK_ALIKES[character];
    if (replacement !== undefined) damaged = true;
    else if (!/\d/.test(character)) return UNREADABLE;
    digits += replacement ?? character;
  }
  return damaged ? inDoubt(Number(digits), 'a letter where a digit stands') : UNREADABLE;
}
