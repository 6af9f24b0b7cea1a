import type { TableNumber } from '../codebook/codebook.ts';
import type { ParagraphBlock, TableBlock } from '../read/document.ts';
import { DISPUTE_RESULT_LABELS, PROACTIVE_LABELS, REQUEST_LABELS, tableOfLabel } from './label-match.ts';
import type { CutDocument } from './sections.ts';
import { linesOfTable, type TableLine } from './table-lines.ts';

/** The lines of the three statutory tables, wherever in the document and over however many tables they are spread. */
export type StatutoryLines = Readonly<Record<TableNumber, readonly TableLine[]>>;

const SECTION_OF_TABLE: Readonly<Record<TableNumber, number>> = { 二: 2, 三: 3, 四: 4 };

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
  const inMarkup = document.tables.some(({ block }) => block.kind === 'table' && block.geometry === 'spans');
  for (const { section, block } of document.tables) {
    if (block.kind === 'paragraph' && inMarkup) continue;
    const lines = linesOfTable(block.kind === 'table' ? block : tableOfParagraph(block));
    const told = lines.map(tableOfLine);
    if (block.kind === 'paragraph' && told.every((table) => table === undefined)) continue;
    let table = told.find((one) => one !== undefined) ?? open;
    for (const [index, line] of lines.entries()) {
      table = told[index] ?? table;
      if (table !== undefined) sorted.push({ table, section, line });
    }
    open = table;
  }
  return { 二: linesOf('二', sorted), 三: linesOf('三', sorted), 四: linesOf('四', sorted) };
}

function linesOf(table: TableNumber, sorted: readonly SortedLine[]): TableLine[] {
  const own = sorted.filter((one) => one.table === table);
  const inSection = own.filter((one) => one.section === SECTION_OF_TABLE[table]);
  const kept = inSection.some((one) => isTelling(one.line)) ? own.filter(nearSection) : own;
  return kept.map((one) => one.line);

  /** Sections 二 to 四 hold the tables; a heading lost in the damage must not cost a table its second half. */
  function nearSection(one: SortedLine): boolean {
    return one.section >= SECTION_OF_TABLE[table] && one.section <= 4;
  }
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

function tableOfParagraph(paragraph: ParagraphBlock): TableBlock {
  const cell = { row: 0, column: 0, rowSpan: 1, columnSpan: 1, text: paragraph.text, locator: paragraph.locator };
  return { kind: 'table', index: -1, geometry: 'fields', rowCount: 1, columnCount: 1, cells: [cell] };
}
