import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';

/** What a count may be about: words beside the number, and the cells whose sum it must be. */
export interface CountSubject {
  readonly subject: string;
  /** Stand right before the number, or right after it (三件不予公开). */
  readonly words: string;
  readonly units: string;
  /** Codes to sum, each list one way of counting; the first is the plain one, others pass without a word. */
  readonly cells: readonly (readonly string[])[];
  /** `requests`: ways in which requests were dealt with; `disputes`: in a place that speaks of them; `acts`: table 二. */
  readonly domain: 'requests' | 'disputes' | 'results' | 'acts';
  /** Must be named earlier in the sentence, or right after the number: 规范性文件: 制发3件、废止1件. */
  readonly context?: string;
  /** May stand between the words and the number, beside what may always. */
  readonly glue?: readonly string[];
}

const outcome = (...stems: string[]): string[] => stems.map((stem) => `requests.${stem}.total`);
const group = (prefix: string): string[] =>
  outcome(
    ...REQUEST_ROWS.filter(({ stem }) => stem === prefix || stem.startsWith(`${prefix}_`)).map(({ stem }) => stem),
  );
const received = (...applicants: string[]): string[] => applicants.map((id) => `requests.received.${id}`);
const organisations = APPLICANTS.map(({ id }) => id).filter((id) => id !== 'natural_person' && id !== 'total');
const disputes = (result: string, ...blocks: string[]): string[] =>
  blocks.map((block) => `disputes.${block}.${result}`);
const LAWSUITS = ['litigation_direct', 'litigation_after_review'] as const;

const CASES = '件|宗|起|例|份|个|条';
const DECISIONS = '件|宗|起|例|份|件次';

const denied = group('denied');
const unavailable = group('unavailable');
const rejected = group('rejected');

