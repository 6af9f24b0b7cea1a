import type { OrganizationLevel } from './organization.ts';

/** How the end of a body's name tells its rank. Tried in order; the first that matches wins. */
export interface BodyTail {
  readonly id: string;
  readonly pattern: RegExp;
  readonly level: OrganizationLevel;
  /** Replaces the matched tail, so that one body has one spelling. */
  readonly spelling?: string;
}

/** Tails that are names of a division's own government; what stands before the tail must be the division alone. */
export const GOVERNMENT_TAIL =
  /^(?:(?:全|本|我)?[县区市旗州盟省]?)(?:级)?(?:人民)?(?:政府)?(?:本级|系统|门户网站|网)?$/;

/** The office that serves a government, a department in its own right: 政府办, 人民政府办公室, 县府办. */
export const GOVERNMENT_OFFICE = /^(?:[县区市旗州盟]?(?:人民)?政府|[县区市旗州盟]府)(?:办公室|办公厅|办)$/;

/**
 * Township bodies. The stem may not contain the characters that end a department's name, so that 住房和城乡建设局 and a
 * township's own 财政所 are not taken for townships.
 */
export const TOWNSHIP_TAILS: readonly BodyTail[] = [
  {
    id: 'subdistrict',
    pattern: /^([^局委厅、]{1,10})街道(?:人民)?(?:政府)?(?:办事处|办|党工委)?(?:办公室)?$/,
    level: 'township',
    spelling: '街道办事处',
  },
  {
    id: 'township',
    pattern: /^([^局委厅、]{1,14}(?:乡|镇|苏木))(?:人民)?(?:政府)?(?:党政)?(?:办公室|办)?$/,
    level: 'township',
    spelling: '人民政府',
  },
];

/** Words that end like a township without being one. */
export const NOT_A_TOWNSHIP =
  /(?:城乡|村镇|各乡镇|乡镇|全镇|全乡|本镇|本乡|我镇|我乡|各镇|各乡|集镇|小城镇)$|^城镇$|^(?:各|全|本|我)/;

/** Bodies below a county that are neither government nor township. */
export const BODY_TAILS: readonly BodyTail[] = [
  { id: 'zone-committee', pattern: /(?:管委会|管理委员会)(?:办公室)?$/, level: 'other', spelling: '管理委员会' },
  {
    id: 'zone',
    pattern: /(?:开发区|园区|示范区|保税区|度假区|风景名胜区|风景区|管理区|高新区|经开区)$/,
    level: 'other',
  },
  { id: 'enterprise', pattern: /(?:公司|集团|银行|供电所|供水站|农场|林场|牧场)$/, level: 'other' },
  {
    id: 'school-or-clinic',
    pattern: /(?:中学|小学|学校|幼儿园|学院|大学|医院|卫生院|卫生所|保健院|党校)$/,
    level: 'other',
  },
  { id: 'court', pattern: /(?:法院|检察院)$/, level: 'other' },
  { id: 'village', pattern: /(?:村委会|村民委员会|居委会|居民委员会|社区|村)$/, level: 'other' },
  { id: 'party-organ', pattern: /(?:组织|宣传|统战|武装|社会工作|工作)部$/, level: 'department' },
  { id: 'bureau', pattern: /局(?:机关|本级)?$/, level: 'department', spelling: '局' },
  {
    id: 'commission',
    pattern: /(?:委员会|发改委|卫健委|建委|经信委|农工委|编委|国资委|工委|委)$/,
    level: 'department',
  },
  { id: 'office', pattern: /(?:办公室|办公厅|办|厅)$/, level: 'department' },
  { id: 'centre', pattern: /中心$/, level: 'department' },
  { id: 'brigade', pattern: /(?:大队|支队|总队|中队|队)$/, level: 'department' },
  {
    id: 'league',
    pattern: /(?:联合会|总工会|工会|妇联|残联|文联|科协|协会|侨联|工商联|团委|红十字会|供销社|联社|总社)$/,
    level: 'department',
  },
  { id: 'archive', pattern: /(?:档案馆|图书馆|博物馆|文化馆|史志馆|馆)$/, level: 'department' },
  {
    id: 'institute',
    pattern: /(?:研究院|研究所|研究室|督导室|监察室|管理处|服务处|管理所|管理站|处|站|所|室|院|段|社)$/,
    level: 'department',
  },
];

/** Ends of a column's or a link's words that name a kind of bodies, not one body. */
export const GENERIC_BODIES =
  /^(?:(?:各|区|县|市|旗|政府|区政府|县政府|市政府|区直|县直|市直|区级|县级|市级|人民政府|所属|直属|有关|其他|基层|本级|\d{4}年?度?)*)(?:部门|单位|部门单位|部门和单位|乡镇|乡|镇|街道|镇街|乡镇街道|乡镇和街道|街镇|镇街道|街道办|街道办事处|苏木|苏木镇|苏木乡镇|委办局|职能部门|工作部门|组成部门|直属机构|直属单位|派出机构|事业单位|园区|机构|政府机关)(?:[（(、和及与/].*)?(?:政府)?(?:信息公开)?(?:工作)?(?:年度报告|年报|报告)?$/;

/** A body that speaks of itself: the name must come from elsewhere. */
export const SELF_REFERENCE =
  /^(?:我|本|该)(?:局|委|办|厅|镇|乡|街道|街道办|街道办事处|中心|单位|部门|机关|处|所|院|队|会|园区|辖区)$/;

/** Words a county's own character may stand before in a short name: 县农业农村局 is the county's 农业农村局. */
export const COUNTY_CHARACTER =
  /^[县区市旗](?!场|政(?![府务协法])|容|监(?!察)|民(?:中心|服务|之家|热线)|域|划|城区|镇|乡|街|间|委党校)(?=.{2,})/;

/** Stems that end in 区, 市, 县 or 旗 without being a division: for names the table of divisions does not know. */
export const NOT_A_DIVISION =
  /(?:和|与|及|、|局|委|厅|办|处|所|站|中心|工业园|产业园|园|社|开发|高新|经开|高新技术产业|风景|景|小|地|片|灌|牧|示范|合作|试验|自然保护|保护|管理|保税|度假|城|超|门|夜|早|集|农贸|批发|菜|都|大湾|湾|库|新|老|全|本|我|各|住房和城|军|防|特|辖|校|院|厂|店|功能|核心|旅游)[县区市旗]$/;

/** Bodies of the state as a whole: cited in every opening, never the ones who report. */
export const NATIONAL_BODY = /^(?:国务院|中央|中共中央|中华人民共和国)/;
