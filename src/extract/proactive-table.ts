import type { TemplateYear } from '../codebook/codebook.ts';
import { PROACTIVE_CELLS, type ProactiveCell } from '../codebook/proactive.ts';
import { absentCell, readCell, vacantCell, type CellReading } from './cell-reading.ts';
import { parseFigure } from './figure.ts';
import { PROACTIVE_COLUMNS, PROACTIVE_LABELS } from './label-match.ts';
import { overlaps, type Extent } from './requests-columns.ts';
import { PROACTIVE_LABEL_VARIANTS } from './label-variants.ts';
import type { TableFault, TableReading } from './requests-table.ts';
import type { LabelPart, TableLine, ValueToken } from './table-lines.ts';

/** A column the head of a block names: which measure, in which column, and whether in 元 where the form wants 万元. */
interface NamedColumn {
  readonly measure: string;
  readonly column: number;
  readonly extent: Extent | undefined;
  readonly inYuan: boolean;
}

interface ProactiveRow {
  readonly line: TableLine;
  readonly columns: readonly NamedColumn[];
}

/** Reads table 二 from its lines: blocks of a head (信息内容 …) and the rows under it. It has no identities. */
export function readProactiveTable(lines: readonly TableLine[], fallback: TemplateYear): TableReading {
  const rows = new Map<string, ProactiveRow>();
  const measures = new Set<string>();
  const repeated = new Set<string>();
  let columns: readonly NamedColumn[] = [];
  let waiting: string | undefined;
  for (const line of lines) {
    const named = namedColumns(line);
    if (named.length > 0) {
      columns = named;
      for (const { measure } of named) measures.add(measure);
      waiting = undefined;
      continue;
    }
    const row = rowOf(line.labels) ?? (continuesLabel(line.labels, waiting) ? waiting : undefined);
    if (row === undefined) {
      if (line.labels.some((label) => /^第?二?十?条?第[一五六八九]项/u.test(label.folded))) columns = [];
      continue;
    }
    const known = rows.get(row);
    if (known?.line.values.some(holdsText)) {
      if (line.values.some(holdsText) && textOf(known.line) !== textOf(line)) repeated.add(row);
      continue;
    }
    rows.set(row, { line, columns });
    waiting = line.values.some(holdsText) ? undefined : row;
  }
  const template = templateOf(rows, measures) ?? fallback;
  return readRows(rows, template, repeated);
}

function holdsText(token: ValueToken): boolean {
  return token.text !== '';
}

function textOf(line: TableLine): string {
  return line.values
    .filter(holdsText)
    .map((token) => token.text)
    .join(' ');
}

function namedColumns(line: TableLine): NamedColumn[] {
  return line.labels.flatMap((label) => {
    const measure = PROACTIVE_COLUMNS.exact(label.folded) ?? measureWithin(label);
    if (measure === undefined) return [];
    return [{ measure, column: label.column, extent: label.extent, inYuan: /(?:单位|金额)元$/u.test(label.folded) }];
  });
}

/** 「信息内容 本年处理决定数量」 in one field; 「本年收费金额（单位：元）」 with a unit of its own. */
function measureWithin(label: LabelPart): string | undefined {
  const own = label.folded.replace(/^信息内容/u, '').replace(/(?:单位)?(?:万元|元|件|项|万)$/u, '');
  return own === '' ? undefined : (PROACTIVE_COLUMNS.exact(own) ?? PROACTIVE_COLUMNS.likest(own)?.name);
}

/** A line without a label of its own, or with the rest of the label above: 「其他对外管理服务」 / 「事项 801 2 1692」. */
function continuesLabel(labels: readonly LabelPart[], waiting: string | undefined): boolean {
  if (waiting === undefined) return false;
  const joined = labels.map((label) => label.folded).join('');
  return (PROACTIVE_LABEL_VARIANTS[waiting] ?? []).some((label) => label.endsWith(joined));
}

function rowOf(labels: readonly LabelPart[]): string | undefined {
  for (const label of [...labels].reverse()) {
    const row = PROACTIVE_LABELS.exact(label.folded);
    if (row !== undefined) return row;
  }
  const joined = labels.map((label) => label.folded).join('');
  return PROACTIVE_LABELS.exact(joined) ?? PROACTIVE_LABELS.likest(joined)?.name;
}

