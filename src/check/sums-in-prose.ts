import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { LIST_KINDS, LIST_OPENINGS, REST } from './list-vocabulary.ts';
import { sentencesOf, type Sentence, type StatedCount } from './prose-counts.ts';
import { finding } from './rules.ts';

interface List {
  readonly whole: StatedCount;
  readonly parts: readonly StatedCount[];
  readonly sentence: Sentence;
  /** What divides the whole, where the words of the parts tell. */
  readonly kind: string | undefined;
  /** True where the parts must be all there is, so that a sum too small contradicts as well. */
  readonly complete: boolean;
}

/** E4: the parts that a sentence lists against the whole it states: 22件，其中自然人12件、法人10件. */
export function checkStatedSums(report: ReadReport): Finding[] {
  return stretchesOf(sentencesOf(report)).flatMap((sentence) => listsIn(sentence).flatMap(judge));
}

/** A list may follow its whole in a sentence of its own (发布信息9条。其中，…), and its parts be parted by semicolons. */
function stretchesOf(sentences: readonly Sentence[]): Sentence[] {
  const stretches: Sentence[] = [];
  for (const sentence of sentences) {
    const last = stretches.at(-1);
    const goesOn =
      last?.paragraph === sentence.paragraph &&
      last.text.length + sentence.text.length < LONGEST_STRETCH &&
      (last.context === sentence.context || OPENS_LIST.test(sentence.text));
    if (last && goesOn) stretches[stretches.length - 1] = joined(last, sentence);
    else stretches.push(sentence);
  }
  return stretches;
}

const LONGEST_STRETCH = 1200;
const OPENS_LIST = /^(?:其中|分别|包括)/u;

function joined(one: Sentence, other: Sentence): Sentence {
  const text = `${one.text}；`;
  const counts = other.counts.map((count) => ({
    ...count,
    from: count.from + text.length,
    to: count.to + text.length,
  }));
  return { ...other, text: text + other.text, counts: [...one.counts, ...counts] };
}

function judge(list: List): Finding[] {
  const { whole, parts, sentence, complete } = list;
  let sum = 0;
  for (const [at, part] of parts.entries()) {
    sum += part.number;
    if (at > 0 && sum === whole.number) return [];
  }
  if (parts.length < 2 || sum === whole.number) return [];
  const sameUnits = parts.every((part) => part.unit === whole.unit);
  if (sum < whole.number && !complete && (parts.length < 3 || !sameUnits)) return [];
  const certain = sameUnits && (sum > whole.number || complete);
  return [
    finding(
      'E4',
      list.kind ?? 'list',
      `the text gives ${whole.number} in all and parts that sum to ${sum}:「${excerpt(sentence, whole, parts)}」`,
      {
        expected: String(whole.number),
        actual: String(sum),
        ...(certain ? {} : { severity: 'notice', verdict: 'undetermined' }),
      },
    ),
  ];
}

function excerpt({ text }: Sentence, whole: StatedCount, parts: readonly StatedCount[]): string {
  const end = parts.at(-1)?.to ?? whole.to;
  const said = text.slice(Math.max(0, whole.from - 12), end);
  return said.length > 100 ? `${said.slice(0, 60)}…${said.slice(-30)}` : said;
}

function listsIn(sentence: Sentence): List[] {
  const { text, counts } = sentence;
  return [...text.matchAll(LIST_OPENINGS)].flatMap((opening): List[] => {
    const start = opening.index + opening[0].length;
    const aside = /（[^（）]*）[，,。；]?$/u.exec(text.slice(0, opening.index));
    const whole = counts.filter(({ to }) => to <= (aside?.index ?? opening.index)).at(-1);
    if (!whole || whole.unit === '' || whole.approximate || whole.tolerance > 0) return [];
    const between = text.slice(whole.to, opening.index);
    const inBrackets = opening[0] === '（';
    if (between.length > LONGEST_ASIDE || /[、]/u.test(between)) return [];
    const next = text.slice(start).search(LIST_OPENINGS_ONCE);
    const limit = inBrackets ? text.indexOf('）', start) : next < 0 ? text.length : start + next;
    const end = limit < 0 ? text.length : limit;
    const candidates = counts.filter(({ from, to }) => from >= start && to <= end);
    const parts = sameKind(firstRun(candidates, text, start, SEMICOLONS.test(text.slice(start))), text);
    if (parts.some((part) => part.approximate || part.tolerance > 0 || part.scope !== whole.scope)) return [];
    const kind = kindOf(labelOf(parts[0], undefined, text, start));
    const last = parts.at(-1);
    const labels = parts.map((part, at) => labelOf(part, parts[at - 1], text, start));
    const complete =
      REST.test(last ? (labels.at(-1) ?? '') : '') ||
      /分别|分为/u.test(opening[0]) ||
      (kind !== undefined &&
        (LIST_KINDS[kind]?.completeWith ?? []).every((word) => labels.some((label) => word.test(label))) &&
        LIST_KINDS[kind]?.completeWith !== undefined);
    return [{ whole, parts, sentence, kind, complete }];
  });
}

const LONGEST_ASIDE = 24;
const LIST_OPENINGS_ONCE = new RegExp(LIST_OPENINGS.source, 'u');
const LONGEST_LABEL = 24;
/** 「其中：」 opens a list whose parts may stand between semicolons. */
const SEMICOLONS = /^[：:]/u;

/** Parts follow one another with a separator between and no sentence of their own; a list with 、 ends at a comma. */
function firstRun(counts: readonly StatedCount[], text: string, start: number, overSemicolons: boolean): StatedCount[] {
  const run: StatedCount[] = [];
  let end = start;
  let joint: string | undefined;
  for (const count of counts) {
    const gap = text.slice(end, count.from);
    if (gap.length > LONGEST_LABEL || (!overSemicolons && gap.includes('；'))) break;
    if (run.length > 0) {
      const mark = /^[^\p{L}\d]*[、和及]/u.test(gap) ? '、' : /[，,；]/u.test(gap.slice(0, 8)) ? '，' : undefined;
      if (mark === undefined && !/^[\p{L}]{1,6}[、，,；]/u.test(gap)) break;
      if (joint === '、' && mark === '，') break;
      joint ??= mark;
    }
    run.push(count);
    end = count.to;
  }
  return run;
}

/** 网上12件、信函10件，予以公开11件: a list ends where its words turn to another way of dividing. */
function sameKind(parts: readonly StatedCount[], text: string): StatedCount[] {
  const kinds = parts.map((part, at) => kindOf(labelOf(part, parts[at - 1], text, 0)));
  const first = kinds.find((kind) => kind !== undefined);
  const turn = kinds.findIndex((kind) => kind !== undefined && kind !== first);
  return parts.slice(0, turn < 0 ? parts.length : turn);
}

function labelOf(
  part: StatedCount | undefined,
  previous: StatedCount | undefined,
  text: string,
  start: number,
): string {
  if (!part) return '';
  const from = Math.max(previous?.to ?? start, part.from - LONGEST_LABEL);
  return text.slice(from, part.from) + (/^[\p{L}]+/u.exec(text.slice(part.to))?.[0] ?? '');
}

function kindOf(label: string): string | undefined {
  return Object.entries(LIST_KINDS).find(([, { words }]) => words.test(label))?.[0];
}
