import { APPLICANTS } from '../codebook/requests.ts';
import { parseFigure } from './figure.ts';
import { APPLICANT_LABELS } from './label-match.ts';
import type { FoundRow } from './requests-rows.ts';
import type { TableLine, ValueToken } from './table-lines.ts';

/** Seven places, left to right, as in `APPLICANTS`; null where nothing stands. */
export type Placement = readonly (ValueToken | null)[];

/** Where the figures of a row stand: one placement, or several that the source's layout leaves open, best first. */
export interface PlacedRow {
  readonly stem: string;
  readonly placements: readonly [Placement, ...Placement[]];
  /** Why the first placement is not certain, or null. */
  readonly doubt: string | null;
}

const SEATS = APPLICANTS.length;
const NOTHING: Placement = Array.from({ length: SEATS }, () => null);

/** What the table as a whole tells of its columns. */
export interface ColumnEvidence {
  /** Grid column of each seat, where rows with seven figures or the head agree on it. */
  readonly columns: readonly number[] | null;
  /** True when every line of delimited text has the same number of fields and the same columns for its figures. */
  readonly rectangular: boolean;
  /** Centre of each seat, for positions. */
  readonly lanes: readonly number[] | null;
  /** Seats that the head allows a field to be, where the head names its columns one by one. */
  readonly fieldSeats: ReadonlyMap<number, readonly number[]>;
  /** Field under which the head names the first applicant; a row whose figures begin further right does not stand under the head. */
  readonly firstField: number | null;
  /** True when every line of delimited text holds seven fields behind its label, whatever the depth of the label. */
  readonly sevenFields: boolean;
  /** Seat of each figure in a full row, where the head names all seven in another order than the form's. */
  readonly permutation: readonly number[] | null;
}

/** Looks at the full rows and the head of the table. */
export function columnEvidence(rows: readonly FoundRow[], head: readonly TableLine[]): ColumnEvidence {
  const full = rows.filter((row) => figuresOf(row).length === SEATS);
  const headColumns = headerColumns(head);
  const columns =
    mostCommonColumns(full.map(figuresOf)) ??
    mostCommonColumns(rows.filter((row) => row.geometry === 'spans').map((row) => row.values)) ??
    completeColumns(headColumns);
  const widths = new Set(rows.map((row) => row.labelLine.width));
  return {
    columns,
    rectangular:
      widths.size === 1 &&
      columns !== null &&
      full.every((row) => sameColumns(figuresOf(row), columns)) &&
      rows.every((row) => row.values.length >= SEATS || row.values.every((token) => token.text === '')),
    lanes: laneCentres(full, head),
    fieldSeats: fieldSeats(headColumns),
    firstField: headColumns.get(0) ?? null,
    sevenFields: rows.length >= 10 && rows.every((row) => row.values.length === SEATS),
    permutation: permutationOf(headColumns, columns),
  };
}

function figuresOf(row: FoundRow): readonly ValueToken[] {
  return row.values.filter((token) => token.text !== '' && parseFigure(token.text).kind === 'number');
}

function sameColumns(tokens: readonly ValueToken[], columns: readonly number[]): boolean {
  return tokens.length === columns.length && tokens.every((token, seat) => token.column === columns[seat]);
}

