import type { ReadReport } from '../extract/extract.ts';
import type { Finding, ReportCell } from '../extract/report.ts';
import { firmNumber } from './firm-number.ts';
import { finding } from './rules.ts';

/** Verb of receiving … 申请 … a number of 件, in either order, within one clause. */
const RECEIVED_PATTERNS: readonly RegExp[] = [
  /(?<scope>[^。；]{0,24}?)(?:共|新)?(?:收到|受理|接收|接到|新收|办理)(?:的|了|各类|公民、法人和其他组织)?[^。；，\d]{0,24}(?:公开)?申请(?:事项|数量|信息)?[^。；，\d]{0,6}(?<count>\d[\d,]*)\s*(?:件|份|条|项|宗|个|起)/gu,
  /(?<scope>[^。；]{0,24}?)(?:收到|受理|接收|接到|办理)[^。；，\d]{0,20}依申请公开[^。；，\d]{0,12}(?<count>\d[\d,]*)\s*(?:件|份|条|项|宗|个|起)/gu,
  /(?<scope>[^。；]{0,24}?)依申请公开(?:政府信息|事项|申请)?[^。；，\d]{0,8}(?<count>\d[\d,]*)\s*(?:件|份|条|项|宗|个|起)/gu,
  /(?<scope>[^。；]{0,24}?)(?:收到|受理|接收)\s*(?<count>\d[\d,]*)\s*(?:件|份|条|宗)[^。；，\d]{0,10}(?:政府信息)?公开申请/gu,
];
const OWN_BODIES_ONLY = /本级|县直|区直|市直|机关本身/u;
/** Figures of the past, of post offices and of hotlines are not this year's requests. */
const OTHER_MATTER =
  /增加|减少|增长|下降|上升|多出|信访|热线|提案|建议|议案|留言|网民|上年|去年|同期|结转|复议|诉讼|许可|审批/u;

interface StatedCount {
  readonly count: number;
  readonly ownBodiesOnly: boolean;
}

function statedReceipts(text: string): StatedCount[] {
  const found = new Map<number, StatedCount>();
  for (const pattern of RECEIVED_PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const before = match[0].slice(0, match[0].lastIndexOf(match.groups?.count ?? ''));
      const clause = before.slice(
        Math.max(before.lastIndexOf('，'), before.lastIndexOf(','), before.lastIndexOf('、')) + 1,
      );
      if (OTHER_MATTER.test(clause)) continue;
      const at = match.index + match[0].lastIndexOf(match.groups?.count ?? '');
      const stated = {
        count: Number((match.groups?.count ?? '').replace(/,/g, '')),
        ownBodiesOnly: OWN_BODIES_ONLY.test(clause),
      };
      const known = found.get(at);
      if (!known) found.set(at, stated);
    }
  }
  return [...found.values()];
}

/**
 * E1: the requests that the text counts against the table. A text may count the year's receipts, these with last year's, natural
 * persons alone, or the bodies of its own level alone; which of them it was is recorded.
 */
export function checkReceipts(report: ReadReport): Finding[] {
  const cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const received = firmNumber(cells.get('requests.received.total'));
  if (received === null) return [];
  const carried = firmNumber(cells.get('requests.carried_in.total')) ?? 0;
  const natural = firmNumber(cells.get('requests.received.natural_person'));
  const text = report.prose
    .filter(({ number }) => number === 1 || number === 3)
    .map((section) => section.text)
    .join('\n');
  const stated = statedReceipts(text);
  const whole = stated.filter(({ ownBodiesOnly }) => !ownBodiesOnly);
  const findings = stated
    .filter(({ ownBodiesOnly, count }) => ownBodiesOnly && count !== received)
    .map(({ count }) =>
      note(
        'received',
        `the text gives ${count} for the bodies of its own level; the table, for all, ${received}`,
        count,
        received,
        'notice',
      ),
    );
  const inAll = whole.reduce((sum, { count }) => sum + count, 0);
  if (whole.length === 0 || inAll === received || whole.some(({ count }) => count === received)) return findings;
  const first = whole[0]?.count ?? 0;
  if (whole.some(({ count }) => count === received + carried)) {
    const message = `the text gives ${received + carried}: ${received} received this year and ${carried} carried over`;
    return [...findings, note('received', message, received + carried, received, 'notice')];
  }
  if (natural !== null && whole.some(({ count }) => count === natural)) {
    const message = `the text gives ${natural}, which is natural persons only; the table has ${received} in all`;
    return [...findings, note('received', message, natural, received, 'warning')];
  }
  return [
    ...findings,
    note('received', `the text gives ${first} requests, the table ${received}`, first, received, 'warning'),
  ];
}