/** The form by the names of the columns, then by rows that only one form has, then by how wide the row 行政许可 is. */
function templateOf(rows: ReadonlyMap<string, ProactiveRow>, measures: ReadonlySet<string>): TemplateYear | null {
  const of2021 = ['issued', 'repealed', 'in_force'].filter((measure) => measures.has(measure)).length;
  const of2019 = ['made', 'published', 'total', 'items_last_year', 'items_change', 'projects'].filter((measure) =>
    measures.has(measure),
  ).length;
  if (of2021 !== of2019) return of2021 > of2019 ? '2021' : '2019';
  if (rows.has('procurement') || rows.has('other_services')) return '2019';
  const licensing = rows.get('licensing')?.line.values.filter(holdsText).length ?? 0;
  return licensing >= 3 ? '2019' : null;
}

function readRows(
  rows: ReadonlyMap<string, ProactiveRow>,
  template: TemplateYear,
  repeated: ReadonlySet<string>,
): TableReading {
  const cells: CellReading[] = [];
  const faults: TableFault[] = [];
  const form = PROACTIVE_CELLS.filter((cell) => cell.template === template || cell.template === 'both');
  const byRow = new Map<string, ProactiveCell[]>();
  for (const cell of form) {
    const name = cell.code.split('.')[1] ?? '';
    byRow.set(name, [...(byRow.get(name) ?? []), cell]);
  }
  for (const [name, wanted] of byRow) {
    const codes = wanted.map((cell) => cell.code);
    const row = rows.get(name);
    if (!row) {
      cells.push(...codes.map(absentCell));
      faults.push({ subject: name, codes, fault: 'missing', message: `row ${name} is not in table 二` });
      continue;
    }
    const doubt = repeated.has(name) ? 'printed twice with different figures' : null;
    if (doubt)
      faults.push({
        subject: name,
        codes,
        fault: 'repeated',
        message: `row ${name} is printed twice with different figures`,
      });
    cells.push(...readRow(row, inFormOrder(name, wanted), doubt));
  }
  return { template, cells, faults };
}

/** Columns of a row as the form has them; the codebook lists 处理决定数量 of both forms before the items of 2019. */
const COLUMN_ORDER = [
  'issued',
  'repealed',
  'made',
  'published',
  'total',
  'in_force',
  'items_last_year',
  'items_change',
  'decisions',
  'projects',
  'amount',
];

function inFormOrder(name: string, cells: readonly ProactiveCell[]): readonly ProactiveCell[] {
  const measure = (cell: ProactiveCell): number => COLUMN_ORDER.indexOf(cell.code.slice(`proactive.${name}.`.length));
  return [...cells].sort((a, b) => measure(a) - measure(b));
}

function readRow(row: ProactiveRow, wanted: readonly ProactiveCell[], doubt: string | null): CellReading[] {
  const { line } = row;
  const filled = line.values.filter(holdsText);
  const seats = seatsOf(row, wanted);
  const hasChange = wanted.some((cell) => cell.kind === 'signed');
  const place = line.values[0]?.locator ?? line.labels[0]?.locator ?? null;
  return wanted.map((cell, index) => {
    const token = seats.tokens[index];
    if (!token) return vacantCell(cell.code, place, line.values);
    const measure = cell.code.split('.')[2];
    const named = row.columns.find((column) => column.measure === measure);
    const column = { kind: cell.kind, printedInYuan: named?.inYuan === true };
    const signed = cell.kind === 'count' && hasChange && /^[+＋-]/u.test(token.text);
    const seatDoubt = signed ? 'a sign belongs to the column of changes' : seats.doubt;
    return readCell(cell.code, token, column, filled.length === 0 ? null : (doubt ?? seatDoubt));
  });
}

