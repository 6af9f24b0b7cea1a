import type { Appearance } from './appearance.ts';
import type { ContradictionName } from './contradictions.ts';
import type { BodyLevel, Templates } from './figures.ts';

/** The counties of the sample province. Their names and codes exist nowhere else: no division of GB/T 2260 begins with 99. */
export const COUNTIES = [
  { id: 'yunling', name: '云岭县', division: '990121', dialect: 'trs' },
  { id: 'shaquan', name: '沙泉区', division: '990102', dialect: 'trs-shtml' },
  { id: 'wangchuan', name: '望川县', division: '990122', dialect: 'hanweb' },
  { id: 'chisong', name: '赤松县', division: '990123', dialect: 'table-layout' },
  { id: 'yanzhou', name: '雁洲区', division: '990103', dialect: 'query-pages' },
  { id: 'linlan', name: '临澜县', division: '990124', dialect: 'challenge' },
] as const;

export const PROVINCE_NAME = '示例省';

export type County = (typeof COUNTIES)[number];
export type CountyId = County['id'];

/** A reporting body and the years it published. */
interface PlannedBody {
  readonly county: CountyId;
  /** What follows the county's name: 教育局, 梨树沟镇人民政府. */
  readonly suffix: string;
  readonly level: BodyLevel;
  readonly years: readonly number[];
  readonly style: Appearance['style'];
  readonly title: TitleHabit;
}

/** How a body words its headlines. */
export type TitleHabit = 'name first' | 'full name first' | 'year first' | 'annual';

/**
 * How a report is published: as a page; as a page with the same report in an attached PDF; as a page whose tables stand in the PDF alone; as a
 * PDF linked from the list; as a page that only links a Word file of the old format; under a dead link; where robots.txt forbids.
 */
export type Delivery = 'page' | 'page and pdf' | 'tables in pdf' | 'pdf' | 'word' | 'missing' | 'forbidden';

/** What is special about one report. */
interface Peculiarity {
  readonly delivery?: Delivery;
  readonly look?: Partial<Appearance>;
  readonly templates?: Partial<Templates>;
  readonly contradiction?: ContradictionName;
  /** Zeros are left blank. */
  readonly blankZeros?: true;
  /** Filed in the column of another kind of body. */
  readonly misfiled?: true;
  /** Its address claims the first of January 1970. */
  readonly bogusDate?: true;
}

// prettier-ignore
export const BODIES: readonly PlannedBody[] = [
  { county: 'yunling',   suffix: '人民政府',           level: 'county',     years: [2019, 2020, 2021, 2022, 2023, 2024], style: 'clean',      title: 'name first' },
  { county: 'yunling',   suffix: '教育局',             level: 'department', years: [2021, 2022, 2023],                   style: 'word',       title: 'name first' },
  { county: 'yunling',   suffix: '农业农村局',         level: 'department', years: [2022, 2023],                         style: 'paragraphs', title: 'year first' },
  { county: 'yunling',   suffix: '公安局',             level: 'department', years: [2023],                               style: 'clean',      title: 'name first' },
  { county: 'yunling',   suffix: '卫生健康局',         level: 'department', years: [2022],                               style: 'clean',      title: 'name first' },
  { county: 'yunling',   suffix: '梨树沟镇人民政府',   level: 'township',   years: [2021, 2022, 2023, 2024],             style: 'nested',     title: 'annual' },
  { county: 'yunling',   suffix: '大柳乡人民政府',     level: 'township',   years: [2023, 2024],                         style: 'word',       title: 'full name first' },
  { county: 'yunling',   suffix: '河湾街道办事处',     level: 'township',   years: [2023],                               style: 'unclosed',   title: 'full name first' },
  { county: 'shaquan',   suffix: '人民政府',           level: 'county',     years: [2019, 2020, 2021, 2022, 2023, 2024], style: 'word',       title: 'year first' },
  { county: 'shaquan',   suffix: '财政局',             level: 'department', years: [2022, 2023],                         style: 'clean',      title: 'full name first' },
  { county: 'shaquan',   suffix: '北坡街道办事处',     level: 'township',   years: [2022, 2023],                         style: 'split',      title: 'full name first' },
  { county: 'shaquan',   suffix: '泉头镇人民政府',     level: 'township',   years: [2023],                               style: 'unclosed',   title: 'annual' },
  { county: 'wangchuan', suffix: '人民政府',           level: 'county',     years: [2020, 2021, 2022, 2023, 2024],       style: 'paragraphs', title: 'full name first' },
  { county: 'wangchuan', suffix: '审计局',             level: 'department', years: [2022, 2023, 2024],                   style: 'clean',      title: 'name first' },
  { county: 'wangchuan', suffix: '水务局',             level: 'department', years: [2023],                               style: 'split',      title: 'year first' },
  { county: 'wangchuan', suffix: '龙尾镇人民政府',     level: 'township',   years: [2021, 2022, 2023, 2024],             style: 'word',       title: 'annual' },
  { county: 'wangchuan', suffix: '上坪乡人民政府',     level: 'township',   years: [2023],                               style: 'clean',      title: 'full name first' },
  { county: 'chisong',   suffix: '人民政府',           level: 'county',     years: [2020, 2021, 2022, 2023],             style: 'layout',     title: 'name first' },
  { county: 'chisong',   suffix: '鹿角镇人民政府',     level: 'township',   years: [2022, 2023],                         style: 'layout',     title: 'full name first' },
  { county: 'yanzhou',   suffix: '人民政府',           level: 'county',     years: [2021, 2022, 2023, 2024],             style: 'clean',      title: 'name first' },
  { county: 'yanzhou',   suffix: '市场监督管理局',     level: 'department', years: [2023],                               style: 'nested',     title: 'name first' },
  { county: 'yanzhou',   suffix: '芦荡街道办事处',     level: 'township',   years: [2022, 2023],                         style: 'paragraphs', title: 'full name first' },
];

