import { VERDICTS } from '../../storage/verdicts.ts';
import { CELL_STATUSES } from '../extract/report.ts';
import { ORGANIZATION_LEVELS } from '../identity/organization.ts';
import type { ExportFilter, ExportSource } from '../../storage/export-rows.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { dtaChunks, MISSING_LABEL_BASE } from './dta-file.ts';
import type { StataLabels, StataMissing, StataValue, StataVariable } from './dta-file.ts';
import { panelRows } from './export-tables.ts';
import type { ExportTable, MissingReason } from './export-tables.ts';
import { CELL_COLUMNS, REPORT_COLUMNS } from './table-columns.ts';
import type { ExportColumn } from './table-columns.ts';
import type { TableMeter } from './table-digest.ts';

/** What the extended missing values of a figure say, `.a` first. */
export const STATA_MISSING: readonly (readonly [reason: MissingReason, label: string])[] = [
  ['blank', 'blank in the source'],
  ['unreadable', 'unreadable'],
  ['absent', 'row or table is not in the source'],
  ['doubtful', 'doubtful, see panel_long'],
  ['not_in_form', 'not in the form of that report'],
  ['not_shown', 'left out by --status'],
];

const COVERAGE_STATUSES = ['found', 'not_published', 'withdrawn', 'blocked', 'unreachable', 'unreadable', 'unknown'];

/** Columns whose words stand as labelled numbers from 1, by table and column. */
const LABELLED: Readonly<Record<string, { readonly set: string; readonly words: readonly string[] }>> = {
  'panel.level': { set: 'level', words: ORGANIZATION_LEVELS },
  'panel_long.level': { set: 'level', words: ORGANIZATION_LEVELS },
  'coverage.level': { set: 'level', words: ORGANIZATION_LEVELS },
  'panel_long.status': { set: 'cell_status', words: CELL_STATUSES },
  'coverage.status': { set: 'year_status', words: COVERAGE_STATUSES },
  'panel_long.human_verdict': { set: 'human_verdict', words: VERDICTS },
  'findings.human_verdict': { set: 'human_verdict', words: VERDICTS },
};

/** Names of Stata have 32 characters at most; these words are cut in the names of figures. */
const CUT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^proactive_/, 'pa_'],
  [/^requests_/, 'rq_'],
  [/^disputes_/, 'ds_'],
  [/_natural_person$/, '_person'],
  [/_normative_documents_/, '_norm_docs_'],
  [/_reconsideration_/, '_recon_'],
  [/_litigation_after_review_/, '_lit_review_'],
  [/_litigation_direct_/, '_lit_direct_'],
  [/_process_information_/, '_process_info_'],
  [/_administrative_query_/, '_admin_query_'],
  [/_enforcement_files_/, '_enforce_files_'],
  [/_forbidden_by_law_/, '_by_law_'],
  [/_security_stability_/, '_security_'],
  [/_internal_affairs_/, '_internal_'],
  [/_unavailable_needs_creation_/, '_unavail_create_'],
  [/_rejected_reconfirmation_/, '_reject_reconfirm_'],
  [/_items_last_year$/, '_items_ly'],
];

/** The name of a column in Stata: that of the column, with some words cut in the names of figures. */
export function stataName(column: string): string {
  return CUT_WORDS.reduce((name, [word, cut]) => name.replace(word, cut), column);
}

const MISSING: StataMissing = { missing: 0 };

function missingOf(reason: MissingReason): StataMissing {
  return { missing: STATA_MISSING.findIndex(([known]) => known === reason) + 1 };
}

const LONG_NUMBER = REPORT_COLUMNS.length + CELL_COLUMNS.findIndex(({ name }) => name === 'number');
const LONG_STATUS = REPORT_COLUMNS.length + CELL_COLUMNS.findIndex(({ name }) => name === 'status');

/** A table as a Stata file, in chunks. It is walked once to measure its texts, which `meter` adds up, and then once or twice to be written. */
export function* dtaTable(
  table: ExportTable,
  source: ExportSource,
  filter: ExportFilter,
  meter: TableMeter,
): Generator<Uint8Array, void, undefined> {
  const widths = table.columns.map(() => 0);
  let rowCount = 0;
  for (const row of table.rows()) {
    meter.add(row);
    rowCount += 1;
    for (const [index, value] of row.entries()) {
      if (typeof value === 'string') widths[index] = Math.max(widths[index] ?? 0, Buffer.byteLength(value));
    }
  }
  const variables = table.columns.map((column, index) => variableOf(table, column, widths[index] ?? 0));
  yield* dtaChunks({
    label: `nianbao: ${table.name}`,
    variables,
    valueLabels: labelSets(table),
    rowCount,
    rows: () => stataRows(table, source, filter),
  });
}

function variableOf(table: ExportTable, column: ExportColumn, width: number): StataVariable {
  const labelled = LABELLED[`${table.name}.${column.name}`];
  const name = stataName(column.name);
  return {
    name,
    type:
      labelled !== undefined
        ? 'byte'
        : column.type === 'number'
          ? 'double'
          : column.type === 'integer'
            ? 'long'
            : { bytes: width },
    label: column.chinese,
    valueLabels: labelled?.set ?? '',
    characteristics: { english: column.english, column: column.name },
  };
}

function labelSets(table: ExportTable): StataLabels[] {
  const sets = new Map<string, StataLabels>();
  for (const { name: column } of table.columns) {
    const labelled = LABELLED[`${table.name}.${column}`];
    if (labelled === undefined) continue;
    sets.set(labelled.set, { name: labelled.set, labels: labelled.words.map((word, index) => [index + 1, word]) });
  }
  const missing: StataLabels = {
    name: 'missing',
    labels: STATA_MISSING.map(([, label], index) => [MISSING_LABEL_BASE + index + 1, label]),
  };
  const hasFigures = table.name === 'panel' || table.name === 'panel_long';
  return hasFigures ? [...sets.values(), missing] : [...sets.values()];
}

function* stataRows(
  table: ExportTable,
  source: ExportSource,
  filter: ExportFilter,
): Generator<StataValue[], void, undefined> {
  const codes = table.columns.map(({ name }) => LABELLED[`${table.name}.${name}`]?.words);
  const rows: Iterable<readonly (PublishedValue | StataMissing)[]> =
    table.name === 'panel' ? panelRows(source, filter, missingOf) : table.rows();
  for (const row of rows) {
    const values = row.map((value, index): StataValue => {
      if (typeof value === 'object' && value !== null) return value;
      const words = codes[index];
      if (words !== undefined) return value === null ? MISSING : codeOf(words, value);
      if (value !== null) return value;
      return table.columns[index]?.type === 'text' ? '' : MISSING;
    });
    if (table.name === 'panel_long' && row[LONG_NUMBER] === null) {
      values[LONG_NUMBER] = missingOf(row[LONG_STATUS] as MissingReason);
    }
    yield values;
  }
}

function codeOf(words: readonly string[], value: PublishedValue): number {
  const index = words.indexOf(String(value));
  if (index === -1) throw new TypeError(`Expected one of ${words.join(', ')}, got ${String(value)}`);
  return index + 1;
}
