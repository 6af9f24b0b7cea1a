import type { Provenance } from '../extract/report.ts';
import type { Reading } from '../read/document.ts';
import { readOriginal } from '../read/read-original.ts';
import type { SourceRole } from '../../storage/records.ts';

/** One kept original that may hold the report, or a part of it. */
export interface ReportSource extends Provenance {
  readonly role: SourceRole;
  /** As the server stated it; null for a file. */
  readonly contentType: string | null;
  readonly bytes: () => Promise<Uint8Array>;
}

/** Reads one source; the only place that hands bytes of a report to a reader. What cannot be read says why. */
export async function readSource(source: ReportSource): Promise<Reading> {
  const bytes = await source.bytes();
  if (bytes.byteLength === 0)
    return { kind: 'unreadable', mediaType: 'application/x-empty', reason: 'the file is empty' };
  return readOriginal(bytes, { contentType: source.contentType, url: source.url });
}
