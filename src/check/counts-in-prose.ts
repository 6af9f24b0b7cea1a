import type { ReadReport } from '../extract/extract.ts';
import type { Finding, ReportCell } from '../extract/report.ts';
import {
  COUNT_SUBJECTS,
  GLUE,
  OTHER_MATTERS,
  PLAIN_LEAD,
  cellsOfResult,
  type CountSubject,
} from './count-vocabulary.ts';
import { deniedSubjects } from './denials.ts';
import { sentencesOf, type Sentence, type StatedCount } from './prose-counts.ts';
import { finding } from './rules.ts';

/** A count of the narrative that names what stands in cells of the tables. */
export interface NamedCount {
  readonly subject: string;
  readonly domain: CountSubject['domain'];
  readonly count: StatedCount;
  readonly sentence: Sentence;
  /** Codes to sum; more than one way where texts count in more than one way. */
  readonly ways: readonly (readonly string[])[];
  /** True where nothing stands beside the words that could narrow what is counted. */
  readonly clear: boolean;
}

type Cells = ReadonlyMap<string, ReportCell>;

/** E2: outcomes, disputes, decisions, documents, fees that the text counts against the cells. */
export function checkStatedCounts(report: ReadReport): Finding[] {
  const cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const denied = deniedSubjects(report);
  const bySubject = new Map<string, Comparison[]>();
  for (const named of namedCounts(report)) {
    if (named.count.scope !== 'whole' || named.count.approximate) continue;
    if (named.count.number === 0 && denied.has(named.subject)) continue;
    const compared = compare(named, cells);
    if (compared) bySubject.set(named.subject, [...(bySubject.get(named.subject) ?? []), compared]);
  }
  return [...bySubject.values()].flatMap(judge);
}

interface Comparison {
  readonly named: NamedCount;
  /** In the unit of the cell. */
  readonly stated: number;
  readonly table: number;
  readonly agrees: boolean;
  readonly codes: readonly string[];
  /** False where a cell was inferred: then it is not to be told whose mistake it is. */
  readonly certain: boolean;
}

const WORTH: Readonly<Record<string, number>> = { 亿元: 1e4, 万元: 1, 元: 1e-4 };

function compare(named: NamedCount, cells: Cells): Comparison | undefined {
  const worth = WORTH[named.count.unit] ?? 1;
  const stated = Math.round(named.count.number * worth * 1e6) / 1e6;
  const sums = named.ways.map((codes) => sumOf(codes, cells));
  const at = sums.findIndex((sum) => sum !== undefined);
  const table = sums[at];
  const codes = named.ways[at];
  if (table === undefined || codes === undefined) return undefined;
  const tolerance = named.count.tolerance * worth + 1e-9;
  return {
    named,
    stated,
    table,
    codes,
    agrees: sums.some((sum) => sum !== undefined && Math.abs(sum - stated) <= tolerance),
    certain: codes.every((code) => cells.get(code)?.status !== 'inferred'),
  };
}

/** The sum of cells, a blank counting 0 beside a figure; undefined where none is printed or one is in doubt. */
export function sumOf(codes: readonly string[], cells: Cells): number | undefined {
  let sum = 0;
  let printed = false;
  for (const cell of codes.map((code) => cells.get(code))) {
    if (cell === undefined || cell.status === 'absent' || cell.status === 'blank') continue;
    if (cell.status === 'doubtful' || cell.number === null) return undefined;
    sum += cell.number;
    printed = true;
  }
  return printed ? Math.round(sum * 1e6) / 1e6 : undefined;
}

