/** How the values of a column are told: words, whole numbers, or numbers that may have decimals. */
export type ColumnType = 'text' | 'integer' | 'number';

/** A column of an exported table, with what a codebook says of it. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly english: string;
  readonly chinese: string;
}

type ColumnWords = readonly [name: string, type: ColumnType, english: string, chinese: string];

function columns(words: readonly ColumnWords[]): readonly ExportColumn[] {
  return words.map(([name, type, english, chinese]) => ({ name, type, english, chinese }));
}

/** The columns that `panel` and `panel_long` begin with. */
export const REPORT_COLUMNS = columns([
  ['organization_id', 'integer', 'number of the reporting body', '报告机关编号'],
  ['name', 'text', 'reporting body, from the county down', '报告机关全称（自县级起）'],
  ['level', 'text', 'rank of the body', '机关层级'],
  ['division', 'text', 'GB/T 2260 code of its county', '所属县级行政区划代码'],
  ['division_name', 'text', 'name of its county', '所属县级行政区名称'],
  ['fiscal_year', 'integer', 'year reported on', '报告年度'],
  ['report_id', 'integer', 'number of the report', '报告编号'],
  ['title', 'text', 'headline as published', '报告标题'],
  ['published_on', 'text', 'day of publication the source states', '发布日期'],
  ['page_url', 'text', 'page on which the report stands', '报告网页地址'],
]);

const VERDICT_COLUMNS: readonly ColumnWords[] = [
  ['human_verdict', 'text', 'what a person said of it, the latest', '人工核验结论（最近一次）'],
  ['human_verdict_text', 'text', 'that person in words', '人工核验说明'],
  ['human_verdict_by', 'text', 'who said it', '核验人'],
  ['human_verdict_at', 'text', 'when it was said, UTC', '核验时间（UTC）'],
  [
    'human_verdict_stands',
    'integer',
    '1 where what was judged still stands, else 0',
    '所核验内容是否仍为现值（1 是，0 否）',
  ],
];

/** The columns of `panel_long` after those of the report. */
export const CELL_COLUMNS = columns([
  ['code', 'text', 'which cell of the form', '指标代码'],
  ['printed', 'text', 'what stands in the source, signs and notes included', '原文所印'],
  ['number', 'number', 'its value in the unit of the codebook', '数值（单位见代码表）'],
  ['status', 'text', 'how far it can be trusted', '数值状态'],
  [
    'derived',
    'number',
    'what the sums of the form force where the source is blank or damaged',
    '由表内勾稽关系推得之值',
  ],
  ['basis', 'text', 'the sum that forces it', '推得之依据'],
  ['url', 'text', 'final address of the document it was read from', '数据来源文件地址'],
  ['sha256', 'text', 'SHA-256 of that document', '来源文件 SHA-256'],
  ['locator', 'text', 'its place there, as JSON', '在来源文件中的位置（JSON）'],
  ...VERDICT_COLUMNS,
]);

export const COVERAGE_COLUMNS = columns([
  ['organization_id', 'integer', 'number of the reporting body', '报告机关编号'],
  ['name', 'text', 'reporting body', '报告机关全称'],
  ['level', 'text', 'rank of the body', '机关层级'],
  ['division', 'text', 'GB/T 2260 code of its county', '所属县级行政区划代码'],
  ['division_name', 'text', 'name of its county', '所属县级行政区名称'],
  ['portal_id', 'text', 'portal it was first met on', '首见网站'],
  ['fiscal_year', 'integer', 'year reported on', '报告年度'],
  ['status', 'text', 'what is known of that year', '该年度收集状态'],
  ['report_id', 'integer', 'number of the report', '报告编号'],
  ['detail', 'text', 'what went wrong, in words', '说明'],
  ['fetch_id', 'integer', 'number of the fetch that shows it', '抓取编号'],
  ['url', 'text', 'address of that fetch', '抓取地址'],
  ['fetched_at', 'text', 'time of that fetch, UTC', '抓取时间（UTC）'],
]);

export const FINDING_COLUMNS = columns([
  ['report_id', 'integer', 'number of the report', '报告编号'],
  ['portal_id', 'text', 'portal, of a finding about a portal', '网站'],
  ['name', 'text', 'reporting body', '报告机关全称'],
  ['division', 'text', 'GB/T 2260 code of its county', '所属县级行政区划代码'],
  ['fiscal_year', 'integer', 'year reported on', '报告年度'],
  ['rule', 'text', 'rule that does not hold', '规则'],
  ['subject', 'text', 'what it is about', '对象'],
  ['severity', 'text', 'error, warning or notice', '严重程度'],
  ['verdict', 'text', 'whose doing it is: source, extraction, undetermined', '归因'],
  ['codes_json', 'text', 'cells concerned, as JSON', '涉及指标（JSON）'],
  ['expected', 'text', 'what the rule asks for', '应有值'],
  ['actual', 'text', 'what stands there', '实有值'],
  ['message', 'text', 'the finding in words', '说明'],
  ...VERDICT_COLUMNS,
]);

export const VERDICTS_COLUMNS = columns([
  ['organization', 'text', 'reporting body', '报告机关全称'],
  ['division', 'text', 'GB/T 2260 code of its county', '所属县级行政区划代码'],
  ['fiscal_year', 'integer', 'year reported on', '报告年度'],
  ['code', 'text', 'the cell judged', '指标代码'],
  ['rule', 'text', 'rule of the finding judged', '规则'],
  ['subject', 'text', 'subject of the finding judged', '对象'],
  ['verdict', 'text', 'confirmed, source_error, extraction_error or note', '核验结论'],
  ['text', 'text', 'in words', '核验说明'],
  ['given_by', 'text', 'who says so', '核验人'],
  ['given_at', 'text', 'when, UTC', '核验时间（UTC）'],
  ['judged_json', 'text', 'what stood there when it was judged, as JSON', '核验时的内容（JSON）'],
]);

export const SOURCE_COLUMNS = columns([
  ['report_id', 'integer', 'number of the report', '报告编号'],
  ['url', 'text', 'final address of the document', '来源文件地址'],
  ['sha256', 'text', 'SHA-256 of its bytes', '来源文件 SHA-256'],
  ['role', 'text', 'page, attachment, image or frame', '文件角色'],
  ['media_type', 'text', 'media type it was served as', '媒体类型'],
  ['bytes', 'integer', 'size in bytes', '字节数'],
]);

export const CODEBOOK_COLUMNS = columns([
  ['code', 'text', 'name of the cell', '指标代码'],
  ['template', 'text', 'form it belongs to: 2021, 2019 or both', '所属格式（2021、2019 或两者）'],
  ['statutory_table', 'text', 'table it stands in', '所在表'],
  ['row_label', 'text', 'label of its row', '行标签'],
  ['column_label', 'text', 'label of its column', '列标签'],
  ['unit', 'text', 'unit of its number', '单位'],
  ['kind', 'text', 'count, signed or amount', '数值类型'],
  ['english', 'text', 'the cell in English', '英文说明'],
]);
