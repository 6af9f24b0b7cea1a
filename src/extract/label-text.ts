import { toSimplified } from './script.ts';

/**
 * Labels as they are compared: without spaces, punctuation, brackets and item numbers, in simplified characters.
 * The same label is typed 「三 、本 年 度」, 「3.其他」, 「（六）其他處理」.
 */

const ITEM_NUMBER =
  /^(?:[（(\[【]?[一二三四五六七八九十]{1,3}[）)\]】、.．,，:：]+|[（(]?\d{1,2}[）)、.．,，:：]+|[①-⑩⑴-⑽㈠-㈩⒈-⒑])+/u;
const NOT_A_LETTER = /[^\p{Script=Han}A-Za-z0-9]/gu;
const HAN = /\p{Script=Han}/u;

/** Folds a label for comparison; '' when it holds no Chinese character. */
export function foldLabel(text: string): string {
  const known = folded.get(text);
  if (known !== undefined) return known;
  const label = fold(text);
  if (text.length > LONGEST_REMEMBERED) return label;
  if (folded.size >= MEMORY) folded.clear();
  folded.set(text, label);
  return label;
}

/** Labels repeat from report to report; what was folded is remembered, within bounds. */
const MEMORY = 5000;
const LONGEST_REMEMBERED = 200;
const folded = new Map<string, string>();

function fold(text: string): string {
  if (!HAN.test(text)) return '';
  return toSimplified(text)
    .replace(/\s+/gu, '')
    .replace(ITEM_NUMBER, '')
    .normalize('NFKC')
    .replace(ITEM_NUMBER, '')
    .replace(/^\d{1,2}(?=\p{Script=Han})/u, '')
    .replace(NOT_A_LETTER, '');
}

/** Does the text hold a Chinese character, as every label does and no plain figure? */
export function holdsChinese(text: string): boolean {
  return HAN.test(text);
}

/**
 * Likeness of two folded labels from 0 to 1: twice their longest common subsequence over their lengths together.
 * A label with characters lost or inserted stays close; another label of the same form does not.
 */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  return (2 * commonSubsequence(a, b)) / (a.length + b.length);
}

/** What the likeness of two labels cannot exceed, told by their lengths alone. */
export function highestLikeness(a: string, b: string): number {
  return (2 * Math.min(a.length, b.length)) / (a.length + b.length);
}

/** Length of the longest common subsequence. */
export function commonSubsequence(a: string, b: string): number {
  let previous = new Uint16Array(b.length + 1);
  let current = new Uint16Array(b.length + 1);
  for (const character of a) {
    for (let j = 0; j < b.length; j++) {
      current[j + 1] = character === b[j] ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, current[j] ?? 0);
    }
    [previous, current] = [current, previous];
  }
  return previous[b.length] ?? 0;
}
