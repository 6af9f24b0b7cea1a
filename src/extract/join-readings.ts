import { CODEBOOK, codebookEntry, type TableNumber } from '../codebook/codebook.ts';
import type { CellReading } from './cell-reading.ts';
import { judgeCells } from './cell-status.ts';
import {
  compareReadings,
  kinshipOf,
  saidOf,
  type CellComparison,
  type Kinship,
  type ReadingDifference,
  type SourcedReport,
} from './compare-readings.ts';
import type { ReadReport } from './extract.ts';
import { testIdentity, type Identity } from './identities.ts';
import type { CellStatus, ReportCell, Verdict } from './report.ts';
import { settleDoubtfulCells, termOfCell } from './settle.ts';

/**
 * Joins a further reading to the main one of the same report, cell by cell. `main` is the better of the two (digital before
 * pictures, whole before partial) and stays so: what it says firmly is never replaced.
 *
 * - Both firm and alike: nothing changes; an independent reading confirms it. A blank beside a printed 0 becomes that 0.
 * - Both firm, numbers differ: main's number stays and is `conflicting`, for the versions contradict each other. Two readings of
 *   the same bytes cannot both be right: then it is `doubtful`. Where the other was recognised from pixels and fails its own
 *   sums while main's holds, main's stands: the picture was misread.
 * - Main firm, the other in doubt: main's stands. Only where its own sums do not hold and the other's sums had forced another number
 *   (`inferred`) is it `doubtful`.
 * - Main in doubt, the other firm: the other's cell is taken, with its place. Only where main's sums had forced another number and
 *   the other's do not hold is it `doubtful`.
 * - Main unreadable or absent: the other's cell is taken, firm or in doubt. Main blank, the other a firm number: taken.
 *   Where a number so filled in makes a sum fail that mixes both, the blank stays blank, and what was unreadable is `doubtful`.
 * - Both in doubt and alike: `inferred`, where the readings are independent, their doubts are not the same doubt, and no sum fails.
 *
 * After that the identities are asked anew, as for any report; agreement alone never makes a failing identity hold.
 */
export function joinReadings(main: SourcedReport, other: SourcedReport): ReadReport {
  const kinship = kinshipOf(main, other);
  const forms = withMissingTables(main.read, other);
  const joining = new Joining(main, other, kinship, forms);
  for (const [code, comparison] of compareReadings(main.read, other.read)) joining.take(code, comparison);
  joining.settleFilled();
  const readings = settleDoubtfulCells(joining.readings, forms.identities);
  const cells = judgeCells(readings, forms.identities).map((cell): ReportCell => joining.lower(cell));
  const before = main.read.comparison;
  return {
    ...forms,
    ...proseOf(main.read, other.read),
    titleYear: main.read.titleYear ?? other.read.titleYear,
    publishedOn: main.read.publishedOn ?? other.read.publishedOn,
    readings,
    cells,
    faults: main.read.faults.filter(
      ({ fault, codes }) => fault !== 'missing' || codes.some((code) => isAbsent(readings.get(code))),
    ),
    fromGrid: main.read.fromGrid && (joining.isUntouched || other.read.fromGrid),
    comparison: {
      confirmed: new Set([...(before?.confirmed ?? []), ...joining.confirmed]),
      differences: [...(before?.differences ?? []), ...joining.differences],
    },
  };
}

/** The main reading's forms and cells, and those of tables that only the other has. */
function withMissingTables(main: ReadReport, other: SourcedReport): ReadReport {
  const lent = (['二', '三', '四'] as const).filter(
    (table) => main.templates[table] === null && other.read.templates[table] !== null,
  );
  if (lent.length === 0) return main;
  const isLent = (code: string): boolean => lent.some((table) => tableOf(code) === table);
  const cells = [
    ...[...main.readings].filter(([code]) => !isLent(code)),
    ...[...other.read.readings]
      .filter(([code]) => isLent(code))
      .map(([code, cell]) => [code, from(other, cell)] as const),
  ];
  // A reading without any table has no cells at all: the tables that neither has are then absent as the other says.
  const rest = main.readings.size > 0 ? [] : [...other.read.readings].filter(([code]) => !isLent(code));
  return {
    ...main,
    templates: {
      二: main.templates.二 ?? other.read.templates.二,
      三: main.templates.三 ?? other.read.templates.三,
      四: main.templates.四 ?? other.read.templates.四,
    },
    identities: lent.includes('三') ? other.read.identities : main.identities,
    readings: inCodebookOrder([...cells, ...rest]),
    faults: [...main.faults, ...other.read.faults.filter(({ codes }) => codes.some(isLent))],
  };
}