// prettier-ignore
const REQUESTS: readonly (readonly [subject: string, words: string, cells: readonly (readonly string[])[]])[] = [
  ['granted',                     '(?<![不分])予以公开(?:范围)?|同意公开|准予公开|(?<!部分)答复公开|(?<=^|[：:为])公开',        [outcome('granted'), outcome('granted', 'partly_granted')]],
  ['partly_granted',              '(?:予以|同意)?部分(?:予以|同意)?公开(?:范围)?|部分信息予以公开',           [outcome('partly_granted')]],
  ['denied',                      '不予以?公开|不(?:同意)?公开',                                         [denied, [...denied, ...unavailable, ...rejected], [...denied, ...unavailable]]],
  ['denied_state_secret',         '(?:(?:属于|涉及)国家秘密)(?:而?不予公开)?',                                           [outcome('denied_state_secret')]],
  ['denied_forbidden_by_law',     '(?:(?:其他)?法律、?行政法规禁止公开)(?:而?不予公开)?',                                        [outcome('denied_forbidden_by_law')]],
  ['denied_security_stability',   '(?:危及“?三安全一稳定”?)(?:而?不予公开)?',                                            [outcome('denied_security_stability')]],
  ['denied_third_party',          '(?:(?:保护|涉及|损害)第三方合法权益)(?:而?不予公开)?',                                [outcome('denied_third_party')]],
  ['denied_internal_affairs',     '(?:(?:属于)?三类内部事务信息|属于内部事务信息)(?:而?不予公开)?',                      [outcome('denied_internal_affairs')]],
  ['denied_process_information',  '(?:(?:属于)?四类过程性信息|属于过程性信息)(?:而?不予公开)?',                          [outcome('denied_process_information')]],
  ['denied_enforcement_files',    '(?:(?:属于)?行政执法案卷(?:信息)?)(?:而?不予公开)?',                                  [outcome('denied_enforcement_files')]],
  ['denied_administrative_query', '(?:(?:属于)?行政查询事项)(?:而?不予公开)?',                                           [outcome('denied_administrative_query')]],
  ['unavailable',                 '无法提供',                                                        [unavailable]],
  ['unavailable_not_held',        '(?:(?:本机关)?(?:不掌握|未掌握)(?:相关|该)?(?:政府)?信息|信息不存在)(?:而?无法提供)?',           [outcome('unavailable_not_held'), outcome('unavailable_not_held', 'unavailable_needs_creation'), unavailable]],
  ['unavailable_needs_creation',  '(?:(?:没有|无)现成信息(?:、?需要?另行制作)?|需要?另行制作)(?:而?无法提供)?',          [outcome('unavailable_needs_creation')]],
  ['unavailable_unclear',         '(?:补正后(?:申请内容)?仍不明确)(?:而?无法提供)?',                                     [outcome('unavailable_unclear')]],
  ['rejected',                    '不予处理',                                                        [rejected]],
  ['rejected_petition',           '(?:信访、?举报、?投诉类(?:申请)?)(?:而?不予处理)?',                                   [outcome('rejected_petition')]],
  ['rejected_duplicate',          '(?:重复申请)(?:而?不予处理)?',                                                        [outcome('rejected_duplicate')]],
  ['rejected_publication',        '(?:(?:要求)?提供公开出版物)(?:而?不予处理)?',                                         [outcome('rejected_publication')]],
  ['rejected_excessive',          '(?:(?:无正当理由)?大量反复申请)(?:而?不予处理)?',                                     [outcome('rejected_excessive')]],
  ['rejected_reconfirmation',     '(?:确认或重新出具已?获取的?信息)(?:而?不予处理)?',                                    [outcome('rejected_reconfirmation')]],
  ['other',                       '(?:作)?其[他它]处理',                                             [group('other')]],
  ['other_uncorrected',           '逾期不补正',                                                      [outcome('other_uncorrected')]],
  ['other_unpaid',                '逾期未(?:按收费通知要求)?缴[纳费]+',                              [outcome('other_unpaid')]],
  ['outcome_total',               '(?:办结|办理完[毕结]|答复办结|(?<!公开)(?<!部分)答复(?!公开))',           [outcome('outcome_total'), received('total'), [...received('total'), 'requests.carried_in.total']]],
  ['carried_in',                  '(?:(?<!结转)(?:上一?年度?|去年|20\\d\\d年度?))(?:结转|转入|遗留)(?:的|至今年|至?本年度?(?:继续)?(?:办理|处理|答复)?)?|结转自?上年度?', [outcome('carried_in')]],
  ['carried_out',                 '(?:结转|转入|转至|转到|顺延)(?:至|到)?(?:下一?|次|明|20\\d\\d)年度?(?:继续)?(?:办理|处理|答复)?|转下一?年度?(?:继续)?办理|(?:下一?|次)年度?继续办理', [outcome('carried_out')]],
  ['natural_person',              '自然人|公民个人|公民',                                            [received('natural_person'), [...received('natural_person'), 'requests.carried_in.natural_person']]],
  ['organisations',               '法人(?:或|和|及|与|或者|以及)其[他它]组织|(?<!其他)法人',         [received(...organisations)]],
  ['business',                    '商业企业',                                                        [received('business')]],
  ['research',                    '科研机构',                                                        [received('research')]],
  ['social',                      '社会公益组织',                                                    [received('social')]],
  ['legal',                       '法律服务机构',                                                    [received('legal')]],
];

const REVIEW = '(?:行政复议|(?<=被)(?:申请)?复议|复议(?=案件中))';
const LAWSUIT = '(?:行政诉讼|被(?:提起)?诉讼|被诉(?!行为)|诉讼(?=案件中))';

// prettier-ignore
const DISPUTES: readonly (readonly [subject: string, words: string, cells: readonly (readonly string[])[]])[] = [
  ['disputes',                `(?:${REVIEW}(?:案件|案)?[、和及与]|${REVIEW}(?:案件|案)?以及)${LAWSUIT}`, [disputes('total', 'reconsideration', ...LAWSUITS)]],
  ['litigation_direct',       '(?:未经复议)?直接(?:提起)?(?:行政)?(?:起诉|诉讼)',                       [disputes('total', 'litigation_direct')]],
  ['litigation_after_review', '(?:经|行政)?复议后(?:再)?(?:提起)?(?:行政)?(?:起诉|诉讼)',               [disputes('total', 'litigation_after_review')]],
  ['reconsideration',         REVIEW,                                                                  [disputes('total', 'reconsideration')]],
  ['litigation',              LAWSUIT,                                                                 [disputes('total', ...LAWSUITS)]],
];

