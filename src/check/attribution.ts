import { REQUEST_ROWS } from '../codebook/requests.ts';
import type { ReadReport } from '../extract/extract.ts';
import type { Identity } from '../extract/identities.ts';
import type { ReportCell, Verdict } from '../extract/report.ts';
import { findRepair, type FoundRepair } from './misplaced-figures.ts';
import { storedTerm } from './stored-terms.ts';

type Cells = ReadonlyMap<string, ReportCell>;

/** What a single mistake would explain of the sums that fail, and whose mistake that would be. */
export interface Cause {
  readonly remark: string;
  readonly verdict: Verdict;
  /** Cells that the mistake would have put wrong. */
  readonly codes: ReadonlySet<string>;
}

/**
 * Rules 4 and 5 of whose fault it is. One shift that mends every column is ours only where the grid was lost: where all the cells stand in
 * a grid, the source typed them so. Digits joined or split between neighbours are ours, except between the cells of markup, which nothing
 * can run together but whoever typed them.
 */
export function causeOf(report: ReadReport, failing: readonly Identity[]): Cause | undefined {
  const cells: Cells = new Map(report.cells.map((cell) => [cell.code, cell]));
  const stems = REQUEST_ROWS.map(({ stem }) => stem).filter((stem) => cells.has(`requests.${stem}.total`));
  const found = findRepair(stems, failing, report.identities, (code) => storedTerm(cells.get(code)));
  if (!found) return undefined;
  return { remark: found.remark, verdict: faultOf(found, report, cells), codes: new Set(found.repair.keys()) };
}

function faultOf({ kind, repair }: FoundRepair, report: ReadReport, cells: Cells): Verdict {
  const standing = [...repair.keys()].flatMap((code) => cells.get(code) ?? []);
  const inMarkup = report.fromGrid && standing.every(({ locator }) => locator !== null && 'table' in locator);
  const isWhole = standing.every(({ status }) => status !== 'blank');
  if (kind === 'shift') return report.fromGrid || isWhole ? 'source' : 'extraction';
  return inMarkup ? 'source' : 'extraction';
}

/** Rule 6: what was recognised from pixels is not the source's until it has been read again. */
export function isRecognised(codes: readonly string[], report: ReadReport): boolean {
  return codes.some((code) => report.readings.get(code)?.recognised === true);
}

/** Rule 2: a cell whose glyphs admit other readings may well have been misread. */
export function hasNoise(code: string | undefined, report: ReadReport): boolean {
  const reading = code === undefined ? undefined : report.readings.get(code);
  return reading !== undefined && (reading.doubt !== null || reading.alternatives.length > 0);
}