/** The seven columns in which most rows of seven tokens stand. */
function mostCommonColumns(rows: readonly (readonly ValueToken[])[]): readonly number[] | null {
  const counts = new Map<string, { columns: number[]; count: number }>();
  for (const tokens of rows) {
    if (tokens.length !== SEATS) continue;
    const columns = tokens.map((token) => token.column);
    const key = columns.join();
    const entry = counts.get(key) ?? { columns, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0];
  return best && new Set(best.columns).size === SEATS ? best.columns : null;
}

/** Columns at which the head names an applicant, by seat; the first naming of each counts. */
function headerColumns(head: readonly TableLine[]): ReadonlyMap<number, number> {
  const columns = new Map<number, number>();
  for (const line of head) {
    for (const label of line.labels) {
      const id = APPLICANT_LABELS.exact(label.folded);
      const seat = APPLICANTS.findIndex((applicant) => applicant.id === id);
      if (seat >= 0 && !columns.has(seat)) columns.set(seat, label.column);
    }
  }
  return columns;
}

function completeColumns(columns: ReadonlyMap<number, number>): readonly number[] | null {
  const inOrder = APPLICANTS.map((_, seat) => columns.get(seat));
  const known = inOrder.filter((column) => column !== undefined);
  if (known.length !== SEATS) return null;
  return known.every((column, seat) => seat === 0 || column === (known[seat - 1] ?? 0) + 1) ? known : null;
}

/** A form whose columns stand in another order: only where the head names all seven, each over a column of figures. */
function permutationOf(head: ReadonlyMap<number, number>, columns: readonly number[] | null): readonly number[] | null {
  if (columns === null || head.size !== SEATS || new Set(head.values()).size !== SEATS) return null;
  const seats = columns.map((column) => [...head].find(([, at]) => at === column)?.[0]);
  if (seats.some((seat) => seat === undefined)) return null;
  const known = seats.filter((seat) => seat !== undefined);
  return known.every((seat, at) => seat === at) ? null : known;
}

/** The head of a collapsed table: a field under one name is that applicant; the last field named may be any from there on. */
function fieldSeats(head: ReadonlyMap<number, number>): ReadonlyMap<number, readonly number[]> {
  const first = head.get(0);
  const second = head.get(1);
  if (first === undefined || second !== first + 1) return new Map();
  const fields = new Map<number, number[]>();
  for (const [seat, column] of head) fields.set(column, [...(fields.get(column) ?? []), seat]);
  const last = Math.max(...fields.keys());
  const lowest = Math.min(...(fields.get(last) ?? []));
  fields.set(
    last,
    Array.from({ length: SEATS - lowest }, (_, index) => lowest + index),
  );
  return fields;
}

function centre(extent: readonly [number, number]): number {
  return (extent[0] + extent[1]) / 2;
}

function laneCentres(full: readonly FoundRow[], head: readonly TableLine[]): readonly number[] | null {
  const rows = full.map((row) => figuresOf(row).flatMap((token) => (token.extent ? [centre(token.extent)] : [])));
  const complete = rows.filter((centres) => centres.length === SEATS);
  if (complete.length > 0) {
    return APPLICANTS.map((_, seat) => complete.reduce((sum, row) => sum + (row[seat] ?? 0), 0) / complete.length);
  }
  const named = new Map<number, number>();
  for (const label of head.flatMap((line) => line.labels)) {
    const id = APPLICANT_LABELS.exact(label.folded);
    const seat = APPLICANTS.findIndex((applicant) => applicant.id === id);
    if (seat >= 0 && label.extent && !named.has(seat)) named.set(seat, centre(label.extent));
  }
  const centres = APPLICANTS.map((_, seat) => named.get(seat)).filter((value) => value !== undefined);
  return centres.length === SEATS && centres.every((value, at) => at === 0 || value > (centres[at - 1] ?? 0))
    ? centres
    : null;
}

/** Gives each figure of a row its seat, or the seats that the layout leaves open. */
export function placeRow(row: FoundRow, evidence: ColumnEvidence): PlacedRow {
  const { stem } = row;
  const settled = (placement: Placement, doubt: string | null = row.doubt): PlacedRow => ({
    stem,
    placements: [permute(placement, evidence)],
    doubt,
  });
  const figures = figuresOf(row);
  const marks = row.values.filter((token) => token.text !== '' && parseFigure(token.text).kind === 'unreadable');
  if (figures.length === SEATS && (marks.length === 0 || row.geometry !== 'spans')) return settled(figures);
  if (figures.length === 0 && marks.length === 0) return settled(emptySeats(row, evidence));
  if (figures.length > 0 && figures.length + marks.length === SEATS) {
    return settled(row.values.filter((token) => figures.includes(token) || marks.includes(token)));
  }
  const straight = straightPlacement(row, evidence);
  if (straight !== null) return settled(straight);
  const filled = row.values.filter((token) => token.text !== '');
  if (filled.length === SEATS && filled.every((token) => token.columnSpan === 1)) return settled(filled);
  return { stem, placements: openPlacements(row, figures, evidence), doubt: row.doubt ?? 'its columns collapsed' };
}

function permute(placement: Placement, { permutation }: ColumnEvidence): Placement {
  if (permutation === null) return placement;
  return APPLICANTS.map((_, seat) => placement[permutation.indexOf(seat)] ?? null);
}

/** A row without figures: its empty tokens take the seats where there is one for each. */
function emptySeats(row: FoundRow, evidence: ColumnEvidence): Placement {
  const marked = row.values.filter((token) => token.text !== '');
  if (marked.length === SEATS) return marked;
  if (row.values.length === SEATS) return row.values;
  return straightPlacement(row, evidence) ?? NOTHING;
}

/** The placement where the layout leaves no choice, else null. */
function straightPlacement(row: FoundRow, evidence: ColumnEvidence): Placement | null {
  const { values, geometry } = row;
  if (geometry === 'positions') return byLanes(row, evidence);
  if (geometry === 'lines') return values.length === SEATS ? values : null;
  if (geometry === 'fields' && evidence.sevenFields) return values;
  const { columns } = evidence;
  const trusted = geometry === 'spans' || evidence.rectangular;
  if (columns !== null && trusted) {
    const placed = columns.map((column) => values.find((token) => covers(token, column)) ?? null);
    const used = new Set(placed);
    const strays = values.some((token) => !used.has(token) && parseFigure(token.text).kind === 'number');
    const merged = placed.some((token, seat) => token !== null && token.text !== '' && placed.indexOf(token) !== seat);
    if (!strays && !merged && placed.every((token) => token !== null)) return placed;
    return null;
  }
  return geometry === 'spans' && values.length === SEATS ? values : null;
}

function covers(token: ValueToken, column: number): boolean {
  return token.column <= column && column < token.column + token.columnSpan;
}

function byLanes(row: FoundRow, { lanes }: ColumnEvidence): Placement | null {
  if (lanes === null) return null;
  const gap = Math.min(...lanes.slice(1).map((lane, index) => lane - (lanes[index] ?? 0)));
  const placed: (ValueToken | null)[] = [...NOTHING];
  for (const token of row.values) {
    if (token.text === '') continue;
    if (!token.extent) return null;
    const at = centre(token.extent);
    const distances = lanes.map((lane) => Math.abs(lane - at));
    const seat = distances.indexOf(Math.min(...distances));
    if ((distances[seat] ?? Infinity) > gap * 0.45 || placed[seat] !== null) return null;
    placed[seat] = token;
  }
  return placed;
}

const MOST_PLACEMENTS = 40;

/** Every way to seat the figures that keeps their order and what the head says of their fields; best guess first. */
function openPlacements(
  row: FoundRow,
  figures: readonly ValueToken[],
  evidence: ColumnEvidence,
): readonly [Placement, ...Placement[]] {
  const chosen = figures.length > SEATS ? figures.slice(-SEATS) : figures;
  const headed = (row.values[0]?.column ?? 0) <= (evidence.firstField ?? -1);
  const allowed = chosen.map((token) => (headed ? (evidence.fieldSeats.get(token.column) ?? null) : null));
  const found = seatings(chosen, allowed);
  const open =
    found.length > 0
      ? found
      : seatings(
          chosen,
          chosen.map(() => null),
        );
  const guess = open.sort((a, b) => displacement(a, row) - displacement(b, row)).slice(0, MOST_PLACEMENTS);
  const [best = NOTHING, ...others] = guess;
  return [best, ...others];
}

function seatings(tokens: readonly ValueToken[], allowed: readonly (readonly number[] | null)[]): Placement[] {
  const found: Placement[] = [];
  const seats: number[] = [];
  const extend = (): void => {
    const index = seats.length;
    if (index === tokens.length) {
      found.push(APPLICANTS.map((_, seat) => tokens[seats.indexOf(seat)] ?? null));
      return;
    }
    for (let seat = (seats.at(-1) ?? -1) + 1; seat <= SEATS - (tokens.length - index); seat++) {
      if (allowed[index] && !allowed[index].includes(seat)) continue;
      seats.push(seat);
      extend();
      seats.pop();
    }
  };
  extend();
  return found;
}

/** How far a seating lies from the fields the figures stand in; the last field of a row most likely holds the total. */
function displacement(placement: Placement, row: FoundRow): number {
  const start = row.values[0]?.column ?? 0;
  let sum = 0;
  for (const [seat, token] of placement.entries()) {
    if (token === null) continue;
    const isLast = token === row.values.at(-1);
    sum += isLast ? SEATS - 1 - seat : Math.abs(seat - (token.column - start));
  }
  return sum;
}
