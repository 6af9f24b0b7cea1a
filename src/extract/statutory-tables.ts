import type { TableNumber } from '../codebook/codebook.ts';
import type { TableBlock, TableCell } from '../read/document.ts';
import { DISPUTE_RESULT_LABELS, PROACTIVE_LABELS, REQUEST_LABELS, tableOfLabel } from './label-match.ts';
import type { CutDocument } from './sections.ts';
import { linesOfTable, type TableLine } from './table-lines.ts';

/** The lines of the three statutory tables, wherever in the document and over however many tables they are spread. */
export type StatutoryLines = Readonly<Record<TableNumber, readonly TableLine[]>>;

const SECTION_OF_TABLE: Readonly<Record<TableNumber, number>> = { 二: 2, 三: 3, 四: 4 };

const TABLE_OF_SECTION = new Map<number, TableNumber>([
  [2, '二'],
  [3, '三'],
  [4, '四'],
]);

interface SortedLine {
  readonly table: TableNumber;
  readonly section: number;
  readonly line: TableLine;
}

/**
 * Sorts table lines by their own labels; a line without a telling label follows the line above it in the same table, or
 * the statutory table that its own table continues. Where a statutory table stands in its section, look-alike lines in
 * other sections (a narrative's own statistics) are left out.
 */
export function findStatutoryLines(document: CutDocument): StatutoryLines {
  const sorted: SortedLine[] = [];
  let open: TableNumber | undefined;
  for (const { section, block, isProse } of candidateTables(document)) {
    const lines = linesOfTable(block);
    const told = lines.map(tableOfLine);
    if (isProse && section === 4 && told.every((table) => table === undefined)) continue;
    let table = told.find((one) => one !== undefined) ?? TABLE_OF_SECTION.get(section) ?? open;
    for (const [index, line] of lines.entries()) {
      table = told[index] ?? table;
      if (table !== undefined) sorted.push({ table, section, line });
    }
    open = table;
  }
  return { 二: linesOf('二', sorted), 三: linesOf('三', sorted), 四: linesOf('四', sorted) };
}

interface CandidateTable {
  readonly section: number;
  readonly block: TableBlock;
  /** Made of paragraphs: in section 四, where any figure might be taken for one of the table, a table only if its words say so. */
  readonly isProse: boolean;
}

/**
 * The document's tables; where they are no markup, also the short paragraphs of sections 二 to 四, run together with the tables of
 * one cell a line around them: a dump may have left any row as a paragraph.
 */
function candidateTables(document: CutDocument): CandidateTable[] {
  const inMarkup = document.tables.some(({ block }) => block.kind === 'table' && block.geometry === 'spans');
  const candidates: CandidateTable[] = [];
  let stream: { section: number; cells: TableCell[]; isProse: boolean } | undefined;
  const flush = (): void => {
    if (stream) candidates.push({ section: stream.section, block: streamTable(stream.cells), isProse: stream.isProse });
    stream = undefined;
  };
  for (const { section, block } of document.tables) {
    const isParagraph = block.kind === 'paragraph';
    if (isParagraph && (inMarkup || section < 2 || section > 4 || block.text.includes('。'))) continue;
    const isStream = !isParagraph && holdsOneCellALine(block);
    if (!isParagraph && !isStream) {
      flush();
      candidates.push({ section, block, isProse: false });
      continue;
    }
    if (stream?.section !== section) flush();
    stream ??= { section, cells: [], isProse: true };
    if (isParagraph) stream.cells.push({ ...FIRST_CELL, text: block.text, locator: block.locator });
    else {
      for (const cell of cellsALine(block)) stream.cells.push(cell);
      stream.isProse = false;
    }
  }
  flush();
  return candidates;
}

/** One cell a line, or what a reader took for columns because a label has a wide gap in it. */
function holdsOneCellALine(table: TableBlock): boolean {
  if (table.geometry === 'lines') return true;
  if (table.geometry === 'spans' || table.rowCount < 8) return false;
  return table.cells.filter((cell) => cell.text !== '').length <= table.rowCount * 1.25;
}

/** The cells of a table as one text a row. */
function cellsALine(table: TableBlock): TableCell[] {
  if (table.geometry === 'lines') return [...table.cells];
  const rows = new Map<number, TableCell>();
  for (const cell of table.cells) {
    const known = rows.get(cell.row);
    rows.set(cell.row, known ? { ...known, text: `${known.text} ${cell.text}`.trim() } : cell);
  }
  return [...rows.values()];
}

const FIRST_CELL = { row: 0, column: 0, rowSpan: 1, columnSpan: 1 };

function streamTable(cells: readonly TableCell[]): TableBlock {
  return { kind: 'table', index: -1, geometry: 'lines', rowCount: cells.length, columnCount: 1, cells };
}

/** Lines from the table's own section on, else from any of sections 二 to 四, else from wherever they are: the first that hold the table. */
function linesOf(table: TableNumber, sorted: readonly SortedLine[]): TableLine[] {
  const own = sorted.filter((one) => one.table === table);
  const from = [SECTION_OF_TABLE[table], 2].find((first) =>
    own.some((one) => isTelling(one.line) && one.section >= first && one.section <= (first === 2 ? 4 : first)),
  );
  const kept = from === undefined ? own : own.filter((one) => one.section >= from && one.section <= 4);
  return kept.map((one) => one.line);
}

function isTelling(line: TableLine): boolean {
  return line.labels.some(
    ({ folded }) =>
      REQUEST_LABELS.exact(folded) !== undefined ||
      PROACTIVE_LABELS.exact(folded) !== undefined ||
      DISPUTE_RESULT_LABELS.exact(folded) !== undefined,
  );
}

function tableOfLine(line: TableLine): TableNumber | undefined {
  for (const { folded } of [...line.labels].reverse()) {
    const table = tableOfLabel(folded);
    if (table !== undefined) return table;
  }
  return undefined;
}
