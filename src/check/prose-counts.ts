import type { ReadReport } from '../extract/extract.ts';
import { OTHER_SPANS, OTHER_YEARS, OWN_LEVEL, WHOLE_SCOPE } from './scope-vocabulary.ts';

/** A number with its unit as a sentence states it. */
export interface StatedCount {
  readonly number: number;
  /** How far the writer's rounding may lie from the number: 0 for a plain count, half of the last digit given for 1.4万件. */
  readonly tolerance: number;
  /** 余, 约, 近: the writer does not mean the very number. */
  readonly approximate: boolean;
  /** As written (件, 条, 万元); empty for a number that a list gives without one. */
  readonly unit: string;
  /** Where it begins and ends in the text of its sentence. */
  readonly from: number;
  readonly to: number;
  /** The text of its clause before and after it. */
  readonly before: string;
  readonly after: string;
  /** Whose figure it is: that of all bodies of the report, of its own level alone, or of another year or time. */
  readonly scope: 'whole' | 'own_level' | 'other_time';
}

/** A sentence of the narrative with all it counts. */
export interface Sentence {
  readonly section: number;
  readonly text: string;
  /** All of the paragraph it stands in. */
  readonly paragraph: string;
  /** All up to its full stop: what semicolons part speaks of one matter. */
  readonly context: string;
  readonly counts: readonly StatedCount[];
}

const UNIT = '亿元|万元|元|件次|人次|件|份|条|项|宗|个|起|例|次|期|篇|场|部|批|户|家|台|处|名|人|则|幅|张|款|封|类|组';
const NUMERAL =
  '(?<![任某同这那哪几数百千万亿])[零〇一二两三四五六七八九十百千]{1,7}(?=\\s*(?:件|起|宗|份)(?![事套大]))';
const COUNT = new RegExp(
  `(?<about>约|近|超过?|逾|不足|将近)?(?<![\\d.,第〔每—-])(?<number>\\d{1,3}(?:,\\d{3})+(?![\\d])|\\d+(?:\\.\\d+)?|${NUMERAL})\\s*(?<more>余|多)?(?<times>万|亿)?(?<more2>余|多)?\\s*(?:(?<unit>${UNIT})(?:（次）)?(?<more3>以上|左右)?|(?=[、，,；;。]|$))(?!月|年|号|时|分|%|％|百分点|工作日|部门|单位)`,
  'gu',
);
/** A clause ends at brackets and at a comma, but not at one that groups digits. */
const CLAUSE_END = /[，（）()]|(?<!\d),|,(?!\d{3}(?!\d))/gu;
/** 予以公开（158件）: the count of what stands before the bracket. */
const COUNT_IN_BRACKETS = /(?<=\p{Script=Han})（(?:共|计|共计)?\d+(?:件|份|宗|个|起|条)）/gu;
const HOLDS_COUNT = /\d|[一二两三四五六七八九十][件起宗]/u;

/**
 * What is compared of a narrative, in characters and counts: several times what the longest report has. What is longer is no narrative, and
 * is not compared; the longest sentence of a report, a list of its townships, has some 600 characters.
 */
const MOST_COMPARED = { characters: 300_000, sentence: 2000, counts: 2000 } as const;
/** Of a clause that is longer no one can say what its number counts. */
const LONGEST_BEFORE = 200;

const known = new WeakMap<ReadReport, readonly Sentence[]>();
const cutShort = new WeakSet<ReadReport>();

/** The sentences of the sections where a report tells what it did; section 五 speaks of what is wanting. */
export function sentencesOf(report: ReadReport): readonly Sentence[] {
  const sentences = known.get(report) ?? readSentences(report);
  known.set(report, sentences);
  return sentences;
}

/** Is the narrative so long, or its figures so many, that the rest of it is compared with nothing? */
export function isComparedInPart(report: ReadReport): boolean {
  sentencesOf(report);
  return cutShort.has(report);
}

function readSentences(report: ReadReport): Sentence[] {
  const sentences: Sentence[] = [];
  let characters = 0;
  let counts = 0;
  for (const { number, text } of report.prose) {
    if (number === 5) continue;
    for (const line of text.split('\n')) {
      characters += line.length;
      if (characters > MOST_COMPARED.characters || counts > MOST_COMPARED.counts) {
        cutShort.add(report);
        return sentences;
      }
      if (holdsEndless(line)) cutShort.add(report);
      const found = sentencesIn(line, number, report.fiscalYear);
      counts += found.reduce((sum, sentence) => sum + sentence.counts.length, 0);
      for (const sentence of found) sentences.push(sentence);
    }
  }
  return sentences;
}

