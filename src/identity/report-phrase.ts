/**
 * The phrase that names this kind of report, in every wording met: 政府信息公开工作年度报告, 信息公开年报,
 * 政府信息公开2023年度报告, 政府信息公开年度工作报告, 政府信息与政务公开年度报告. Applies to folded titles.
 */
const OF_WORK = '(?:工作)?(?:情况)?(?:的)?';
const YEAR_INSIDE = '[（(]?(?:(?:19|20)\\d{2}年?)?[）)]?';

export const REPORT_PHRASE = new RegExp(
  `(?:政府|政务)?信息(?:[与和及暨、]?政务)?(?:主动)?公开${OF_WORK}${YEAR_INSIDE}${OF_WORK}(?:年度|年)?${OF_WORK}(?:年度)?(?:报告书?|年报)`,
);

/** The same turned round: 2023年度报告（政府信息公开）. */
export const REPORT_PHRASE_TURNED = /(?:年度(?:工作)?报告|年报)[（(—-]*(?:政府)?信息公开/;

/** 政务公开工作年度报告: whether it is the same report only the document can tell, but whose it is stands before it. */
export const AFFAIRS_PHRASE = /政务公开(?:工作)?(?:情况)?(?:的)?(?:(?:19|20)\d{2}年?)?(?:年度)?(?:工作)?(?:报告|年报)/;

/** A title cut off by the list's template within the phrase: 永宁县教育局2023年政府信息公开工… */
export const REPORT_PHRASE_CUT =
  /(?:政府|政务)?信息(?:公(?:开(?:工(?:作)?)?(?:\d{0,4}年?)?(?:年(?:度(?:工(?:作)?)?(?:报)?)?)?)?)?(?:…+|\.{2,}|⋯+)$/;

/** What may follow the phrase without making it something other than the report itself. */
export const HARMLESS_ENDING =
  /^(?:[》”"]|[（(【[〔][^（）()]{0,20}[）)】\]〕]|[-—_|–].*|全文|正文|文字版|图片版|电子版|PDF版?|pdf版?|word版?|盖章版|扫描件|扫描版|附件\d*|\d{4}年?度?|…|\.{2,}|[：:].*|\d)*$/i;
