import type { ReportCell } from '../extract/report.ts';

/** A cell's number where it is more than a best guess; null for a doubtful one, and for none. */
export function firmNumber(cell: ReportCell | undefined): number | null {
  return cell === undefined || cell.status === 'doubtful' ? null : cell.number;
}