/** By body and fiscal year. */
export const PECULIARITIES: Readonly<Record<string, Peculiarity>> = {
  '云岭县人民政府 2019': { bogusDate: true },
  '云岭县人民政府 2020': { contradiction: 'more published than there are' },
  '云岭县人民政府 2021': { look: { spacedLabels: true } },
  '云岭县人民政府 2022': { look: { oddNumbers: 0.4 }, contradiction: 'granted total off by one' },
  '云岭县人民政府 2023': { look: { style: 'split', pageMarks: true } },
  '云岭县人民政府 2024': { delivery: 'page and pdf' },
  '云岭县教育局 2022': { look: { brokenLabels: true } },
  '云岭县教育局 2023': { delivery: 'tables in pdf' },
  '云岭县农业农村局 2022': { blankZeros: true, look: { blankMark: '—' } },
  '云岭县农业农村局 2023': { contradiction: 'period ends early' },
  '云岭县公安局 2023': { delivery: 'word' },
  '云岭县卫生健康局 2022': { delivery: 'missing' },
  '云岭县梨树沟镇人民政府 2021': { templates: { 三: '2019' } },
  '云岭县梨树沟镇人民政府 2022': { contradiction: 'a township issues regulations' },
  '云岭县梨树沟镇人民政府 2023': { blankZeros: true, look: { mergedBlanks: true } },
  '云岭县大柳乡人民政府 2024': { contradiction: 'text denies a lawsuit' },
  '云岭县河湾街道办事处 2023': { misfiled: true },
  '沙泉区人民政府 2019': { delivery: 'forbidden' },
  '沙泉区人民政府 2021': { look: { repeatedHeader: true } },
  '沙泉区人民政府 2022': { contradiction: 'applicant misclassified' },
  '沙泉区人民政府 2023': { look: { wrongHeader: true, oddNumbers: 0.2 } },
  '沙泉区财政局 2022': { look: { lostGroups: true } },
  '沙泉区财政局 2023': { contradiction: 'fee not stated' },
  '沙泉区北坡街道办事处 2023': { look: { pageMarks: true } },
  '望川县人民政府 2021': { contradiction: 'lawsuits do not add up' },
  '望川县人民政府 2022': { look: { oddNumbers: 0.3, brokenLabels: true } },
  '望川县人民政府 2023': { contradiction: 'all done but carried over' },
  '望川县审计局 2023': { look: { blankMark: '/' }, blankZeros: true },
  '望川县审计局 2024': { delivery: 'tables in pdf' },
  '望川县龙尾镇人民政府 2022': { templates: { 三: '2019' } },
  '望川县龙尾镇人民政府 2023': { look: { spacedLabels: true, brokenLabels: true } },
  '望川县上坪乡人民政府 2023': { contradiction: 'opening names another year' },
  '赤松县人民政府 2022': { look: { damagedLabels: 0.1 } },
  '赤松县人民政府 2023': { contradiction: 'text counts other requests' },
  '赤松县鹿角镇人民政府 2022': { blankZeros: true, look: { blankMark: '\u00a0' } },
  '雁洲区人民政府 2022': { templates: { 三: '2019' } },
  '雁洲区人民政府 2023': { look: { traditional: true } },
  '雁洲区人民政府 2024': { delivery: 'pdf' },
  '雁洲区芦荡街道办事处 2022': { look: { lostHeaders: true } },
};