/** Statements about parts may add up to the cell, and one that agrees makes another scope of the rest likely. */
function judge(comparisons: readonly Comparison[]): Finding[] {
  const differing = comparisons.filter(({ agrees }) => !agrees);
  const [first] = differing;
  if (!first) return [];
  const inAll = differing.reduce((sum, { stated }) => sum + stated, 0);
  if (differing.length > 1 && inAll === first.table) return [];
  const anotherAgrees = differing.length < comparisons.length;
  const plain = differing.find(({ named }) => named.clear);
  const told = plain ?? first;
  const { named, stated, table } = told;
  if (!plain && (named.domain === 'acts' || anotherAgrees)) return [];
  if (isTenThousandfold(stated, table, named)) return [];
  const certain = plain !== undefined && told.certain && (!anotherAgrees || named.domain !== 'acts');
  return [
    finding(
      'E2',
      named.subject,
      `the text says「${excerpt(named)}」, the table has ${table}${anotherAgrees ? ', as another sentence says' : ''}`,
      {
        codes: told.codes,
        expected: String(table),
        actual: String(stated),
        ...(certain ? {} : { severity: 'notice', verdict: 'undetermined' }),
      },
    ),
  ];
}

/** Fees ten thousand times too large are C2's. */
function isTenThousandfold(stated: number, table: number, { count }: NamedCount): boolean {
  if (!(count.unit in WORTH) || stated === 0) return false;
  const ratio = table / stated;
  return Math.abs(ratio - 1e4) < 1 || Math.abs(ratio - 1e-4) < 1e-6;
}

function excerpt({ count, sentence }: NamedCount): string {
  const text = sentence.text.slice(count.from - count.before.length, count.to + 12).trim();
  return text.length > 60 ? text.slice(-60) : text;
}

interface Pattern extends CountSubject {
  /** What may stand between the words and the number. */
  readonly between: readonly string[];
  readonly beforeNumber: RegExp;
  readonly afterNumber: RegExp;
  readonly unit: RegExp;
  readonly inContext: { readonly before: RegExp; readonly after: RegExp } | undefined;
}

const GLUE_OF_ACTS = GLUE.filter((word) => word !== '申请');
/** No words of the vocabulary are longer, with what must not stand before them. */
const LONGEST_WORDS = 48;

const PATTERNS: readonly Pattern[] = COUNT_SUBJECTS.map((row) => ({
  ...row,
  between: row.glue === undefined ? (row.domain === 'acts' ? GLUE_OF_ACTS : GLUE) : [...GLUE_OF_ACTS, ...row.glue],
  beforeNumber: new RegExp(`(?:${row.words})$`, 'u'),
  afterNumber: new RegExp(`^的?(?:申请|案件)?(?:被)?(?:${row.words})`, 'u'),
  unit: new RegExp(`^(?:${row.units})$`, 'u'),
  inContext:
    row.context === undefined
      ? undefined
      : { before: new RegExp(row.context, 'u'), after: new RegExp(`^(?:${row.context})`, 'u') },
}));
const ANY_SUBJECT = new RegExp(
  COUNT_SUBJECTS.filter(({ domain, subject }) => domain !== 'results' && subject !== 'outcome_total')
    .map(({ words }) => words)
    .join('|'),
  'u',
);
const APPLICANT_SUBJECTS = ['natural_person', 'organisations', 'business', 'research', 'social', 'legal'];

const known = new WeakMap<ReadReport, readonly NamedCount[]>();

/** All counts of the narrative whose subject is one of the vocabulary's, in the order of the text. */
export function namedCounts(report: ReadReport): readonly NamedCount[] {
  const named = known.get(report) ?? nameCounts(report);
  known.set(report, named);
  return named;
}

