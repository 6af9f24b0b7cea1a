import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';

/** `read.title`, `read.organization`, `read.year`: what was concluded where it could not be read; `read.pages`: what was not read at all. */
export function checkNotes({ notes }: ReadReport): Finding[] {
  return notes.map(({ subject, read, taken, message }) => ({
    rule: `read.${subject}`,
    subject,
    severity: 'warning',
    verdict: 'extraction',
    codes: [],
    expected: taken,
    actual: read,
    message,
  }));
}
