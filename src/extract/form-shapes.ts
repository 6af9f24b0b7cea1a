import type { TableNumber, TemplateYear } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS } from '../codebook/disputes.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import type { TableBlock, TableCell } from '../read/document.ts';

/** A table laid over a statutory form: what the form prints in each of its label cells, and which cells hold figures. */
export interface FormFit {
  readonly table: TableNumber;
  readonly template: TemplateYear | 'both';
  readonly labels: ReadonlyMap<TableCell, string>;
  readonly figures: ReadonlySet<TableCell>;
  /** Only the upper or lower rows of the form, as a page break leaves them. */
  readonly isPart: boolean;
}

const TEMPLATES: readonly TemplateYear[] = ['2021', '2019'];

/** The ways in which rows, columns and spans of a table are those of a form, or of its upper or lower part. */
export function fitsOf(table: TableBlock): FormFit[] {
  const rows = rowsOf(table);
  return [
    ...TEMPLATES.flatMap((template) => requestsFits(table, rows, template)),
    ...TEMPLATES.flatMap((template) => proactiveFits(rows, template)),
    ...disputesFits(table, rows),
  ];
}

/** The cells that begin in each row, left to right. */
function rowsOf(table: TableBlock): TableCell[][] {
  const rows = Array.from({ length: table.rowCount }, (): TableCell[] => []);
  for (const cell of table.cells) rows[cell.row]?.push(cell);
  for (const row of rows) row.sort((one, other) => one.column - other.column);
  return rows;
}

interface RequestFormRow {
  readonly label: string;
  /** The group the row stands in, or ''. */
  readonly group: string;
  /** Label cells side by side in the row: its own, its group's, that of all results. */
  readonly depth: number;
}

const RESULTS_LABEL = '三、本年度办理结果';
const NOTE_LABEL = '（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）';
const GROUP_OF_PREFIX: readonly (readonly [prefix: string, group: string])[] = [
  ['denied_', '（三）不予公开'],
  ['unavailable_', '（四）无法提供'],
  ['rejected_', '（五）不予处理'],
  ['other_', '（六）其他处理'],
];

function requestForm(template: TemplateYear): RequestFormRow[] {
  return REQUEST_ROWS.filter((row) => row.template === 'both' || row.template === template).map(
    ({ stem, role, label }) => {
      const group = GROUP_OF_PREFIX.find(([prefix]) => stem.startsWith(prefix))?.[1] ?? '';
      const isOutcome = role === 'outcome' || role === 'outcome_total';
      return { label, group, depth: isOutcome ? (group === '' ? 2 : 3) : 1 };
    },
  );
}

interface RequestLine {
  /** Label cells beside the row's figures, left to right; the last is its own. */
  readonly labels: readonly TableCell[];
  readonly figures: readonly TableCell[];
}

/** Fewer rows tell too little of where in the form they belong. */
const FEWEST_REQUEST_ROWS = 4;
/** Groups cut by page breaks. */
const MOST_CUTS = 3;

function requestsFits(table: TableBlock, rows: readonly TableCell[][], template: TemplateYear): FormFit[] {
  const form = requestForm(template);
  const columns = seatColumns(table, rows);
  if (columns === null) return [];
  const lines = rows.map((row) => requestLine(table, row, columns));
  const first = lines.findIndex((line) => line !== null);
  const body = lines.slice(first).flatMap((line) => line ?? []);
  if (first < 0 || body.length !== lines.length - first || body.length < FEWEST_REQUEST_ROWS) return [];
  const fit = (own: readonly RequestLine[], part: readonly RequestFormRow[], isPart: boolean): FormFit[] => {
    if (!followsForm(own, part)) return [];
    const labels = new Map<TableCell, string>();
    own.forEach((line, index) => {
      const row = part[index];
      if (row) for (const [cell, label] of labelsOfLine(line, row)) labels.set(cell, label);
    });
    const figures = new Set(own.flatMap((line) => line.figures));
    const headRows = table.rowCount - own.length;
    for (const cell of table.cells) if (cell.row < headRows) labelRequestHead(cell, columns, labels);
    return [{ table: '三', template, labels, figures, isPart }];
  };
  if (body.length >= form.length) return fit(body.slice(-form.length), form, false);
  return [...fit(body, form.slice(0, body.length), true), ...fit(body, form.slice(-body.length), true)];
}

