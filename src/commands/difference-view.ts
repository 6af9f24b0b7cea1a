import Table from 'cli-table3';
import { codebookEntry } from '../codebook/codebook.ts';
import type { CellReading, ContentDifference, SectionDifference } from '../../storage/content-difference.ts';

/** Characters shown of a passage that differs. */
const LONGEST_PASSAGE = 80;
/** Cells shown of one report; `--json` has all. */
const MOST_CELLS = 60;

/** A difference as text: a table of the cells, then the passages and findings, each on a line of its own. */
export function describeDifference(difference: ContentDifference): string {
  const { cells, sections, findingsBefore, findingsAfter, placesMoved } = difference;
  const lines: string[] = [];
  if (cells.length > 0) {
    const table = new Table({ style: { head: [], border: [], compact: true }, head: ['cell', '', 'before', 'after'] });
    for (const { code, before, after } of cells.slice(0, MOST_CELLS)) {
      const entry = codebookEntry(code);
      const label = entry === undefined ? '' : `${entry.rowLabel} · ${entry.columnLabel}`;
      table.push([code, label, describeReading(before), describeReading(after)]);
    }
    lines.push(table.toString());
    if (cells.length > MOST_CELLS) lines.push(`and ${cells.length - MOST_CELLS} cells more; --json lists them all`);
  }
  for (const section of sections) lines.push(describeSection(section));
  for (const { rule, subject, message } of findingsBefore)
    lines.push(`no longer found: ${rule} ${subject}: ${message}`);
  for (const { rule, subject, message } of findingsAfter) lines.push(`now found: ${rule} ${subject}: ${message}`);
  if (placesMoved > 0) lines.push(`${placesMoved} cells say the same and stand in another place`);
  return lines.join('\n');
}

function describeReading(reading: CellReading | null): string {
  if (reading === null) return 'not there';
  const { printed, number, status, derived } = reading;
  const value = number === null ? '' : String(number);
  const note = printed === null || printed.trim() === value || printed.trim() === '' ? '' : ` “${printed.trim()}”`;
  return `${value}${note} ${status}${derived === null ? '' : ` (derived ${derived})`}`.trim();
}

function describeSection({ number, before, after }: SectionDifference): string {
  const passage = (text: string | null): string => {
    if (text === null) return 'no such section';
    if (text === '') return 'nothing';
    const characters = [...text];
    const cut = characters.length > LONGEST_PASSAGE;
    return `「${characters.slice(0, LONGEST_PASSAGE).join('')}${cut ? '…' : ''}」`;
  };
  return `section ${number}: ${passage(before)} became ${passage(after)}`;
}
