import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { WARCParser } from 'warcio';
import { UsageError } from '../errors.ts';
import { sha256Of } from '../original/sha256.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { parseManifest } from './export-manifest.ts';
import type { ExportManifest } from './export-manifest.ts';
import { FIGURE_COLUMNS, TABLE_COLUMNS } from './export-tables.ts';
import type { ExportTableName } from './export-tables.ts';
import { readTable } from './read-tables.ts';
import { REPORT_COLUMNS } from './table-columns.ts';
import { TableMeter } from './table-digest.ts';
import { describeFile } from './whole-file.ts';

/** The manifest of an export. Throws `UsageError` where the folder has none that can be read. */
export function readManifest(folder: string): ExportManifest {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) {
    throw new UsageError(`${folder} has no manifest.json: name the folder that \`nianbao export\` wrote.`);
  }
  return parseManifest(readFileSync(file, 'utf8'), file);
}

/** What is wrong with an export by itself, one sentence a problem: files against the manifest, tables against their digests and each other. */
export async function* exportProblems(
  folder: string,
  manifest: ExportManifest,
): AsyncGenerator<string, void, undefined> {
  yield* fileProblems(folder, manifest);
  for (const table of manifest.tables) yield* tableProblems(folder, manifest, table);
  if (manifest.format === 'warc') yield* warcProblems(folder, manifest);
  else yield* panelProblems(folder, manifest);
}

function* fileProblems(folder: string, manifest: ExportManifest): Generator<string, void, undefined> {
  const named = new Set(['manifest.json', ...manifest.files.map(({ name }) => name)]);
  for (const { name, bytes, sha256 } of manifest.files) {
    const path = join(folder, name);
    if (!existsSync(path) || !statSync(path).isFile()) {
      yield `${name} is missing.`;
      continue;
    }
    const found = describeFile(path);
    if (found.bytes !== bytes) yield `${name} has ${found.bytes} bytes, the manifest says ${bytes}.`;
    else if (found.sha256 !== sha256)
      yield `${name} is not the file of the manifest: its SHA-256 is ${found.sha256}, not ${sha256}.`;
  }
  for (const name of readdirSync(folder).sort()) {
    if (!named.has(name)) yield `${name} is not in the manifest.`;
  }
}

async function* tableProblems(
  folder: string,
  manifest: ExportManifest,
  table: ExportManifest['tables'][number],
): AsyncGenerator<string, void, undefined> {
  const meter = new TableMeter();
  const width = TABLE_COLUMNS[table.name].length;
  let ragged = 0;
  const damage = await reading(async () => {
    for await (const row of readTable(folder, manifest, table)) {
      if (row.length !== width) ragged += 1;
      meter.add(row);
    }
  });
  const { rows, digest } = meter.measure();
  if (damage !== null) yield `${table.file}: the table ${table.name} cannot be read: ${damage}`;
  else if (rows !== table.rows) yield `${table.file}: ${table.name} has ${rows} rows, the manifest says ${table.rows}.`;
  else if (ragged > 0) yield `${table.file}: ${ragged} rows of ${table.name} have more or fewer than ${width} values.`;
  else if (digest !== table.digest) yield `${table.file}: the values of ${table.name} are not those of the manifest.`;
}

