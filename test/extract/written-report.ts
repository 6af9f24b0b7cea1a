import { extractReport, type Extraction, type ExtractionContext, type ReadReport } from '../../src/extract/extract.ts';
import type { ReportCell } from '../../src/extract/report.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import {
  APPLICANT_FORM,
  DISPUTE_BLOCK_FORM,
  DISPUTE_RESULT_FORM,
  PROACTIVE_FORM,
  REQUEST_FORM,
  SECTION_FORM,
  type FormYear,
} from './official-forms.ts';

type TableName = '二' | '三' | '四';

/** What a report says that is not as in the plain one. */
export interface ReportChanges {
  readonly year?: number;
  readonly title?: string;
  /** Stands between title and section 一. */
  readonly opening?: string;
  readonly publishedOn?: string;
  /** Forms of tables 二 and 三; those of the year where absent. */
  readonly forms?: Partial<Record<'二' | '三', FormYear>>;
  /** Printed text by code, instead of the plain report's. */
  readonly figures?: Readonly<Record<string, string | number>>;
  /** A label as it is written here, by its official wording. */
  readonly labels?: Readonly<Record<string, string>>;
  /** HTML that stands for a table, or null for none at all. */
  readonly tables?: Partial<Record<TableName, string | null>>;
  /** Heading and prose by number; null leaves the section out. */
  readonly sections?: Partial<Record<number, { readonly heading?: string; readonly text?: string } | null>>;
}

const PLAIN_ROWS: Readonly<Record<string, readonly number[]>> = {
  received: [12, 10, 0, 0, 0, 0, 22],
  carried_in: [3, 0, 0, 0, 1, 0, 4],
  granted: [6, 5, 0, 0, 0, 0, 11],
  partly_granted: [2, 1, 0, 0, 1, 0, 4],
  unavailable_not_held: [4, 2, 0, 0, 0, 0, 6],
  rejected_petition: [1, 0, 0, 0, 0, 0, 1],
  outcome_total: [13, 8, 0, 0, 1, 0, 22],
  carried_out: [2, 2, 0, 0, 0, 0, 4],
};

const PLAIN_DISPUTES: Readonly<Record<string, readonly number[]>> = {
  reconsideration: [2, 1, 0, 0, 3],
  litigation_direct: [1, 0, 0, 1, 2],
  litigation_after_review: [0, 0, 0, 0, 0],
};

const PLAIN_PROACTIVE: Readonly<Record<FormYear, Readonly<Record<string, string | number>>>> = {
  '2021': {
    'normative_documents.issued': 3,
    'normative_documents.repealed': 1,
    'normative_documents.in_force': 17,
    'licensing.decisions': 14253,
    'penalties.decisions': 210,
    'coercion.decisions': 9,
    'fees.amount': '2638.4',
  },
  '2019': {
    'normative_documents.made': 4,
    'normative_documents.published': 3,
    'normative_documents.total': 21,
    'licensing.items_last_year': 120,
    'licensing.items_change': '+5',
    'licensing.decisions': 14253,
    'other_services.items_last_year': 33,
    'other_services.items_change': '-2',
    'other_services.decisions': 880,
    'penalties.items_last_year': 45,
    'penalties.decisions': 210,
    'coercion.items_last_year': 6,
    'coercion.items_change': 1,
    'coercion.decisions': 9,
    'fees.items_last_year': 14,
    'fees.items_change': '-3',
    'procurement.projects': 7,
    'procurement.amount': '356.25',
  },
};

interface Cell {
  readonly text: string;
  readonly across?: number;
  readonly down?: number;
}

