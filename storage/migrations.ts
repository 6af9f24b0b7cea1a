import { readdirSync, readFileSync } from 'node:fs';

/** One step of the schema, applied once and in order. */
export interface Migration {
  /** Position from 1; becomes `PRAGMA user_version`. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

const FOLDER = new URL('./migrations/', import.meta.url);

/**
 * Reads `storage/migrations/NNNN-name.sql` in order. Throws `TypeError` when a number is missing or taken twice: two
 * corpora of one version must have one schema.
 */
export function readMigrations(folder: URL = FOLDER): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return names.map((name, index) => {
    const version = index + 1;
    if (Number(/^(\d{4})-/.exec(name)?.[1]) !== version) {
      throw new TypeError(`Expected migration ${String(version).padStart(4, '0')}-*.sql, found ${name}`);
    }
    return { version, name, sql: readFileSync(new URL(name, folder), 'utf8') };
  });
}
