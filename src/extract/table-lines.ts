import type { Geometry, Locator, Recognition, TableBlock, TableCell } from '../read/document.ts';
import { parseFigure } from './figure.ts';
import { isKnownLabel, isRowLabel } from './label-match.ts';
import { foldLabel, holdsChinese } from './label-text.ts';

/** A label at the head of a line, folded for comparison. */
export interface LabelPart {
  readonly text: string;
  readonly folded: string;
  readonly column: number;
  readonly locator: Locator;
  readonly extent?: readonly [number, number];
}

/** A place for a figure: its text may be empty. */
export interface ValueToken {
  readonly text: string;
  readonly locator: Locator;
  readonly column: number;
  readonly columnSpan: number;
  readonly extent?: readonly [number, number];
  readonly doubtful?: true;
  readonly recognition?: Recognition;
  readonly illegible?: true;
}

/** One row of a table as it stands: what labels it has, then what stands in the places for figures. */
export interface TableLine {
  readonly table: number;
  readonly geometry: Geometry;
  /** Columns of its table; for delimited text the fields of this very line. */
  readonly width: number;
  readonly labels: readonly LabelPart[];
  readonly values: readonly ValueToken[];
}

/** Lays a table out in lines; for one cell a line (`lines`), a label opens a line and the figures after it fill it. */
export function linesOfTable(table: TableBlock): TableLine[] {
  if (table.geometry === 'lines') return linesOfStream(table);
  const rows = new Map<number, TableCell[]>();
  for (const cell of table.cells) {
    const row = rows.get(cell.row);
    if (row) row.push(cell);
    else rows.set(cell.row, [cell]);
  }
  return [...rows.values()].map((cells) => lineOfCells(cells, table));
}

function lineOfCells(cells: readonly TableCell[], table: TableBlock): TableLine {
  const pieces = table.geometry === 'spans' ? cells : cells.flatMap(splitLabelFromFigures);
  const isSentence = table.geometry !== 'spans' && pieces.some((cell) => cell.text.includes('。'));
  const end = isSentence ? pieces.length : endOfLabels(pieces, table.geometry);
  const labels: LabelPart[] = [];
  for (const cell of pieces.slice(0, end)) {
    const folded = foldLabel(cell.text);
    if (folded === '' || isSentence) continue;
    labels.push({
      text: cell.text,
      folded,
      column: cell.column,
      locator: cell.locator,
      ...(cell.extent && { extent: cell.extent }),
    });
  }
  return {
    table: table.index,
    geometry: table.geometry,
    width: table.geometry === 'fields' ? cells.length : table.columnCount,
    labels,
    values: pieces.slice(end),
  };
}

/**
 * Index of the first cell after the labels: labels may hold item numbers of their own, and a remark may follow the figures. In a markup
 * grid, words behind a row's own label stand in the place of a figure.
 */
function endOfLabels(cells: readonly TableCell[], geometry: Geometry): number {
  let end = 0;
  let figures = 0;
  let named = false;
  for (const [index, cell] of cells.entries()) {
    if (isLabel(cell)) {
      const folded = foldLabel(cell.text);
      if (figures >= 3 || (geometry === 'spans' && named && !isKnownLabel(folded))) break;
      named ||= isRowLabel(folded);
      end = index + 1;
      figures = 0;
    } else if (cell.text !== '') figures += 1;
  }
  return end;
}

function isLabel(cell: TableCell): boolean {
  if (!holdsChinese(cell.text)) return false;
  if (cell.text.length > LONGEST_FIGURE) return true;
  return FIGURE_COLUMNS.every((column) => parseFigure(cell.text, column).kind === 'unreadable');
}

/** With a note in brackets. */
const LONGEST_FIGURE = 24;
const FIGURE_COLUMNS = [{ kind: 'signed' }, { kind: 'amount' }] as const;

/** A figure as `parseFigure` takes it, without blanks inside. */
const FIGURE = '[-+]?\\d[\\d,.]*[件条项宗次个]?(?:[①-⑳*※]|\\[\\d\\]|（[^（）]{1,20}）)*';
const LABEL_THEN_FIGURES = new RegExp(`^(.*[\\p{Script=Han}）)”"】\\]])((?:\\s+${FIGURE})+)$`, 'u');

/** 「行政许可 14253」 in one field is a label and a figure; only where the source has no markup of its own to say so. */
function splitLabelFromFigures(cell: TableCell): TableCell[] {
  if (!holdsChinese(cell.text)) return splitFigures(cell, cell.text);
  const match = LABEL_THEN_FIGURES.exec(cell.text);
  const label = match?.[1];
  const figures = match?.[2];
  if (label === undefined || figures === undefined) return [cell];
  return [{ ...cell, text: label.trim() }, ...splitFigures(cell, figures.trim())];
}

/** Several figures in one field are several figures, unless they are the groups of one number (`1 234`). */
function splitFigures(cell: TableCell, text: string): TableCell[] {
  if (!/^[-+]?\d[\d,.]*(?:\s+[-+]?\d[\d,.]*)+$/.test(text) || /^\d{1,3}(?: \d{3})+$/.test(text))
    return [{ ...cell, text }];
  return text.split(/\s+/).map((part) => ({ ...cell, text: part }));
}

/** Fourteen figures behind one label are two rows, the second without its label. */
function partLostLabels(line: StreamLine): StreamLine[] {
  const filled = line.values.filter((token) => token.text !== '');
  if (filled.length <= 7 || filled.length % 7 !== 0) return [line];
  const rows = Array.from({ length: filled.length / 7 }, (_, row) => filled.slice(row * 7, row * 7 + 7));
  return rows.map((values, row) => ({ labels: row === 0 ? line.labels : [], values }));
}

interface StreamLine {
  readonly labels: LabelPart[];
  readonly values: ValueToken[];
}

function linesOfStream(table: TableBlock): TableLine[] {
  const lines: StreamLine[] = [];
  for (const cell of table.cells.flatMap(splitLabelFromFigures)) {
    if (isLabel(cell)) {
      const folded = foldLabel(cell.text);
      lines.push({
        labels: folded === '' ? [] : [{ text: cell.text, folded, column: 0, locator: cell.locator }],
        values: [],
      });
      continue;
    }
    const last = lines.at(-1);
    if (last) last.values.push(cell);
    else lines.push({ labels: [], values: [cell] });
  }
  return lines
    .flatMap(partLostLabels)
    .map((line) => ({ table: table.index, geometry: table.geometry, width: 1, ...line }));
}
