import type { CellReading } from './cell-reading.ts';
import type { ReadReport } from './extract.ts';
import type { CellStatus, Provenance, ReportCell, Verdict } from './report.ts';

/** One reading of a report: what was read, and from which original in which way. */
export interface SourcedReport extends Provenance {
  readonly read: ReadReport;
  /** Name of the reader, as in `documents.reader`. */
  readonly reader: string;
  /** Its figures were recognised from pixels. */
  readonly fromPixels: boolean;
}

/** What one of two readings says of a cell. */
export interface Said extends Provenance {
  readonly printed: string | null;
  readonly number: number | null;
  readonly status: CellStatus;
  readonly locator: ReportCell['locator'];
}

/** A cell of which two readings say different things. */
export interface ReadingDifference {
  readonly code: string;
  /** What stands in the corpus. */
  readonly kept: Said;
  readonly other: Said;
  /** `source`: the two originals say different things. `extraction`: one of them was misread. */
  readonly verdict: Verdict;
  /** Of one statement of the report, the one leaves empty what the other prints. */
  readonly blank: boolean;
}

/** What further readings say of a report's cells. */
export interface ReadingComparison {
  /** Codes that an independent reading confirms: both are firm, and they say the same. */
  readonly confirmed: ReadonlySet<string>;
  readonly differences: readonly ReadingDifference[];
}

/**
 * How two readings stand to each other.
 * - `independent`: other bytes, and another format or way of reading. What both say alike was not misread twice.
 * - `reread`: the same bytes, read by another reader. Where the two differ, one of them is wrong.
 * - `alike`: other bytes read in the same way, or the same bytes once more: what misleads the one may mislead the other.
 */
export type Kinship = 'independent' | 'reread' | 'alike';

/** Tells the kinship of two readings from bytes and readers. */
export function kinshipOf(first: SourcedReport, second: SourcedReport): Kinship {
  const sameWay = first.reader === second.reader && first.fromPixels === second.fromPixels;
  if (sameWay) return 'alike';
  return first.sha256 === second.sha256 ? 'reread' : 'independent';
}

/** How a cell compares in two readings, the first of which is the better one. */
export type CellComparison =
  /** Both are firm and say the same. A blank and a printed 0 do: which of the two is typed differs between versions. */
  | 'same'
  /** Both are firm, and the numbers differ. */
  | 'other_number'
  /** The first is firmly blank, the second firmly has a number that is not 0; or the other way round. */
  | 'only_second'
  | 'only_first'
  /** One is firm, the other in doubt, unreadable or not there. */
  | 'first_firm'
  | 'second_firm'
  /** Neither is firm; both have a number, and it is the same. */
  | 'same_doubt'
  | 'neither';

const FIRM: ReadonlySet<CellStatus> = new Set(['verified', 'read', 'conflicting', 'blank']);

/** Was the cell read without doubt? A blank was, too. */
export function isFirm(cell: Pick<ReportCell, 'status'> | undefined): boolean {
  return cell !== undefined && FIRM.has(cell.status);
}

/**
 * Compares two readings of one report cell by cell; pure, and without a judgement of which is right. Only codes of the first
 * reading's forms are compared, so that a row the other form has alone is no difference.
 */
export function compareReadings(first: ReadReport, second: ReadReport): ReadonlyMap<string, CellComparison> {
  const others = new Map(second.cells.map((cell) => [cell.code, cell]));
  return new Map(first.cells.map((cell) => [cell.code, compareCells(cell, others.get(cell.code))]));
}

function compareCells(first: ReportCell, second: ReportCell | undefined): CellComparison {
  const firm = isFirm(first);
  if (second === undefined || !isFirm(second)) {
    if (firm) return 'first_firm';
    const sameNumber = first.number !== null && first.number === second?.number;
    return sameNumber ? 'same_doubt' : 'neither';
  }
  if (!firm) return 'second_firm';
  if ((first.number ?? 0) === (second.number ?? 0)) return 'same';
  if (first.number === null) return 'only_second';
  return second.number === null ? 'only_first' : 'other_number';
}

/** Fewer common figures than this tell nothing of whether two documents say the same. */
const FEWEST_COMMON_FIGURES = 4;

/**
 * The share of figures, read firmly in both and not 0 in both, that are equal; 1 where there are too few to tell. Two versions
 * of one report share nearly all of them, two reports hardly any.
 */
export function shareOfEqualFigures(first: readonly ReportCell[], second: readonly ReportCell[]): number {
  const others = new Map(second.map((cell) => [cell.code, cell]));
  let equal = 0;
  let common = 0;
  for (const cell of first) {
    const other = others.get(cell.code);
    if (cell.number === null || other === undefined || other.number === null) continue;
    if (!isFirm(cell) || !isFirm(other) || (cell.number === 0 && other.number === 0)) continue;
    common += 1;
    if (cell.number === other.number) equal += 1;
  }
  return common < FEWEST_COMMON_FIGURES ? 1 : equal / common;
}

/** The reading of a cell and its judged status, for comparing and for showing. */
export function saidOf(source: SourcedReport, code: string, reading: CellReading | undefined): Said {
  const cell = source.read.cells.find((one) => one.code === code);
  return {
    url: reading?.source?.url ?? source.url,
    sha256: reading?.source?.sha256 ?? source.sha256,
    printed: cell?.printed ?? null,
    number: cell?.number ?? null,
    status: cell?.status ?? 'absent',
    locator: cell?.locator ?? null,
  };
}