function note(
  subject: string,
  message: string,
  actual: number,
  expected: number,
  severity: 'notice' | 'warning',
): Finding {
  return finding('E1', subject, message, {
    codes: ['requests.received.total'],
    actual: String(actual),
    expected: String(expected),
    severity,
  });
}

interface Denial {
  readonly subject: string;
  /** The words that deny, within a clause. */
  readonly words: RegExp;
  /** Words of the same clause that take the denial back. */
  readonly unless?: RegExp;
  readonly codes: readonly string[];
}

const NO_PRECEDING = '(?:未发生|没有发生|未出现|未收到|未产生|未涉及|无|没有|不存在|从未|未有|零)';
const ABOUT_DISCLOSURE = '[^。；]{0,30}?';
/** 「未发生行政复议，行政诉讼2件」 denies the one and counts the other. */
const NOT_COUNTED = '(?!(?:案件|案)?\\s*(?:共|为)?\\s*[1-9])';

const DENIALS: readonly Denial[] = [
  {
    subject: 'litigation',
    words: new RegExp(
      `${NO_PRECEDING}${ABOUT_DISCLOSURE}行政诉讼${NOT_COUNTED}|行政诉讼(?:案件)?(?:均|都)?(?:为|0件|零|均为0)?(?:0|零)[件起]`,
      'u',
    ),
    codes: ['disputes.litigation_direct.total', 'disputes.litigation_after_review.total'],
  },
  {
    subject: 'reconsideration',
    words: new RegExp(
      `${NO_PRECEDING}${ABOUT_DISCLOSURE}行政复议${NOT_COUNTED}|行政复议(?:案件)?(?:均|都)?为?(?:0|零)[件起]`,
      'u',
    ),
    codes: ['disputes.reconsideration.total'],
  },
  {
    subject: 'received',
    words:
      /(?:未收到|没有收到|未接到|未受理|没有接到|未发生)[^。；]{0,24}?(?:公开申请|依申请公开|公开[^。；]{0,8}的?申请)|(?:公开)?申请(?:数量)?为?(?:0|零)件/u,
    codes: ['requests.received.total'],
  },
  {
    subject: 'carried_out',
    words: /(?:均已|全部|已全部|均按时|均依法)(?:按时|按期|依法|及时)*(?:办结|办理完毕|答复完毕)/u,
    unless: /除[^。；]{1,20}外|其余|结转(?:到|至)?(?:下|次)/u,
    codes: ['requests.carried_out.total'],
  },
];
/** A clause about something else than requests for information: 热线 that were all closed, complaints, proposals. */
const ANOTHER_SUBJECT = /热线|信访|留言|提案|建议|(?<!复)议案|投诉|许可|审批|咨询|信箱|12345|网民|工单/u;

/** E5: the text says there was none, or that all is done, and the table counts some. */
export function checkDenials(report: ReadReport): Finding[] {
  const cells = new Map<string, ReportCell>(report.cells.map((cell) => [cell.code, cell]));
  const clauses = report.prose.flatMap((section) => section.text.split(/[。；\n]/u));
  return DENIALS.flatMap(({ subject, words, unless, codes }): Finding[] => {
    const counted = codes.reduce((sum, code) => sum + (firmNumber(cells.get(code)) ?? 0), 0);
    if (counted === 0) return [];
    const clause = clauses.find((one) => words.test(one) && !ANOTHER_SUBJECT.test(one) && unless?.test(one) !== true);
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
