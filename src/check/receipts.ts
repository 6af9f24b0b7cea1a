import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { firmNumber } from './firm-number.ts';
import { sentencesOf, type StatedCount } from './prose-counts.ts';
import { finding } from './rules.ts';

const VERB = '收到|受理|接收|接到|新收|收悉|办理|登记|提出|提交|处理';
/** What a clause says before a number of requests received. */
const BEFORE_NUMBER: readonly RegExp[] = [
  new RegExp(`(?:${VERB})[^\\d]{0,30}申请(?:事项|数量|信息)?[^\\d]{0,6}$`, 'u'),
  /(?:收到|受理|接收|接到|新收|办理)[^\d]{0,20}依申请公开[^\d]{0,12}$/u,
  /依申请公开(?:政府信息|事项|申请)?[^\d]{0,8}$/u,
  /信息公开申请(?:数?量|总[数量]|件数)(?:共|为|达|是|：)*$/u,
];
const NUMBER_FIRST = { before: /(?:收到|受理|接收|新收)(?:了|共|共计)?$/u, after: /^[^\d，。]{0,16}(?:公开)?申请/u };
const UNITS = /^(?:件|份|条|项|宗|个|起)$/u;
/** Figures of the past, of post offices and of hotlines are not this year's requests. */
const OTHER_MATTER =
  /增加|减少|增长|下降|上升|多出|信访|热线|提案|建议|议案|留言|网民|上年|去年|同期|结转|复议|诉讼|许可|审批|予以公开|部分公开|不予公开|自然人申请|法人或其[他它]组织申请|公民个人/u;
/** One of several ways in, or one of several bodies: a part of the whole. */
const ONE_CHANNEL = /网络|网上|平台|信函|邮寄|当面|现场|传真|邮箱|邮件|窗口/u;
const ALL_CHANNELS = /等|各|多种|线上线下/u;
const ONE_BODY =
  /(?<![我本各全]|各[乡街部委办])(?:局|委员会|中心|镇|乡|街道|办公室|大队|支队|公司|学校|医院)(?:共|累计|直接|本年)?(?:新?收到|受理|接收|接到|办理)/u;

interface StatedReceipt {
  readonly count: number;
  readonly part: 'whole' | 'own_level' | 'one_way_in';
  /** Said to have come in, and not only to have been dealt with. */
  readonly received: boolean;
}

function statedReceipts(report: ReadReport): StatedReceipt[] {
  const names = [report.organization.name, report.organization.divisionName ?? ''].filter((name) => name !== '');
  return sentencesOf(report)
    .filter(({ section }) => section <= 3)
    .flatMap(({ counts }) =>
      counts.flatMap((count): StatedReceipt[] => {
        if (count.scope === 'other_time' || count.approximate || !UNITS.test(count.unit)) return [];
        const clause = count.before.slice(count.before.lastIndexOf('、') + 1);
        if (!tellsReceipts(count, clause) || OTHER_MATTER.test(clause)) return [];
        const others = names.reduce((text, name) => text.replaceAll(name, ''), clause);
        const isPart = (ONE_CHANNEL.test(others) && !ALL_CHANNELS.test(others)) || ONE_BODY.test(others);
        const part = count.scope === 'own_level' ? 'own_level' : isPart ? 'one_way_in' : 'whole';
        return [{ count: count.number, part, received: /收到|受理|新收|接收|接到/u.test(clause) }];
      }),
    );
}

function tellsReceipts(count: StatedCount, clause: string): boolean {
  if (BEFORE_NUMBER.some((pattern) => pattern.test(clause) || pattern.test(count.before))) return true;
  return NUMBER_FIRST.before.test(clause) && NUMBER_FIRST.after.test(count.after);
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
  const stated = statedReceipts(report);
  const whole = stated.filter(({ part }) => part === 'whole');
  const findings = stated
    .filter(({ part, count }) => part === 'own_level' && count !== received)
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
  if (whole.length === 0 || inAll === received) return findings;
  if (whole.some(({ count }) => count === received)) {
    const other = whole.find(
      ({ count, received: verb }) => verb && ![received, received + carried, natural].includes(count),
    );
    const isPart = other === undefined || stated.some(({ part, count }) => part !== 'whole' && count === other.count);
    if (isPart) return findings;
    const message = `the text gives ${received} requests, as the table does, and ${other.count}`;
    return [...findings, note('received', message, other.count, received, 'notice')];
  }
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
    ...(severity === 'notice' ? { verdict: 'undetermined' } : {}),
  });
}
