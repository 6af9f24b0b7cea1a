/**
 * 二、主动公开政府信息情况: the cells of table 二, in the order of the two official forms
 * (国办公开办函〔2019〕60号 and 〔2021〕30号).
 */
export interface ProactiveCell {
  readonly code: string;
  readonly template: '2021' | '2019' | 'both';
  /** Row label 信息内容, without spaces. */
  readonly row: string;
  /** Column label; the two forms word some of them differently. */
  readonly columns: readonly string[];
  readonly unit: '件' | '项' | '万元';
  readonly kind: 'count' | 'signed' | 'amount';
  readonly english: string;
}

const ISSUED = ['本年制发件数'];
const REPEALED = ['本年废止件数'];
const IN_FORCE = ['现行有效件数'];
const DECISIONS = ['本年处理决定数量', '处理决定数量'];
const MADE = ['本年新制作数量'];
const PUBLISHED = ['本年新公开数量'];
const PUBLISHED_IN_ALL = ['对外公开总数量'];
const ITEMS_LAST_YEAR = ['上一年项目数量'];
const ITEMS_CHANGE = ['本年增/减'];

// prettier-ignore
const ROWS: readonly (readonly [code: string, template: ProactiveCell['template'], row: string, columns: readonly string[], unit: ProactiveCell['unit'], kind: ProactiveCell['kind'], english: string])[] = [
  ['regulations.issued',              '2021', '规章',             ISSUED,           '件',   'count',  'regulations: issued this year'],
  ['regulations.repealed',            '2021', '规章',             REPEALED,         '件',   'count',  'regulations: repealed this year'],
  ['regulations.in_force',            '2021', '规章',             IN_FORCE,         '件',   'count',  'regulations: in force'],
  ['normative_documents.issued',      '2021', '行政规范性文件',   ISSUED,           '件',   'count',  'normative documents: issued this year'],
  ['normative_documents.repealed',    '2021', '行政规范性文件',   REPEALED,         '件',   'count',  'normative documents: repealed this year'],
  ['normative_documents.in_force',    '2021', '行政规范性文件',   IN_FORCE,         '件',   'count',  'normative documents: in force'],
  ['licensing.decisions',             'both', '行政许可',         DECISIONS,        '件',   'count',  'administrative licensing: decisions'],
  ['penalties.decisions',             'both', '行政处罚',         DECISIONS,        '件',   'count',  'administrative penalties: decisions'],
  ['coercion.decisions',              'both', '行政强制',         DECISIONS,        '件',   'count',  'administrative coercion: decisions'],
  ['fees.amount',                     '2021', '行政事业性收费',   ['本年收费金额（单位：万元）'], '万元', 'amount', 'administrative fees collected'],
  ['regulations.made',                '2019', '规章',             MADE,             '件',   'count',  'regulations: made this year'],
  ['regulations.published',           '2019', '规章',             PUBLISHED,        '件',   'count',  'regulations: newly published this year'],
  ['regulations.total',               '2019', '规章',             PUBLISHED_IN_ALL, '件',   'count',  'regulations: published in all'],
  ['normative_documents.made',        '2019', '规范性文件',       MADE,             '件',   'count',  'normative documents: made this year'],
  ['normative_documents.published',   '2019', '规范性文件',       PUBLISHED,        '件',   'count',  'normative documents: newly published this year'],
  ['normative_documents.total',       '2019', '规范性文件',       PUBLISHED_IN_ALL, '件',   'count',  'normative documents: published in all'],
  ['licensing.items_last_year',       '2019', '行政许可',         ITEMS_LAST_YEAR,  '项',   'count',  'administrative licensing: items last year'],
  ['licensing.items_change',          '2019', '行政许可',         ITEMS_CHANGE,     '项',   'signed', 'administrative licensing: change this year'],
  ['other_services.items_last_year',  '2019', '其他对外管理服务事项', ITEMS_LAST_YEAR, '项', 'count', 'other administrative services: items last year'],
  ['other_services.items_change',     '2019', '其他对外管理服务事项', ITEMS_CHANGE, '项',   'signed', 'other administrative services: change this year'],
  ['penalties.items_last_year',       '2019', '行政处罚',         ITEMS_LAST_YEAR,  '项',   'count',  'administrative penalties: items last year'],
  ['penalties.items_change',          '2019', '行政处罚',         ITEMS_CHANGE,     '项',   'signed', 'administrative penalties: change this year'],
  ['coercion.items_last_year',        '2019', '行政强制',         ITEMS_LAST_YEAR,  '项',   'count',  'administrative coercion: items last year'],
  ['coercion.items_change',           '2019', '行政强制',         ITEMS_CHANGE,     '项',   'signed', 'administrative coercion: change this year'],
  ['fees.items_last_year',            '2019', '行政事业性收费',   ITEMS_LAST_YEAR,  '项',   'count',  'administrative fees: items last year'],
  ['fees.items_change',               '2019', '行政事业性收费',   ITEMS_CHANGE,     '项',   'signed', 'administrative fees: change this year'],
  ['other_services.decisions',        '2019', '其他对外管理服务事项', DECISIONS.slice(1), '件', 'count', 'other administrative services: decisions'],
  ['procurement.projects',            '2019', '政府集中采购',     ['采购项目数量'], '项',   'count',  'central procurement: projects'],
  ['procurement.amount',              '2019', '政府集中采购',     ['采购总金额'],   '万元', 'amount', 'central procurement: amount'],
];

export const PROACTIVE_CELLS: readonly ProactiveCell[] = ROWS.map(
  ([code, template, row, columns, unit, kind, english]) => ({
    code: `proactive.${code}`,
    template,
    row,
    columns,
    unit,
    kind,
    english,
  }),
);
