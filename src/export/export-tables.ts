import { CODEBOOK } from '../codebook/codebook.ts';
import type { CodebookEntry } from '../codebook/codebook.ts';
import type { CellStatus } from '../extract/report.ts';
import { panelColumn } from '../../storage/derived-schema.ts';
import type { ExportFilter, ExportSource } from '../../storage/export-rows.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import {
  CELL_COLUMNS,
  CODEBOOK_COLUMNS,
  COVERAGE_COLUMNS,
  FINDING_COLUMNS,
  REPORT_COLUMNS,
  SOURCE_COLUMNS,
  VERDICTS_COLUMNS,
} from './table-columns.ts';
import type { ExportColumn } from './table-columns.ts';

/** Names of the tables, in the order in which a manifest names them. */
export const TABLE_NAMES = ['panel', 'panel_long', 'coverage', 'findings', 'codebook', 'verdicts', 'sources'] as const;
export type ExportTableName = (typeof TABLE_NAMES)[number];

/** Columns of one table that name rows of another. */
export interface ForeignKey {
  readonly fields: readonly string[];
  readonly table: ExportTableName;
  readonly reference: readonly string[];
}

/** A table as every format writes it. */
export interface ExportTable {
  readonly name: ExportTableName;
  readonly english: string;
  readonly chinese: string;
  readonly columns: readonly ExportColumn[];
  /** Empty where no columns tell one row from all others. */
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
  /** In an order that follows from the contents; may be walked again. */
  rows(): Iterable<readonly PublishedValue[]>;
}

/** Why a figure of the wide panel is missing; `not_in_form` where the form of that year has no such cell. */
export type MissingReason =
  Extract<CellStatus, 'blank' | 'unreadable' | 'absent' | 'doubtful'> | 'not_shown' | 'not_in_form';

/** The column of the wide panel for each code, in the order of the codebook. */
export const FIGURE_COLUMNS: readonly (ExportColumn & { readonly entry: CodebookEntry })[] = CODEBOOK.map((entry) => ({
  name: panelColumn(entry.code),
  // A source may print a decimal where the form wants a count.
  type: 'number',
  english: `${entry.english} (${entry.unit === '万元' ? '10,000 yuan' : entry.unit})`,
  chinese: `表${entry.table} ${entry.rowLabel}：${entry.columnLabel}（${entry.unit}）`,
  entry,
}));

/** The columns of every table, in their order. */
export const TABLE_COLUMNS: Readonly<Record<ExportTableName, readonly ExportColumn[]>> = {
  panel: [...REPORT_COLUMNS, ...FIGURE_COLUMNS],
  panel_long: [...REPORT_COLUMNS, ...CELL_COLUMNS],
  coverage: COVERAGE_COLUMNS,
  findings: FINDING_COLUMNS,
  codebook: CODEBOOK_COLUMNS,
  verdicts: VERDICTS_COLUMNS,
  sources: SOURCE_COLUMNS,
};

const TO_PANEL: ForeignKey = { fields: ['report_id'], table: 'panel', reference: ['report_id'] };