/** Runs `work` and says what kept it from reading; null where nothing did. */
async function reading(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function* warcProblems(folder: string, manifest: ExportManifest): AsyncGenerator<string, void, undefined> {
  const file = manifest.files.find(({ name }) => name.endsWith('.warc.gz'))?.name;
  const table = manifest.tables.find(({ name }) => name === 'sources');
  if (file === undefined || table === undefined) {
    yield 'The manifest names no originals.warc.gz or no table sources.';
    return;
  }
  const held = new Set<string>();
  const damage = await reading(async () => {
    for await (const record of new WARCParser(createReadStream(join(folder, file)))) {
      const payload = await record.readFully(true);
      held.add(sha256Of(payload));
    }
  });
  if (damage !== null) yield `${file} cannot be read to its end: ${damage}`;
  const sha256 = TABLE_COLUMNS.sources.findIndex(({ name }) => name === 'sha256');
  const missing = new Set<string>();
  const unread = await reading(async () => {
    for await (const row of readTable(folder, manifest, table)) {
      if (!held.has(String(row[sha256]))) missing.add(String(row[sha256]));
    }
  });
  if (unread !== null) return;
  for (const hash of missing) yield `${file} lacks the original ${hash}, which ${table.file} names.`;
}

const [NAME, YEAR, ID] = ['name', 'fiscal_year', 'report_id'].map((wanted) =>
  REPORT_COLUMNS.findIndex(({ name }) => name === wanted),
) as [number, number, number];
const [CODE, NUMBER, STATUS] = ['code', 'number', 'status'].map((wanted) =>
  TABLE_COLUMNS.panel_long.findIndex(({ name }) => name === wanted),
) as [number, number, number];

/** The rows of one report in `panel_long`. */
export interface ReportInTable {
  readonly id: number;
  /** Body and year, for a person. */
  readonly title: string;
  readonly rows: readonly (readonly PublishedValue[])[];
}

/** Walks `panel_long` report by report, as long as its rows stand together. */
export async function* reportsInTable(
  folder: string,
  manifest: ExportManifest,
): AsyncGenerator<ReportInTable, void, undefined> {
  const table = manifest.tables.find(({ name }) => name === 'panel_long');
  if (table === undefined) return;
  let rows: (readonly PublishedValue[])[] = [];
  const whole = (): ReportInTable => ({ id: Number(rows[0]?.[ID]), title: titleOf(rows[0]), rows });
  for await (const row of readTable(folder, manifest, table)) {
    if (rows.length > 0 && rows[0]?.[ID] !== row[ID]) {
      yield whole();
      rows = [];
    }
    rows.push(row);
  }
  if (rows.length > 0) yield whole();
}

function titleOf(row: readonly PublishedValue[] | undefined): string {
  return `${String(row?.[NAME])} ${String(row?.[YEAR])}`;
}

/** Numbers of `panel` that are not those of `panel_long`: one of the two was altered. */
async function* panelProblems(folder: string, manifest: ExportManifest): AsyncGenerator<string, void, undefined> {
  const panel = manifest.tables.find(({ name }) => name === 'panel');
  if (panel === undefined) return;
  const wide = readTable(folder, manifest, panel);
  const long = reportsInTable(folder, manifest);
  const found: string[] = [];
  const showsDoubtful = manifest.filters.status?.split(',').includes('doubtful') ?? false;
  // What cannot be read was said of the table before.
  await reading(async () => {
    let next = await long.next();
    for await (const row of wide) {
      const report = next.done !== true && next.value.id === row[ID] ? next.value : null;
      if (report !== null) next = await long.next();
      found.push(...differencesWithin(row, report, showsDoubtful));
    }
    if (next.done !== true) found.push(`panel lacks ${next.value.title}, which panel_long has.`);
  });
  yield* found;
}

function differencesWithin(
  row: readonly PublishedValue[],
  report: ReportInTable | null,
  showsDoubtful: boolean,
): string[] {
  const cells = new Map(report?.rows.map((cell) => [cell[CODE], cell]));
  return FIGURE_COLUMNS.flatMap(({ entry }, index) => {
    const shown = row[REPORT_COLUMNS.length + index] ?? null;
    const cell = cells.get(entry.code);
    const isHidden = cell?.[STATUS] === 'doubtful' && !showsDoubtful;
    const number = isHidden ? null : (cell?.[NUMBER] ?? null);
    if (shown === number) return [];
    return [
      `${titleOf(row)}, ${entry.code}: panel has ${String(shown ?? 'nothing')}, panel_long ${String(number ?? 'nothing')}.`,
    ];
  });
}

/** Names of the columns of `panel_long` that say what was read, by their place. */
export const READ_COLUMNS: readonly (readonly [index: number, name: string])[] = TABLE_COLUMNS.panel_long.flatMap(
  ({ name }, index) => (name.startsWith('human_verdict') ? [] : [[index, name]]),
);

/** The place of the code in a row of `panel_long`. */
export const CODE_INDEX = CODE;

/** Tables that are compared as a whole, with the number of columns that say what was found, not what people said of it. */
export const WHOLE_TABLES: readonly (readonly [name: ExportTableName, columns: number])[] = (
  ['panel', 'coverage', 'findings', 'codebook', 'sources'] as const
).map((name) => [name, TABLE_COLUMNS[name].filter((column) => !column.name.startsWith('human_verdict')).length]);
