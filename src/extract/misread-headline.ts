/** How the phrase that names a report is printed in headlines. */
const PHRASES = [
  '政府信息公开工作年度报告',
  '政府信息公开年度报告',
  '政府信息公开工作年报',
  '政府信息公开年报',
] as const;
/** Share of a phrase's letters that may be misread, missing or too many. */
const MOST_MISREAD = 0.3;
/** Letters that specks and a seal may add behind a headline. */
const LONGEST_TAIL = 3;
const LONGEST_HEADLINE = 52;
const NOT_PRINTED = /[\s|_~^`'"“”‘’*.,，。·…—\-=:：;；!！?？<>]+/gu;
/** What is read in place of a digit of a year. */
const LIKE_DIGITS: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  Z: '2',
  z: '2',
  S: '5',
  B: '8',
};
const YEAR = /(2[0OoQD][0-3OoQDIlZz][0-9OoQDIlZzSB])(?:年|牛|午|生|年度|手)?度?/u;

/** A line that was misread, as the headline it must have been. */
export interface MendedHeadline {
  readonly title: string;
  readonly year: number;
  /** What stands before the year and the phrase: a body's name, mostly. */
  readonly body: string;
}

/**
 * Reads a line of a picture as the headline of a report although letters of it were misread: it must end in words that are nearly those of
 * a report and hold a year. The words before them are left as they were read.
 *
 * @returns undefined where it is no headline
 */
export function mendHeadline(line: string): MendedHeadline | undefined {
  const text = line.replace(NOT_PRINTED, '');
  if (text.length > LONGEST_HEADLINE || !/[年度报告].?$|[报告]..?$/u.test(text)) return undefined;
  const phrase = PHRASES.flatMap((one) => nearestEnding(text, one) ?? []).sort((a, b) => a.share - b.share)[0];
  if (!phrase) return undefined;
  const before = text.slice(0, phrase.start);
  const match = YEAR.exec(before);
  if (!match) return undefined;
  const year = Number([...(match[1] ?? '')].map((letter) => LIKE_DIGITS[letter] ?? letter).join(''));
  if (!Number.isInteger(year)) return undefined;
  const front = before.slice(0, match.index);
  const behind = before.slice(match.index + match[0].length);
  const title = `${front}${year}年${behind}${phrase.words}`;
  return { title, year, body: front === '' ? behind : front };
}

interface Ending {
  readonly words: string;
  readonly start: number;
  readonly share: number;
}

/** Where the phrase, or nearly the phrase, ends the text: the start of it and the share of its letters that differ. */
function nearestEnding(text: string, words: string): Ending | undefined {
  let best: Ending | undefined;
  // costs[j]: fewest changes that make the phrase's first j letters out of the text up to here; starts[j]: from where.
  let costs = Array.from({ length: words.length + 1 }, (_, at) => at);
  let starts = costs.map(() => 0);
  for (let end = 1; end <= text.length; end += 1) {
    const nextCosts = [0];
    const nextStarts = [end];
    for (let at = 1; at <= words.length; at += 1) {
      const ways = [
        { cost: (costs[at - 1] ?? 0) + (text[end - 1] === words[at - 1] ? 0 : 1), start: starts[at - 1] ?? 0 },
        { cost: (costs[at] ?? 0) + 1, start: starts[at] ?? 0 },
        { cost: (nextCosts[at - 1] ?? 0) + 1, start: nextStarts[at - 1] ?? 0 },
      ];
      const [way] = ways.sort((one, other) => one.cost - other.cost);
      nextCosts.push(way?.cost ?? Infinity);
      nextStarts.push(way?.start ?? 0);
    }
    [costs, starts] = [nextCosts, nextStarts];
    const share = (costs[words.length] ?? Infinity) / words.length;
    const isLast = end >= text.length - LONGEST_TAIL;
    if (isLast && share <= MOST_MISREAD && (best === undefined || share < best.share)) {
      best = { words, start: starts[words.length] ?? 0, share };
    }
  }
  return best;
}
