import { isFirm, type SourcedReport } from './compare-readings.ts';
import type { ReadReport } from './extract.ts';
import { joinReadings } from './join-readings.ts';

/**
 * Holds a reading against a second one of the same bytes that took its characters from elsewhere and its grid from the same rules. Where both
 * have a firm number, equal numbers confirm one another and different ones are in doubt, and both are shown; nothing else is taken from the
 * second. Where the grid was inferred, both may have inferred it wrongly: there agreement confirms nothing.
 */
export function heldAgainst(main: SourcedReport, second: SourcedReport): ReadReport {
  const firm = (report: ReadReport): Set<string> =>
    new Set(report.cells.filter((cell) => isFirm(cell) && cell.number !== null).map(({ code }) => code));
  const [own, other] = [firm(main.read), firm(second.read)];
  const isHeld = (code: string): boolean => own.has(code) && other.has(code);
  const { read } = second;
  const held: ReadReport = {
    ...read,
    templates: { 二: null, 三: null, 四: null },
    readings: new Map([...read.readings].filter(([code]) => isHeld(code))),
    cells: read.cells.filter(({ code }) => isHeld(code)),
    faults: [],
    sections: [],
  };
  const joined = joinReadings(main, { ...second, read: held });
  const before = main.read.comparison?.confirmed ?? new Set<string>();
  const { comparison } = joined;
  if (main.read.fromGrid || comparison === undefined) return joined;
  return { ...joined, comparison: { ...comparison, confirmed: before } };
}
