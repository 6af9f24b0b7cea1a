import type { TextStyle } from './appearance.ts';
import type { PrintedCell, PrintedTable } from './printed-form.ts';
import type { PrintedReport } from './render-html.ts';

/** The report as a text dump; blocks are separated by an empty line. */
export function renderText(report: PrintedReport, style: TextStyle): string {
  const blocks = report.blocks.map((block) => (block.kind === 'table' ? renderTable(block.table, style) : block.text));
  return `${[report.title, ...blocks].join('\n\n')}\n`;
}

function renderTable(table: PrintedTable, style: TextStyle): string {
  switch (style) {
    case 'tabs':
      return rowsOf(table, collapsedFields)
        .map((fields) => padded(fields, table.columns).join('\t'))
        .join('\n');
    case 'tabs-grid':
      return rowsOf(table, gridFields)
        .map((fields) => fields.join('\t'))
        .join('\n');
    case 'tabs-ragged':
      return rowsOf(table, collapsedFields)
        .map((fields) => fields.join('\t').trimEnd())
        .join('\n');
    case 'pipes':
      return pipes(rowsOf(table, gridFields));
    case 'columns':
      return alignedColumns(table);
    case 'lines':
      return table.cells
        .map((cell) => onOneLine(cell.text))
        .filter((text) => text !== '')
        .join('\n');
  }
}

type FieldsOfRow = (table: PrintedTable, row: number) => string[];

function rowsOf(table: PrintedTable, fieldsOf: FieldsOfRow): string[][] {
  return Array.from({ length: table.rowCount }, (_, row) => fieldsOf(table, row));
}

function onOneLine(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('\u00a0', ' ').trim();
}

/** The cell whose span covers a place; cells are few, so a search will do. */
function cellAt(table: PrintedTable, row: number, column: number): PrintedCell | undefined {
  return table.cells.find(
    (cell) =>
      cell.row <= row &&
      row < cell.row + cell.rowSpan &&
      cell.column <= column &&
      column < cell.column + cell.columnSpan,
  );
}

function gridFields(table: PrintedTable, row: number): string[] {
  return Array.from({ length: table.columns }, (_, column) => {
    const cell = cellAt(table, row, column);
    return cell?.row === row && cell.column === column ? onOneLine(cell.text) : '';
  });
}

/** A label over two or three columns of table 三 takes one field fewer than it should: the dumps we saw forget one. */
function collapsedFields(table: PrintedTable, row: number): string[] {
  const fields: string[] = [];
  for (let column = 0; column < table.columns;) {
    const cell = cellAt(table, row, column);
    const narrow = table.table === '三' && cell?.role === 'label' && (cell.columnSpan === 2 || cell.columnSpan === 3);
    const width = cell ? cell.columnSpan - (narrow ? 1 : 0) : 1;
    fields.push(cell?.row === row ? onOneLine(cell.text) : '', ...Array.from({ length: width - 1 }, () => ''));
    column += cell?.columnSpan ?? 1;
  }
  return fields;
}

function padded(fields: readonly string[], width: number): string[] {
  return [...fields, ...Array.from({ length: Math.max(0, width - fields.length) }, () => '')];
}

function pipes(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((fields) => `| ${fields.map((field) => field.replaceAll('|', '／')).join(' | ')} |`);
  const rule = `|${' --- |'.repeat(rows[0]?.length ?? 0)}`;
  return [lines[0] ?? '', rule, ...lines.slice(1)].join('\n');
}

/** Width on a terminal: a Chinese character takes two places. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}

function alignedColumns(table: PrintedTable): string {
  const widths = Array.from({ length: table.columns }, () => 4);
  const bySpan = [...table.cells].sort((left, right) => left.columnSpan - right.columnSpan);
  for (const cell of bySpan) {
    const last = cell.column + cell.columnSpan - 1;
    const have = widths.slice(cell.column, last + 1).reduce((sum, width) => sum + width, 0);
    const lacking = widthOf(onOneLine(cell.text)) + 2 - have;
    if (lacking > 0) widths[last] = (widths[last] ?? 0) + lacking;
  }
  const lines = Array.from({ length: table.rowCount }, (_, row) => {
    let line = '';
    let edge = 0;
    for (let column = 0; column < table.columns; column++) {
      const cell = cellAt(table, row, column);
      if (cell?.row === row && cell.column === column) {
        line += ' '.repeat(Math.max(0, edge - widthOf(line))) + onOneLine(cell.text);
      }
      edge += widths[column] ?? 0;
    }
    return line.trimEnd();
  });
  return lines.join('\n');
}
