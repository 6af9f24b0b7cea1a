import type { ReadReport } from '../extract/extract.ts';
import type { Finding, ReportCell } from '../extract/report.ts';
import { namedCounts, sumOf } from './counts-in-prose.ts';
import { sentencesOf, type Sentence, type StatedCount } from './prose-counts.ts';
import { finding } from './rules.ts';

/** A share of what was counted just before: 11件，占总数的50%. */
const SHARE = /占(?:比)?(?:了|例)?(?<of>[^，。；、,\d%％]{0,18}?)(?:为|约|达)?(?<share>\d+(?:\.\d+)?)\s*[%％]/gu;
/** What a share may be of without being of another whole. */
const OF_ALL =
  /^(?:本年|全年|全部|所有|总|申请|受理|收到|新收|办理|办结|答复|公开|政府信息|依|量|数|件|的|为|约|比例|之|达|到|案|事项|处理|结果)*$/u;
/** Against last year: 同比增长208.1%, 较去年增加77件. */
const CHANGE =
  /(?:同比|(?:与|较|比|相比)(?:于)?(?:去年|上年度?|上一年度?|20\d\d年度?)(?:同期)?(?:[（(]?的?(?<last>\d+)(?:件|条|份|个|次|项|宗|起|期|篇|场|人次)[)）]?)?(?:相比|比较)?)(?:略有|有所|大幅|明显|共|，)?(?<way>增长|增加|上升|提高|下降|减少|降低|多|少)(?:幅度)?(?:了|约|近|为|达)?(?<by>\d+(?:\.\d+)?)(?<unit>[%％]|件|份|宗|起|个|条|篇|次|期|人次|项|场)(?!百分点)(?:，?(?:增长|上升|下降|增幅|降幅|减幅|同比增长|同比下降)(?:率)?(?:了|约|为|达)?(?<percent>\d+(?:\.\d+)?)[%％])?/gu;
const LESS = /下降|减少|降低|少/u;
const ROUGHLY = /约|近|超|多|余|左右/u;

type Cells = ReadonlyMap<string, ReportCell>;

/** E3: shares and changes in percent, computed again from the counts they are of. */
export function checkPercentages(report: ReadReport): Finding[] {
  const cells: Cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const subjects = new Map(namedCounts(report).map(({ count, subject }) => [count, subject]));
  const nameOf: NameOf = (count) => subjects.get(count);
  return sentencesOf(report).flatMap((sentence) => {
    return [...sharesIn(sentence, nameOf, cells), ...changesIn(sentence, nameOf), ...pairsIn(sentence, nameOf)];
  });
}

function decimalsOf(written: string): number {
  return written.split('.')[1]?.length ?? 0;
}

/** Rounded or cut off at the digit that was written. */
function isAsWritten(exact: number, written: string): boolean {
  return Math.abs(exact - Number(written)) < 10 ** -decimalsOf(written) * 1.0001;
}

function countBefore({ counts }: Sentence, at: number, reach: number): StatedCount | undefined {
  const count = counts.filter(({ to }) => to <= at).at(-1);
  return count && at - count.to <= reach ? count : undefined;
}

type NameOf = (count: StatedCount) => string | undefined;

function sharesIn(sentence: Sentence, nameOf: NameOf, cells: Cells): Finding[] {
  return [...sentence.text.matchAll(SHARE)].flatMap((match): Finding[] => {
    const { of = '', share = '' } = match.groups ?? {};
    const part = countBefore(sentence, match.index, 4);
    if (!part || part.approximate || part.tolerance > 0 || part.scope === 'other_time') return [];
    if (!OF_ALL.test(of) || ROUGHLY.test(match[0])) return [];
    const earlier = sentence.counts.filter(({ to, unit }) => to <= part.from && unit === part.unit);
    const subject = nameOf(part);
    const ofRequests = subject !== undefined && part.scope === 'whole';
    const wholes = earlier.map(({ number }) => number);
    if (ofRequests) wholes.push(...requestTotals(cells));
    const larger = wholes.filter((number) => number >= part.number && number > 0);
    if (larger.length === 0 || larger.some((number) => isAsWritten((part.number / number) * 100, share))) return [];
    const [whole] = larger;
    const certain = ofRequests || isPartOf(whole, sentence, part);
    if (whole === undefined || !certain) return [];
    const exact = rounded((part.number / whole) * 100);
    return [
      finding(
        'E3',
        subject ?? 'share',
        `the text says that ${part.number} are ${share} %; of ${whole} they are ${exact} %`,
        {
          expected: `${exact}%`,
          actual: `${share}%`,
        },
      ),
    ];
  });
}

/** Is the number the whole of a list that the part stands in? */
function isPartOf(whole: number | undefined, { text, counts }: Sentence, part: StatedCount): boolean {
  const opening = Math.max(text.lastIndexOf('其中', part.from), text.lastIndexOf('包括', part.from));
  const listed = counts.filter(({ to, unit }) => to <= opening && unit === part.unit).at(-1);
  return opening >= 0 && listed !== undefined && listed.number === whole;
}

function requestTotals(cells: Cells): number[] {
  const ways = [
    ['requests.received.total'],
    ['requests.outcome_total.total'],
    ['requests.received.total', 'requests.carried_in.total'],
  ];
  return ways.flatMap((codes) => sumOf(codes, cells) ?? []);
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}

