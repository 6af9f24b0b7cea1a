import { APPLICANTS } from '../codebook/requests.ts';
import { parseFigure } from './figure.ts';
import { figuresOf, overlaps, SEATS, type ColumnEvidence, type Extent } from './requests-columns.ts';
import type { FoundRow } from './requests-rows.ts';
import type { ValueToken } from './table-lines.ts';

/** Seven places, left to right, as in `APPLICANTS`; null where nothing stands. */
export type Placement = readonly (ValueToken | null)[];

/** Where the figures of a row stand: one placement, or several that the source's layout leaves open, best first. */
export interface PlacedRow {
  readonly stem: string;
  readonly likely: boolean;
  readonly placements: readonly [Placement, ...Placement[]];
  /** Why the first placement is not certain, or null. */
  readonly doubt: string | null;
}

const NOTHING: Placement = Array.from({ length: SEATS }, () => null);

/** Gives each figure of a row its seat, or the seats that the layout leaves open. */
export function placeRow(row: FoundRow, evidence: ColumnEvidence): PlacedRow {
  const { stem, likely } = row;
  const settled = (placement: Placement, doubt: string | null = row.doubt): PlacedRow => ({
    stem,
    likely,
    placements: [permute(placement, evidence)],
    doubt,
  });
  const figures = figuresOf(row);
  const marks = row.values.filter((token) => token.text !== '' && parseFigure(token.text).kind === 'unreadable');
  if (figures.length === SEATS && (marks.length === 0 || row.valuesLine.geometry !== 'spans')) return settled(figures);
  if (figures.length === 0 && marks.length === 0) return settled(emptySeats(row, evidence));
  if (figures.length > 0 && figures.length + marks.length === SEATS) {
    return settled(row.values.filter((token) => figures.includes(token) || marks.includes(token)));
  }
  const straight = straightPlacement(row, evidence);
  if (straight !== null) return settled(straight);
  const filled = row.values.filter((token) => token.text !== '');
  if (filled.length === SEATS && filled.every((token) => token.columnSpan === 1)) return settled(filled);
  return {
    stem,
    likely,
    placements: openPlacements(row, figures, evidence),
    doubt: row.doubt ?? 'its columns collapsed',
  };
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
  const { values } = row;
  const { geometry } = row.valuesLine;
  if (geometry === 'positions') return byLanes(row, evidence);
  if (geometry === 'lines') return values.length === SEATS ? values : null;
  if (geometry === 'fields' && evidence.sevenFields) return values;
  const columns = evidence.columnsOf(row);
  if (columns !== null) {
    const placed = columns.map((column) => values.find((token) => covers(token, column)) ?? null);
    const used = new Set(placed);
    const strays = values.some((token) => !used.has(token) && parseFigure(token.text).kind === 'number');
    const merged = placed.some(
      (token, seat) => token !== null && placed.indexOf(token) !== seat && parseFigure(token.text).kind === 'number',
    );
    const whole = geometry === 'fields' || placed.every((token) => token !== null);
    return !strays && !merged && whole ? placed : null;
  }
  return geometry === 'spans' && values.length === SEATS ? values : null;
}

function covers(token: ValueToken, column: number): boolean {
  return token.column <= column && column < token.column + token.columnSpan;
}

/** A figure belongs to the one seat it stands under, or, between two, to the much nearer one. */
function byLanes(row: FoundRow, { lanes }: ColumnEvidence): Placement | null {
  if (lanes === null) return null;
  const placed: (ValueToken | null)[] = [...NOTHING];
  for (const token of row.values) {
    if (token.text === '') continue;
    if (!token.extent) return null;
    const seat = laneOf(token.extent, lanes);
    if (seat === undefined || placed[seat] !== null) return null;
    placed[seat] = token;
  }
  return placed;
}

function laneOf(extent: Extent, lanes: readonly Extent[]): number | undefined {
  const under = lanes.flatMap((lane, seat) => (overlaps(lane, extent) ? [seat] : []));
  if (under.length === 1) return under[0];
  if (under.length > 1) return undefined;
  const gaps = lanes.map((lane) => Math.max(lane[0] - extent[1], extent[0] - lane[1]));
  const [nearest = Infinity, next = Infinity] = [...gaps].sort((a, b) => a - b);
  return nearest * 3 < next ? gaps.indexOf(nearest) : undefined;
}

const MOST_PLACEMENTS = 40;

/** Every way to seat the figures that keeps their order and what the head says of their fields; best guess first. */
function openPlacements(
  row: FoundRow,
  figures: readonly ValueToken[],
  evidence: ColumnEvidence,
): readonly [Placement, ...Placement[]] {
  const chosen = figures.length > SEATS ? figures.slice(-SEATS) : figures;
  const headed = row.valuesLine.geometry === 'fields' && (row.values[0]?.column ?? 0) <= (evidence.firstField ?? -1);
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
