import type { TableNumber, TemplateYear } from '../src/codebook/codebook.ts';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from '../src/codebook/disputes.ts';
import { APPLICANTS, type RequestRow } from '../src/codebook/requests.ts';
import { requestRowsOf } from './figures.ts';

/** One cell of an official form. A cell with a code holds a figure; any other holds a label or nothing. */
export interface FormCell {
  readonly text: string;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly code?: string;
}

/** One of the three statutory tables, laid out as in the notice that prescribes it. */
export interface Form {
  readonly table: TableNumber;
  readonly columns: number;
  /** Leading rows that hold labels only. */
  readonly headerRows: number;
  readonly rows: readonly (readonly FormCell[])[];
}

const BALANCE_NOTE = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）';
const GROUPS: readonly (readonly [stems: string, label: string])[] = [
  ['denied_', '（三）不予公开'],
  ['unavailable_', '（四）无法提供'],
  ['rejected_', '（五）不予处理'],
  ['other_', '（六）其他处理'],
];

/** The official form of a table, with codes where its figures go. */
export function formOf(table: TableNumber, template: TemplateYear): Form {
  if (table === '三') return requestForm(template);
  if (table === '四') return disputeForm();
  return template === '2021' ? proactiveForm2021() : proactiveForm2019();
}

function label(text: string, columnSpan = 1, rowSpan = 1): FormCell {
  return { text, rowSpan, columnSpan };
}

function figure(code: string, columnSpan = 1): FormCell {
  return { text: '', rowSpan: 1, columnSpan, code };
}

function proactiveForm2021(): Form {
  const documents = (name: string, stem: string): FormCell[] => [
    label(name),
    ...['issued', 'repealed', 'in_force'].map((column) => figure(`proactive.${stem}.${column}`)),
  ];
  const single = (name: string, code: string): FormCell[] => [label(name), figure(`proactive.${code}`, 3)];
  const heading = (item: string): FormCell[] => [label(`第二十条第（${item}）项`, 4)];
  return {
    table: '二',
    columns: 4,
    headerRows: 2,
    rows: [
      heading('一'),
      ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'].map((text) => label(text)),
      documents('规章', 'regulations'),
      documents('行政规范性文件', 'normative_documents'),
      heading('五'),
      [label('信息内容'), label('本年处理决定数量', 3)],
      single('行政许可', 'licensing.decisions'),
      heading('六'),
      [label('信息内容'), label('本年处理决定数量', 3)],
      single('行政处罚', 'penalties.decisions'),
      single('行政强制', 'coercion.decisions'),
      heading('八'),
      [label('信息内容'), label('本年收费金额（单位：万元）', 3)],
      single('行政事业性收费', 'fees.amount'),
    ],
  };
}

function proactiveForm2019(): Form {
  const row = (name: string, stem: string, columns: readonly string[]): FormCell[] => [
    label(name),
    ...columns.map((column, index) =>
      figure(`proactive.${stem}.${column}`, columns.length === 2 && index === 1 ? 2 : 1),
    ),
  ];
  const heading = (item: string): FormCell[] => [label(`第二十条第（${item}）项`, 4)];
  const head = (...texts: readonly string[]): FormCell[] =>
    ['信息内容', ...texts].map((text, index) => label(text, texts.length === 2 && index === 2 ? 2 : 1));
  const documents = ['made', 'published', 'total'];
  const items = ['items_last_year', 'items_change', 'decisions'];
  return {
    table: '二',
    columns: 4,
    headerRows: 2,
    rows: [
      heading('一'),
      head('本年新制作数量', '本年新公开数量', '对外公开总数量'),
      row('规章', 'regulations', documents),
      row('规范性文件', 'normative_documents', documents),
      heading('五'),
      head('上一年项目数量', '本年增/减', '处理决定数量'),
      row('行政许可', 'licensing', items),
      row('其他对外管理服务事项', 'other_services', items),
      heading('六'),
      head('上一年项目数量', '本年增/减', '处理决定数量'),
      row('行政处罚', 'penalties', items),
      row('行政强制', 'coercion', items),
      heading('八'),
      head('上一年项目数量', '本年增/减'),
      row('行政事业性收费', 'fees', items.slice(0, 2)),
      heading('九'),
      head('采购项目数量', '采购总金额'),
      row('政府集中采购', 'procurement', ['projects', 'amount']),
    ],
  };
}

function requestForm(template: TemplateYear): Form {
  const rows = requestRowsOf(template);
  const results = rows.filter((row) => row.role === 'outcome' || row.role === 'outcome_total');
  const body = rows.map((row) => [
    ...requestLabels(row, rows, results.length),
    ...APPLICANTS.map((applicant) => figure(`requests.${row.stem}.${applicant.id}`)),
  ]);
  const header = [
    [label(BALANCE_NOTE, 3, 3), label('申请人情况', 7)],
    [label('自然人', 1, 2), label('法人或其他组织', 5), label('总计', 1, 2)],
    APPLICANTS.slice(1, 6).map((applicant) => label(applicant.label)),
  ];
  return { table: '三', columns: 10, headerRows: 3, rows: [...header, ...body] };
}

function requestLabels(row: RequestRow, rows: readonly RequestRow[], resultRows: number): FormCell[] {
  if (row.role === 'received' || row.role === 'carried_in' || row.role === 'carried_out') return [label(row.label, 3)];
  const lead = row.stem === 'granted' ? [label('三、本年度办理结果', 1, resultRows)] : [];
  const group = GROUPS.find(([stems]) => row.stem.startsWith(stems));
  if (!group) return [...lead, label(row.label, 2)];
  const members = rows.filter((candidate) => candidate.stem.startsWith(group[0]));
  const first = members[0]?.stem === row.stem ? [label(group[1], 1, members.length)] : [];
  return [...lead, ...first, label(row.label)];
}

function disputeForm(): Form {
  const results = DISPUTE_RESULTS.map((result) => result.label);
  return {
    table: '四',
    columns: 15,
    headerRows: 3,
    rows: [
      [label('行政复议', 5), label('行政诉讼', 10)],
      [...results.map((text) => label(text, 1, 2)), label('未经复议直接起诉', 5), label('复议后起诉', 5)],
      [...results, ...results].map((text) => label(text)),
      DISPUTE_BLOCKS.flatMap((block) => DISPUTE_RESULTS.map((result) => figure(`disputes.${block.id}.${result.id}`))),
    ],
  };
}
