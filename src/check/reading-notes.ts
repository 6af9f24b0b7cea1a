import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { isComparedInPart } from './prose-counts.ts';

/**
 * `read.title`, `read.organization`, `read.year`: what was concluded where it could not be read; `read.pages`: what was not read at all;
 * `read.text`: what was read and not compared.
 */
export function checkNotes(report: ReadReport): Finding[] {
  const notes = report.notes.map((note) => noted(note.subject, note.message, note.taken, note.read));
  if (!isComparedInPart(report)) return notes;
  const message =
    'its text is longer, or counts more, than any report: the rest of it was not compared with the tables';
  return [...notes, noted('text', message, null, null)];
}

function noted(subject: string, message: string, expected: string | null, actual: string | null): Finding {
  return {
    rule: `read.${subject}`,
    subject,
    severity: 'warning',
    verdict: 'extraction',
    codes: [],
    expected,
    actual,
    message,
  };
}
