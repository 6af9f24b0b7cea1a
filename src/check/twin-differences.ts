import type { ReadingDifference, Said } from '../extract/compare-readings.ts';
import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import type { Locator } from '../read/document.ts';

/** `twin.difference`: a cell that two versions of the report, or two readings of it, give differently. */
export function checkTwins(report: ReadReport): Finding[] {
  return (report.comparison?.differences ?? []).map(describe);
}

function describe({ code, kept, other, verdict, blank }: ReadingDifference): Finding {
  return {
    rule: 'twin.difference',
    subject: code,
    severity: blank ? 'notice' : verdict === 'source' ? 'error' : 'warning',
    verdict,
    codes: [code],
    expected: valueOf(kept),
    actual: valueOf(other),
    message: `${code}: ${inWords(kept)}, but ${inWords(other)}`,
  };
}

function valueOf({ number, status }: Said): string {
  return number === null ? status : String(number);
}

function inWords(said: Said): string {
  const place = said.locator === null ? '' : ` (${placeOf(said.locator)})`;
  return `${valueOf(said)} stands in ${said.url}${place}`;
}

function placeOf(locator: Locator): string {
  if ('line' in locator) return `line ${locator.line}`;
  if ('page' in locator) return `page ${locator.page}, box ${locator.box.map((edge) => Math.round(edge)).join(' ')}`;
  return `table ${locator.table}, row ${locator.row}, column ${locator.column}`;
}
