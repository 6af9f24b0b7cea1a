import type { Db } from './database.ts';

/** `partial`: done, but some portals or documents failed. `interrupted`: stopped by a signal, to be resumed. */
export type RunOutcome = 'done' | 'partial' | 'failed' | 'interrupted';

export interface RunStart {
  readonly command: string;
  readonly softwareVersion: string;
  /** What the run was told: flags and settings, without secrets. */
  readonly config: unknown;
}

export interface StoredRun {
  readonly id: number;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Null while a run goes on, and for ever when it was killed. */
  readonly outcome: RunOutcome | null;
  readonly softwareVersion: string;
  readonly config: unknown;
  readonly summary: unknown;
}

/** Files the start of a run and returns its id. `at` is UTC ISO-8601. */
export function startRun(db: Db, run: RunStart, at: string): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO runs (command, started_at, software_version, config_json) VALUES (?, ?, ?, ?)')
    .run(run.command, at, run.softwareVersion, JSON.stringify(run.config ?? null));
  return Number(lastInsertRowid);
}

/** Files how a run ended. `at` is UTC ISO-8601. Throws `TypeError` for a run that was never started. */
export function finishRun(db: Db, id: number, outcome: RunOutcome, summary: unknown, at: string): void {
  const { changes } = db
    .prepare('UPDATE runs SET finished_at = ?, outcome = ?, summary_json = ? WHERE id = ?')
    .run(at, outcome, JSON.stringify(summary ?? null), id);
  if (changes === 0) throw new TypeError(`Expected run ${id} to be stored`);
}

interface RunRow {
  id: number;
  command: string;
  started_at: string;
  finished_at: string | null;
  outcome: RunOutcome | null;
  software_version: string;
  config_json: string;
  summary_json: string | null;
}

/** When a run began, UTC ISO-8601. Throws `TypeError` for a run that was never started. */
export function runStart(db: Db, id: number): string {
  const at = db.prepare<[number], string>('SELECT started_at FROM runs WHERE id = ?').pluck().get(id);
  if (at === undefined) throw new TypeError(`Expected run ${id} to be stored`);
  return at;
}

/** The newest run, of one command where that is given; undefined when there was none. */
export function lastRun(db: Db, command?: string): StoredRun | undefined {
  const row = db
    .prepare<{ command: string | null }, RunRow>(
      'SELECT * FROM runs WHERE @command IS NULL OR command = @command ORDER BY id DESC LIMIT 1',
    )
    .get({ command: command ?? null });
  if (row === undefined) return undefined;
  return {
    id: row.id,
    command: row.command,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    outcome: row.outcome,
    softwareVersion: row.software_version,
    config: JSON.parse(row.config_json),
    summary: row.summary_json === null ? null : JSON.parse(row.summary_json),
  };
}
