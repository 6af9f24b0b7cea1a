/** One kind of title that is not a report although it sounds like one. Patterns apply to folded titles. */
export interface LookAlikeRule {
  readonly id: string;
  readonly pattern: RegExp;
  /**
   * `always`: holds even beside the words 政府信息公开工作年度报告 (an explainer of one, a notice about one).
   * `without-phrase`: holds only where these words are missing, because bodies carry the same words in their names
   * (规划建设局, 统计局, 组织部).
   * `unless-governmental`: holds beside 信息公开年报 too, but not beside 政府信息公开年报.
   */
  readonly holds: 'always' | 'unless-governmental' | 'without-phrase';
}

/** Every rule has an example in the tests that only it catches. */
export const LOOK_ALIKE_RULES: readonly LookAlikeRule[] = [
  { id: 'explainer', holds: 'always', pattern: /解读|图解|一图|一张图|读懂|看懂|图说|长图|动漫|漫画|数说|H5/i },
  {
    id: 'website-report',
    holds: 'always',
    pattern: /(?:网站|新媒体|政务平台)(?:(?!信息公开).){0,16}(?:报表|年报|报告)/,
  },
  { id: 'public-enterprise', holds: 'always', pattern: /企事业/ },
  { id: 'guide', holds: 'always', pattern: /指南|指引|说明书|操作手册/ },
  { id: 'regulation', holds: 'always', pattern: /(?:制度|办法|规定|条例|细则)(?:[（(》].*)?$/ },
  { id: 'template', holds: 'always', pattern: /模板|格式|样表|范本|填报|参考文本/ },
  {
    id: 'notice',
    holds: 'always',
    pattern:
      /(?:做好|报送|编制(?!委)|编写|编报|上报|提交|撰写|起草|填写|征集|核查|督促|审核|开展|转发|加强|推进|部署|抓好).{0,60}(?:通知|通报|函|公告|要求|方案|请示|批复|提醒)(?:[（(〔].*)?$/,
  },
  {
    id: 'news',
    holds: 'always',
    pattern:
      /召开|举办|举行|培训[会班]|推进会|座谈会|部署会|圆满|多措并举|有序推进|扎实|(?:顺利|全面|按时)完成|完成.{0,30}(?:编制|发布|报送)工作/,
  },
  {
    id: 'list-of-reports',
    holds: 'always',
    pattern: /(?:年报|年度报告)(?:目录|汇总|索引|一览|清单|汇编|专栏|栏目)|历年/,
  },
  { id: 'government-work-report', holds: 'without-phrase', pattern: /政府工作报告/ },
  { id: 'tabular-statement', holds: 'without-phrase', pattern: /工作报表|年度报表/ },
  {
    id: 'rule-of-law',
    holds: 'without-phrase',
    pattern: /法治(?:政府|建设|工作|宣传)|依法行政|依法治[县区市国]|普法|行政执法|执法(?:数据|统计)|行政复议/,
  },
  {
    id: 'public-service',
    holds: 'unless-governmental',
    pattern:
      /(?:学校|中学|小学|幼儿园|大学|学院|医院|卫生院|供水|供电|供热|燃气|公交|自来水|公司|集团).{0,20}(?:公开|年报|报告)/,
  },
  { id: 'request-form', holds: 'without-phrase', pattern: /申请表|流程图|公开目录|公开清单/ },
  { id: 'statistics', holds: 'without-phrase', pattern: /统计(?:年报|年鉴|公报|月报|表|数据|情况)/ },
  { id: 'budget', holds: 'without-phrase', pattern: /预决算|预算|决算|三公|财政收支|绩效|政府债务/ },
  { id: 'state-assets', holds: 'without-phrase', pattern: /国资(?![委局办])|国有(?:企业|资产|资本)/ },
  {
    id: 'company-annual-report',
    holds: 'without-phrase',
    pattern: /(?:企业|工商|个体|市场主体|经营主体|合作社).{0,8}(?:年报|年度报告)|年报公示|公示.{0,8}年报/,
  },
  { id: 'legal-person', holds: 'without-phrase', pattern: /法人|社会组织|社会团体|慈善|基金会|民办/ },
  { id: 'work-plan', holds: 'without-phrase', pattern: /要点|计划|规划$|方案|分工|台账/ },
  { id: 'work-summary', holds: 'without-phrase', pattern: /总结|小结|汇报|述职|自查|整改|考核|评估|测评/ },
  {
    id: 'other-disclosure',
    holds: 'unless-governmental',
    pattern: /(?:党务|村务|厂务|校务|院务|警务|检务|司法|环境|企业|财政|价格|医疗)(?:信息)?(?:公开|依法披露)/,
  },
  { id: 'on-request', holds: 'without-phrase', pattern: /依申请公开|申请公开情况|申请情况/ },
  {
    id: 'other-annual-report',
    holds: 'without-phrase',
    pattern:
      /(?:审计|信访|环境|生态|质量|安全生产|食品|药品|水资源|消费|气候|知识产权|就业|建议|提案|督查|营商|热线|12345|社会责任|监测|志愿|采购|节能|公积金|旅游|招商|公报).{0,14}(?:年度报告|年报|工作报告|情况报告|公报)/,
  },
  { id: 'congress', holds: 'without-phrase', pattern: /(?:人大|政协|党委|常委会|代表大会).{0,10}(?:工作|年度)报告/ },
  { id: 'correspondence', holds: 'without-phrase', pattern: /答复|告知书|决定书|意见箱|举报|投诉|征求意见/ },
];

/** A title that only the document can settle; taken where it stands in a column of annual reports. */
export interface PossibleRule {
  readonly id: string;
  readonly pattern: RegExp;
}

const BODY = '[\\u4e00-\\u9fff（）()]{2,28}';
const YEAR = '(?:(?:19|20)\\d{2}年?度?)';
const REPORT = '(?:年度|年)?(?:年度报告|年报|年度工作报告|报告)';
const NOTE = '(?:[（(【][^（）()]{0,12}[）)】])?';

export const POSSIBLE_RULES: readonly PossibleRule[] = [
  {
    id: 'announced-report',
    pattern: /(?:发布|公布|公开|印发|公示).{0,60}信息公开.{0,16}(?:年度报告|年报).{0,6}(?:通知|公告|公示)$/,
  },
  {
    id: 'report-made-public',
    pattern: /^(?!关于|现|对)[\u4e00-\u9fff]{2,16}(?:发布|公布|上线)了?.{0,30}信息公开.{0,16}(?:年度报告|年报)$/,
  },
  { id: 'affairs-disclosure', pattern: /政务公开(?:工作)?.{0,8}(?:年度报告|年报|年度工作报告)/ },
  { id: 'disclosure-statement', pattern: /信息公开(?:工作)?(?:情况)?(?:的)?(?:情况|报告|说明|年度)/ },
  { id: 'year-and-report', pattern: new RegExp(`^${NOTE}${YEAR}${REPORT}${NOTE}$`) },
  { id: 'report-only', pattern: new RegExp(`^(?:年度报告|年报|年度工作报告)${NOTE}${YEAR}?$`) },
  { id: 'year-only', pattern: new RegExp(`^${YEAR}$`) },
];

/** Takes year, report words and notes off a bare title; what is left must be a body's name for it to be possible. */
export const BARE_TITLE = new RegExp(`^${YEAR}?(${BODY}?)(?:关于)?[（(]?${YEAR}?[）)]?${REPORT}?${NOTE}$`);
