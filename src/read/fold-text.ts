/** Soft hyphen, zero-width space and joiners, bidirectional marks, word joiner, byte order mark, and C0/C1 controls. */

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g;
const NEEDS_FOLDING =
  /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u0000-\u001F\u007F-\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]| {2}|^ | $/;
const WIDE = '[\\u2E80-\\u9FFF\\uF900-\\uFAFF\\uFE30-\\uFE4F\\uFF00-\\uFFEF]';
const BREAK_BETWEEN_WIDE = new RegExp(`(${WIDE})[ \\t]*\\r?\\n[ \\t\\r\\n]*(?=${WIDE})`, 'g');

/**
 * One line of text as a person sees it: characters without width are gone, every run of white space (no-break and
 * ideographic spaces too) is one space, none at the ends.
 */
export function foldText(text: string): string {
  if (!NEEDS_FOLDING.test(text)) return text;
  return text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
}

/**
 * `foldText` for markup, where a line break in the source between two Chinese characters is the editor's wrapping and no
 * space (CSS Text 3, segment break transformation).
 */
export function foldMarkupText(text: string): string {
  return foldText(text.includes('\n') ? text.replace(BREAK_BETWEEN_WIDE, '$1') : text);
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED = '₀₁₂₃₄₅₆₇₈₉';

/**
 * Digits of a `sup` or `sub` element as Unicode superscripts or subscripts, so that the footnote mark of `22<sup>1</sup>`
 * cannot be taken for the last digit of 221.
 */
export function shiftDigits(text: string, direction: 'raised' | 'lowered'): string {
  const shifted = direction === 'raised' ? RAISED : LOWERED;
  return text.replace(/[0-9]/g, (digit) => shifted.charAt(Number(digit)));
}

/**
 * Undoes `shiftDigits` where nothing stands on the line but several shifted digits: then they are the figure itself. A single one may be
 * a footnote mark in an empty cell, and stays.
 */
export function levelLoneDigits(text: string): string {
  if (!/^[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉.,\s]{2,}$/.test(text)) return text;
  return text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]/g, (digit) =>
    String(Math.max(RAISED.indexOf(digit), LOWERED.indexOf(digit))),
  );
}
