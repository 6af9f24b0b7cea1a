import type { TableNumber } from '../codebook/codebook.ts';
import type { DisputeBlockId } from '../codebook/disputes.ts';
import type { ApplicantId } from '../codebook/requests.ts';

/**
 * How the labels of the forms are written in the wild, beside the official wording (codebook). Spaces, item numbers, brackets and
 * traditional characters need no row here: `foldLabel` takes them away. A label that lost a character or two is matched
 * by likeness.
 */
export const REQUEST_LABEL_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  received: ['本年新收政府信息公开申请', '本年新收申请数量', '本年新收'],
  carried_in: ['上年结转政府信息公开申请', '上年结转申请数量', '上年结转', '上年度结转政府信息公开申请数量'],
  granted: ['予以公开'],
  partly_granted: ['部分公开', '部分公开区分处理的', '部分公开区分处理的只计这一情形'],
  denied_state_secret: ['属于国家秘密', '国家秘密'],
  denied_forbidden_by_law: ['其他法律行政法规禁止公开', '其他法律行政法规禁止公开的', '法律行政法规禁止公开'],
  denied_security_stability: ['危及三安全一稳定', '三安全一稳定', '危及三安全及一稳定', '危及三安全和一稳定'],
  denied_third_party: ['保护第三方合法权益', '第三方合法权益'],
  denied_internal_affairs: ['属于三类内部事务信息', '三类内部事务信息', '内部事务信息'],
  denied_process_information: ['属于四类过程性信息', '四类过程性信息', '过程性信息'],
  denied_enforcement_files: ['属于行政执法案卷', '行政执法案卷'],
  denied_administrative_query: ['属于行政查询事项', '行政查询事项'],
  unavailable_not_held: ['本机关不掌握相关政府信息', '不掌握相关政府信息'],
  unavailable_needs_creation: ['没有现成信息需要另行制作', '没有现成信息', '需要另行制作'],
  unavailable_unclear: ['补正后申请内容仍不明确', '补正后仍不明确'],
  rejected_petition: ['信访举报投诉类申请', '信访举报投诉类'],
  rejected_duplicate: ['重复申请'],
  rejected_publication: ['要求提供公开出版物', '提供公开出版物'],
  rejected_excessive: ['无正当理由大量反复申请', '大量反复申请'],
  rejected_reconfirmation: [
    '要求行政机关确认或重新出具已获取信息',
    '要求行政机关确认或重新出具已获得信息',
    '确认或重新出具已获取信息',
  ],
  other_uncorrected: ['申请人无正当理由逾期不补正', '无正当理由逾期不补正'],
  other_unpaid: [
    '申请人逾期未按收费通知要求缴纳费用',
    '逾期未按收费通知要求缴纳费用',
    '申请人逾期未按收费通知要求缴纳',
  ],
  other_misc: ['其他'],
  other: ['其他处理'],
  outcome_total: ['总计', '合计', '小计', '总记', '总汁'],
  carried_out: ['结转下年度继续办理', '结转下年度', '结转下年继续办理'],
};

/** Labels in table 三 that head a group of rows or the table and carry no figures of their own. */
export const REQUEST_GROUP_LABELS: readonly string[] = [
  '本年度办理结果',
  '不予公开',
  '无法提供',
  '不予处理',
  '其他处理',
  '申请人情况',
  '法人或其他组织',
  '本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和',
];

export const APPLICANT_LABEL_VARIANTS: Readonly<Record<ApplicantId, readonly string[]>> = {
  natural_person: ['自然人', '公民'],
  business: ['商业企业'],
  research: ['科研机构'],
  social: ['社会公益组织', '社会公益机构'],
  legal: ['法律服务机构'],
  other: ['其他', '其它'],
  total: ['总计', '合计'],
};

/** Rows of table 二 by the word in their codes (`proactive.<word>.…`). */
export const PROACTIVE_LABEL_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  regulations: ['规章', '政府规章'],
  normative_documents: ['行政规范性文件', '规范性文件'],
  licensing: ['行政许可'],
  other_services: ['其他对外管理服务事项', '其他对外服务事项', '其他对外管理服务'],
  penalties: ['行政处罚'],
  coercion: ['行政强制'],
  fees: ['行政事业性收费'],
  procurement: ['政府集中采购'],
};

/** Columns of table 二 by the last word of their codes; a column of two templates has one name where the meaning is one. */
export const PROACTIVE_COLUMN_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  issued: ['本年制发件数', '本年度制发件数', '制发件数'],
  repealed: ['本年废止件数', '本年度废止件数', '废止件数'],
  in_force: ['现行有效件数', '现行有效数'],
  made: ['本年新制作数量', '本年度新制作数量', '新制作数量'],
  published: ['本年新公开数量', '本年度新公开数量', '新公开数量'],
  total: ['对外公开总数量', '公开总数量'],
  decisions: ['本年处理决定数量', '处理决定数量', '本年度处理决定数量'],
  items_last_year: ['上一年项目数量', '上年项目数量'],
  items_change: ['本年增减', '本年度增减', '本年增或减'],
  projects: ['采购项目数量'],
  amount: ['本年收费金额单位万元', '本年收费金额', '收费金额', '采购总金额', '采购总金额单位万元'],
};

export const DISPUTE_BLOCK_VARIANTS: Readonly<Record<DisputeBlockId, readonly string[]>> = {
  reconsideration: ['行政复议'],
  litigation_direct: ['未经复议直接起诉', '未经复议直接诉讼'],
  litigation_after_review: ['复议后起诉', '复议后诉讼'],
};

export const DISPUTE_RESULT_VARIANTS: Readonly<Record<string, readonly string[]>> = {
  upheld: ['结果维持', '维持'],
  corrected: ['结果纠正', '纠正'],
  other: ['其他结果'],
  pending: ['尚未审结', '未审结'],
  total: ['总计', '合计'],
};

/** Labels of tables 二 and 四 that head columns or blocks. */
export const OTHER_HEADER_LABELS: Readonly<Record<Exclude<TableNumber, '三'>, readonly string[]>> = {
  二: ['信息内容', '第二十条第一项', '第二十条第五项', '第二十条第六项', '第二十条第八项', '第二十条第九项'],
  四: ['行政诉讼'],
};
