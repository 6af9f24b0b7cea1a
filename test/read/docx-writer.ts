import { strToU8, zipSync } from 'fflate';
import type { PrintedCell, PrintedTable } from '../../sample/printed-form.ts';
import type { PrintedReport } from '../../sample/render-html.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
/** Equal parts give equal bytes. */
const WRITTEN_AT = '2024-01-01T00:00:00';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A Word file of these parts, `word/document.xml` made from the body's XML. */
export function docxOf(body: string, parts: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array {
  const files: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': documentXml(body),
    ...parts,
  };
  const entries = Object.entries(files).map(
    ([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part] as const,
  );
  return zipSync(Object.fromEntries(entries), { mtime: WRITTEN_AT });
}

function documentXml(body: string): string {
  const namespaces = `xmlns:w="${W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="${OFFICE}/relationships"`;
  return `${DECLARATION}<w:document ${namespaces}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A paragraph, its words in one run; a line break becomes `w:br`. */
export function paragraphXml(text: string, properties = ''): string {
  const words = text
    .split('\n')
    .map((line) => `<w:t xml:space="preserve">${escapeXml(line)}</w:t>`)
    .join('<w:br/>');
  return `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${text === '' ? '' : `<w:r>${words}</w:r>`}</w:p>`;
}

/** A place of a grid that a cell begins at. */
export type GridCell = Pick<PrintedCell, 'row' | 'column' | 'rowSpan' | 'columnSpan' | 'text'>;

export interface Grid {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly cells: readonly GridCell[];
}

/** A table as Word writes it: `gridSpan` across, and for each further row of a merged cell an empty one that continues it. */
export function tableXml(grid: Grid, cellXml: (cell: GridCell) => string = ({ text }) => paragraphXml(text)): string {
  const columns = '<w:gridCol w:w="900"/>'.repeat(grid.columnCount);
  const rows: string[] = [];
  for (let row = 0; row < grid.rowCount; row += 1) {
    const cells = grid.cells
      .filter((cell) => cell.row <= row && row < cell.row + cell.rowSpan)
      .sort((one, other) => one.column - other.column)
      .map((cell) => {
        const span = cell.columnSpan > 1 ? `<w:gridSpan w:val="${cell.columnSpan}"/>` : '';
        const start = cell.row === row;
        const merge = cell.rowSpan === 1 ? '' : start ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>';
        return `<w:tc><w:tcPr><w:tcW w:w="${900 * cell.columnSpan}" w:type="dxa"/>${span}${merge}</w:tcPr>${start ? cellXml(cell) : '<w:p/>'}</w:tc>`;
      });
    rows.push(`<w:tr><w:trPr><w:trHeight w:val="400"/></w:trPr>${cells.join('')}</w:tr>`);
  }
  return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${columns}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

export function gridOf(table: PrintedTable): Grid {
  return { rowCount: table.rowCount, columnCount: table.columns, cells: table.cells };
}

/** A sample report as a Word file. */
export function docxOfReport(report: PrintedReport): Uint8Array {
  const body = report.blocks.map((block) =>
    block.kind === 'table' ? tableXml(gridOf(block.table)) : paragraphXml(block.text),
  );
  return docxOf([paragraphXml(report.title, '<w:jc w:val="center"/>'), ...body].join(''));
}