/** Columns of the seven figures: those in which most rows have their last seven cells, up to the right edge. */
function seatColumns(table: TableBlock, rows: readonly TableCell[][]): readonly number[] | null {
  const counts = new Map<string, { columns: number[]; count: number }>();
  for (const row of rows) {
    const last = row.slice(-APPLICANTS.length);
    const end = last.at(-1);
    if (last.length < APPLICANTS.length || !end || end.column + end.columnSpan !== table.columnCount) continue;
    const columns = last.map((cell) => cell.column);
    const entry = counts.get(columns.join()) ?? { columns, count: 0 };
    entry.count += 1;
    counts.set(columns.join(), entry);
  }
  return [...counts.values()].sort((one, other) => other.count - one.count)[0]?.columns ?? null;
}

function requestLine(table: TableBlock, row: readonly TableCell[], columns: readonly number[]): RequestLine | null {
  const [from = 0] = columns;
  const figures = row.filter((cell) => cell.column >= from);
  const standsInSeats =
    figures.length === columns.length &&
    figures.every((cell, seat) => cell.column === columns[seat] && cell.rowSpan === 1);
  const at = row[0]?.row;
  if (!standsInSeats || at === undefined) return null;
  const labels = table.cells
    .filter((cell) => cell.column < from && cell.row <= at && at < cell.row + cell.rowSpan)
    .sort((one, other) => one.column - other.column);
  const own = labels.at(-1);
  return own?.rowSpan === 1 && own.column + own.columnSpan === from ? { labels, figures } : null;
}

/** As many labels in each row as in the form, and a new group's cell wherever the form begins a group. */
function followsForm(lines: readonly RequestLine[], form: readonly RequestFormRow[]): boolean {
  let cuts = 0;
  return lines.every((line, index) => {
    const row = form[index];
    const above = lines[index - 1];
    const rowAbove = form[index - 1];
    if (line.labels.length !== row?.depth) return false;
    if (!above || rowAbove?.depth !== 3 || row.depth !== 3) return true;
    const isSameCell = above.labels[1] === line.labels[1];
    const isSameGroup = rowAbove.group === row.group;
    if (isSameGroup && !isSameCell) cuts += 1;
    return isSameGroup || !isSameCell ? cuts <= MOST_CUTS : false;
  });
}

function labelsOfLine({ labels }: RequestLine, row: RequestFormRow): [TableCell, string][] {
  const texts = [RESULTS_LABEL, row.group].slice(0, row.depth - 1);
  return labels.map((cell, index) => [cell, index === row.depth - 1 ? row.label : (texts[index] ?? '')]);
}

/** The head by what its cells stand over: one seat, the five of legal persons, all seven. */
function labelRequestHead(cell: TableCell, columns: readonly number[], labels: Map<TableCell, string>): void {
  const end = cell.column + cell.columnSpan;
  const seats = columns.flatMap((column, seat) => (column >= cell.column && column < end ? [seat] : []));
  const [first] = seats;
  if (first === undefined) labels.set(cell, NOTE_LABEL);
  else if (seats.length === 1) labels.set(cell, APPLICANTS[first]?.label ?? '');
  else if (seats.length === 5 && first === 1) labels.set(cell, '法人或其他组织');
  else if (seats.length === columns.length) labels.set(cell, '申请人情况');
}

/** Rows of table 二: the item of art. 20, the head of its columns, or a row of figures behind its label. */
type ProactiveFormRow =
  | { readonly kind: 'item' | 'head'; readonly labels: readonly string[] }
  | { readonly kind: 'figures'; readonly label: string; readonly count: number };

