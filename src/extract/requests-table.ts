import type { TemplateYear } from '../codebook/codebook.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import { absentCell, readCell, unreadableCell, vacantCell, type CellReading } from './cell-reading.ts';
import { parseFigure } from './figure.ts';
import { identitiesOf, testIdentity, type Identity, type IdentityTerm } from './identities.ts';
import { columnEvidence } from './requests-columns.ts';
import { placeRow, type PlacedRow, type Placement } from './requests-placement.ts';
import { findRequestRows, type FoundRow } from './requests-rows.ts';
import type { TableLine } from './table-lines.ts';

export interface TableReading {
  readonly template: TemplateYear;
  readonly cells: readonly CellReading[];
  /** What the table's own labels say against the form: rows missing, printed twice, or not to be placed. */
  readonly faults: readonly TableFault[];
}

/** A row or label that does not match the form (rule A5). */
export interface TableFault {
  readonly subject: string;
  readonly codes: readonly string[];
  readonly message: string;
  readonly fault: 'missing' | 'repeated' | 'unplaced' | 'damaged_header';
}

const COUNT = { kind: 'count' } as const;

/** Reads table 三 from its lines; `fallback` is the form of the report's year, for tables whose labels do not tell. */
export function readRequestsTable(lines: readonly TableLine[], fallback: TemplateYear): TableReading {
  const found = findRequestRows(lines);
  const template = found.template ?? fallback;
  const rows = [...found.rows.values()];
  const evidence = columnEvidence(rows, found.head);
  const placed = settlePlacements(
    rows.map((row) => placeRow(row, evidence)),
    template,
  );
  const cells: CellReading[] = [];
  const faults: TableFault[] = [];
  for (const { stem } of REQUEST_ROWS.filter((row) => row.template === 'both' || row.template === template)) {
    const codes = APPLICANTS.map(({ id }) => `requests.${stem}.${id}`);
    const row = found.rows.get(stem);
    const seats = placed.get(stem);
    if (!row || !seats) {
      cells.push(...codes.map(found.unplaced.length > 0 ? unreadableCell : absentCell));
      faults.push({ subject: stem, codes, fault: 'missing', message: `row ${stem} is not in table 三` });
      continue;
    }
    const contradicted = found.contradictory.includes(stem);
    if (contradicted) {
      faults.push({
        subject: stem,
        codes,
        fault: 'repeated',
        message: `row ${stem} is printed twice with different figures`,
      });
    }
    cells.push(...cellsOfRow(row, seats, codes, contradicted));
  }
  for (const line of found.unplaced) {
    const text = line.labels.map((label) => label.text).join(' ');
    faults.push({
      subject: 'table_三',
      codes: [],
      fault: 'unplaced',
      message: `a row with figures matches no row of the form${text === '' ? '' : `: ${text}`}`,
    });
  }
  return { template, cells, faults };
}

function cellsOfRow(row: FoundRow, seats: SettledRow, codes: readonly string[], contradicted: boolean): CellReading[] {
  const doubt = contradicted ? 'printed twice with different figures' : seats.doubt;
  return codes.map((code, seat) => {
    const token = seats.placement[seat];
    if (!token) return vacantCell(code, row.values[0]?.locator ?? row.labelLine.labels[0]?.locator ?? null, row.values);
    const cell = readCell(code, token, COUNT, doubt);
    return seats.settled && !contradicted && cell.doubt === doubt ? { ...cell, settled: true } : cell;
  });
}

interface SettledRow {
  readonly placement: Placement;
  readonly doubt: string | null;
  readonly settled: boolean;
}

/**
 * Lets the identities choose where the layout leaves a choice. A placement wins when no other breaks as few identities and keeps
 * as many; otherwise the best guess stays, in doubt. Rows that are open themselves are no witnesses for each other.
 */
function settlePlacements(rows: readonly PlacedRow[], template: TemplateYear): ReadonlyMap<string, SettledRow> {
  const chosen = new Map<string, SettledRow>(
    rows.map((row) => [row.stem, { placement: row.placements[0], doubt: row.doubt, settled: false }]),
  );
  const open = rows.filter((row) => row.placements.length > 1);
  const isOpen = new Set(open.map((row) => row.stem));
  const identities = identitiesOf(template).filter((identity) => identity.rule !== 'B1');
  for (let pass = 0; pass < 3; pass++) {
    for (const row of open) {
      const scored = row.placements.map((placement) => ({ placement, score: score(row, placement) }));
      scored.sort((a, b) => b.score - a.score);
      const [best, second] = scored;
      if (!best || !second) continue;
      const settled = best.score > second.score;
      chosen.set(row.stem, { placement: settled ? best.placement : row.placements[0], doubt: row.doubt, settled });
    }
  }
  for (const row of rows) {
    if (row.placements.length > 1) continue;
    if (row.doubt !== null) chosen.set(row.stem, confirmOrder(row));
    else if (row.likely && !confirmedByColumns(row)) {
      chosen.set(row.stem, {
        placement: row.placements[0],
        doubt: 'its label is damaged, and no column confirms it',
        settled: false,
      });
    }
  }
  return chosen;

  function score(row: PlacedRow, placement: Placement): number {
    const outcomes = identities
      .filter((identity) => mentions(identity, row.stem))
      .map((identity) => testIdentity(identity, (code) => termOf(code, row.stem, placement)));
    const failed = outcomes.filter((outcome) => outcome.kind === 'fails').length;
    const held = outcomes.filter((outcome) => outcome.kind === 'holds').length;
    return held - 100 * failed;
  }

  /** A row's own sum says nothing of which row it is: only its columns do. */
  function confirmedByColumns(row: PlacedRow): boolean {
    const outcomes = identities
      .filter((identity) => identity.rule !== 'A1' && mentions(identity, row.stem))
      .map((identity) => testIdentity(identity, (code) => termOf(code, row.stem, row.placements[0])));
    return outcomes.some(({ kind }) => kind === 'holds') && outcomes.every(({ kind }) => kind !== 'fails');
  }

  /** A row known by its order alone keeps its figures when its own columns hold with it. */
  function confirmOrder(row: PlacedRow): SettledRow {
    const placement = row.placements[0];
    const outcomes = identities
      .filter((identity) => mentions(identity, row.stem))
      .map((identity) => testIdentity(identity, (code) => termOf(code, row.stem, placement)));
    const settled = outcomes.some((outcome) => outcome.kind === 'holds') && outcomes.every((o) => o.kind !== 'fails');
    return { placement, doubt: row.doubt, settled };
  }

  function termOf(code: string, stem: string, placement: Placement): IdentityTerm {
    const [, row = '', applicant] = code.split('.');
    const seat = APPLICANTS.findIndex(({ id }) => id === applicant);
    const other = chosen.get(row);
    if (!other) return 'absent';
    if (row !== stem && isOpen.has(row) && !other.settled) return 'unknown';
    const token = (row === stem ? placement : other.placement)[seat];
    if (!token) return 'blank';
    const figure = parseFigure(token.text, COUNT);
    if (figure.kind === 'blank') return 'blank';
    return figure.kind === 'number' ? figure.value : 'unknown';
  }
}

function mentions(identity: Identity, stem: string): boolean {
  const prefix = `requests.${stem}.`;
  return [...identity.left, ...identity.right].some((code) => code.startsWith(prefix));
}
