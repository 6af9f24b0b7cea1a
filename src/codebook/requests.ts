/**
 * 三、收到和处理政府信息公开申请情况: rows and columns of table 三, in the order of the official form
 * (国办公开办函〔2021〕30号; the form of 〔2019〕60号 differs only in （六）其他处理, which is one row there).
 */
export type RequestRole =
  /** 一: what came in. */
  | 'received'
  /** 二: what was left from last year. */
  | 'carried_in'
  /** 三（一） to 三（六）: one way of ending a request. */
  | 'outcome'
  /** 三（七）: the sum of the outcomes. */
  | 'outcome_total'
  /** 四: what is left for next year. */
  | 'carried_out';

export interface RequestRow {
  /** Middle part of the code: `requests.<stem>.<applicant>`. */
  readonly stem: string;
  readonly template: '2021' | '2019' | 'both';
  readonly role: RequestRole;
  /** The label of the row itself. */
  readonly label: string;
  /** The label as the codebook cites it: with its group where it stands in one. */
  readonly citation: string;
  readonly english: string;
}

// prettier-ignore
const ROWS: readonly (readonly [stem: string, template: RequestRow['template'], role: RequestRole, label: string, citation: string, english: string])[] = [
  ['received',                    'both', 'received',      '一、本年新收政府信息公开申请数量', '一、本年新收政府信息公开申请数量', 'requests newly received this year'],
  ['carried_in',                  'both', 'carried_in',    '二、上年结转政府信息公开申请数量', '二、上年结转政府信息公开申请数量', 'requests carried over from last year'],
  ['granted',                     'both', 'outcome',       '（一）予以公开',                   '三（一）予以公开',                 'granted'],
  ['partly_granted',              'both', 'outcome',       '（二）部分公开（区分处理的，只计这一情形，不计其他情形）', '三（二）部分公开', 'partly granted'],
  ['denied_state_secret',         'both', 'outcome',       '1.属于国家秘密',                   '三（三）不予公开 1.属于国家秘密',  'denied: state secret'],
  ['denied_forbidden_by_law',     'both', 'outcome',       '2.其他法律行政法规禁止公开',       '三（三）不予公开 2.其他法律行政法规禁止公开', 'denied: forbidden by other law'],
  ['denied_security_stability',   'both', 'outcome',       '3.危及“三安全一稳定”',             '三（三）不予公开 3.危及“三安全一稳定”', 'denied: endangers security or stability'],
  ['denied_third_party',          'both', 'outcome',       '4.保护第三方合法权益',             '三（三）不予公开 4.保护第三方合法权益', 'denied: third-party rights'],
  ['denied_internal_affairs',     'both', 'outcome',       '5.属于三类内部事务信息',           '三（三）不予公开 5.属于三类内部事务信息', 'denied: internal affairs'],
  ['denied_process_information',  'both', 'outcome',       '6.属于四类过程性信息',             '三（三）不予公开 6.属于四类过程性信息', 'denied: process information'],
  ['denied_enforcement_files',    'both', 'outcome',       '7.属于行政执法案卷',               '三（三）不予公开 7.属于行政执法案卷', 'denied: enforcement files'],
  ['denied_administrative_query', 'both', 'outcome',       '8.属于行政查询事项',               '三（三）不予公开 8.属于行政查询事项', 'denied: administrative query'],
  ['unavailable_not_held',        'both', 'outcome',       '1.本机关不掌握相关政府信息',       '三（四）无法提供 1.本机关不掌握相关政府信息', 'unavailable: not held'],
  ['unavailable_needs_creation',  'both', 'outcome',       '2.没有现成信息需要另行制作',       '三（四）无法提供 2.没有现成信息需要另行制作', 'unavailable: would have to be created'],
  ['unavailable_unclear',         'both', 'outcome',       '3.补正后申请内容仍不明确',         '三（四）无法提供 3.补正后申请内容仍不明确', 'unavailable: still unclear after correction'],
  ['rejected_petition',           'both', 'outcome',       '1.信访举报投诉类申请',             '三（五）不予处理 1.信访举报投诉类申请', 'not processed: petition or complaint'],
  ['rejected_duplicate',          'both', 'outcome',       '2.重复申请',                       '三（五）不予处理 2.重复申请',      'not processed: duplicate'],
  ['rejected_publication',        'both', 'outcome',       '3.要求提供公开出版物',             '三（五）不予处理 3.要求提供公开出版物', 'not processed: asks for a publication'],
  ['rejected_excessive',          'both', 'outcome',       '4.无正当理由大量反复申请',         '三（五）不予处理 4.无正当理由大量反复申请', 'not processed: excessive without reason'],
  ['rejected_reconfirmation',     'both', 'outcome',       '5.要求行政机关确认或重新出具已获取信息', '三（五）不予处理 5.要求行政机关确认或重新出具已获取信息', 'not processed: asks to confirm or reissue'],
  ['other_uncorrected',           '2021', 'outcome',       '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请', '三（六）其他处理 1.申请人无正当理由逾期不补正', 'other: not corrected in time'],
  ['other_unpaid',                '2021', 'outcome',       '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请', '三（六）其他处理 2.申请人逾期未按收费通知要求缴纳费用', 'other: fee not paid in time'],
  ['other_misc',                  '2021', 'outcome',       '3.其他',                           '三（六）其他处理 3.其他',          'other: miscellaneous'],
  ['other',                       '2019', 'outcome',       '（六）其他处理',                   '三（六）其他处理',                 'other handling, one row'],
  ['outcome_total',               'both', 'outcome_total', '（七）总计',                       '三（七）总计',                     'total of outcomes'],
  ['carried_out',                 'both', 'carried_out',   '四、结转下年度继续办理',           '四、结转下年度继续办理',           'carried over to next year'],
];

export const REQUEST_ROWS: readonly RequestRow[] = ROWS.map(([stem, template, role, label, citation, english]) => ({
  stem,
  template,
  role,
  label,
  citation,
  english,
}));

/** The seven columns 申请人情况, left to right. The first six sum to the last. */
export const APPLICANTS = [
  { id: 'natural_person', label: '自然人', english: 'natural persons' },
  { id: 'business', label: '商业企业', english: 'businesses' },
  { id: 'research', label: '科研机构', english: 'research institutions' },
  { id: 'social', label: '社会公益组织', english: 'public-interest organisations' },
  { id: 'legal', label: '法律服务机构', english: 'legal-service institutions' },
  { id: 'other', label: '其他', english: 'other legal persons' },
  { id: 'total', label: '总计', english: 'total' },
] as const;

export type ApplicantId = (typeof APPLICANTS)[number]['id'];