/** Which token stands for which column: one for each, or by the head's columns, or by order in doubt. */
function seatsOf(
  { line, columns }: ProactiveRow,
  wanted: readonly ProactiveCell[],
): { tokens: readonly (ValueToken | undefined)[]; doubt: string | null } {
  const filled = line.values.filter(holdsText);
  const order = orderInHead(columns, wanted);
  const seat = (tokens: readonly (ValueToken | undefined)[]): (ValueToken | undefined)[] =>
    order.map((at) => tokens[at]);
  if (filled.length === wanted.length) return { tokens: seat(filled), doubt: null };
  if (filled.length === 0) return { tokens: seat(line.values.slice(0, wanted.length)), doubt: null };
  const named = wanted.map((cell) => columns.find((column) => column.measure === cell.code.split('.')[2])?.column);
  const keepsFields = line.geometry === 'fields' && line.values.length >= wanted.length;
  if (line.geometry === 'spans' || keepsFields) {
    const distinct = named.every((column) => column !== undefined) && new Set(named).size === named.length;
    if (distinct) {
      const tokens = named.map((column) => line.values.find((token) => covers(token, column)));
      if (filled.every((token) => tokens.includes(token))) return { tokens, doubt: null };
    }
    if (line.geometry === 'spans' && line.values.length === wanted.length)
      return { tokens: seat(line.values), doubt: null };
  }
  const repeated = seatsOfRepeatedCells(filled, columns, wanted);
  if (repeated) return { tokens: repeated, doubt: null };
  const under = line.geometry === 'positions' ? seatsUnderHead(filled, columns, wanted) : null;
  if (under) return { tokens: under, doubt: null };
  if (line.values.length === wanted.length)
    return { tokens: seat(line.values), doubt: 'its columns are known by order alone' };
  if (filled.length > wanted.length) {
    const figures = filled.filter((token) => parseFigure(token.text, { kind: 'signed' }).kind === 'number');
    if (figures.length === wanted.length)
      return { tokens: seat(figures), doubt: 'something else stands among its figures' };
  }
  return { tokens: seat(filled.slice(0, wanted.length)), doubt: 'its columns collapsed' };
}

/** Some converters print a spanning cell once for each column it spans, head and figure alike. */
function seatsOfRepeatedCells(
  filled: readonly ValueToken[],
  columns: readonly NamedColumn[],
  wanted: readonly ProactiveCell[],
): readonly (ValueToken | undefined)[] | null {
  const groups = wanted.map((cell) => {
    const measure = cell.code.split('.')[2];
    const own = new Set(columns.filter((column) => column.measure === measure).map(({ column }) => column));
    return filled.filter((token) => own.has(token.column));
  });
  const alike = groups.every((group) => group.every((token) => token.text === group[0]?.text));
  return alike && groups.flat().length === filled.length && filled.length > wanted.length
    ? groups.map(([token]) => token)
    : null;
}

/** Each figure under the words of one column, where the head names them all. */
function seatsUnderHead(
  filled: readonly ValueToken[],
  columns: readonly NamedColumn[],
  wanted: readonly ProactiveCell[],
): readonly (ValueToken | undefined)[] | null {
  const extents = wanted.map((cell) => columns.find((column) => column.measure === cell.code.split('.')[2])?.extent);
  if (extents.includes(undefined)) return null;
  const tokens = extents.map((extent) => filled.filter((token) => overlaps(extent, token.extent)));
  const placed = new Set(tokens.flat());
  return tokens.every((under) => under.length <= 1) &&
    placed.size === filled.length &&
    tokens.flat().length === filled.length
    ? tokens.map(([token]) => token)
    : null;
}

/** Position in the printed row of each wanted column: the head's order where it names them all, else the form's. */
function orderInHead(columns: readonly NamedColumn[], wanted: readonly ProactiveCell[]): readonly number[] {
  const sorted = [...columns].sort((a, b) => a.column - b.column).map((column) => column.measure);
  const places = wanted.map((cell) => sorted.indexOf(cell.code.split('.')[2] ?? ''));
  const complete = sorted.length === wanted.length && new Set(places).size === wanted.length && !places.includes(-1);
  return complete ? places : wanted.map((_, index) => index);
}

function covers(token: ValueToken, column: number): boolean {
  return token.column <= column && column < token.column + token.columnSpan;
}
