import type { CellStatus, Provenance, ReportCell } from '../src/extract/report.ts';
import type { ReportRecord } from './records.ts';
import type { ReportContent, StoredContent } from './report-content.ts';
import { comparedWords } from './report-words.ts';

/** Statuses of a cell whose reading is beyond doubt. A blank is one: that nothing stands there was read, too. */
const FIRM: ReadonlySet<CellStatus> = new Set(['verified', 'read', 'conflicting', 'blank']);

/** How many cells were read without doubt; of two originals of one report the one with more of them is the better. */
export function firmCellCount(content: Pick<ReportContent, 'cells'>): number {
  return content.cells.filter((cell) => FIRM.has(cell.status)).length;
}

/** Is it the same to the last detail, the originals of the cells included: nothing to store? */
export function isIdentical(stored: StoredContent, { report, cellSource }: ReportRecord): boolean {
  return canonical(stored, stored.cellSource) === canonical(report, cellSource);
}

/**
 * Does a page whose bytes changed (a counter, a banner) still say the same report: the same figures as printed, and the
 * same words? Places and statuses may differ.
 */
export function saysTheSame(a: ReportContent, b: ReportContent): boolean {
  return wording(a) === wording(b);
}

/**
 * Can two originals be the same report? They can unless a figure read without doubt in both differs. A blank and a zero
 * agree: which of the two is typed differs between a page and its attachment.
 */
export function figuresAgree(a: Pick<ReportContent, 'cells'>, b: Pick<ReportContent, 'cells'>): boolean {
  const firm = new Map(a.cells.filter((cell) => FIRM.has(cell.status)).map((cell) => [cell.code, cell]));
  return b.cells.every((cell) => {
    const other = firm.get(cell.code);
    return other === undefined || !FIRM.has(cell.status) || (cell.number ?? 0) === (other.number ?? 0);
  });
}

function byCode(a: ReportCell, b: ReportCell): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}

function canonical({ cells, sections, findings }: ReportContent, main: Provenance | null): string {
  return JSON.stringify([
    [...cells].sort(byCode).map((cell) => {
      const { code, printed, number, status, derived, basis, locator, source = main } = cell;
      return [code, printed, number, status, derived, basis, locator, source?.url, source?.sha256];
    }),
    [...sections].sort((a, b) => a.number - b.number).map((section) => [section.number, section.heading, section.text]),
    findings.map((finding) => [
      finding.rule,
      finding.subject,
      finding.severity,
      finding.verdict,
      finding.codes,
      finding.expected,
      finding.actual,
      finding.message,
    ]),
  ]);
}

function wording({ cells, sections }: ReportContent): string {
  return JSON.stringify([
    [...cells]
      .sort(byCode)
      .filter((cell) => cell.status !== 'absent')
      .map((cell) => [cell.code, cell.number, cell.printed?.replace(/\s+/g, '')]),
    comparedWords(sections)
      .sort((a, b) => a.number - b.number)
      .map((section) => [section.number, section.text]),
  ]);
}
