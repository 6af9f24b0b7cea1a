import type { ReadReport } from './extract.ts';
import type { Locator } from '../read/document.ts';
import type { Provenance, ReportCell } from './report.ts';

/**
 * Says of each cell that was read from a picture which picture that is, and where in it the cell stands.
 *
 * @param read of a document whose locators with a page are those of its pictures
 * @param pictures the pictures, page 1 first
 */
export function placedInPictures(read: ReadReport, pictures: readonly Provenance[]): ReadReport {
  const placed = <Cell extends { readonly locator: Locator | null; readonly source?: Provenance }>(
    cell: Cell,
  ): Cell => {
    if (cell.locator === null || !('page' in cell.locator)) return cell;
    const picture = pictures[cell.locator.page - 1];
    if (picture === undefined) return cell;
    const { url, sha256 } = picture;
    // A picture file is its own page 1.
    return { ...cell, locator: { ...cell.locator, page: 1 }, source: { url, sha256 } };
  };
  return {
    ...read,
    cells: read.cells.map((cell): ReportCell => placed(cell)),
    readings: new Map([...read.readings].map(([code, reading]) => [code, placed(reading)])),
  };
}