interface ProactiveItem {
  readonly item: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

const DECISIONS_2019 = ['上一年项目数量', '本年增/减', '处理决定数量'];

const PROACTIVE_FORM: Readonly<Record<TemplateYear, readonly ProactiveItem[]>> = {
  '2021': [
    {
      item: '第二十条第（一）项',
      columns: ['本年制发件数', '本年废止件数', '现行有效件数'],
      rows: ['规章', '行政规范性文件'],
    },
    { item: '第二十条第（五）项', columns: ['本年处理决定数量'], rows: ['行政许可'] },
    { item: '第二十条第（六）项', columns: ['本年处理决定数量'], rows: ['行政处罚', '行政强制'] },
    { item: '第二十条第（八）项', columns: ['本年收费金额（单位：万元）'], rows: ['行政事业性收费'] },
  ],
  '2019': [
    {
      item: '第二十条第（一）项',
      columns: ['本年新制作数量', '本年新公开数量', '对外公开总数量'],
      rows: ['规章', '规范性文件'],
    },
    { item: '第二十条第（五）项', columns: DECISIONS_2019, rows: ['行政许可', '其他对外管理服务事项'] },
    { item: '第二十条第（六）项', columns: DECISIONS_2019, rows: ['行政处罚', '行政强制'] },
    { item: '第二十条第（八）项', columns: ['上一年项目数量', '本年增/减'], rows: ['行政事业性收费'] },
    { item: '第二十条第（九）项', columns: ['采购项目数量', '采购总金额'], rows: ['政府集中采购'] },
  ],
};

function proactiveForm(template: TemplateYear): ProactiveFormRow[] {
  return PROACTIVE_FORM[template].flatMap(({ item, columns, rows }): ProactiveFormRow[] => [
    { kind: 'item', labels: [item] },
    { kind: 'head', labels: ['信息内容', ...columns] },
    ...rows.map((label): ProactiveFormRow => ({ kind: 'figures', label, count: columns.length })),
  ]);
}

const FEWEST_PROACTIVE_ROWS = 6;

function proactiveFits(rows: readonly TableCell[][], template: TemplateYear): FormFit[] {
  const form = proactiveForm(template);
  if (rows.length > form.length || rows.flat().some((cell) => cell.rowSpan !== 1)) return [];
  const fit = (part: readonly ProactiveFormRow[], isPart: boolean): FormFit[] => {
    const labels = new Map<TableCell, string>();
    const figures = new Set<TableCell>();
    const follows = rows.every((cells, index) => {
      const row = part[index];
      if (!row) return false;
      const texts = row.kind === 'figures' ? [row.label] : row.labels;
      const count = texts.length + (row.kind === 'figures' ? row.count : 0);
      cells.forEach((cell, at) => {
        const text = texts[at];
        if (text === undefined) figures.add(cell);
        else labels.set(cell, text);
      });
      return cells.length === count;
    });
    return follows ? [{ table: '二', template, labels, figures, isPart }] : [];
  };
  if (rows.length === form.length) return fit(form, false);
  if (rows.length < FEWEST_PROACTIVE_ROWS) return [];
  return [...fit(form.slice(0, rows.length), true), ...fit(form.slice(-rows.length), true)];
}

const SEATS_OF_FOUR = DISPUTE_BLOCKS.length * DISPUTE_RESULTS.length;

function disputesFits(table: TableBlock, rows: readonly TableCell[][]): FormFit[] {
  const figures = rows.at(-1) ?? [];
  const above = rows.slice(0, -1).flat();
  const isForm =
    table.rowCount >= 3 &&
    table.rowCount <= 4 &&
    table.columnCount === SEATS_OF_FOUR &&
    figures.length === SEATS_OF_FOUR &&
    above.filter((cell) => cell.columnSpan === 1).length === SEATS_OF_FOUR;
  if (!isForm) return [];
  const labels = new Map<TableCell, string>();
  for (const cell of above) {
    const label = disputeLabel(cell);
    if (label === undefined) return [];
    labels.set(cell, label);
  }
  return [{ table: '四', template: 'both', labels, figures: new Set(figures), isPart: false }];
}

/** The head by what its cells stand over: one place, a block, the two blocks of litigation. */
function disputeLabel({ column, columnSpan }: TableCell): string | undefined {
  if (columnSpan === 1) return DISPUTE_RESULTS[column % DISPUTE_RESULTS.length]?.label;
  if (column % DISPUTE_RESULTS.length !== 0) return undefined;
  if (columnSpan === DISPUTE_RESULTS.length) return DISPUTE_BLOCKS[column / DISPUTE_RESULTS.length]?.label;
  return column === DISPUTE_RESULTS.length && columnSpan === 2 * DISPUTE_RESULTS.length ? '行政诉讼' : undefined;
}
