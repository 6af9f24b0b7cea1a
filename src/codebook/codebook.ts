import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from './disputes.ts';
import { PROACTIVE_CELLS } from './proactive.ts';
import { APPLICANTS, REQUEST_ROWS } from './requests.ts';

/** The two official forms: 国办公开办函〔2021〕30号 (fiscal 2021 on) and 〔2019〕60号 (fiscal 2019-2020). */
export type TemplateYear = '2021' | '2019';
/** The statutory tables, by the section they stand in. */
export type TableNumber = '二' | '三' | '四';

export interface CodebookEntry {
  readonly code: string;
  readonly template: TemplateYear | 'both';
  readonly table: TableNumber;
  readonly rowLabel: string;
  readonly columnLabel: string;
  readonly unit: '件' | '项' | '万元';
  readonly kind: 'count' | 'signed' | 'amount';
  readonly english: string;
}

/** Every code a cell can have, in the order of the forms; `docs/codebook.csv` is this table, and a test holds them equal. */
export const CODEBOOK: readonly CodebookEntry[] = [
  ...PROACTIVE_CELLS.map((cell): CodebookEntry => ({
    code: cell.code,
    template: cell.template,
    table: '二',
    rowLabel: cell.row,
    columnLabel: cell.columns.join(' / '),
    unit: cell.unit,
    kind: cell.kind,
    english: cell.english,
  })),
  ...REQUEST_ROWS.flatMap((row) =>
    APPLICANTS.map((applicant): CodebookEntry => ({
      code: `requests.${row.stem}.${applicant.id}`,
      template: row.template,
      table: '三',
      rowLabel: row.citation,
      columnLabel: applicant.label,
      unit: '件',
      kind: 'count',
      english: `${row.english}; ${applicant.english}`,
    })),
  ),
  ...DISPUTE_BLOCKS.flatMap((block) =>
    DISPUTE_RESULTS.map((result): CodebookEntry => ({
      code: `disputes.${block.id}.${result.id}`,
      template: 'both',
      table: '四',
      rowLabel: block.citation,
      columnLabel: result.label,
      unit: '件',
      kind: 'count',
      english: `${block.english}: ${result.english}`,
    })),
  ),
];

const ENTRY_BY_CODE = new Map(CODEBOOK.map((entry) => [entry.code, entry]));

/** The entry of a code, or undefined for a code that is not in the codebook. */
export function codebookEntry(code: string): CodebookEntry | undefined {
  return ENTRY_BY_CODE.get(code);
}

/** The codes of one table in one template, in codebook order: 10 or 22 in 二, 175 or 161 in 三, 15 in 四. */
export function codesOf(table: TableNumber, template: TemplateYear): readonly string[] {
  return CODEBOOK.filter(
    (entry) => entry.table === table && (entry.template === template || entry.template === 'both'),
  ).map((entry) => entry.code);
}
