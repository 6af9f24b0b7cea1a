import type { Random } from './random.ts';

/** How a report writes its numbers; `plain` is 1234. */
export type NumberStyle =
  | 'plain'
  | 'full-width'
  | 'thousands'
  | 'spaced'
  | 'unit'
  | 'footnote'
  | 'remark'
  | 'signed'
  | 'words'
  | 'yuan'
  | 'wan';

/** How a report writes a cell that it leaves blank. */
export const BLANK_MARKS = ['', '-', '—', '/', '无', '\u00a0', '\u3000', '——'] as const;
export type BlankMark = (typeof BLANK_MARKS)[number];

const SIGNED: readonly NumberStyle[] = ['plain', 'signed', 'words', 'unit'];
const AMOUNT: readonly NumberStyle[] = ['plain', 'thousands', 'yuan', 'wan', 'full-width'];
const COUNT: readonly NumberStyle[] = ['plain', 'full-width', 'thousands', 'spaced', 'unit', 'footnote', 'remark'];

/** A style that suits the kind of cell, plain more often than not. */
export function pickNumberStyle(random: Random, kind: 'count' | 'signed' | 'amount', oddity: number): NumberStyle {
  if (!random.chance(oddity)) return 'plain';
  const styles = kind === 'signed' ? SIGNED : kind === 'amount' ? AMOUNT : COUNT;
  return styles[random.integer(0, styles.length - 1)] ?? 'plain';
}

/** A number as printed. A style that does not suit the number (a thousands separator in 12, a remark on 0) leaves it plain. */
export function printNumber(value: number, style: NumberStyle, unit: '件' | '项' | '万元'): string {
  switch (style) {
    case 'plain':
      return String(value);
    case 'full-width':
      return toFullWidth(String(value));
    case 'thousands':
      return grouped(value, ',');
    case 'spaced':
      return grouped(value, ' ');
    case 'unit':
      return value < 0 ? `${value}宗` : `${value}${unit}`;
    case 'footnote':
      return value === 0 ? '0' : `${value}①`;
    case 'remark':
      return value < 2 ? String(value) : `${value}（其中修订${Math.ceil(value / 2)}件）`;
    case 'signed':
      return value > 0 ? `+${value}` : String(value);
    case 'words':
      return value > 0 ? `增${value}` : value < 0 ? `减${-value}` : '0';
    case 'yuan':
      return value === 0 ? '0' : `${Math.round(value * 10_000)}元`;
    case 'wan':
      return `${value}万元`;
  }
}

function toFullWidth(text: string): string {
  return text.replace(/[0-9.]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
}

function grouped(value: number, separator: string): string {
  const [whole = '', fraction] = String(value).split('.');
  const withGaps = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  return fraction === undefined ? withGaps : `${withGaps}.${fraction}`;
}
