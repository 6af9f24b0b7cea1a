import type { TemplateYear } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS, DISPUTE_RESULTS, type DisputeBlockId } from '../codebook/disputes.ts';
import { absentCell, readCell, vacantCell, type CellReading } from './cell-reading.ts';
import { parseFigure } from './figure.ts';
import { identitiesOf, testIdentity } from './identities.ts';
import { DISPUTE_BLOCK_LABELS, DISPUTE_RESULT_LABELS } from './label-match.ts';
import { overlaps } from './requests-columns.ts';
import type { TableFault, TableReading } from './requests-table.ts';
import type { TableLine, ValueToken } from './table-lines.ts';

const COUNT = { kind: 'count' } as const;
const WIDTH = DISPUTE_RESULTS.length;
const CODES = DISPUTE_BLOCKS.flatMap((block) => DISPUTE_RESULTS.map((result) => `disputes.${block.id}.${result.id}`));

type Seats = readonly (ValueToken | null)[];

/** Reads table 四 from its lines: a head of two or three lines, then one line of fifteen figures; or one figure a line. */
export function readDisputesTable(lines: readonly TableLine[], template: TemplateYear): TableReading {
  const faults: TableFault[] = [];
  const figureLines = lines.filter((line) => line.values.some((token) => isFigure(token)));
  const head = lines.filter((line) => line.labels.length > 0 && !figureLines.includes(line));
  if (lines.length === 0) {
    faults.push({ subject: 'table_四', codes: CODES, fault: 'missing', message: 'table 四 is not in the document' });
    return { template, cells: CODES.map(absentCell), faults };
  }
  const repeatedIn = blockWithRepeatedResult(head);
  if (repeatedIn !== undefined) {
    faults.push({
      subject: repeatedIn,
      codes: DISPUTE_RESULTS.map((result) => `disputes.${repeatedIn}.${result.id}`),
      fault: 'damaged_header',
      message: `the head of ${repeatedIn} in table 四 names a result twice; its columns are taken in the order of the form`,
    });
  }
  const { seats, doubt, settled } = seatsOf(lines, figureLines, head);
  const aside = standsAside(seats);
  const place = figureLines[0]?.values[0]?.locator ?? lines.at(-1)?.values[0]?.locator ?? null;
  const cells = CODES.map((code, index): CellReading => {
    const token = seats[index];
    if (!token)
      return vacantCell(
        code,
        place,
        lines.flatMap((line) => line.values),
      );
    const cell = readCell(code, token, COUNT, doubt);
    if (aside && cell.state === 'number') return { ...cell, doubt: aside, recognised: false, alternatives: [] };
    return settled && cell.doubt === doubt ? { ...cell, settled: true } : cell;
  });
  return { template, cells, faults };
}

/**
 * Why the row of a picture may stand a column aside of its places, as where the outer rule of the table runs out of the picture; null where it
 * does not. What stands at its edge is no figure then, or the figures one place on satisfy their sums, too: small figures often do by chance.
 */
function standsAside(seats: Seats): string | null {
  if (!seats.some((token) => token?.recognition !== undefined)) return null;
  const isNumber = (token: ValueToken | null | undefined): boolean =>
    token !== null && token !== undefined && token.illegible === undefined && isFigure(token);
  if (!seats.some((token) => isNumber(token) && token?.text !== '0')) return null;
  const strange = [seats[0], seats.at(-1)].some(
    (token) => !token || token.illegible === true || parseFigure(token.text, COUNT).kind === 'unreadable',
  );
  if (strange) return 'what stands at the edge of its row is no figure: the columns may stand one place aside';
  const shifts = [
    [...seats.slice(1), null],
    [null, ...seats.slice(0, -1)],
  ];
  const alsoHolds = shifts.some((shifted) => allHold(shifted) && shifted.some(isNumber) && holdsSomewhere(shifted));
  return alsoHolds ? 'its figures satisfy their sums one place aside, too' : null;
}

/** Does a block with other figures than 0 hold? */
function holdsSomewhere(seats: Seats): boolean {
  return DISPUTE_BLOCKS.some((_, block) => {
    const part = seats.slice(block * WIDTH, (block + 1) * WIDTH);
    return part.some((token) => token && token.text !== '0' && isFigure(token)) && blockOutcome(part) === 'holds';
  });
}

function isFigure(token: ValueToken): boolean {
  return token.text !== '' && parseFigure(token.text, COUNT).kind === 'number';
}