function nameCounts(report: ReadReport): NamedCount[] {
  const isLead = leadOf(report.organization.name, report.organization.divisionName ?? '');
  let previous: Sentence | undefined;
  let underBefore: string | undefined;
  return sentencesOf(report).flatMap((sentence) => {
    const follows = previous?.paragraph === sentence.paragraph && CONTINUES.test(sentence.text);
    const inherited = follows ? underBefore : undefined;
    const heard = previous?.paragraph === sentence.paragraph ? previous.context : '';
    previous = sentence;
    underBefore = disputesNamed(sentence.text) ?? inherited;
    const named: NamedCount[] = [];
    let whole: string | undefined;
    for (const count of sentence.counts) {
      const match = subjectOf(count, sentence.text.slice(0, count.from - count.before.length));
      if (!match) {
        whole = undefined;
        continue;
      }
      const { subject, domain } = match.pattern;
      const under = disputesNamed(sentence.text.slice(0, count.from)) ?? inherited;
      const isApplicant = APPLICANT_SUBJECTS.includes(subject);
      if (isApplicant && (whole !== undefined || !sentence.context.includes('申请'))) continue;
      if (!isApplicant) whole = subject;
      const lead = match.lead.slice(match.lead.lastIndexOf('：') + 1);
      const ways = domain === 'results' ? resultCells(subject, under) : match.pattern.cells;
      if (ways.length === 0 || !mayBeMeant(match.pattern, lead, count, sentence, heard)) continue;
      if (subject === 'carried_in' && !isYearBefore(count.before, report.fiscalYear)) continue;
      named.push({
        subject: domain === 'results' && under !== undefined ? `${under}_${subject}` : subject,
        domain: domain === 'results' ? 'disputes' : domain,
        count,
        sentence,
        ways: NARROW_OUTCOMES.test(sentence.context) && domain === 'requests' && !isApplicant ? ways.slice(0, 1) : ways,
        clear:
          isLead(lead) &&
          !(domain === 'acts' && MADE_PUBLIC.test(lead)) &&
          !(domain === 'requests' && !isApplicant && isNarrowed(sentence, count, named)),
      });
    }
    return named;
  });
}

/** A sentence that goes on with what the one before it named. */
const CONTINUES = /^(?:其中|结果|按结果|从结果)/u;
const DISPUTE_NAMES = COUNT_SUBJECTS.filter(({ domain }) => domain === 'disputes').map(({ subject, words }) => ({
  subject,
  words: new RegExp(words, 'gu'),
}));

/** The disputes that a text names last; of names that begin at one place the longest. */
function disputesNamed(text: string): string | undefined {
  const named = DISPUTE_NAMES.flatMap(({ subject, words }) =>
    [...text.matchAll(words)].map((match) => ({
      subject,
      end: match.index + match[0].length,
      length: match[0].length,
    })),
  );
  return named.sort((a, b) => b.end - a.end || b.length - a.length)[0]?.subject;
}

/** 自然人申请12件，其中予以公开6件: what is said of a part of the requests. */
function isNarrowed({ text }: Sentence, count: StatedCount, earlier: readonly NamedCount[]): boolean {
  const part = earlier.findLast(
    ({ subject }) =>
      APPLICANT_SUBJECTS.includes(subject) || (subject === 'carried_in' && !/收到|受理|新收|接收/u.test(text)),
  );
  return part !== undefined && /其中|均|全部|的/u.test(text.slice(part.count.to, count.from));
}

function isYearBefore(text: string, fiscalYear: number): boolean {
  const year = /(20\d\d)年度?(?:结转|转入|遗留)/u.exec(text)?.[1];
  return year === undefined || Number(year) === fiscalYear - 1;
}

function resultCells(result: string, under: string | undefined): readonly (readonly string[])[] {
  const codes = under === undefined ? undefined : cellsOfResult(result, under);
  return codes === undefined ? [] : [codes];
}

interface SubjectMatch {
  readonly pattern: Pattern;
  /** What stands before the words, or, where these follow the number, before the number. */
  readonly lead: string;
}

function subjectOf(count: StatedCount, earlier: string): SubjectMatch | undefined {
  const fitting = PATTERNS.filter(
    ({ unit, inContext }) =>
      unit.test(count.unit) &&
      (inContext === undefined || inContext.before.test(earlier + count.before) || inContext.after.test(count.after)),
  );
  const endings = new Map<readonly string[], readonly string[]>();
  const before = fitting
    .flatMap((pattern) => {
      const texts = endings.get(pattern.between) ?? endingsWithout(count.before, pattern.between);
      endings.set(pattern.between, texts);
      return texts.flatMap((text) => {
        const from = Math.max(0, text.length - LONGEST_WORDS);
        const match = pattern.beforeNumber.exec(text.slice(from));
        return match ? [{ pattern, lead: text.slice(0, from + match.index) }] : [];
      });
    })
    .sort((a, b) => a.lead.length - b.lead.length)[0];
  if (before) return before;
  const after = fitting
    .flatMap((pattern) => {
      const match = pattern.afterNumber.exec(count.after);
      return match ? [{ pattern, lead: count.before, length: match[0].length }] : [];
    })
    .sort((a, b) => b.length - a.length)[0];
  return after;
}