/** All tables of an export, in the order in which its manifest names them. */
export function exportTables(source: ExportSource, filter: ExportFilter): ExportTable[] {
  const tables: ExportTable[] = [
    {
      name: 'panel',
      english: 'One row for each body and year, a column for each figure of the forms',
      chinese: '宽表：每机关每年度一行，每项指标一列',
      columns: TABLE_COLUMNS.panel,
      primaryKey: ['report_id'],
      foreignKeys: [],
      rows: () => panelRows(source, filter, () => null),
    },
    {
      name: 'panel_long',
      english: 'One row for each figure, with its status and its place in the source',
      chinese: '长表：每项指标一行，附状态与原文位置',
      columns: TABLE_COLUMNS.panel_long,
      primaryKey: ['report_id', 'code'],
      foreignKeys: [TO_PANEL, { fields: ['code'], table: 'codebook', reference: ['code'] }],
      rows: () => longRows(source),
    },
    {
      name: 'coverage',
      english: 'What is known of each body and year, found or not',
      chinese: '收集情况：每机关每年度的收集状态',
      columns: TABLE_COLUMNS.coverage,
      primaryKey: [],
      foreignKeys: [],
      rows: () => source.coverage(),
    },
    {
      name: 'findings',
      english: 'What does not hold in the reports',
      chinese: '核查发现：报告中不成立之处',
      columns: TABLE_COLUMNS.findings,
      primaryKey: [],
      foreignKeys: [TO_PANEL],
      rows: () => source.findings(),
    },
    {
      name: 'codebook',
      english: 'Every figure of the two official forms',
      chinese: '代码表：两种法定格式的全部指标',
      columns: TABLE_COLUMNS.codebook,
      primaryKey: ['code'],
      foreignKeys: [],
      rows: codebookRows,
    },
    {
      name: 'verdicts',
      english: 'What people said of figures and findings',
      chinese: '人工核验记录',
      columns: TABLE_COLUMNS.verdicts,
      primaryKey: [],
      foreignKeys: [{ fields: ['code'], table: 'codebook', reference: ['code'] }],
      rows: () => source.verdicts(),
    },
    {
      name: 'sources',
      english: 'The originals that each report was read from',
      chinese: '来源：每份报告所据原件',
      columns: TABLE_COLUMNS.sources,
      primaryKey: ['report_id', 'url', 'sha256'],
      foreignKeys: [TO_PANEL],
      rows: () => source.sources(),
    },
  ];
  // What was known of the years on a past day is not kept.
  return filter.asOf === null ? tables : tables.filter(({ name }) => name !== 'coverage');
}

/** The table of this name. Throws `TypeError` where the export has none. */
export function tableNamed(tables: readonly ExportTable[], name: ExportTableName): ExportTable {
  const table = tables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new TypeError(`Expected a table ${name}`);
  return table;
}

/** The wide panel; `missing` says what stands where there is no number to show. */
export function* panelRows<Missing>(
  source: ExportSource,
  filter: ExportFilter,
  missing: (reason: MissingReason) => Missing,
): Generator<(PublishedValue | Missing)[], void, undefined> {
  const showsDoubtful = filter.statuses?.includes('doubtful') ?? false;
  for (const { report, cells } of source.reports()) {
    const byCode = new Map(cells().map((cell) => [cell[0], cell]));
    const tables = new Set(FIGURE_COLUMNS.flatMap(({ entry }) => (byCode.has(entry.code) ? [entry.table] : [])));
    const figures = FIGURE_COLUMNS.map(({ entry }) => {
      const cell = byCode.get(entry.code);
      if (cell === undefined) return missing(filter.statuses === null ? reasonOfNone(entry, tables) : 'not_shown');
      const [, , number, status] = cell;
      if (status === 'doubtful' && !showsDoubtful) return missing('doubtful');
      return number ?? missing(reasonOf(status));
    });
    yield [...report, ...figures];
  }
}

/** Why a report has no such cell: the form of its table is the other one, or the table is not there and its form cannot be told. */
function reasonOfNone(entry: CodebookEntry, tables: ReadonlySet<CodebookEntry['table']>): MissingReason {
  return entry.template !== 'both' && tables.has(entry.table) ? 'not_in_form' : 'absent';
}

function reasonOf(status: CellStatus): MissingReason {
  if (status === 'blank' || status === 'unreadable' || status === 'absent') return status;
  throw new TypeError(`Expected a number in a cell that is ${status}`);
}

function* longRows(source: ExportSource): Generator<PublishedValue[], void, undefined> {
  for (const { report, cells } of source.reports()) {
    for (const cell of cells()) yield [...report, ...cell];
  }
}

function codebookRows(): PublishedValue[][] {
  return CODEBOOK.map(({ code, template, table, rowLabel, columnLabel, unit, kind, english }) => [
    code,
    template,
    table,
    rowLabel,
    columnLabel,
    unit,
    kind,
    english,
  ]);
}
