import type { TableNumber, TemplateYear } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from '../codebook/disputes.ts';
import { APPLICANTS, REQUEST_ROWS, type RequestRow } from '../codebook/requests.ts';

/** One cell of an official form: a label, or the place of a figure. */
export type FormCell =
  | {
      readonly kind: 'label';
      readonly text: string;
      readonly columnSpan: number;
      readonly rowSpan: number;
      /** What it heads; null for a corner that heads nothing. */
      readonly heads: 'columns' | 'row' | null;
    }
  | { readonly kind: 'figure'; readonly code: string; readonly columnSpan: number };

export interface FormTable {
  readonly caption: string;
  readonly rows: readonly (readonly FormCell[])[];
}

interface Spans {
  readonly across?: number;
  readonly down?: number;
}

const label = (text: string, heads: 'columns' | 'row' | null, { across = 1, down = 1 }: Spans = {}): FormCell => ({
  kind: 'label',
  text,
  heads,
  columnSpan: across,
  rowSpan: down,
});
const column = (text: string, spans?: Spans): FormCell => label(text, 'columns', spans);
const row = (text: string, spans?: Spans): FormCell => label(text, 'row', spans);
const figure = (code: string, columnSpan = 1): FormCell => ({ kind: 'figure', code, columnSpan });

/** The statutory tables as the official forms lay them out, with the code of each figure in its place. */
export function formTable(table: TableNumber, template: TemplateYear): FormTable {
  switch (table) {
    case '二':
      return { caption: '二、主动公开政府信息情况', rows: PROACTIVE[template] };
    case '三':
      return { caption: '三、收到和处理政府信息公开申请情况', rows: requestRows(template) };
    case '四':
      return { caption: '四、政府信息公开行政复议、行政诉讼情况', rows: disputeRows() };
  }
}

/** One item of article 20 of the 条例: a headline, the heads of its columns, and its rows with the last part of their codes. */
type ProactiveItem = readonly [
  headline: string,
  heads: readonly string[],
  rows: readonly (readonly [label: string, stem: string])[],
  columns: readonly string[],
];

const ITEMS_2021: readonly ProactiveItem[] = [
  [
    '第二十条第（一）项',
    ['本年制发件数', '本年废止件数', '现行有效件数'],
    [
      ['规章', 'regulations'],
      ['行政规范性文件', 'normative_documents'],
    ],
    ['issued', 'repealed', 'in_force'],
  ],
  ['第二十条第（五）项', ['本年处理决定数量'], [['行政许可', 'licensing']], ['decisions']],
  [
    '第二十条第（六）项',
    ['本年处理决定数量'],
    [
      ['行政处罚', 'penalties'],
      ['行政强制', 'coercion'],
    ],
    ['decisions'],
  ],
  ['第二十条第（八）项', ['本年收费金额（单位：万元）'], [['行政事业性收费', 'fees']], ['amount']],
];

const ITEMS_2019: readonly ProactiveItem[] = [
  [
    '第二十条第（一）项',
    ['本年新制作数量', '本年新公开数量', '对外公开总数量'],
    [
      ['规章', 'regulations'],
      ['规范性文件', 'normative_documents'],
    ],
    ['made', 'published', 'total'],
  ],
  [
    '第二十条第（五）项',
    ['上一年项目数量', '本年增/减', '处理决定数量'],
    [
      ['行政许可', 'licensing'],
      ['其他对外管理服务事项', 'other_services'],
    ],
    ['items_last_year', 'items_change', 'decisions'],
  ],
  [
    '第二十条第（六）项',
    ['上一年项目数量', '本年增/减', '处理决定数量'],
    [
      ['行政处罚', 'penalties'],
      ['行政强制', 'coercion'],
    ],
    ['items_last_year', 'items_change', 'decisions'],
  ],
  [
    '第二十条第（八）项',
    ['上一年项目数量', '本年增/减'],
    [['行政事业性收费', 'fees']],
    ['items_last_year', 'items_change'],
  ],
  ['第二十条第（九）项', ['采购项目数量', '采购总金额'], [['政府集中采购', 'procurement']], ['projects', 'amount']],
];

const PROACTIVE: Readonly<Record<TemplateYear, readonly (readonly FormCell[])[]>> = {
  '2021': ITEMS_2021.flatMap(proactiveRows),
  '2019': ITEMS_2019.flatMap(proactiveRows),
};

/** A row is three figures wide; where an item has fewer, they share the width. */
function proactiveRows([headline, heads, rows, columns]: ProactiveItem): FormCell[][] {
  const widths = heads.map((_, index) => (index === heads.length - 1 ? 4 - heads.length : 1));
  const spread = heads.length === 1 ? [3] : widths;
  return [
    [column(headline, { across: 4 })],
    [column('信息内容'), ...heads.map((head, index) => column(head, { across: spread[index] ?? 1 }))],
    ...rows.map(([name, stem]) => [
      row(name),
      ...columns.map((part, index) => figure(`proactive.${stem}.${part}`, spread[index] ?? 1)),
    ]),
  ];
}

const BALANCE = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）';

function requestRows(template: TemplateYear): FormCell[][] {
  const rows = REQUEST_ROWS.filter((one) => one.template === 'both' || one.template === template);
  const handled = rows.filter(({ role }) => role === 'outcome' || role === 'outcome_total');
  const legal = APPLICANTS.slice(1, 6);
  let group = '';
  return [
    [label(BALANCE, null, { across: 3, down: 3 }), column('申请人情况', { across: 7 })],
    [column('自然人', { down: 2 }), column('法人或其他组织', { across: 5 }), column('总计', { down: 2 })],
    legal.map((applicant) => column(applicant.label)),
    ...rows.map((one): FormCell[] => {
      const figures = APPLICANTS.map(({ id }) => figure(`requests.${one.stem}.${id}`));
      if (!handled.includes(one)) return [row(one.label, { across: 3 }), ...figures];
      const result = one === handled[0] ? [row('三、本年度办理结果', { down: handled.length })] : [];
      const own = groupOf(one);
      if (own === null) return [...result, row(one.label, { across: 2 }), ...figures];
      const opens = own !== group;
      group = own;
      const size = handled.filter((other) => groupOf(other) === own).length;
      return [...result, ...(opens ? [row(own, { down: size })] : []), row(one.label), ...figures];
    }),
  ];
}

/** （三）不予公开 of 三（三）不予公开 1.属于国家秘密; null for a row that stands by itself. */
function groupOf({ citation, label: own }: RequestRow): string | null {
  return /^\d/.test(own) ? (/^三(（.）[^ ]+)/u.exec(citation)?.[1] ?? null) : null;
}

function disputeRows(): FormCell[][] {
  const [reconsideration, ...litigation] = DISPUTE_BLOCKS;
  return [
    [column(reconsideration.label, { across: 5 }), column('行政诉讼', { across: 5 * litigation.length })],
    [
      ...DISPUTE_RESULTS.map((result) => column(result.label, { down: 2 })),
      ...litigation.map((block) => column(block.label, { across: 5 })),
    ],
    litigation.flatMap(() => DISPUTE_RESULTS.map((result) => column(result.label))),
    DISPUTE_BLOCKS.flatMap((block) => DISPUTE_RESULTS.map((result) => figure(`disputes.${block.id}.${result.id}`))),
  ];
}

/** Which form a report's table follows: the one whose own codes its cells have. */
export function templateOf(table: TableNumber, codes: ReadonlySet<string>): TemplateYear {
  const own = table === '二' ? 'proactive.regulations.made' : 'requests.other.total';
  return table !== '四' && codes.has(own) ? '2019' : '2021';
}
