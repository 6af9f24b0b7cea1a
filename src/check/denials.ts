import { REQUEST_ROWS } from '../codebook/requests.ts';
import type { ReadReport } from '../extract/extract.ts';
import type { Finding, ReportCell } from '../extract/report.ts';
import { firmNumber } from './firm-number.ts';
import { finding } from './rules.ts';
import { OTHER_SPANS, OTHER_YEARS, OWN_LEVEL } from './scope-vocabulary.ts';

interface Denial {
  readonly subject: string;
  /** The words that deny, within a clause. */
  readonly words: RegExp;
  /** Words that the sentence must have, or the clause speaks of something else. */
  readonly about?: RegExp;
  /** Words of the same clause that take the denial back. */
  readonly unless?: RegExp;
  readonly codes: readonly string[];
}

const NO_PRECEDING =
  '(?:未发生|没有发生|未出现|未收到|未产生|未涉及|无|没有|不存在|从未|未有|未(?=[因被])|零(?![件宗起份]))';
const ABOUT_DISCLOSURE = '[^。；]{0,30}?';
/** 「未发生行政复议，行政诉讼2件」 denies the one and counts the other. */
const NOT_COUNTED = '(?!(?:案件|案)?\\s*(?:共|为)?\\s*[1-9一二三四五六七八九十两])';

const OUTCOMES = [
  ['partly_granted', '部分公开'],
  ['denied', '不予公开'],
  ['unavailable', '无法提供'],
  ['rejected', '不予处理'],
] as const;

const DENIALS: readonly Denial[] = [
  {
    subject: 'litigation',
    words: new RegExp(
      `${NO_PRECEDING}${ABOUT_DISCLOSURE}行政诉讼${NOT_COUNTED}|(?<!直接提起|复议后提起|复议后)行政诉讼(?:案件)?(?:均|都)?(?:为?(?:0|零)[件起]|为(?:0|零)(?=$|[，、]))`,
      'u',
    ),
    codes: ['disputes.litigation_direct.total', 'disputes.litigation_after_review.total'],
  },
  {
    subject: 'reconsideration',
    words: new RegExp(
      `${NO_PRECEDING}${ABOUT_DISCLOSURE}行政复议${NOT_COUNTED}|行政复议(?:案件)?(?:均|都)?(?:为?(?:0|零)[件起]|为(?:0|零)(?=$|[，、]))`,
      'u',
    ),
    codes: ['disputes.reconsideration.total'],
  },
  {
    subject: 'received',
    words:
      /(?:未收到|没有收到|未接到|未受理|没有接到|未发生)[^。；]{0,24}?(?:公开申请|依申请公开|公开[^。；]{0,8}的?申请)|(?:公开申请|依申请公开(?:申请)?)(?:事项|数量|件)?(?:共|均?为)?(?:0|零)件/u,
    codes: ['requests.received.total'],
  },
  {
    subject: 'carried_out',
    words:
      /(?:均已|全部|已全部|均按时|均依法|均)(?:在法定(?:时限|期限)内|[在于]?年内|按时|按期|依法|及时)*(?:办结|办理完毕|答复完毕|予以答复|答复)|(?:无|没有|未有)[^，。；\d]{0,6}结转(?:到|至)?(?:下|次|20\d\d)一?年/u,
    unless:
      /除[^。；]{1,20}外|其余|\d[件宗份][^，。；]{0,8}结转(?:到|至)?(?:下|次)|(?<!(?:无|没有|未有)[^，。；\d]{0,6})结转(?:到|至)?(?:下|次)/u,
    about: /申请|^(?:本年度?|全年)?(?:均|已?全部)/u,
    codes: ['requests.carried_out.total'],
  },
  ...OUTCOMES.map(([subject, words]) => ({
    subject,
    words: new RegExp(`(?:没有|无|未作出|未出现)[^，。；、\\d]{0,8}${words}(?:的|情形|情况|申请|答复|$)`, 'u'),
    codes: REQUEST_ROWS.filter(({ stem }) => stem.startsWith(subject)).map(({ stem }) => `requests.${stem}.total`),
  })),
  {
    subject: 'carried_in',
    words: /上一?年度?(?:均|均?无|没有|未有)(?:遗留|结转)|(?:无|没有)上一?年度?(?:遗留|结转)/u,
    codes: ['requests.carried_in.total'],
  },
];
/** A clause about something else than requests for information: 热线 that were all closed, complaints, proposals. */
const ANOTHER_SUBJECT = /热线|信访|留言|提案|建议|(?<!复)议案|投诉|许可|审批|咨询|信箱|12345|网民|工单/u;

/** Subjects of which the text says that there were none. */
export function deniedSubjects(report: ReadReport): ReadonlySet<string> {
  return new Set(checkDenials(report).map(({ subject }) => subject));
}

/** E5: the text says there was none, or that all is done, and the table counts some. */
export function checkDenials(report: ReadReport): Finding[] {
  const cells = new Map<string, ReportCell>(report.cells.map((cell) => [cell.code, cell]));
  const clauses = report.prose
    .flatMap((section) => section.text.split(/[。\n]/u))
    .flatMap((sentence) => sentence.split('；').map((clause) => ({ clause, sentence })));
  return DENIALS.flatMap(({ subject, words, about, unless, codes }): Finding[] => {
    const counted = codes.reduce((sum, code) => sum + (firmNumber(cells.get(code)) ?? 0), 0);
    if (counted === 0) return [];
    const clause = clauses.find(
      ({ clause: one, sentence }) =>
        words.test(one) &&
        about?.test(sentence) !== false &&
        !ANOTHER_SUBJECT.test(one) &&
        unless?.test(one) !== true &&
        !isNarrower(one, report.fiscalYear) &&
        (subject === 'carried_in' || !OTHER_YEARS.test(partWith(words, one))),
    )?.clause;
    if (clause === undefined) return [];
    return [
      finding('E5', subject, `the text says「${clause.trim().slice(0, 60)}」, the table counts ${counted}`, {
        codes,
        expected: '0',
        actual: String(counted),
      }),
    ];
  });
}

/** A clause about another year, or about a part of the bodies or of the time that the table covers. */
function isNarrower(clause: string, fiscalYear: number): boolean {
  const years = [...clause.matchAll(/(20\d{2})\s*年/gu)].map(([, year]) => Number(year));
  if (years.length > 0 && !years.includes(fiscalYear)) return true;
  return OWN_LEVEL.test(clause) || OTHER_SPANS.test(clause);
}

/** What stands between the comma before the words and their end. */
function partWith(words: RegExp, clause: string): string {
  const match = words.exec(clause);
  if (!match) return clause;
  return clause.slice(clause.lastIndexOf('，', match.index) + 1, match.index + match[0].length);
}
