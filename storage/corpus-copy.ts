import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { UsageError } from '../src/errors.ts';
import type { Corpus } from './corpus.ts';
import { APPLICATION_ID, explainingFailures } from './database.ts';

/** What a copy leaves out besides the addresses still to visit. */
export interface CopyOptions {
  /** How the reports were come by: fetches, runs, leads, lists, visits. What `coverage` says of them stays, as a table. */
  readonly withoutFetches?: boolean;
}

/** An open file with the tables of a corpus: a corpus, or a copy of one. */
export type CorpusTables = Pick<Corpus, 'db' | 'file'>;

/**
 * Writes a consistent copy of the corpus to `file`, which must not exist: one file without a write-ahead log, without
 * free pages, and without the list of addresses that an unfinished harvest still has to visit. The same corpus gives the same
 * bytes. Throws `StopRun` where the disk is full or refuses; what was begun is removed.
 */
export function copyCorpus(corpus: Corpus, file: string, { withoutFetches = false }: CopyOptions = {}): void {
  explainingFailures(file, () => {
    try {
      corpus.db.prepare('VACUUM INTO ?').run(file);
      const copy = new Database(file);
      try {
        copy.pragma('journal_mode = DELETE');
        copy.pragma('foreign_keys = ON');
        const cleared = clearFrontier(copy);
        if (withoutFetches) leaveOutFetches(copy);
        copy.exec('ANALYZE');
        if (cleared || withoutFetches) copy.exec('VACUUM');
      } finally {
        copy.close();
      }
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
  });
}

function clearFrontier(copy: Database.Database): boolean {
  const items = copy.prepare('DELETE FROM frontier').run().changes;
  const portals = copy.prepare('DELETE FROM frontier_portals').run().changes;
  return items + portals > 0;
}

const FETCH_TABLES = [
  ...[
    'frontier_list_rows',
    'frontier_lists',
    'frontier',
    'frontier_portals',
    'revisits',
    'list_entries',
    'lists',
    'listings',
  ],
  ...['leads', 'fetches', 'runs'],
];

function leaveOutFetches(copy: Database.Database): void {
  const columns = copy.prepare<[], string>("SELECT name FROM pragma_table_info('coverage')").pluck().all();
  const whole = new Set(['organization_id', 'fiscal_year', 'report_id', 'fetch_id']);
  const declared = columns.map((name) => `${name} ${whole.has(name) ? 'INTEGER' : 'TEXT'}`);
  copy.pragma('foreign_keys = OFF');
  copy.transaction(() => {
    copy.exec(`CREATE TABLE coverage_kept (${declared.join(', ')}) STRICT;
      INSERT INTO coverage_kept SELECT * FROM coverage ORDER BY coalesce(division, '~'), name, fiscal_year, coalesce(portal_id, '');
      DROP VIEW coverage; ALTER TABLE coverage_kept RENAME TO coverage;`);
    for (const table of FETCH_TABLES) copy.exec(`DROP TABLE ${table}`);
  })();
}

/** Opens a copy for reading, whatever it leaves out. Throws `UsageError` where the file is no copy of a corpus. */
export function openCopy(file: string): CorpusTables & { close(): void } {
  if (!isCorpusFile(file)) throw new UsageError(`${file} is no corpus and no export of one, or it is damaged.`);
  const db = new Database(file, { readonly: true });
  return {
    db,
    file,
    close: () => {
      db.close();
    },
  };
}

/** Is this file a corpus, such as an earlier copy? False for anything else and for what cannot be read. */
export function isCorpusFile(file: string): boolean {
  try {
    const db = new Database(file, { readonly: true });
    try {
      return db.pragma('application_id', { simple: true }) === APPLICATION_ID;
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return false;
    throw error;
  }
}
