import type { ReportContent } from './content.ts';
import { countOf } from './figures.ts';
import type { Random } from './random.ts';

/** One statutory section as written; the table of sections 二 to 四 follows its paragraphs. */
export interface WrittenSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

export interface WrittenReport {
  readonly opening: string;
  /** Sections 一 to 六. */
  readonly sections: readonly WrittenSection[];
}

const HEADINGS = [
  '一、总体情况',
  '二、主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况',
  '四、政府信息公开行政复议、行政诉讼情况',
  '五、存在的主要问题及改进情况',
  '六、其他需要报告的事项',
] as const;

const ACTIVE = [
  '全年在门户网站登载信息{a}条，公众号推送{b}条，栏目按季度核对，过期内容随时撤换。',
  '网站、公众号和公示栏三处同步更新，上网信息{a}条，其中政策解读{b}条，图文各占一半。',
  '把群众问得最多的事放在网站首页，全年登出{a}条，另以短片和图表讲解政策{b}次。',
] as const;
const MANAGEMENT = [
  '稿件发布前经三道审核，涉密和个人信息逐项检查，全年没有发生失泄密。',
  '每件信息都写明来源、审核人和有效期，到期自动提醒清理。',
  '编目、审核、发布分由三人负责，差错登记在册并当月改正。',
] as const;
const PLATFORM = [
  '政务大厅设有查阅点{c}处，配电脑与打印机，由窗口人员指引使用。',
  '网站检索功能重做，老年版与无障碍版同时上线。',
  '合并了{c}个更新缓慢的账号，读者多的两个账号增加了办事入口。',
] as const;
const OVERSIGHT = [
  '公开工作列入年度考核，年内培训{c}次，评议结果在本级通报。',
  '每季度抽查一遍，问题清单交由责任科室限期销号。',
  '邀请居民代表座谈，收到意见{c}条，能改的当场改。',
] as const;
const PROBLEMS = [
  '一是有的栏目更新不勤，二是解读文字偏长，三是经办人员换得太快。',
  '主要短处是答复文书写法不一，公示材料偶有漏项，基层查阅点少有人知。',
  '信息散在几个平台上，查找不便；部分解读照搬文件，群众看不明白。',
] as const;
const REMEDIES = [
  '下一步按季度开列栏目更新清单，编写答复范例，并为新上岗人员安排跟班学习。',
  '来年准备合并平台入口，解读一律附图，查阅点的位置印进办事手册。',
  '今后由专人核对公示材料，开放日办到村和社区，意见采纳与否都给回音。',
] as const;
const FEE = [
  '办理公开申请没有收取信息处理费。',
  '本年度收取信息处理费0元。',
  '未发生信息处理费收取事项，收取总额为0元。',
] as const;

/** Writes the six sections so that every count agrees with the figures, but for the slips the content asks for. */
export function writeReport(content: ReportContent, random: Random): WrittenReport {
  const numbered = (sentence: string): string =>
    sentence
      .replace('{a}', String(random.integer(2, content.level === 'county' ? 4000 : 90)))
      .replace('{b}', String(random.integer(2, 60)))
      .replace('{c}', String(random.integer(2, 9)));
  const overview = [
    `（一）主动公开。${numbered(random.pick(ACTIVE))}`,
    `（二）依申请公开。${requestsSentence(content, random)}${disputesSentence(content, random)}`,
    `（三）政府信息管理。${random.pick(MANAGEMENT)}`,
    `（四）平台建设。${numbered(random.pick(PLATFORM))}`,
    `（五）监督保障。${numbered(random.pick(OVERSIGHT))}`,
  ];
  const bodies = [overview, [], [], [], [random.pick(PROBLEMS), random.pick(REMEDIES)], [feeSentence(content, random)]];
  return {
    opening: openingOf(content, random),
    sections: HEADINGS.map((heading, index) => ({ heading, paragraphs: bodies[index] ?? [] })),
  };
}

function openingOf(content: ReportContent, random: Random): string {
  const year = content.slips.openingYear ?? content.fiscalYear;
  const [month = '12', day = '31'] = (content.slips.periodEnd ?? '12-31').split('-');
  const notice = content.templates['二'] === '2021' ? '国办公开办函〔2021〕30号' : '国办公开办函〔2019〕60号';
  const name = content.organization.name;
  return random.pick([
    `本报告依照《中华人民共和国政府信息公开条例》和${notice}规定的格式编制，由${name}公布。统计期限自${year}年1月1日起至${year}年${month}月${day}日止。`,
    `按照《中华人民共和国政府信息公开条例》第五十条和${notice}，现公布${name}${year}年政府信息公开工作情况。所列数据的时间为${year}年1月1日至${month}月${day}日。`,
    `${name}${year}年度政府信息公开年报，依《中华人民共和国政府信息公开条例》及${notice}编写，数据统计时段从${year}年1月1日到${year}年${month}月${day}日。`,
  ]);
}

function requestsSentence(content: ReportContent, random: Random): string {
  const total = (stem: string): number => countOf(content.figures, `requests.${stem}.total`);
  const received = content.slips.statedReceived ?? total('received');
  const carriedIn = total('carried_in') > 0 ? `，上年结转${total('carried_in')}件` : '';
  if (received === 0 && carriedIn === '') {
    return random.pick(['全年没有收到政府信息公开申请。', '本年度收到政府信息公开申请0件。']);
  }
  const counted = random.pick([
    `全年收到政府信息公开申请${received}件${carriedIn}，其中予以公开${total('granted')}件。`,
    `${content.fiscalYear}年共受理依申请公开${received}件${carriedIn}，部分公开${total('partly_granted')}件。`,
    `本年新收政府信息公开申请 ${received} 件${carriedIn}。`,
  ]);
  if (content.slips.saysAllDone) return `${counted}所有申请均已办结。`;
  return total('carried_out') === 0
    ? `${counted}全部按期答复。`
    : `${counted}结转下年度继续办理${total('carried_out')}件。`;
}

function disputesSentence(content: ReportContent, random: Random): string {
  const total = (block: string): number => countOf(content.figures, `disputes.${block}.total`);
  const reviews = total('reconsideration');
  const lawsuits = total('litigation_direct') + total('litigation_after_review');
  if (content.slips.deniesLitigation) return '没有发生因政府信息公开引起的行政诉讼。';
  if (reviews + lawsuits === 0) {
    return random.pick(['没有因此引起的行政复议和行政诉讼。', '未发生行政复议、行政诉讼案件。']);
  }
  return `由此引起行政复议${reviews}件、行政诉讼${lawsuits}件。`;
}

function feeSentence(content: ReportContent, random: Random): string {
  if (content.slips.withoutFee) return '没有需要另行报告的事项。';
  return content.fiscalYear < 2021 ? '本报告电子文本登在门户网站，欢迎查阅。' : random.pick(FEE);
}