/** Results, of the disputes named last before them. */
// prettier-ignore
const RESULTS: readonly (readonly [result: string, words: string])[] = [
  ['upheld',    '(?:结果|予以|被|决定|判决)?维持(?:原行政行为|原处理决定|原决定|原答复)?'],
  ['corrected', '(?:结果|予以|被|决定|判决)?纠正(?:原行政行为)?'],
  ['other',     '其[他它]结果'],
  ['pending',   '(?:尚未|未|正在)审[结理中]+|尚在审理中?'],
];

const act = (...codes: string[]): string[] => codes.map((code) => `proactive.${code}`);
const NORMATIVE = '(?:行政)?规范性文件';
const ISSUE = '(?:本年)?(?:新?制[发定作]|印发|出台|发布)';
const REPEAL = '(?:本年)?废止';
const IN_FORCE = '现行有效的?';
const BY_NUMBER = '件|份|个';
const BY_MONEY = '元|万元|亿元';

interface ActWords {
  readonly glue?: readonly string[];
  readonly context?: string;
}

// prettier-ignore
const ACTS: readonly (readonly [subject: string, words: string, units: string, cells: readonly (readonly string[])[], more?: ActWords])[] = [
  ['licensing',           '行政许可',                       DECISIONS, [act('licensing.decisions')]],
  ['penalties',           '行政处罚',                       DECISIONS, [act('penalties.decisions')]],
  ['coercion',            '行政强制(?:措施|执行)?',         DECISIONS, [act('coercion.decisions')]],
  ['other_services',      '其他对外管理服务(?:事项)?',      DECISIONS, [act('other_services.decisions')]],
  ['fees',                '行政事业性收费',                 BY_MONEY,  [act('fees.amount')], { glue: ['收入', '收费', '收取', '征收', '金额', '总额', '总'] }],
  ['fees',                '收费(?:总)?(?:金额|收入|总额)',  BY_MONEY,  [act('fees.amount')], { context: '行政事业性收费' }],
  ['normative_issued',    `${ISSUE}${NORMATIVE}|${NORMATIVE}${ISSUE}`,       BY_NUMBER, [act('normative_documents.issued'), act('normative_documents.made'), act('normative_documents.published')]],
  ['normative_issued',    ISSUE,                                             BY_NUMBER, [act('normative_documents.issued'), act('normative_documents.made'), act('normative_documents.published')], { context: NORMATIVE }],
  ['normative_published', `新公开${NORMATIVE}|${NORMATIVE}(?:本年)?新公开`,    BY_NUMBER, [act('normative_documents.published')]],
  ['normative_total',     `${NORMATIVE}对外公开总数量?`,                     BY_NUMBER, [act('normative_documents.total')]],
  ['normative_repealed',  `${REPEAL}${NORMATIVE}|${NORMATIVE}${REPEAL}`,     BY_NUMBER, [act('normative_documents.repealed')]],
  ['normative_repealed',  REPEAL,                                            BY_NUMBER, [act('normative_documents.repealed')], { context: NORMATIVE }],
  ['normative_in_force',  `${IN_FORCE}${NORMATIVE}|${NORMATIVE}${IN_FORCE}`, BY_NUMBER, [act('normative_documents.in_force')]],
  ['normative_in_force',  IN_FORCE,                                          BY_NUMBER, [act('normative_documents.in_force')], { context: NORMATIVE }],
  ['procurement',         '政府集中采购',                   '项|个|宗', [act('procurement.projects')], { glue: ['项目', '采购'] }],
  ['procurement_amount',  '政府集中采购|采购总金额',        BY_MONEY,  [act('procurement.amount')], { glue: ['项目', '采购', '金额', '总额'] }],
  ['procurement_amount',  '(?:总金额|总额|采购金额)',       BY_MONEY,  [act('procurement.amount')], { context: '政府集中采购' }],
];

