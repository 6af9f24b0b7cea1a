import type { PublishedValue } from '../../storage/published-tables.ts';
import type { ExportManifest } from './export-manifest.ts';
import { FIGURE_COLUMNS } from './export-tables.ts';
import type { ExportTable, ExportTableName } from './export-tables.ts';
import type { ExportColumn } from './table-columns.ts';
import { metered } from './table-digest.ts';
import type { TableMeter } from './table-digest.ts';
import type { NumberFormat, Sheet } from './workbook-file.ts';

/** Columns of a sheet that stay in sight: as far as the name of the body. */
const FROZEN: Readonly<Partial<Record<ExportTableName, number>>> = {
  panel: 2,
  panel_long: 2,
  coverage: 2,
  codebook: 1,
};

const UNITS = new Map(FIGURE_COLUMNS.map(({ name, entry }) => [name, entry.unit]));

/** The tables as sheets, the codebook among them, and last the manifest, which is asked for when all others are written. */
export function* tableSheets(
  tables: readonly { readonly table: ExportTable; readonly meter: TableMeter }[],
  manifest: () => ExportManifest,
): Generator<Sheet, void, undefined> {
  for (const { table, meter } of tables) {
    yield {
      name: table.name,
      columns: table.columns.map((column) => ({ name: column.name, format: formatOf(column), width: widthOf(column) })),
      frozenColumns: FROZEN[table.name] ?? 0,
      rows: metered(table.rows(), meter),
    };
  }
  yield {
    name: 'columns',
    columns: ['table', 'column', 'english', 'chinese'].map((name) => ({
      name,
      format: 'plain',
      width: name.length < 7 ? 34 : 60,
    })),
    frozenColumns: 2,
    rows: tables.flatMap(({ table }) =>
      table.columns.map(({ name, english, chinese }) => [table.name, name, english, chinese]),
    ),
  };
  yield {
    name: 'manifest',
    columns: ['what', 'value'].map((name) => ({ name, format: 'plain', width: name === 'what' ? 30 : 80 })),
    frozenColumns: 1,
    rows: manifestRows(manifest()),
  };
}

function formatOf({ name, type }: ExportColumn): NumberFormat {
  const unit = UNITS.get(name);
  if (unit !== undefined) return unit === '万元' ? 'amount' : 'count';
  return type === 'number' ? 'amount' : 'plain';
}

function widthOf({ name, type }: ExportColumn): number {
  if (type !== 'text') return 12;
  return name === 'name' || name === 'title' || name.endsWith('url') || name === 'message' ? 36 : 18;
}

function manifestRows({
  software,
  format,
  filters,
  corpus,
  reports,
  coverage,
  cells,
  tables,
}: ExportManifest): PublishedValue[][] {
  const counts = (what: string, of: Readonly<Record<string, number>>): PublishedValue[][] =>
    Object.entries(of).map(([word, count]) => [`${what}.${word}`, count]);
  return [
    ['software', software],
    ['format', format],
    ...Object.entries(filters).map(([name, value]): PublishedValue[] => [`filters.${name}`, value]),
    ['corpus.last_run', corpus.last_run],
    ['corpus.extractor_versions', corpus.extractor_versions.join(' ')],
    ...counts('reports', reports),
    ...counts('coverage', coverage),
    ...counts('cells', cells),
    ...tables.flatMap(({ name, rows, digest }): PublishedValue[][] => [
      [`tables.${name}.rows`, rows],
      [`tables.${name}.digest`, digest],
    ]),
  ];
}
