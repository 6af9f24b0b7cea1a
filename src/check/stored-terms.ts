import type { IdentityTerm } from '../extract/identities.ts';
import type { ReportCell } from '../extract/report.ts';

/** What an identity can say of a cell by the number as stored, doubtful or not. */
export function storedTerm(cell: Pick<ReportCell, 'number' | 'status'> | undefined): IdentityTerm {
  if (!cell || cell.status === 'absent') return 'absent';
  if (cell.status === 'blank') return 'blank';
  return cell.number ?? 'unknown';
}