/** A report in plain HTML: the official forms with balanced figures and six sections, but for the changes. */
export function writeReport(changes: ReportChanges = {}): string {
  const year = changes.year ?? 2023;
  const title = changes.title ?? `青梧县人民政府${year}年政府信息公开工作年度报告`;
  const opening = changes.opening ?? `本报告所列数据的统计期限自${year}年1月1日起至${year}年12月31日止。`;
  const sections = SECTION_FORM.flatMap((heading, index) => {
    const own = changes.sections?.[index + 1];
    if (own === null) return [];
    const name = (['', '二', '三', '四'] as const)[index] ?? '';
    return [
      `<p>${own?.heading ?? heading}</p>`,
      `<p>${own?.text ?? PLAIN_PROSE[index] ?? ''}</p>`,
      name === '' ? '' : tableOf(name, changes, year),
    ];
  });
  return [
    '<!DOCTYPE html><html><head><meta charset="utf-8">',
    `<title>${title}</title><meta name="PubDate" content="${changes.publishedOn ?? `${year + 1}-01-20`}"></head><body>`,
    `<h1>${title}</h1>`,
    opening === '' ? '' : `<p>${opening}</p>`,
    ...sections,
    '</body></html>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const PLAIN_PROSE = [
  '全年新收政府信息公开申请22件，上年结转4件。',
  '',
  '',
  '',
  '有的栏目更新不勤，来年按季度核对。',
  '全年未收取信息处理费。',
];

function tableOf(name: TableName, changes: ReportChanges, year: number): string {
  const given = changes.tables?.[name];
  if (given !== undefined) return given ?? '';
  const due: FormYear = year >= 2021 ? '2021' : '2019';
  if (name === '二') return proactiveTable(changes.forms?.二 ?? due, changes);
  return name === '三' ? requestsTable(changes.forms?.三 ?? due, changes) : disputesTable(changes);
}

/** Rows of cells as an HTML table. */
export function htmlTable(rows: readonly (readonly (Cell | string | number)[])[]): string {
  const cellOf = (cell: Cell | string | number): string => {
    const { text, across = 1, down = 1 } = typeof cell === 'object' ? cell : { text: String(cell) };
    return `<td${across > 1 ? ` colspan="${across}"` : ''}${down > 1 ? ` rowspan="${down}"` : ''}>${text}</td>`;
  };
  return `<table>\n${rows.map((cells) => `<tr>${cells.map(cellOf).join('')}</tr>`).join('\n')}\n</table>`;
}

function written({ labels }: ReportChanges): (label: string) => string {
  return (label) => labels?.[label] ?? label;
}

function printed({ figures }: ReportChanges, code: string, plain: string | number | undefined): string {
  return String(figures?.[code] ?? plain ?? 0);
}

function proactiveTable(form: FormYear, changes: ReportChanges): string {
  const label = written(changes);
  return htmlTable(
    PROACTIVE_FORM[form].flatMap(({ article, columns, rows }) => {
      const last = 4 - columns.length;
      return [
        [{ text: `第二十条第（${article}）项`, across: 4 }],
        ['信息内容', ...columns.map((text, at) => wide(label(text), at === columns.length - 1 ? last : 1))],
        ...rows.map(([name, ...codes]) => [
          label(name),
          ...codes.map((code, at) =>
            wide(
              printed(changes, `proactive.${code}`, PLAIN_PROACTIVE[form][code]),
              at === codes.length - 1 ? 4 - codes.length : 1,
            ),
          ),
        ]),
      ];
    }),
  );
}

function wide(text: string, across: number): Cell {
  return { text, across };
}

/** Rows of table 三 with labels and figures, under its official head. */
function requestsTable(form: FormYear, changes: ReportChanges): string {
  const label = written(changes);
  const rows = REQUEST_FORM.filter(([, , , only]) => only === undefined || only === form);
  const results = rows.filter(([stem]) => !['received', 'carried_in', 'carried_out'].includes(stem));
  const named = (id: string): string => label(APPLICANT_FORM.find(([one]) => one === id)?.[1] ?? '');
  return htmlTable([
    [
      { text: '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）', across: 3, down: 3 },
      { text: '申请人情况', across: 7 },
    ],
    [
      { text: named('natural_person'), down: 2 },
      { text: '法人或其他组织', across: 5 },
      { text: named('total'), down: 2 },
    ],
    APPLICANT_FORM.slice(1, 6).map(([id]) => named(id)),
    ...rows.map(([stem, group, name]) => {
      const figures = APPLICANT_FORM.map(([id], at) =>
        printed(changes, `requests.${stem}.${id}`, PLAIN_ROWS[stem]?.[at]),
      );
      if (!results.some(([one]) => one === stem)) return [{ text: label(name), across: 3 }, ...figures];
      const lead = stem === 'granted' ? [{ text: '三、本年度办理结果', down: results.length }] : [];
      if (group === '') return [...lead, { text: label(name), across: 2 }, ...figures];
      const members = rows.filter(([, other]) => other === group);
      const first = members[0]?.[0] === stem ? [{ text: label(group), down: members.length }] : [];
      return [...lead, ...first, label(name), ...figures];
    }),
  ]);
}

function disputesTable(changes: ReportChanges): string {
  const label = written(changes);
  const results = DISPUTE_RESULT_FORM.map(([, name]) => label(name));
  const [review = '', direct = '', after = ''] = DISPUTE_BLOCK_FORM.map(([, name]) => label(name));
  return htmlTable([
    [
      { text: review, across: 5 },
      { text: '行政诉讼', across: 10 },
    ],
    [...results.map((text) => ({ text, down: 2 })), { text: direct, across: 5 }, { text: after, across: 5 }],
    [...results, ...results],
    DISPUTE_BLOCK_FORM.flatMap(([block]) =>
      DISPUTE_RESULT_FORM.map(([result], at) =>
        printed(changes, `disputes.${block}.${result}`, PLAIN_DISPUTES[block]?.[at]),
      ),
    ),
  ]);
}

/** Reads bytes or text as the program does. */
export async function extractFrom(
  source: string | Uint8Array,
  context: ExtractionContext = {},
  url = 'file:report.html',
): Promise<Extraction> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const reading = await readOriginal(bytes, { contentType: null, url });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  return extractReport(reading.document, context);
}

/** Reads a source that must be a report. */
export async function reportFrom(source: string | Uint8Array, context: ExtractionContext = {}): Promise<ReadReport> {
  const extraction = await extractFrom(source, context);
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  return extraction.report;
}

/** The cells of a report by code. */
export function cellsOf(report: Pick<ReadReport, 'cells'>): ReadonlyMap<string, ReportCell> {
  return new Map(report.cells.map((cell) => [cell.code, cell]));
}
