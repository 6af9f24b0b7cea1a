import { foldText, levelLoneDigits, shiftDigits } from './fold-text.ts';

/** One line of decoded text. */
export interface TextLine {
  /** One-based. */
  readonly number: number;
  /** As it stands, without its line end. */
  readonly raw: string;
  /** Its words without markup, folded. */
  readonly words: string;
  /** True when a form feed stands before it. */
  readonly afterPageBreak: boolean;
}

/** Splits decoded text into lines; a form feed ends a line without counting as one. */
export function splitLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  let number = 0;
  for (const row of text.split(/\r\n|\n|\r|\u2028/)) {
    number += 1;
    if (!row.includes('\f')) {
      lines.push({ number, raw: row, words: plainWords(row), afterPageBreak: false });
      continue;
    }
    row.split('\f').forEach((raw, part) => {
      lines.push({ number, raw, words: plainWords(raw), afterPageBreak: part > 0 });
    });
  }
  return lines;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['middot', '·'],
  ['mdash', '—'],
  ['ldquo', '“'],
  ['rdquo', '”'],
]);
const ENTITY = /&(nbsp|ensp|emsp|amp|lt|gt|quot|middot|mdash|ldquo|rdquo);/g;
const RAISED_TAG = /<(sup|sub)>([^<]{0,40})<\/\1>/gi;
const INLINE_TAG = /<\/?(?:i|b|u|em|strong|font|span|small|big|a|del|ins|mark|code|sup|sub)(?:\s[^<>]*)?\/?>/gi;
const BREAK_TAG = /<br\s*\/?>/gi;

/**
 * The words of a line without the marks of Markdown: emphasis, inline tags, links, escapes and the common entities are
 * resolved and white space is folded. A single `*` stays: it may be a footnote mark.
 */
export function plainWords(markdown: string): string {
  if (!/[*<&\\[`_~]/.test(markdown)) return foldText(markdown);
  const words = markdown
    .replace(BREAK_TAG, ' ')
    .replace(RAISED_TAG, (_all, tag: string, inner: string) =>
      shiftDigits(inner, tag.toLowerCase() === 'sup' ? 'raised' : 'lowered'),
    )
    .replace(INLINE_TAG, '')
    .replace(ENTITY, (all, name: string) => ENTITIES.get(name) ?? all)
    .replace(/!?\[([^\][]*)\]\(([^()\s]*)\)/g, '$1')
    .replace(/(?<!\\)\*{2,3}/g, '')
    .replace(/(?<![\\*])\*(?=[^\s*])([^*\n]*[^\s*\\])\*(?!\*)/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
  return levelLoneDigits(foldText(words));
}

const PAGE_MARK =
  /^(?:[-—–―－─~·•]+\s*(?:第\s*)?[0-9０-９]{1,4}\s*(?:页\s*)?[-—–―－─~·•]+|第\s*[0-9０-９]{1,4}\s*页(?:\s*[,，/／]?\s*[(（]?\s*共\s*[0-9０-９]{1,4}\s*页\s*[)）]?)?|[0-9]{1,3}(?:\s+[/／]\s+[0-9]{1,3}|\s*[/／]\s*[0-9]{1,3}\s*页)|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?)$/i;

/**
 * Is this line nothing but a page number in its usual dress: `— 6 —`, `- 3 -`, `第 3 页 共 9 页`, `3 / 9`? Dashes must stand
 * on both sides, so that neither a list item (`- (二)…`) nor a lone `-` in a cell is taken for one.
 */
export function isPageMark(words: string): boolean {
  return words.length <= 24 && PAGE_MARK.test(words);
}

/** A number with its sign, which may be a word, and its unit, a note in brackets and a footnote mark behind it. */
const FIGURE =
  /^(?:[+\-－—–＋]|[增减][加少]?)?\s*[0-9０-９][0-9０-９.,，．]*\s*(?:[%％]|[万亿]?元|[件条项宗次个])?(?:[¹²³⁰-⁹₀-₉①-⑳*＊※†]|[[［]\d[\]］]|[（(][^（）()]{1,20}[）)])*$/;
const DASH = /^(?:[-—–―－─/／]{1,3}|无|－－)$/;

/** Is it a bare number, sign, thousands separators and unit allowed? */
export function isFigure(words: string): boolean {
  return words.length <= 20 && FIGURE.test(words);
}

/** Is it a bare number or one of the marks that stand for an empty cell? */
export function isFigureOrDash(words: string): boolean {
  return isFigure(words) || DASH.test(words);
}

/** Width in character cells: a CJK or full-width character takes two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += isWide(character.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

/** Does the code point take two cells in a fixed-width rendering? */
export function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

/** Words that open an item: 1. （一） 一、 ① 第二十条. */
export const ENUMERATED =
  /^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?[0-9０-９]{1,2}(?:[）)、．]|\.(?![0-9]))|[①-⑳]|第[一二三四五六七八九十]{1,3}[条项])/;

const NUMBERED = /^[一二三四五六七八九十]{1,3}、/;

/** Does the line begin as a numbered heading does: 三、…? Labels of rows may begin so too. */
export function isNumbered(words: string): boolean {
  return NUMBERED.test(words);
}

/** A numbered line between single blank lines: a heading, even where tables stand close above and below. */
export function isSetOffHeading(lines: readonly TextLine[], index: number): boolean {
  const blank = (at: number): boolean => lines[at]?.raw.trim() === '';
  if (!isNumbered(lines[index]?.words ?? '') || !blank(index - 1) || !blank(index + 1)) return false;
  return !blank(index - 2) && !blank(index + 2) && lines[index + 2] !== undefined;
}