function seatsOf(
  lines: readonly TableLine[],
  figureLines: readonly TableLine[],
  head: readonly TableLine[],
): { seats: Seats; doubt: string | null; settled: boolean } {
  const sure = (seats: Seats): { seats: Seats; doubt: null; settled: false } => ({
    seats,
    doubt: null,
    settled: false,
  });
  if (figureLines.length === 0) {
    const empty = lines.find((line) => line.labels.length === 0 && line.values.length === CODES.length);
    return sure(empty ? empty.values : CODES.map(() => null));
  }
  const byBlock = figureLines.length > 1 ? (seatsByPieces(figureLines) ?? seatsByLabels(lines)) : null;
  if (byBlock) return sure(byBlock);
  const order = headOrder(head);
  const tokens = figureLines.flatMap((line) => line.values);
  const filled = tokens.filter((token) => token.text !== '');
  const arranged = (found: Seats): Seats => order.map((at) => found[at] ?? null);
  if (filled.length === CODES.length && filled.every((token) => token.columnSpan === 1)) return sure(arranged(filled));
  const [line] = figureLines;
  if (figureLines.length === 1 && line) {
    const byColumns = line.geometry === 'spans' ? seatsByColumns(line, head) : null;
    if (byColumns) return sure(arranged(byColumns));
    const trimmed = trimToWidth(line.values, line);
    if (trimmed && (line.geometry !== 'positions' || allHold(trimmed))) return sure(arranged(trimmed));
    const byLane = line.geometry === 'positions' ? seatsByLanes(line, head) : null;
    if (byLane) return sure(byLane);
  }
  return openSeats(filled);
}

/** Places by the grid columns of the head, which may have spare columns between them. */
function seatsByColumns(line: TableLine, head: readonly TableLine[]): Seats | null {
  const columns = head
    .flatMap((one) => one.labels)
    .flatMap((label) => (DISPUTE_RESULT_LABELS.exact(label.folded) === undefined ? [] : [label.column]))
    .sort((a, b) => a - b);
  if (columns.length !== CODES.length || new Set(columns).size !== CODES.length) return null;
  const seats = columns.map(
    (column) => line.values.find((token) => token.column <= column && column < token.column + token.columnSpan) ?? null,
  );
  const figures = line.values.filter(isFigure);
  const once = figures.every((token) => seats.filter((seat) => seat === token).length === 1);
  return once && seats.every((seat) => seat !== null) ? seats : null;
}

/** Fifteen places, or more where the ones beyond are empty. */
function trimToWidth(tokens: readonly ValueToken[], line: TableLine): Seats | null {
  const values = line.geometry === 'spans' ? splitMergedBlanks(tokens) : tokens;
  if (values.length === CODES.length && line.geometry !== 'positions') return values;
  if (values.length > CODES.length && values.slice(CODES.length).every((token) => token.text === '')) {
    return values.slice(0, CODES.length);
  }
  return null;
}

/** A merged empty cell stands for as many empty ones, where the spans together make the places of the form. */
function splitMergedBlanks(tokens: readonly ValueToken[]): readonly ValueToken[] {
  const width = tokens.reduce((sum, token) => sum + token.columnSpan, 0);
  if (![5, 10, CODES.length].includes(width) || tokens.some((token) => token.columnSpan > 1 && isFigure(token)))
    return tokens;
  return tokens.flatMap((token) => Array.from({ length: token.columnSpan }, () => token));
}

function allHold(seats: Seats): boolean {
  return DISPUTE_BLOCKS.every((_, block) => blockOutcome(seats.slice(block * WIDTH, (block + 1) * WIDTH)) !== 'fails');
}

function blockOutcome(seats: Seats): 'holds' | 'fails' | 'untested' {
  const identity = identitiesOf('2021').find(({ rule }) => rule === 'B1');
  if (!identity) return 'untested';
  const codes = [...identity.left, ...identity.right];
  return testIdentity(identity, (code) => {
    const token = seats[codes.indexOf(code)];
    if (!token) return 'blank';
    const figure = parseFigure(token.text, COUNT);
    if (figure.kind === 'number') return figure.value;
    return figure.kind === 'blank' ? 'blank' : 'unknown';
  }).kind;
}

/** Two or three tables of one line each: 复议 with five places and 诉讼 with ten, or five each. */
function seatsByPieces(figureLines: readonly TableLine[]): Seats | null {
  if (figureLines.some((line) => line.labels.length > 0)) return null;
  const pieces = figureLines.map((line) => (line.geometry === 'spans' ? splitMergedBlanks(line.values) : line.values));
  const lengths = pieces.map((values) => values.length).join();
  return lengths === '5,10' || lengths === '5,5,5' ? pieces.flat() : null;
}

/** A table typed on its side, or in a line a block: each line's own labels say where its figures belong. */
function seatsByLabels(lines: readonly TableLine[]): Seats | null {
  const seats: (ValueToken | null)[] = CODES.map(() => null);
  let block: DisputeBlockId | undefined;
  let placed = 0;
  for (const line of lines) {
    const named = line.labels.map((label) => blockOf(label.folded)).find((id) => id !== undefined);
    const result = line.labels.map((label) => DISPUTE_RESULT_LABELS.exact(label.folded)).find((id) => id !== undefined);
    if (named !== undefined) block = named;
    else if (line.labels.length > 0 && result === undefined) block = undefined;
    const figures = line.values.filter(isFigure);
    if (figures.length === 0) continue;
    const column = DISPUTE_RESULTS.findIndex(({ id }) => id === result);
    const first =
      column >= 0 && figures.length === 1 ? column : named !== undefined && figures.length === WIDTH ? 0 : -1;
    const at = DISPUTE_BLOCKS.findIndex(({ id }) => id === block) * WIDTH + first;
    if (block === undefined || first < 0) return null;
    for (const [index, token] of figures.entries()) {
      if (seats[at + index] !== null) return null;
      seats[at + index] = token;
    }
    placed += figures.length;
  }
  return placed > WIDTH ? seats : null;
}

