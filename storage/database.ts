import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { RetryLater, StopRun, UsageError } from '../src/errors.ts';
import { makeDataDirectory } from './data-directory.ts';
import { readMigrations } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { derivedSchemaIsCurrent, refreshDerivedSchema } from './derived-schema.ts';

export type Db = Database.Database;

/** `PRAGMA application_id` of every corpus: the bytes "nbao". */
export const APPLICATION_ID = 0x6e62616f;

/** How long a statement waits for another process's write lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

export interface OpenOptions {
  /** Never writes, and so never creates or migrates. */
  readonly readOnly?: boolean;
}

export interface OpenedDatabase {
  readonly db: Db;
  /** Schema version the file had before it was brought up to date, or null where nothing was to do or it is new. */
  readonly migratedFrom: number | null;
}

/**
 * Opens a corpus file, creating or migrating it where that is allowed.
 *
 * Throws `UsageError` when it is to be read and is not there; `StopRun` when it is not SQLite, not a corpus, from a newer
 * version of nianbao, or from an older one and may not be written; `RetryLater` when another process holds it.
 */
export function openDatabase(file: string, options: OpenOptions = {}): OpenedDatabase {
  const readOnly = options.readOnly ?? false;
  if (readOnly && !existsSync(file)) {
    throw new UsageError(
      `There is no corpus at ${file}. Make one with \`nianbao harvest\` or \`nianbao ingest\`, or name its folder with --data.`,
    );
  }
  return explainingFailures(file, () => {
    if (!readOnly) makeDataDirectory(dirname(file));
    const db = new Database(file, {
      readonly: readOnly,
      timeout: BUSY_TIMEOUT_MS,
    });
    try {
      requireOurs(db, file);
      requireNotNewer(versionOf(db), readMigrations().length, file);
      configure(db, readOnly);
      const migratedFrom = readOnly ? requireUpToDate(db, file) : migrate(db);
      return { db, migratedFrom };
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Reads whether a file is SQLite, and whether what is in it is a corpus, before anything is written to it. */
function requireOurs(db: Db, file: string): void {
  const id = db.pragma('application_id', { simple: true });
  if (id === APPLICATION_ID) return;
  const tables = db.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
  if (id === 0 && tables === 0) return;
  throw new StopRun(
    `${file} is an SQLite database, but not a corpus of nianbao. Name another folder with --data, or move the file away.`,
  );
}

function configure(db: Db, readOnly: boolean): void {
  db.pragma('foreign_keys = ON');
  if (readOnly) return;
  db.pragma('journal_mode = WAL');
  // In WAL mode NORMAL survives a killed process whole. A power cut may lose the last commits, never consistency, and
  // what they named is fetched again; FULL would pay one fsync for every page to save that.
  db.pragma('synchronous = NORMAL');
}

function requireUpToDate(db: Db, file: string): null {
  const version = versionOf(db);
  const latest = readMigrations().length;
  if (version < latest || !derivedSchemaIsCurrent(db)) {
    throw new StopRun(
      `${file} was written by an older nianbao (schema ${version}, this one writes ${latest}), and is open for reading only. ` +
        'Run `nianbao extract` on it once: it brings the corpus up to date and keeps every report.',
    );
  }
  return null;
}

/** Applies what is missing, each step in its own transaction. Returns the version before, or null. */
function migrate(db: Db): number | null {
  const migrations = readMigrations();
  const before = versionOf(db);
  for (const migration of migrations.slice(before)) apply(db, migration);
  refreshDerivedSchema(db);
  return before > 0 && before < migrations.length ? before : null;
}

function apply(db: Db, migration: Migration): void {
  db.transaction(() => {
    // Another process may have been faster while this one waited for the lock.
    if (versionOf(db) >= migration.version) return;
    db.exec(migration.sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migration.version}`);
  }).immediate();
}

function versionOf(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function requireNotNewer(version: number, latest: number, file: string): void {
  if (version <= latest) return;
  throw new StopRun(
    `${file} was written by a newer nianbao (schema ${version}, this one knows ${latest}). Update nianbao; the corpus was not touched.`,
  );
}

/**
 * Runs `work`, which uses the corpus `file`, and says what a failure of SQLite means for the caller: a full disk, a
 * failing disk, a damaged file or one that is not SQLite is `StopRun`; a lock held by another process is `RetryLater`.
 */
export function explainingFailures<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof Database.SqliteError ? explain(error, file) : error;
  }
}

function explain(error: InstanceType<typeof Database.SqliteError>, file: string): Error {
  const cause = { cause: error };
  const primary = /^SQLITE_[A-Z]+/.exec(error.code)?.[0];
  switch (primary) {
    case 'SQLITE_FULL':
      return new StopRun(
        `The disk that holds ${file} is full. Nothing stored is lost: make room and run the same command again.`,
        cause,
      );
    case 'SQLITE_IOERR':
      return new StopRun(
        `The disk that holds ${file} failed (${error.message}). Nothing stored before is lost: see to the disk and run again.`,
        cause,
      );
    case 'SQLITE_READONLY':
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
      return new StopRun(
        `${file} cannot be opened or written (${error.message}). Check the permissions of the file and its folder.`,
        cause,
      );
    case 'SQLITE_NOTADB':
      return new StopRun(
        `${file} is not an SQLite database. Name another folder with --data, or move the file away.`,
        cause,
      );
    case 'SQLITE_CORRUPT':
      return new StopRun(
        `${file} is damaged (${error.message}). Restore it from a copy, or move it away and run \`nianbao harvest\` again.`,
        cause,
      );
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return new RetryLater(
        `Another process has held ${file} for ${BUSY_TIMEOUT_MS / 1000} s. Try again when it is done.`,
        cause,
      );
    default:
      return error;
  }
}
