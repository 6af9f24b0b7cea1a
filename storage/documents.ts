import type { Sha256 } from '../src/original/sha256.ts';
import type { Db } from './database.ts';

/** An original that is kept on disk. */
export interface DocumentRecord {
  readonly sha256: Sha256;
  readonly mediaType: string;
  /** Size as served. */
  readonly bytes: number;
}

/** Files a kept original; the file must be on disk already. A known one is left as it is. `at` is UTC ISO-8601. */
export function recordDocument(db: Db, document: DocumentRecord, at: string): void {
  db.prepare(
    'INSERT INTO documents (sha256, media_type, bytes, first_seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (sha256) DO NOTHING',
  ).run(document.sha256, document.mediaType, document.bytes, at);
}

/** Files what read an original: the reader's name and version, and its number of pages where it has pages. */
export function recordReading(
  db: Db,
  sha256: Sha256,
  reading: {
    readonly reader: string;
    readonly readerVersion: string;
    readonly pages?: number | undefined;
  },
): void {
  const { changes } = db
    .prepare('UPDATE documents SET reader = ?, reader_version = ?, pages = ? WHERE sha256 = ?')
    .run(reading.reader, reading.readerVersion, reading.pages ?? null, sha256);
  if (changes === 0) throw new TypeError(`Expected original ${sha256} to be stored`);
}
