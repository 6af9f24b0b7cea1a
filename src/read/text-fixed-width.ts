import { columnsOf } from './position-grid.ts';
import type { PlacedText } from './position-grid.ts';
import { displayWidth, isFigureOrDash, isNumbered, isPageMark, isSetOffHeading, plainWords } from './text-line.ts';
import type { TextLine } from './text-line.ts';
import type { Refusal, TextRow, TextTable } from './text-shape.ts';

const PROSE_WIDTH = 70;
/** Lines with one cell (parts of wrapped labels, rows with nothing but blanks) and blank lines allowed between two fuller rows. */
const LOOSE_LINES = 12;
const LOOSE_BLANKS = 4;
/** A region that shows no figure in so many rows is no table of figures. */
const FIGURES_DUE_WITHIN = 40;
const HEADER_LINES = 8;
const HEADER_CELLS = 4;
/** Words with single spaces between them; `\s` covers the ideographic space, which always parts. */
const SEGMENT = /\S+(?: \S+)*/g;

interface FixedRow {
  readonly line: TextLine;
  readonly segments: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/**
 * Text laid out in fixed-width columns, as a PDF converter makes it: cells set apart by two spaces or more. Positions are
 * counted in character cells, a CJK character as two. Some converters pad as if every character had one cell; the way of
 * counting under which figures stand better one below the other is taken for the whole region.
 */
export function fixedWidth(lines: readonly TextLine[], start: number): TextTable | Refusal | null {
  const first = lines[start];
  if (!first || !isSpread(first)) return null;
  const rows: FixedRow[] = [];
  let end = start;
  let loose = 0;
  let blanks = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (index > start && line.afterPageBreak) || isPageMark(line.words)) break;
    if (isSpread(line) || (rows.length > 1 && isRowUnderWay(line))) {
      for (let between = end; between < index; between += 1) {
        const wrapped = lines[between];
        if (wrapped && wrapped.words !== '') rows.push(fixedRow(wrapped));
      }
      rows.push(fixedRow(line));
      end = index + 1;
      loose = 0;
      blanks = 0;
      if (rows.length >= FIGURES_DUE_WITHIN && !rows.some(hasFigure)) {
        // The last of these lines may still be the header of a table.
        return { refusedUntil: Math.max(start + 1, end - HEADER_LINES) };
      }
      continue;
    }
    loose += 1;
    if (line.words === '') blanks += 1;
    if (loose > LOOSE_LINES || blanks > LOOSE_BLANKS || !isWrappedLabel(line) || isSetOffHeading(lines, index)) break;
  }
  for (let index = end; index < lines.length && index < end + 2; index += 1) {
    const line = lines[index];
    if (!line || line.words === '' || line.afterPageBreak || !isWrappedLabel(line) || isNumbered(line.words)) break;
    rows.push(fixedRow(line));
    end = index + 1;
  }
  const figureRows = rows.filter((row) => row.segments.length > 1 && hasFigure(row));
  const wide = figureRows.some((row) => row.segments.filter(({ text }) => isFigureOrDash(text)).length >= 3);
  // A row with most of its fields blank, under headers that show how many there are.
  const headed = figureRows.length > 0 && rows.filter((row) => row.segments.length >= HEADER_CELLS).length >= 2;
  if (figureRows.length < 2 && !wide && !headed) return { refusedUntil: end };
  return { geometry: 'positions', rows: placeRows(rows), end };
}

function isSpread(line: TextLine): boolean {
  if (!/\S(?: {2,}|\u3000 *\u3000)\S/.test(line.raw) || line.raw.includes('\t')) return false;
  const segments = segmentsOf(line.raw);
  if (segments.length < 2) return false;
  const figures = segments.some(({ text }) => isFigureOrDash(text));
  return figures || segments.length > 2 || displayWidth(line.words) <= PROSE_WIDTH;
}

/** Inside a table a row may be as wide as it likes, so long as it is no sentence. */
function isRowUnderWay(line: TextLine): boolean {
  return !line.raw.includes('\t') && !/[。；]/.test(line.words) && segmentsOf(line.raw).length > 1;
}

function isWrappedLabel(line: TextLine): boolean {
  return (
    displayWidth(line.words) <= PROSE_WIDTH &&
    !/[。；！？]$/.test(line.words) &&
    !line.raw.includes('\t') &&
    !line.raw.startsWith('#')
  );
}

function segmentsOf(raw: string): FixedRow['segments'] {
  return [...raw.replace(/\u00A0/g, ' ').matchAll(SEGMENT)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function hasFigure(row: FixedRow): boolean {
  return row.segments.some(({ text }) => isFigureOrDash(text));
}

function fixedRow(line: TextLine): FixedRow {
  return { line, segments: segmentsOf(line.raw) };
}

function placeRows(rows: readonly FixedRow[]): TextRow[] {
  const single = rows.map((row) => placed(row, false));
  const double = rows.map((row) => placed(row, true));
  const chosen = raggedness(single) < raggedness(double) ? single : double;
  const columns = columnsOf(chosen, 14);
  return rows.map((row, rowIndex) => ({
    line: row.line.number,
    fields: (chosen[rowIndex] ?? []).map((piece, index) => ({
      text: piece.text,
      extent: [piece.left, piece.right] as const,
      ...columns.rows[rowIndex]?.[index],
    })),
  }));
}

function placed(row: FixedRow, wideTakesTwo: boolean): PlacedText[] {
  const { raw } = row.line;
  let at = 0;
  let cells = 0;
  const cellsUpTo = (index: number): number => {
    if (!wideTakesTwo) return index;
    cells += displayWidth(raw.slice(at, index));
    at = index;
    return cells;
  };
  return row.segments.map(({ text, start, end }) => {
    const left = cellsUpTo(start);
    return { text: plainWords(text), left, right: cellsUpTo(end) };
  });
}

/** How far figures stray from the nearest in the row above, measured at their left or right edges, whichever is better. */
function raggedness(rows: readonly (readonly PlacedText[])[]): number {
  let total = 0;
  let above: readonly PlacedText[] = [];
  for (const row of rows) {
    const figures = row.filter(({ text }) => isFigureOrDash(text));
    if (figures.length === 0) continue;
    const [fewer, more] = figures.length < above.length ? [figures, above] : [above, figures];
    for (const figure of fewer) {
      const distances = more.map((other) =>
        Math.min(Math.abs(figure.left - other.left), Math.abs(figure.right - other.right)),
      );
      total += Math.min(...distances);
    }
    above = figures;
  }
  return total;
}