function holdsEndless(line: string): boolean {
  if (line.length <= MOST_COMPARED.sentence) return false;
  return plain(line)
    .split(/[。！!？?；;]/u)
    .some((text) => text.length > MOST_COMPARED.sentence);
}

function sentencesIn(line: string, section: number, fiscalYear: number): Sentence[] {
  const paragraph = plain(line);
  let ownLevel = false;
  const parts = paragraph
    .split(/[。！!？?]/u)
    .flatMap((context) => context.split(/[；;]/u).map((text) => ({ context, text })));
  return parts
    .filter(({ text }) => text.trim() !== '' && text.length <= MOST_COMPARED.sentence)
    .map(({ context, text }): Sentence => {
      let otherYear = false;
      let otherSpan = false;
      const clauses = clausesOf(text);
      const counts = clauses.flatMap(({ from, text: clause }) => {
        if (WHOLE_SCOPE.test(clause)) ownLevel = false;
        if (OWN_LEVEL.test(clause)) ownLevel = true;
        const year = /(20\d{2})年/u.exec(clause)?.[1];
        if (year !== undefined) otherYear = Number(year) !== fiscalYear;
        if (OTHER_SPANS.test(clause)) otherSpan = true;
        return countsIn(clause).map((count) => {
          const otherTime = otherSpan || (otherYear && !isCarriedOver(clause)) || OTHER_YEARS.test(count.before);
          const scope: StatedCount['scope'] = otherTime ? 'other_time' : ownLevel ? 'own_level' : 'whole';
          return { ...count, from: count.from + from, to: count.to + from, scope };
        });
      });
      return { section, text, paragraph, context, counts };
    });
}

/** 「2022年结转3件」 and 「结转2024年办理」 name another year and mean this year's table. */
function isCarriedOver(clause: string): boolean {
  return clause.includes('结转');
}

function plain(line: string): string {
  return line
    .replace(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/(?<!\d)\s+|\s+(?!\d)/gu, '');
}

/** The clauses of a sentence. One without a number that ends at 、 goes with the next: 行政复议、行政诉讼共5件. */
function clausesOf(sentence: string): { readonly from: number; readonly text: string }[] {
  const ends = new Set([...sentence.matchAll(CLAUSE_END)].map(({ index }) => index));
  for (const { index } of sentence.matchAll(COUNT_IN_BRACKETS)) ends.delete(index);
  const clauses: { from: number; text: string }[] = [];
  let from = 0;
  for (let at = 0; at <= sentence.length; at++) {
    const isEnd =
      at === sentence.length || ends.has(at) || (sentence[at] === '、' && HOLDS_COUNT.test(sentence.slice(from, at)));
    if (!isEnd) continue;
    if (at > from) clauses.push({ from, text: sentence.slice(from, at) });
    from = at + 1;
  }
  return clauses;
}

const DIGIT: Readonly<Record<string, number>> = Object.fromEntries(
  [...'零一二三四五六七八九'].map((digit, value) => [digit, value]),
);
const PLACE: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

function numeralValue(text: string): number {
  let sum = 0;
  let digit: number | undefined;
  for (const character of text.replace(/两/gu, '二').replace(/〇/gu, '零')) {
    const place = PLACE[character];
    if (place !== undefined) {
      sum += (digit ?? 1) * place;
      digit = undefined;
    } else digit = DIGIT[character] ?? 0;
  }
  return sum + (digit ?? 0);
}

type BareCount = Omit<StatedCount, 'scope'>;

function countsIn(clause: string): BareCount[] {
  return [...clause.matchAll(COUNT)].map((match): BareCount => {
    const { number = '', times, unit = '', about, more, more2, more3 } = match.groups ?? {};
    const value = /\d/.test(number) ? Number(number.replace(/,/g, '')) : numeralValue(number);
    const factor = times === '万' ? 1e4 : times === '亿' ? 1e8 : 1;
    const decimals = number.split('.')[1]?.length ?? 0;
    const isRounded = times !== undefined || decimals > 0;
    const from = match.index + (about?.length ?? 0);
    const to = match.index + match[0].length;
    return {
      number: Math.round(value * factor * 1e6) / 1e6,
      tolerance: isRounded ? 0.5 * factor * 10 ** -decimals : 0,
      approximate: [about, more, more2, more3].some((word) => word !== undefined),
      unit,
      from,
      to,
      before: clause.slice(Math.max(0, match.index - LONGEST_BEFORE), match.index),
      after: clause.slice(to),
    };
  });
}