/** Where a sentence tells these apart, 公开 and 不予公开 mean no more than their own rows. */
const NARROW_OUTCOMES = /部分公开|无法提供|不予处理/u;
/** Publishing decisions is not taking them: a site may show a part of them. */
const MADE_PUBLIC = /公开|公示|发布|公布|公告|上传|归集|报送|录入/u;
const ABOUT_REQUESTS = /信息公开|公开申请|依申请公开/u;
const OUTCOMES_TOLD = /部分公开|不予公开|无法提供/u;
const CARRIED_OVER = /结转(?:至|到)?(?:本|下)一?年度/u;
const OTHER_CASES = /复议|诉讼|许可|处罚|审批/u;
const CLEARING_UP = /清理|梳理|审核|审查|备案|评估|解读/u;

function mayBeMeant(
  { domain, subject }: Pattern,
  lead: string,
  count: StatedCount,
  sentence: Sentence,
  heard: string,
): boolean {
  if (/\d/u.test(lead.replace(/20\d\d年|1[月日]|12月|31日/gu, '')) || ANY_SUBJECT.test(lead)) return false;
  if (OTHER_MATTERS.test(count.before)) return false;
  if (domain === 'acts') return !(subject.startsWith('normative') && CLEARING_UP.test(sentence.text));
  if (subject === 'granted' && isBarePublic(count) && !OUTCOMES_TOLD.test(sentence.context)) return false;
  if (subject === 'outcome_total') return isAboutRequests(heard + sentence.context, sentence.text.slice(0, count.from));
  if (domain === 'requests') return sentence.section === 3 || /申请|公开/u.test(sentence.paragraph);
  if (sentence.section === 4) return true;
  const said = domain === 'results' ? sentence.text.slice(0, count.from - count.before.length) : lead;
  const isHandled = /受理|审理|审结|办理|办结|承办|收到/u.test(said);
  return ABOUT_REQUESTS.test(isHandled ? sentence.text : sentence.paragraph);
}

/** 「公开7件」 alone is a way of answering only beside the others. */
function isBarePublic({ before, after }: StatedCount): boolean {
  return !/予以|同意|准予|答复公开/u.test(before.slice(-12) + after.slice(0, 8));
}

/** Closed cases are those of requests where the sentence speaks of requests alone. */
function isAboutRequests(context: string, before: string): boolean {
  return (
    (ABOUT_REQUESTS.test(context) || CARRIED_OVER.test(context)) &&
    !OTHER_MATTERS.test(context) &&
    !OTHER_CASES.test(before)
  );
}

/** The text as it is, and without what it ends on as far as that is made of the given words. */
function endingsWithout(text: string, words: readonly string[]): string[] {
  const open = new Set([text]);
  for (const one of open)
    for (const word of words) if (word !== '' && one.endsWith(word)) open.add(one.slice(0, -word.length));
  return [...open];
}

/** Whether what stands before the words leaves them as they are: time, the body itself, verbs of doing. */
function leadOf(...names: readonly string[]): (lead: string) => boolean {
  const words = [
    ...names
      .filter((name) => name !== '')
      .map((name) => new RegExp(name.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'), 'uy')),
    ...PLAIN_LEAD.map((word) => new RegExp(word, 'uy')),
  ];
  return (lead) => {
    if (lead.length > LONGEST_LEAD) return false;
    const reached = new Set([0]);
    for (const at of reached) {
      for (const word of words) {
        word.lastIndex = at;
        if (word.test(lead)) reached.add(word.lastIndex);
      }
    }
    return reached.has(lead.length);
  };
}

const LONGEST_LEAD = 80;
