import { displayWidth, isFigure, isFigureOrDash, isPageMark, isSetOffHeading } from './text-line.ts';
import type { TextLine } from './text-line.ts';
import type { Refusal, TextRow, TextTable } from './text-shape.ts';

const LABEL_WIDTH = 90;
/** Words set apart by more than one space: the lines of a fixed-width table. */
const SPREAD = /\S {2,}\S/;
const SENTENCE_END = /[。；！？]$/;

interface FigureRow {
  readonly label: string;
  readonly figures: readonly string[];
}

/** `label 44 0 0 0` taken apart: the trailing figures and dashes, and what stands before them. */
function figureRow(words: string): FigureRow | null {
  if (words.length > 400) return null;
  const tokens = words.split(' ');
  let split = tokens.length;
  while (split > 0 && isFigureOrDash(tokens[split - 1] ?? '')) split -= 1;
  const figures = tokens.slice(split);
  if (figures.length === 0) return null;
  return { label: tokens.slice(0, split).join(' '), figures };
}

function isStrongFigureRow(words: string): boolean {
  const row = figureRow(words);
  if (!row) return false;
  return row.label === '' ? row.figures.length >= 3 : row.figures.length >= 2 && displayWidth(row.label) <= LABEL_WIDTH;
}

/** May belong to a table of figures once one is under way: a label with one figure, or words set apart by spaces. */
function isWeakFigureRow(words: string): boolean {
  if (words === '' || displayWidth(words) > LABEL_WIDTH || SENTENCE_END.test(words) || words.includes('，'))
    return false;
  const row = figureRow(words);
  return (row !== null && row.label !== '') || words.includes(' ');
}

/**
 * Rows whose columns have collapsed: a label, then figures set apart by single spaces. Headers between and right before such
 * rows, their words set apart by spaces too, belong to the table. Where fields were empty the figures have slipped, so
 * only their order can be trusted.
 */
export function spacedFigures(lines: readonly TextLine[], start: number): TextTable | null {
  let strong = 0;
  let widest = 0;
  let kept = start;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (index > start && line.afterPageBreak) || isPageMark(line.words)) break;
    if (line.raw.includes('\t') || SPREAD.test(line.raw)) break;
    if (isStrongFigureRow(line.words)) {
      strong += 1;
      widest = Math.max(widest, figureRow(line.words)?.figures.length ?? 0);
      kept = index + 1;
    } else if (!isWeakFigureRow(line.words)) break;
    else if (strong === 0 && index - start > 3) break;
    else if (strong > 0 && figureRow(line.words)) kept = index + 1;
  }
  // One line with two numbers at its end may be a telephone number.
  if (strong === 0 || (strong === 1 && widest < 3)) return null;
  const rows = lines.slice(start, kept).map((line): TextRow => {
    const row = figureRow(line.words);
    const fields = row ? [...(row.label === '' ? [] : [row.label]), ...row.figures] : line.words.split(' ');
    return { line: line.number, fields: fields.map((text) => ({ text })) };
  });
  return { geometry: 'fields', rows, end: kept };
}

const RUN_FIGURES = 4;
/** Without a single figure, so many dashes are still the blank cells of a table. */
const RUN_DASHES = 10;
const RUN_SHARE = 0.15;
/** More lines than this without a figure do not belong to one table: the widest statutory header has 17. */
const RUN_GAP = 24;
/** More blank lines than this are no empty cells of one table. */
const RUN_BLANKS = 16;
/** The three statutory tables together have some 400 cells. */
const RUN_CELLS = 800;

/**
 * One cell per line: a run of short lines of which about a sixth or more are bare figures or dashes. The run begins at most 24 lines
 * before its first figure and ends with its last. Blank lines in it: where cells follow each other directly, each blank line
 * is kept as an empty cell (it may be one); where every cell is followed by one blank line, only what exceeds that is.
 * A run is judged as a whole. A heading that is not set off by its markup cannot be told from a label here and stays in the run.
 */
export function cellPerLine(lines: readonly TextLine[], start: number): TextTable | Refusal | null {
  const run: { line: TextLine; index: number; blanksBefore: number }[] = [];
  let blanks = 0;
  let figures = 0;
  let marks = 0;
  let lastFigure = -1;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (index > start && line.afterPageBreak)) break;
    if (line.words === '' && !line.raw.includes('\t')) {
      blanks += 1;
      if (blanks > RUN_BLANKS) break;
      continue;
    }
    if (!isCellLine(line) || (run.length > 0 && isSetOffHeading(lines, index))) break;
    if (run.length - 1 - lastFigure > RUN_GAP || run.length >= RUN_CELLS) break;
    run.push({ line, index, blanksBefore: run.length === 0 ? 0 : blanks });
    blanks = 0;
    if (isFigureOrDash(line.words)) {
      marks += 1;
      if (isFigure(line.words)) figures += 1;
      lastFigure = run.length - 1;
    }
  }
  const cells = run.slice(0, lastFigure + 1);
  if (marks < (figures === 0 ? RUN_DASHES : RUN_FIGURES) || marks < cells.length * RUN_SHARE) {
    // A later start would end at the same line with no more figures.
    return { refusedUntil: (cells.at(-1)?.index ?? start) + 1 };
  }

  const spaced = cells.filter((cell) => cell.blanksBefore > 0).length > cells.length * 0.6;
  if (!spaced) {
    const firstFigure = cells.findIndex((cell) => isFigureOrDash(cell.line.words));
    if (cells.slice(1, firstFigure).some((cell) => cell.blanksBefore > 0)) return null;
  }
  const rows: TextRow[] = [];
  for (const { line, blanksBefore } of cells) {
    const empty = spaced ? Math.ceil(Math.max(0, blanksBefore - 1) / 2) : blanksBefore;
    for (let blank = 0; blank < empty; blank += 1) {
      rows.push({ line: line.number - blanksBefore + blank, fields: [{ text: '' }] });
    }
    rows.push({ line: line.number, fields: [{ text: line.words }] });
  }
  const last = cells.at(-1);
  return last ? { geometry: 'lines', rows, end: last.index + 1 } : null;
}

const cellLines = new WeakMap<TextLine, boolean>();

function isCellLine(line: TextLine): boolean {
  let known = cellLines.get(line);
  if (known === undefined) {
    known = couldBeCell(line);
    cellLines.set(line, known);
  }
  return known;
}

function couldBeCell(line: TextLine): boolean {
  if (line.raw.includes('\t') || /^#{1,6}\s/.test(line.raw) || isPageMark(line.words)) return false;
  if (SPREAD.test(line.raw)) return false;
  return displayWidth(line.words) <= LABEL_WIDTH && !SENTENCE_END.test(line.words) && !isStrongFigureRow(line.words);
}
