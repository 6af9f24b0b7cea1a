import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { corpusFile } from '../../storage/corpus.ts';
import { APPLICATION_ID } from '../../storage/database.ts';
import { readMigrations } from '../../storage/migrations.ts';

/** A fresh folder; the operating system clears it away. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'nianbao-commands-'));
}

/** A fresh folder named 年报 with files by path. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(newFolder(), '年报');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** A data directory whose corpus has an older schema. */
export function olderCorpus(version: number): string {
  const data = newFolder();
  const db = new Database(corpusFile(data));
  for (const migration of readMigrations().slice(0, version)) db.exec(migration.sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${version}`);
  db.close();
  return data;
}

/** What a query finds in the corpus of a data directory, each row as an array. */
export function rows(data: string, sql: string): unknown[] {
  const db = new Database(corpusFile(data), { readonly: true });
  try {
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}

/** Changes the corpus behind the program's back. */
export function tamper(data: string, sql: string): void {
  const db = new Database(corpusFile(data));
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
}

/** Every text in a table of the corpus that holds an absolute path of this machine. */
export function absolutePaths(data: string, folder: string): string[] {
  const tables = rows(data, "SELECT name FROM sqlite_master WHERE type = 'table'") as [string][];
  return tables.flatMap(([table]) =>
    (rows(data, `SELECT * FROM "${table}"`) as unknown[][]).flat().flatMap((value) => {
      const text = typeof value === 'string' ? value : '';
      const machine = [folder, data, process.cwd()].some((path) => text.includes(path));
      return machine || /file:\/|(?:^|")\//.test(text) ? [`${table}: ${text}`] : [];
    }),
  );
}
