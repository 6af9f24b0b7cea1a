import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runMetrics } from '../export/run-metrics.ts';
import { runReportOf, type RunReport } from '../export/run-report.ts';
import { runReportPage } from '../export/run-report-page.ts';
import { writeWholeFile } from '../export/whole-file.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { runRecord } from '../../storage/run-record.ts';
import { notify } from './notify.ts';

/** Who is told of a run, besides the files in `runs/`. */
export interface RunAudience {
  /** File for Prometheus' textfile collector. */
  readonly metrics: string | null;
  /** Command line of the user's that gets the report as JSON on standard input. */
  readonly notifyCommand: string | null;
}

/** A run that was told of. */
export interface ToldRun {
  readonly report: RunReport;
  /** `runs/<time>.json`, relative to the data directory; the page beside it ends in `.html`. */
  readonly json: string;
  readonly page: string;
  /** Why the user's command did not take the report; null where it did, or there is none. */
  readonly unheard: string | null;
}

/**
 * Writes what happened in a finished run to `runs/<time>.json` and `.html` in the data directory, and tells those who asked. Errors: see
 * `writeWholeFile`; a user's command that fails is none.
 */
export async function tellRun(corpus: Corpus, runId: number, audience: RunAudience): Promise<ToldRun> {
  const { report, json, page } = writeRunReport(corpus, runId);
  if (audience.metrics !== null) writeWholeFile(audience.metrics, [runMetrics(report)]);
  const { notifyCommand } = audience;
  const unheard = notifyCommand === null ? null : await notify(notifyCommand, JSON.stringify(report));
  return { report, json, page, unheard };
}

/** Writes the report of the last run of a command where that run ended and was killed before its report was written. Errors: see `writeWholeFile`. */
export function tellUntold(corpus: Corpus, command: string): void {
  const last = corpus.lastRun(command);
  if (last?.finishedAt == null || last.outcome === 'interrupted') return;
  if (!existsSync(join(corpus.dataDirectory, `${nameOf(last)}.html`))) writeRunReport(corpus, last.id);
}

function writeRunReport(corpus: Corpus, runId: number): Omit<ToldRun, 'unheard'> {
  const report = runReportOf(runRecord(corpus, runId));
  const name = nameOf({ id: runId, startedAt: report.startedAt });
  const [json, page] = [`${name}.json`, `${name}.html`];
  writeWholeFile(join(corpus.dataDirectory, json), [`${JSON.stringify(report, null, 2)}\n`]);
  writeWholeFile(join(corpus.dataDirectory, page), [runReportPage(report)]);
  return { report, json, page };
}

/** Without its ending, relative to the data directory. */
function nameOf({ id, startedAt }: { readonly id: number; readonly startedAt: string }): string {
  return join('runs', `${startedAt.slice(0, 19).replaceAll(':', '')}Z-${id}`);
}