const CODE_ORDER = new Map(CODEBOOK.map(({ code }, index) => [code, index]));

function inCodebookOrder(cells: readonly (readonly [string, CellReading])[]): ReadonlyMap<string, CellReading> {
  return new Map([...cells].sort(([a], [b]) => (CODE_ORDER.get(a) ?? 0) - (CODE_ORDER.get(b) ?? 0)));
}

function tableOf(code: string): TableNumber | undefined {
  return codebookEntry(code)?.table;
}

/** A cell as the other reading has it, with the original it stands in. */
function from({ url, sha256 }: SourcedReport, cell: CellReading): CellReading {
  return { ...cell, source: cell.source ?? { url, sha256 } };
}

function isAbsent(cell: CellReading | undefined): boolean {
  return cell === undefined || cell.state === 'absent';
}

/** The fuller of two texts: a version that is the tables alone has no sections. */
function proseOf(main: ReadReport, other: ReadReport): Pick<ReadReport, 'sections' | 'prose' | 'opening' | 'period'> {
  const { sections, prose, opening } = main.sections.length >= other.sections.length ? main : other;
  return { sections, prose, opening, period: main.period ?? other.period };
}

/** One joining under way: the cells as they are so far, and what is to be said of them. */
class Joining {
  readonly readings: Map<string, CellReading>;
  readonly confirmed = new Set<string>();
  readonly differences: ReadingDifference[] = [];
  readonly #main: SourcedReport;
  readonly #other: SourcedReport;
  readonly #kinship: Kinship;
  readonly #identities: readonly Identity[];
  readonly #statuses: ReadonlyMap<string, CellStatus>;
  readonly #otherStatuses: ReadonlyMap<string, CellStatus>;
  readonly #derived: ReadonlyMap<string, number | null>;
  /** Cells filled from the other reading, by what they were. */
  readonly #filled = new Map<string, CellReading>();
  readonly #contradicted = new Set<string>();

  constructor(main: SourcedReport, other: SourcedReport, kinship: Kinship, forms: ReadReport) {
    this.#main = main;
    this.#other = other;
    this.#kinship = kinship;
    this.#identities = forms.identities;
    this.readings = new Map(forms.readings);
    this.#statuses = new Map(main.read.cells.map(({ code, status }) => [code, status]));
    this.#otherStatuses = new Map(other.read.cells.map(({ code, status }) => [code, status]));
    this.#derived = new Map(main.read.cells.map(({ code, derived }) => [code, derived]));
  }