/** Subjects that stand for themselves, in the order in which they are tried: the longer name before the one it holds. */
export const COUNT_SUBJECTS: readonly CountSubject[] = [
  ...REQUESTS.map(([subject, words, cells]): CountSubject => ({
    subject,
    words,
    units: CASES,
    cells,
    domain: 'requests',
  })),
  ...DISPUTES.map(([subject, words, cells]): CountSubject => ({
    subject,
    words,
    units: CASES,
    cells,
    domain: 'disputes',
  })),
  ...RESULTS.map(([subject, words]): CountSubject => ({ subject, words, units: CASES, cells: [], domain: 'results' })),
  ...ACTS.map(([subject, words, units, cells, more]): CountSubject => ({
    subject,
    words,
    units,
    cells,
    domain: 'acts',
    ...more,
  })),
];

/** The cells of a result under the disputes named before it. */
export function cellsOfResult(result: string, under: string): readonly string[] | undefined {
  if (under === 'disputes') return disputes(result, 'reconsideration', ...LAWSUITS);
  if (under === 'litigation') return disputes(result, ...LAWSUITS);
  return ['reconsideration', ...LAWSUITS].includes(under) ? disputes(result, under) : undefined;
}

/** What may stand between the words and the number without changing what is counted. */
// prettier-ignore
export const GLUE = [
  '案件', '案', '事项', '申请', '决定', '决定书', '处理', '处罚', '办理', '答复', '类', '等', '的', '数量', '总数', '总量', '总计', '件数', '共计', '合计',
  '累计', '共', '计', '有', '为', '是', '了', '均为', '达到', '达', '完成', '情况', '方面', '：', ':', '”', '“', '提出', '提交', '数', '案件数',
  '共有', '措施', '（',
] as const;

/** What may stand before the words when they speak of the whole of this year, for all the report's bodies. */
// prettier-ignore
export const PLAIN_LEAD = [
  '今年以来', '年以来', '尚', '仍', '未到期', '加上?', '经检索', '检索', '经查询?', '其中', '一并', '连同', '收取', '征收', '开展', '从', '按', '类型', '主体', '登记', '采取', '给予', '查处', '立案',
  '决定', '定', '的有', '之', '所有', '上述', '已答复', '类', '同意', '经', '20\\d\\d年度?', '全年', '本年度?', '今年', '年内', '一年来', '年度', '其中',
  '截至', '截止', '年底', '12月31日', '1月1日[至到]', '止', '末', '全[县区市州旗镇乡局省]', '我[县区市州旗镇乡局委办省]', '本[县区市州旗镇乡局委办省]', '各级', '行政机关',
  '本机关', '县人民政府', '县政府', '共计', '累计', '合计', '总计', '总共', '共', '已', '均', '分别', '另有?', '还有?', '并', '以及', '及', '和', '有', '对',
  '将', '为', '是', '即', '含', '新增', '依法', '依规', '按规定', '按照规定', '按程序', '按期', '按时', '及时', '规范', '作出', '做出', '办理', '办结', '受理',
  '收到', '发生', '产生', '涉及', '引起', '引发', '引致', '导致', '提起', '被提起', '被申请', '被', '实施', '执行', '下达', '属于?', '因', '由', '此', '由此',
  '的', '了', '者', '以', '在', '中', '作', '予', '向', '、', '-', '—', '政府信息', '信息公开', '政务公开', '依申请公开', '公开申请', '申请公开', '公开',
  '工作', '事项', '申请人?', '答复', '处理', '结果', '情况', '方面', '要求', '本年度办理结果', '本年处理决定数量', '行为', '案件', '申请', '（', '“', '”',
  '按照?答复结果', '按?办理结果', '分', '来看', '看', '不服', '对答复', '因[^\\d，。]{2,20}?(?:原因|情形|理由)', '办公室', '政府办', '人民政府',
  '来自', '目前', '宣布', '涉', '与', '有关', '相关', '关于', '本行政机关', '本单位', '我单位', '复议机关', '法院', '人民法院', '剩余', '另',
] as const;

/** Words in a clause that make its figure another matter. */
export const OTHER_MATTERS =
  /热线|信访(?!、?举报)|提案|(?<!复)议案|建议|留言|网民|工单|信箱|咨询|点击|访问|粉丝|关注|浏览|培训|督查|检查|考核|网站发布|公众号|微博|新闻|动态|人次|法治政府|复议委员会|体制改革|应诉|出庭|调解|执法监督|案卷评查/u;
