const CHINESE_DIGITS: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  '○': '0',
  Ο: '0',
  О: '0',
  O: '0',
  o: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

const CHINESE_YEAR = /[二2][〇零○ΟОOo0][〇零○ΟОOo0一二三四五六七八九\d]{2}(?=年|度|[^\d〇零○一二三四五六七八九]|$)/g;

/**
 * A title as the rules read it: no white space, full-width letters and digits made half-width, years in Chinese digits
 * made arabic (二〇二三年 → 2023年), file endings and closing punctuation taken off.
 */
export function foldTitle(title: string): string {
  return foldCharacters(title)
    .replace(/\.(?:pdf|docx?|wps|html?|shtml|xlsx?|ofd)$/i, '')
    .replace(/^[·•▪■◆▶>→\-—*\d]?[·•▪■◆▶>→*]+/, '')
    .replace(/[。．.,，;；:：、!！]+$/, (tail) => (/^(?:\.{2,}|。{2,})$/.test(tail) ? '…' : ''));
}

/** Folds width, white space and year digits only; keeps every other character. */
export function foldCharacters(text: string): string {
  const narrow = foldWidth(text).replace(/[\s\u00a0\u200b-\u200d\u2060\u3000\ufeff]+/g, '');
  return narrow.replace(CHINESE_YEAR, (year) => [...year].map((digit) => CHINESE_DIGITS[digit] ?? digit).join(''));
}

/** Full-width letters and digits made half-width; everything else as it is. */
export function foldWidth(text: string): string {
  return text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
}
