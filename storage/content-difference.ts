import type { CellStatus, Finding, ReportCell } from '../src/extract/report.ts';
import type { ReportContent } from './report-content.ts';

/** What a cell says, without the place it stands in. */
export interface CellReading {
  readonly printed: string | null;
  readonly number: number | null;
  readonly status: CellStatus;
  readonly derived: number | null;
}

/** A cell that says one thing before and another after; null on the side that has no such cell. */
export interface CellDifference {
  readonly code: string;
  readonly before: CellReading | null;
  readonly after: CellReading | null;
}

/** A section whose words differ: the passage that does, without what both share before and after it; null where there is no such section. */
export interface SectionDifference {
  readonly number: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** All in which two readings or revisions of one report differ. */
export interface ContentDifference {
  /** In codebook order. */
  readonly cells: readonly CellDifference[];
  readonly sections: readonly SectionDifference[];
  /** Findings of the one alone. */
  readonly findingsBefore: readonly Finding[];
  readonly findingsAfter: readonly Finding[];
  /** Cells that say the same and stand in another place of the original, or rest on another identity. */
  readonly placesMoved: number;
}

/** Compares what two readings of a report say. White space counts in neither figures nor words. */
export function differenceOf(before: ReportContent, after: ReportContent): ContentDifference {
  const earlier = new Map(before.cells.map((cell) => [cell.code, cell]));
  const later = new Map(after.cells.map((cell) => [cell.code, cell]));
  const codes = [...new Set([...later.keys(), ...earlier.keys()])];
  const pairs = codes.map((code) => ({ code, before: earlier.get(code), after: later.get(code) }));
  return {
    cells: pairs
      .filter((pair) => saying(pair.before) !== saying(pair.after))
      .map((pair) => ({ code: pair.code, before: readingOf(pair.before), after: readingOf(pair.after) })),
    sections: sectionDifferences(before, after),
    findingsBefore: findingsMissing(before.findings, after.findings),
    findingsAfter: findingsMissing(after.findings, before.findings),
    placesMoved: pairs.filter(
      (pair) => saying(pair.before) === saying(pair.after) && placing(pair.before) !== placing(pair.after),
    ).length,
  };
}

/** Do both say the same, wherever it stands? */
export function isNoDifference({ cells, sections, findingsBefore, findingsAfter }: ContentDifference): boolean {
  return cells.length + sections.length + findingsBefore.length + findingsAfter.length === 0;
}

function readingOf(cell: ReportCell | undefined): CellReading | null {
  if (cell === undefined) return null;
  const { printed, number, status, derived } = cell;
  return { printed, number, status, derived };
}

/** An absent cell that is listed and one that is left out say the same. */
function saying(cell: ReportCell | undefined): string {
  if (cell === undefined || cell.status === 'absent') return 'absent';
  return JSON.stringify([cell.printed?.replace(/\s+/gu, '') ?? null, cell.number, cell.status, cell.derived]);
}

function placing(cell: ReportCell | undefined): string {
  return JSON.stringify([cell?.locator ?? null, cell?.basis ?? null]);
}

function sectionDifferences(before: ReportContent, after: ReportContent): SectionDifference[] {
  const textsOf = ({ sections }: ReportContent): Map<number, string> =>
    new Map(sections.map(({ number, text }) => [number, text.replace(/\s+/gu, '')]));
  const [earlier, later] = [textsOf(before), textsOf(after)];
  return [1, 2, 3, 4, 5, 6].flatMap((number): SectionDifference[] => {
    const [one, other] = [earlier.get(number) ?? null, later.get(number) ?? null];
    if (one === other) return [];
    if (one === null || other === null) return [{ number, before: one, after: other }];
    const start = sharedLength([...one], [...other]);
    const [left, right] = [[...one].slice(start), [...other].slice(start)];
    const end = sharedLength(left.toReversed(), right.toReversed());
    const passage = (rest: readonly string[]): string => rest.slice(0, rest.length - end).join('');
    return [{ number, before: passage(left), after: passage(right) }];
  });
}

function sharedLength(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((character, index) => character !== b[index]);
  return differs === -1 ? a.length : differs;
}

function findingsMissing(from: readonly Finding[], among: readonly Finding[]): Finding[] {
  const key = ({ rule, subject, verdict, message }: Finding): string =>
    JSON.stringify([rule, subject, verdict, message]);
  const known = new Set(among.map(key));
  return from.filter((finding) => !known.has(key(finding)));
}