/** The block a label names, alone or behind 行政诉讼. */
function blockOf(folded: string): DisputeBlockId | undefined {
  return DISPUTE_BLOCK_LABELS.exact(folded) ?? DISPUTE_BLOCK_LABELS.exact(folded.replace(/^行政诉讼/u, ''));
}

/** Seats in printed order, where the head names all results of all blocks in an order of its own; else the form's. */
function headOrder(head: readonly TableLine[]): readonly number[] {
  const form = CODES.map((_, index) => index);
  const named = head
    .flatMap((line) => line.labels)
    .flatMap((label) => {
      const result = DISPUTE_RESULT_LABELS.exact(label.folded);
      return result === undefined ? [] : [{ result, column: label.column }];
    });
  if (named.length !== CODES.length || new Set(named.map(({ column }) => column)).size !== CODES.length) return form;
  const sorted = [...named].sort((a, b) => a.column - b.column).map(({ result }) => result);
  const order: number[] = [];
  for (let block = 0; block < DISPUTE_BLOCKS.length; block++) {
    const results = sorted.slice(block * WIDTH, (block + 1) * WIDTH);
    if (new Set(results).size !== WIDTH) return form;
    order.push(...DISPUTE_RESULTS.map(({ id }) => block * WIDTH + results.indexOf(id)));
  }
  return order;
}

/** The block whose head names a result twice. Known from a real report: 结果纠正 where 其他结果 belongs. */
function blockWithRepeatedResult(head: readonly TableLine[]): DisputeBlockId | undefined {
  const results = head
    .flatMap((line) => line.labels)
    .flatMap((label) => DISPUTE_RESULT_LABELS.exact(label.folded) ?? []);
  if (results.length !== CODES.length) return undefined;
  return DISPUTE_BLOCKS.find((_, block) => new Set(results.slice(block * WIDTH, (block + 1) * WIDTH)).size < WIDTH)?.id;
}

/** Places by the words of the head that stand over the figures. */
function seatsByLanes(line: TableLine, head: readonly TableLine[]): Seats | null {
  const lanes = head
    .flatMap((one) => one.labels)
    .flatMap((label) => (label.extent && DISPUTE_RESULT_LABELS.exact(label.folded) ? [label.extent] : []))
    .sort((a, b) => a[0] - b[0]);
  if (lanes.length !== CODES.length) return null;
  const seats: (ValueToken | null)[] = CODES.map(() => null);
  for (const token of line.values) {
    if (token.text === '') continue;
    const [seat, ...others] = lanes.flatMap((lane, at) => (overlaps(lane, token.extent) ? [at] : []));
    if (seat === undefined || others.length > 0 || seats[seat] !== null) return null;
    seats[seat] = token;
  }
  return allHold(seats) ? seats : null;
}

const MOST_SEATINGS = 5000;

/** Figures that lost their columns: seatings that keep their order, weighed by B1; a single best one is settled. */
function openSeats(filled: readonly ValueToken[]): { seats: Seats; doubt: string; settled: boolean } {
  const doubt = 'its columns collapsed';
  const figures = filled.filter(isFigure).slice(0, CODES.length);
  let best: { seats: Seats; score: number } | undefined;
  let ties = 0;
  let tried = 0;
  const seats: number[] = [];
  const extend = (): void => {
    if (tried >= MOST_SEATINGS) return;
    if (seats.length === figures.length) {
      tried += 1;
      const seating = CODES.map((_, seat) => figures[seats.indexOf(seat)] ?? null);
      const score = scoreOf(seating);
      if (!best || score > best.score) {
        best = { seats: seating, score };
        ties = 0;
      } else if (score === best.score) ties += 1;
      return;
    }
    for (let seat = (seats.at(-1) ?? -1) + 1; seat <= CODES.length - (figures.length - seats.length); seat++) {
      seats.push(seat);
      extend();
      seats.pop();
    }
  };
  extend();
  const found = best?.seats ?? CODES.map(() => null);
  return { seats: found, doubt, settled: ties === 0 && tried < MOST_SEATINGS && allHold(found) };
}

/** A block with figures must have a total that holds; anything else counts against the seating. */
function scoreOf(seats: Seats): number {
  let score = 0;
  for (let block = 0; block < DISPUTE_BLOCKS.length; block++) {
    const part = seats.slice(block * WIDTH, (block + 1) * WIDTH);
    if (part.every((token) => token === null)) continue;
    const outcome = blockOutcome(part);
    score += outcome === 'holds' ? 1 : -10;
  }
  return score;
}