/** 22件（自然人12件、法人10件），较上年增长…: what stands in brackets is not what changed. */
function beforeAside(text: string, at: number): number {
  const aside = /（[^（）]*）[，,]?$/u.exec(text.slice(0, at));
  return aside ? aside.index : at;
}

function changesIn(sentence: Sentence, nameOf: NameOf): Finding[] {
  return [...sentence.text.matchAll(CHANGE)].flatMap((match): Finding[] => {
    const { last, way = '', by = '', unit = '', percent } = match.groups ?? {};
    const now = countBefore(sentence, beforeAside(sentence.text, match.index), 6);
    if (!now || now.approximate || now.tolerance > 0 || now.scope !== 'whole') return [];
    const received = /(?:收到|受理|新收|接收|接到).{0,20}申请/u.test(now.before) ? 'received' : undefined;
    const subject = nameOf(now) ?? received;
    const sign = LESS.test(way) ? -1 : 1;
    const isPercent = /[%％]/u.test(unit);
    const stated = last === undefined ? undefined : Number(last);
    const before = isPercent ? (stated ?? lastYear(now.number, sign * Number(by), by)) : now.number - sign * Number(by);
    const given = isPercent ? by : percent;
    if (ROUGHLY.test(match[0].replace(way, ''))) return [];
    const wrong = (expected: string, actual: string): Finding =>
      finding(
        'E3',
        subject ?? 'change',
        `the text says「${sentence.text.slice(now.from, match.index + match[0].length)}」: ${expected} would be right`,
        { expected, actual },
      );
    if (before === undefined) {
      if (subject === undefined) return [];
      return [
        finding(
          'E3',
          subject,
          `no whole number of last year's makes ${now.number} a change of ${sign * Number(by)} %`,
          { actual: `${by}%` },
        ),
      ];
    }
    if (before < 0) return subject === undefined ? [] : [wrong(`≤ ${now.number}`, by)];
    if (stated !== undefined && !isPercent && now.number - sign * Number(by) !== stated) {
      return [wrong(`${Math.abs(now.number - stated)}`, by)];
    }
    if (given !== undefined && before > 0) {
      const exact = (Math.abs(now.number - before) / before) * 100;
      if (!isAsWritten(exact, given)) return [wrong(`${rounded(exact)}%`, `${given}%`)];
    }
    if (subject === undefined) return [];
    return [
      finding('E3', subject, `the text's change against last year implies ${before} for last year`, {
        severity: 'notice',
        verdict: 'undetermined',
        expected: String(before),
        actual: match[0],
      }),
    ];
  });
}

/** The change behind both figures: 22件，上年同期11件，增加11件，增长100%. */
const CHANGE_OF_TWO =
  /^[，,]?(?:同比|较上年|较去年|比上年|比去年|两者相比|相比)?(?<way>增长|增加|上升|下降|减少|降低)(?:了|约|近|为)?(?<by>\d+(?:\.\d+)?)(?<unit>[%％]|件|份|条|篇|次|期|人次|项|场|宗|起|个)(?:，?(?:增长|上升|下降|减少|增幅|降幅|减幅|同比增长|同比下降)(?:率)?(?:约|为|达)?(?<percent>\d+(?:\.\d+)?)[%％])?/u;
const LAST_YEAR = /(?<![较比与])(?:去年|上年度?|上一年度?|20\d\d年度?)(?:同期)?(?:共|共计|数)?(?:为|有|是)?$/u;

function pairsIn(sentence: Sentence, nameOf: NameOf): Finding[] {
  const { counts, text } = sentence;
  return counts.flatMap((last, at): Finding[] => {
    const now = counts[at - 1];
    if (now?.unit !== last.unit || now.scope !== 'whole' || last.scope !== 'other_time') return [];
    if (!LAST_YEAR.test(last.before) || now.approximate || last.approximate || now.tolerance + last.tolerance > 0)
      return [];
    const match = CHANGE_OF_TWO.exec(text.slice(last.to));
    const { way = '', by = '', unit = '', percent } = match?.groups ?? {};
    if (!match || last.number === 0) return [];
    const change = (now.number - last.number) * (LESS.test(way) ? -1 : 1);
    const share = rounded((change / last.number) * 100);
    const isPercent = /[%％]/u.test(unit);
    const given = isPercent ? by : percent;
    const isRight =
      (isPercent || change === Number(by)) && (given === undefined || isAsWritten((change / last.number) * 100, given));
    if (isRight || ROUGHLY.test(match[0])) return [];
    return [
      finding(
        'E3',
        nameOf(now) ?? 'change',
        `the text says「${text.slice(now.from, last.to)}${match[0]}」: ${change} or ${share} % would be right`,
        { expected: isPercent ? `${share}%` : String(change), actual: match[0].replace(/^[，,]/u, '') },
      ),
    ];
  });
}

/** The whole number that last year must have had for this year's to be the stated change from it. */
function lastYear(now: number, change: number, written: string): number | undefined {
  if (change <= -100) return undefined;
  const exact = now / (1 + change / 100);
  const near = [Math.floor(exact), Math.ceil(exact)].filter((number) => number > 0);
  const fitting = near.filter((number) => isAsWritten((Math.abs(now - number) / number) * 100, written));
  return fitting.sort((a, b) => Math.abs(a - exact) - Math.abs(b - exact))[0];
}
