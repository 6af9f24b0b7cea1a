import Table from 'cli-table3';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from '../codebook/disputes.ts';
import { PROACTIVE_CELLS } from '../codebook/proactive.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import type { CellStatus, ExtractedReport, ReportCell } from '../extract/report.ts';

/** How a cell of each status is marked beside its number, with what the mark means. */
const MARKS: Readonly<
  Record<CellStatus, { readonly mark: string; readonly meaning: string; readonly colour: number | null }>
> = {
  verified: { mark: '', meaning: 'read without doubt, and every sum it is part of holds', colour: null },
  read: { mark: '', meaning: 'read without doubt, part of no sum that could be tested', colour: null },
  conflicting: { mark: '!', meaning: 'as printed, but a sum it is part of fails', colour: 33 },
  inferred: { mark: '~', meaning: 'was in doubt; the sums admit this reading alone', colour: 36 },
  doubtful: { mark: '?', meaning: 'in doubt, and the sums do not settle it', colour: 31 },
  blank: { mark: '·', meaning: 'the cell is there and empty', colour: 90 },
  unreadable: { mark: '#', meaning: 'something stands there that could not be read', colour: 31 },
  absent: { mark: '×', meaning: 'the row or table is not in the document', colour: 90 },
};

const PLAIN = { head: [], border: [], compact: true };

/**
 * The three statutory tables of a report as text, doubtful cells marked; colour only where asked for. Table 三 takes 128 columns, or
 * with shorter labels 100 where the terminal is narrower.
 */
export function reportTables(
  report: Pick<ExtractedReport, 'cells'>,
  { colour, width }: { readonly colour: boolean; readonly width: number },
): string {
  const cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const show = (code: string): string => showCell(cells.get(code), colour);
  const used = new Set(report.cells.map((cell) => cell.status));
  const derives = report.cells.some((cell) => cell.number === null && cell.derived !== null);
  const legend = [...used].flatMap((status) => {
    const { mark, meaning } = MARKS[status];
    return mark === '' ? [] : [`${mark} ${status}: ${meaning}`];
  });
  return [
    '二、主动公开政府信息情况 (proactive disclosure)',
    proactiveTable(cells, show),
    '三、收到和处理政府信息公开申请情况 (requests)',
    requestsTable(cells, show, width < 130),
    '四、政府信息公开行政复议、行政诉讼情况 (reconsideration and litigation)',
    disputesTable(show),
    ...legend,
    ...(derives ? ['(n) derived: not printed, but forced by the sums'] : []),
  ].join('\n');
}

function showCell(cell: ReportCell | undefined, colour: boolean): string {
  if (!cell) return MARKS.absent.mark;
  const { mark, colour: code } = MARKS[cell.status];
  const text = cell.number === null ? mark : `${cell.number}${mark}`;
  const derived = cell.number === null && cell.derived !== null ? `${text}(${cell.derived})` : text;
  return colour && code !== null ? `\u001b[${code}m${derived}\u001b[39m` : derived;
}

function proactiveTable(cells: ReadonlyMap<string, ReportCell>, show: (code: string) => string): string {
  const table = new Table({
    style: PLAIN,
    head: ['信息内容', 'column', 'value'],
    colAligns: ['left', 'left', 'right'],
  });
  for (const cell of PROACTIVE_CELLS) {
    if (cells.has(cell.code)) table.push([cell.row, cell.columns[0] ?? '', show(cell.code)]);
  }
  return table.toString();
}

function requestsTable(
  cells: ReadonlyMap<string, ReportCell>,
  show: (code: string) => string,
  narrow: boolean,
): string {
  const table = new Table({
    style: PLAIN,
    head: ['', ...APPLICANTS.map((applicant) => (narrow ? applicant.label.replace(NARROWED, '') : applicant.label))],
    colAligns: ['left', ...APPLICANTS.map(() => 'right' as const)],
  });
  for (const row of REQUEST_ROWS) {
    const codes = APPLICANTS.map(({ id }) => `requests.${row.stem}.${id}`);
    if (codes.some((code) => cells.has(code)))
      table.push([shorten(row.citation, narrow ? 17 : 26), ...codes.map(show)]);
  }
  return table.toString();
}

/** 商业企业, 科研机构, 社会公益组织, 法律服务机构 shorten to 商业, 科研, 公益, 法律. */
const NARROWED = /企业|服务机构|机构|组织|^社会/gu;

function shorten(label: string, widest: number): string {
  const short = widest < 20 ? label.replace(/^三（[三四五六]）.{4} /u, '　') : label;
  return short.length <= widest ? short : `${short.slice(0, widest - 1)}…`;
}

function disputesTable(show: (code: string) => string): string {
  const table = new Table({
    style: PLAIN,
    head: ['', ...DISPUTE_RESULTS.map((result) => result.label)],
    colAligns: ['left', ...DISPUTE_RESULTS.map(() => 'right' as const)],
  });
  for (const block of DISPUTE_BLOCKS) {
    table.push([block.citation, ...DISPUTE_RESULTS.map(({ id }) => show(`disputes.${block.id}.${id}`))]);
  }
  return table.toString();
}
