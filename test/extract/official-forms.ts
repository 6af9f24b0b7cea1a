/**
 * The two official forms as the notices print them, typed here once more: what the sources know of labels, rows and columns
 * is held against this.
 */
export type FormYear = '2021' | '2019';

/** Table 三: middle word of the code, group, label. `2019` has one row where 2021 has three. */
export const REQUEST_FORM: readonly (readonly [stem: string, group: string, label: string, only?: FormYear])[] = [
  ['received', '', '一、本年新收政府信息公开申请数量'],
  ['carried_in', '', '二、上年结转政府信息公开申请数量'],
  ['granted', '', '（一）予以公开'],
  ['partly_granted', '', '（二）部分公开（区分处理的，只计这一情形，不计其他情形）'],
  ['denied_state_secret', '（三）不予公开', '1.属于国家秘密'],
  ['denied_forbidden_by_law', '（三）不予公开', '2.其他法律行政法规禁止公开'],
  ['denied_security_stability', '（三）不予公开', '3.危及“三安全一稳定”'],
  ['denied_third_party', '（三）不予公开', '4.保护第三方合法权益'],
  ['denied_internal_affairs', '（三）不予公开', '5.属于三类内部事务信息'],
  ['denied_process_information', '（三）不予公开', '6.属于四类过程性信息'],
  ['denied_enforcement_files', '（三）不予公开', '7.属于行政执法案卷'],
  ['denied_administrative_query', '（三）不予公开', '8.属于行政查询事项'],
  ['unavailable_not_held', '（四）无法提供', '1.本机关不掌握相关政府信息'],
  ['unavailable_needs_creation', '（四）无法提供', '2.没有现成信息需要另行制作'],
  ['unavailable_unclear', '（四）无法提供', '3.补正后申请内容仍不明确'],
  ['rejected_petition', '（五）不予处理', '1.信访举报投诉类申请'],
  ['rejected_duplicate', '（五）不予处理', '2.重复申请'],
  ['rejected_publication', '（五）不予处理', '3.要求提供公开出版物'],
  ['rejected_excessive', '（五）不予处理', '4.无正当理由大量反复申请'],
  ['rejected_reconfirmation', '（五）不予处理', '5.要求行政机关确认或重新出具已获取信息'],
  ['other_uncorrected', '（六）其他处理', '1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请', '2021'],
  [
    'other_unpaid',
    '（六）其他处理',
    '2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请',
    '2021',
  ],
  ['other_misc', '（六）其他处理', '3.其他', '2021'],
  ['other', '', '（六）其他处理', '2019'],
  ['outcome_total', '', '（七）总计'],
  ['carried_out', '', '四、结转下年度继续办理'],
];

export const APPLICANT_FORM: readonly (readonly [id: string, label: string])[] = [
  ['natural_person', '自然人'],
  ['business', '商业企业'],
  ['research', '科研机构'],
  ['social', '社会公益组织'],
  ['legal', '法律服务机构'],
  ['other', '其他'],
  ['total', '总计'],
];

export const DISPUTE_BLOCK_FORM: readonly (readonly [id: string, label: string])[] = [
  ['reconsideration', '行政复议'],
  ['litigation_direct', '未经复议直接起诉'],
  ['litigation_after_review', '复议后起诉'],
];

export const DISPUTE_RESULT_FORM: readonly (readonly [id: string, label: string])[] = [
  ['upheld', '结果维持'],
  ['corrected', '结果纠正'],
  ['other', '其他结果'],
  ['pending', '尚未审结'],
  ['total', '总计'],
];

interface ProactiveBlock {
  readonly article: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [label: string, ...codes: string[]])[];
}

/** Table 二: a block for each item of art. 20, with its head and its rows. */
export const PROACTIVE_FORM: Readonly<Record<FormYear, readonly ProactiveBlock[]>> = {
  '2021': [
    {
      article: '一',
      columns: ['本年制发件数', '本年废止件数', '现行有效件数'],
      rows: [
        ['规章', 'regulations.issued', 'regulations.repealed', 'regulations.in_force'],
        [
          '行政规范性文件',
          'normative_documents.issued',
          'normative_documents.repealed',
          'normative_documents.in_force',
        ],
      ],
    },
    { article: '五', columns: ['本年处理决定数量'], rows: [['行政许可', 'licensing.decisions']] },
    {
      article: '六',
      columns: ['本年处理决定数量'],
      rows: [
        ['行政处罚', 'penalties.decisions'],
        ['行政强制', 'coercion.decisions'],
      ],
    },
    { article: '八', columns: ['本年收费金额（单位：万元）'], rows: [['行政事业性收费', 'fees.amount']] },
  ],
  '2019': [
    {
      article: '一',
      columns: ['本年新制作数量', '本年新公开数量', '对外公开总数量'],
      rows: [
        ['规章', 'regulations.made', 'regulations.published', 'regulations.total'],
        ['规范性文件', 'normative_documents.made', 'normative_documents.published', 'normative_documents.total'],
      ],
    },
    {
      article: '五',
      columns: ['上一年项目数量', '本年增/减', '处理决定数量'],
      rows: [
        ['行政许可', 'licensing.items_last_year', 'licensing.items_change', 'licensing.decisions'],
        [
          '其他对外管理服务事项',
          'other_services.items_last_year',
          'other_services.items_change',
          'other_services.decisions',
        ],
      ],
    },
    {
      article: '六',
      columns: ['上一年项目数量', '本年增/减', '处理决定数量'],
      rows: [
        ['行政处罚', 'penalties.items_last_year', 'penalties.items_change', 'penalties.decisions'],
        ['行政强制', 'coercion.items_last_year', 'coercion.items_change', 'coercion.decisions'],
      ],
    },
    {
      article: '八',
      columns: ['上一年项目数量', '本年增/减'],
      rows: [['行政事业性收费', 'fees.items_last_year', 'fees.items_change']],
    },
    {
      article: '九',
      columns: ['采购项目数量', '采购总金额'],
      rows: [['政府集中采购', 'procurement.projects', 'procurement.amount']],
    },
  ],
};

/** The six sections as the forms head them. */
export const SECTION_FORM = [
  '一、总体情况',
  '二、主动公开政府信息情况',
  '三、收到和处理政府信息公开申请情况',
  '四、政府信息公开行政复议、行政诉讼情况',
  '五、存在的主要问题及改进情况',
  '六、其他需要报告的事项',
] as const;