  /** No cell was taken from the other reading. */
  get isUntouched(): boolean {
    return [...this.readings.values()].every(({ source }) => source?.sha256 !== this.#other.sha256);
  }

  take(code: string, comparison: CellComparison): void {
    const first = this.#main.read.readings.get(code);
    const second = this.#other.read.readings.get(code);
    // A table that main lacks was lent as a whole.
    if (first === undefined || second === undefined || this.readings.get(code) !== first) return;
    switch (comparison) {
      case 'same':
        if (this.#kinship !== 'alike') this.confirmed.add(code);
        if (first.number === null && second.number === 0) this.#put(second);
        return;
      case 'other_number':
        this.#contradiction(first, second);
        return;
      case 'only_first':
        this.#differ(code, this.#kinship === 'reread' ? 'extraction' : 'undetermined', true);
        return;
      case 'only_second':
        this.#fill(first, second);
        return;
      case 'first_firm':
        if (this.#isForced(this.#otherStatuses, code, second, first) && this.#statuses.get(code) !== 'verified') {
          this.#doubt(first);
        }
        return;
      case 'second_firm':
        this.#takeFirm(first, second);
        return;
      case 'same_doubt':
        if (this.#kinship === 'independent' && first.doubt !== second.doubt && !this.#breaks(code)) {
          this.readings.set(code, { ...first, settled: true });
        }
        return;
      case 'neither':
        this.#takeDoubtful(first, second);
    }
  }

  /** Takes back what was filled in and makes a sum fail that it shares with cells of the main reading. */
  settleFilled(): void {
    const failing = this.#identities.filter((identity) => this.#fails(identity));
    for (const identity of failing) {
      const codes = [...identity.left, ...identity.right];
      if (codes.every((code) => this.#filled.has(code) || isAbsent(this.readings.get(code)))) continue;
      for (const code of codes) {
        const was = this.#filled.get(code);
        const now = this.readings.get(code);
        if (was === undefined || now === undefined) continue;
        this.#filled.delete(code);
        if (was.state === 'blank') {
          this.readings.set(code, was);
        } else {
          const doubt = 'it was read in another version, and a sum that it shares with this one fails';
          this.readings.set(code, { ...now, doubt, settled: false, alternatives: [] });
        }
      }
    }
  }

  /** Versions that contradict each other make a number `conflicting`, whatever the sums say. */
  lower(cell: ReportCell): ReportCell {
    if (!this.#contradicted.has(cell.code)) return cell;
    return cell.status === 'verified' || cell.status === 'read' ? { ...cell, status: 'conflicting' } : cell;
  }

  #contradiction(first: CellReading, second: CellReading): void {
    const { code } = first;
    if (this.#kinship === 'reread') {
      this.#doubt(first, second);
      return;
    }
    const misread =
      this.#other.fromPixels &&
      this.#statuses.get(code) === 'verified' &&
      this.#otherStatuses.get(code) === 'conflicting';
    if (!misread) this.#contradicted.add(code);
    const pictures = this.#main.fromPixels || this.#other.fromPixels;
    this.#differ(code, misread ? 'extraction' : pictures ? 'undetermined' : 'source');
  }

  #takeFirm(first: CellReading, second: CellReading): void {
    const { code } = first;
    if (first.state === 'unreadable' || first.state === 'absent') {
      // Something stands there: that the other version has nothing says little about it.
      if (second.state === 'blank' && first.state === 'unreadable') return;
      this.#put(second);
      this.#filled.set(code, first);
      return;
    }
    const otherHolds = this.#otherStatuses.get(code) === 'verified';
    if (this.#isForced(this.#statuses, code, first, second) && !otherHolds) this.#doubt(first);
    else this.#put(second);
  }

  #takeDoubtful(first: CellReading, second: CellReading): void {
    if (first.state !== 'number' && second.state === 'number') this.#put(second);
    else if (first.state === 'absent' && second.state !== 'absent') this.#put(second);
    else if (first.settled && second.settled && first.number !== second.number) this.#doubt(first);
  }

  #fill(first: CellReading, second: CellReading): void {
    this.#differ(first.code, this.#kinship === 'reread' ? 'extraction' : 'undetermined', true);
    const derived = this.#derived.get(first.code) ?? null;
    if (derived !== null && derived !== second.number) return;
    this.#put(second);
    this.#filled.set(first.code, first);
  }

  /** Had the sums forced a number on `cell`, and is it another one? */
  #isForced(statuses: ReadonlyMap<string, CellStatus>, code: string, cell: CellReading, against: CellReading): boolean {
    return statuses.get(code) === 'inferred' && (cell.number ?? 0) !== (against.number ?? 0);
  }

  #put(cell: CellReading): void {
    this.readings.set(cell.code, from(this.#other, cell));
  }

  #doubt(cell: CellReading, second?: CellReading): void {
    const alternatives = second?.number == null ? [] : [second.number];
    const doubt = 'another reading of the report says otherwise';
    this.readings.set(cell.code, { ...cell, doubt, settled: false, alternatives });
    this.#differ(cell.code, this.#kinship === 'reread' ? 'extraction' : 'undetermined');
  }

  #differ(code: string, verdict: Verdict, blank = false): void {
    const kept = saidOf(this.#main, code, this.#main.read.readings.get(code));
    const other = saidOf(this.#other, code, this.#other.read.readings.get(code));
    this.differences.push({ code, kept, other, verdict, blank });
  }

  /** Does an identity fail once the doubtful number of this cell is relied on? */
  #breaks(code: string): boolean {
    const cell = this.readings.get(code);
    return this.#identities
      .filter(({ left, right }) => left.includes(code) || right.includes(code))
      .some((identity) => {
        const term = (one: string): ReturnType<typeof termOfCell> =>
          one === code && cell ? termOfCell({ ...cell, settled: true }) : termOfCell(this.readings.get(one));
        return testIdentity(identity, term).kind === 'fails';
      });
  }

  #fails(identity: Identity): boolean {
    return testIdentity(identity, (code) => termOfCell(this.readings.get(code))).kind === 'fails';
  }
}
