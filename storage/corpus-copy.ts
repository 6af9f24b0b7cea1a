import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Corpus } from './corpus.ts';
import { APPLICATION_ID, explainingFailures } from './database.ts';

/**
 * Writes a consistent copy of the corpus to `file`, which must not exist: one file without a write-ahead log, without
 * free pages, and without the list of addresses that an unfinished harvest still has to visit. Throws `StopRun` where the
 * disk is full or refuses; what was begun is removed.
 */
export function copyCorpus(corpus: Corpus, file: string): void {
  explainingFailures(file, () => {
    try {
      corpus.db.prepare('VACUUM INTO ?').run(file);
      const copy = new Database(file);
      try {
        copy.pragma('journal_mode = DELETE');
        copy.pragma('foreign_keys = ON');
        if (clearFrontier(copy)) copy.exec('VACUUM');
        copy.exec('ANALYZE');
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
