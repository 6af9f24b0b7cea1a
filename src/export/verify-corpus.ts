import type { CorpusTables } from '../../storage/corpus-copy.ts';
import { corpusState, exportSource } from '../../storage/export-rows.ts';
import type { ExportFilter, ExportSource } from '../../storage/export-rows.ts';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { neutralised } from './csv.ts';
import type { ExportManifest } from './export-manifest.ts';
import { exportTables, tableNamed } from './export-tables.ts';
import { readTable } from './read-tables.ts';
import { TableMeter } from './table-digest.ts';
import { CODE_INDEX, READ_COLUMNS, reportsInTable, WHOLE_TABLES } from './verify-files.ts';
import type { ReportInTable } from './verify-files.ts';

/** What came of holding an export against a corpus. */
export interface CorpusComparison {
  /** One sentence each. */
  readonly problems: readonly string[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
  /** The reports of the export, by their ids in the corpus. */
  readonly reportIds: readonly number[];
}

/**
 * Holds every figure of an export against the corpus it was made from: no report and no cell missing or added, none altered; and the other tables as a
 * whole. A corpus that was worked on since may rightly have other reports: then only those of the export are compared.
 */
export async function compareWithCorpus(
  folder: string,
  manifest: ExportManifest,
  corpus: CorpusTables,
  filter: ExportFilter,
): Promise<CorpusComparison> {
  const source = exportSource(corpus, filter);
  const state = corpusState(corpus);
  const isSame = state.lastRun === manifest.corpus.last_run;
  const notes = isSame
    ? []
    : [
        `The corpus was worked on since: the export knows of its runs until ${manifest.corpus.last_run ?? 'none'}, it has one of ${state.lastRun ?? 'none'}. ` +
          'Reports that it has beyond those of the export, and the tables of years and findings, were not compared.',
      ];
  if (manifest.format === 'warc') {
    const problems = isSame ? await tableDifferences(folder, source, manifest, filter) : [];
    return { problems, notes, reportIds: idsOf(source) };
  }
  const stored = new Map([...source.reports()].map(({ report, cells }) => [Number(report[6]), { report, cells }]));
  const problems: string[] = [];
  const reportIds: number[] = [];
  for await (const exported of reportsInTable(folder, manifest)) {
    reportIds.push(exported.id);
    const report = stored.get(exported.id);
    if (report === undefined) {
      problems.push(`${exported.title}: the corpus has no such report (number ${exported.id}).`);
      continue;
    }
    problems.push(
      ...differences(
        exported,
        report.cells().map((cell) => [...report.report, ...cell]),
      ),
    );
    stored.delete(exported.id);
  }
  if (isSame) {
    for (const { report, cells } of stored.values()) {
      if (cells().length > 0)
        problems.push(
          `${String(report[1])} ${String(report[5])} is missing: the corpus has it (number ${String(report[6])}).`,
        );
    }
    problems.push(...(await tableDifferences(folder, source, manifest, filter)));
  }
  return { problems, notes, reportIds };
}

function idsOf(source: ExportSource): number[] {
  return [...source.reports()].map(({ report }) => Number(report[6]));
}

function differences(exported: ReportInTable, stored: readonly (readonly PublishedValue[])[]): string[] {
  const problems: string[] = [];
  const byCode = new Map(stored.map((row) => [row[CODE_INDEX], row]));
  for (const row of exported.rows) {
    const code = String(row[CODE_INDEX]);
    const known = byCode.get(code);
    byCode.delete(code);
    if (known === undefined) {
      problems.push(`${exported.title}, ${code}: the corpus has no such cell, or it stands twice in the export.`);
      continue;
    }
    for (const [index, name] of READ_COLUMNS) {
      const [there, here] = [plain(row[index]), plain(known[index])];
      if (there !== here) {
        problems.push(
          `${exported.title}, ${code}: ${name} is ${JSON.stringify(there)}, in the corpus ${JSON.stringify(here)}.`,
        );
      }
    }
  }
  for (const code of byCode.keys()) problems.push(`${exported.title}, ${String(code)}: missing, the corpus has it.`);
  return problems;
}

/** A value as every format gives it back. */
function plain(value: PublishedValue | undefined): PublishedValue {
  return value === undefined || value === '' ? null : neutralised(value);
}

async function tableDifferences(
  folder: string,
  source: ExportSource,
  manifest: ExportManifest,
  filter: ExportFilter,
): Promise<string[]> {
  const tables = exportTables(source, filter);
  const problems: string[] = [];
  for (const [name, columns] of WHOLE_TABLES) {
    const written = manifest.tables.find((table) => table.name === name);
    if (written === undefined) continue;
    const [there, here] = [new TableMeter(), new TableMeter()];
    for await (const row of readTable(folder, manifest, written)) there.add(row.slice(0, columns));
    for (const row of tableNamed(tables, name).rows()) here.add(row.slice(0, columns));
    if (there.measure().digest !== here.measure().digest) {
      problems.push(`${written.file}: the table ${name} is not what the corpus has.`);
    }
  }
  return problems;
}
