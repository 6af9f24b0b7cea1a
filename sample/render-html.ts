import type { HtmlStyle } from './appearance.ts';
import { cutTable, type PrintedCell, type PrintedTable } from './printed-form.ts';
import type { Random } from './random.ts';

/** A report in print: headline, then paragraphs and tables in order. */
export interface PrintedReport {
  readonly title: string;
  readonly blocks: readonly PrintedBlock[];
}

export type PrintedBlock =
  | { readonly kind: 'heading' | 'paragraph' | 'mark'; readonly text: string }
  | { readonly kind: 'table'; readonly table: PrintedTable };

interface Markup {
  readonly paragraph: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly cell: (cell: PrintedCell) => string;
  readonly table: (rows: readonly string[], table: PrintedTable) => string;
  readonly row: (cells: string) => string;
}

/** The body of a report as HTML, without the page around it. */
export function renderHtml(report: PrintedReport, style: HtmlStyle, random: Random): string {
  const markup = markupOf(style, random);
  const body = report.blocks.flatMap((block) => {
    if (block.kind === 'heading') return [markup.heading(block.text)];
    if (block.kind !== 'table') return [markup.paragraph(block.text)];
    const whole = renderTable(block.table, markup);
    if (style !== 'split' || block.table.table !== '三') return [whole];
    const [above, below] = cutTable(block.table, random.integer(8, block.table.rowCount - 8));
    return [renderTable(above, markup), markup.paragraph(`— ${random.integer(3, 8)} —`), renderTable(below, markup)];
  });
  const joined = body.join('\n');
  return style === 'layout'
    ? `<table width="98%" border="0" cellpadding="0" cellspacing="0"><tr><td width="8"></td><td>${joined}</td></tr></table>`
    : joined;
}

/** Text for HTML; a line break becomes `<br>`, a no-break space its entity. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00a0', '&nbsp;')
    .replaceAll('\n', '<br>');
}

function renderTable(table: PrintedTable, markup: Markup): string {
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    markup.row(
      table.cells
        .filter((cell) => cell.row === row)
        .map((cell) => markup.cell(cell))
        .join(''),
    ),
  );
  return markup.table(rows, table);
}

function spans(cell: PrintedCell): string {
  const row = cell.rowSpan > 1 ? ` rowspan="${cell.rowSpan}"` : '';
  const column = cell.columnSpan > 1 ? ` colspan="${cell.columnSpan}"` : '';
  return row + column;
}

const PLAIN: Markup = {
  paragraph: (text) => `<p>${escapeHtml(text)}</p>`,
  heading: (text) => `<p><strong>${escapeHtml(text)}</strong></p>`,
  cell: (cell) => `<td${spans(cell)}>${escapeHtml(cell.text)}</td>`,
  row: (cells) => `<tr>${cells}</tr>`,
  table: (rows) => `<table border="1" cellspacing="0">\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`,
};

function markupOf(style: HtmlStyle, random: Random): Markup {
  switch (style) {
    case 'clean':
    case 'split':
      return PLAIN;
    case 'word':
      return wordMarkup(random);
    case 'unclosed':
      return {
        paragraph: (text) => `<P>${escapeHtml(text)}`,
        heading: (text) => `<P><B>${escapeHtml(text)}</B>`,
        cell: (cell) => `<TD${spans(cell)}>${escapeHtml(cell.text)}`,
        row: (cells) => `<TR>${cells}`,
        table: (rows) => `<TABLE BORDER=1>\n${rows.join('\n')}\n</TABLE>`,
      };
    case 'nested':
      return {
        ...PLAIN,
        cell: (cell) =>
          cell.role === 'figure' && random.chance(0.3)
            ? `<td${spans(cell)}><table><tr><td>${escapeHtml(cell.text)}</td></tr></table></td>`
            : PLAIN.cell(cell),
        table: (rows, table) =>
          `<table><tr><td>&nbsp;</td></tr><tr><td><div>${PLAIN.table(rows, table)}</div></td></tr></table>`,
      };
    case 'layout':
      return {
        paragraph: (text) => `<font size="3">&nbsp;&nbsp;&nbsp;&nbsp;${escapeHtml(text)}</font><br><br>`,
        heading: (text) => `<font size="4"><b>${escapeHtml(text)}</b></font><br><br>`,
        cell: (cell) => `<td${spans(cell)} align="center"><font size="2">${escapeHtml(cell.text)}</font></td>`,
        row: (cells) => `<tr bgcolor="#FFFFFF">${cells}</tr>`,
        table: (rows) =>
          `<table width="100%" border="0" cellspacing="1" bgcolor="#999999">${rows.join('\r\n')}</table><br>`,
      };
    case 'paragraphs':
      return {
        ...PLAIN,
        heading: (text) => `<h2>${escapeHtml(text)}</h2>`,
        cell: (cell) =>
          `<td${spans(cell)}><p style="text-align:center">${escapeHtml(cell.text).replaceAll('<br>', '</p><p>')}</p></td>`,
        table: (rows, table) => `<div style="overflow-x:auto">${PLAIN.table(rows, table)}</div>`,
      };
  }
}

/** What a word processor leaves behind when its document is pasted into a CMS. */
function wordMarkup(random: Random): Markup {
  const font = `font-family:仿宋_GB2312;mso-bidi-font-family:'Times New Roman';font-size:12.0pt`;
  const run = (text: string): string => {
    const at = random.integer(1, Math.max(1, text.length - 1));
    const parts = random.chance(0.25) && text.length > 1 ? [text.slice(0, at), text.slice(at)] : [text];
    return parts.map((part) => `<SPAN lang=EN-US style="${font}">${escapeHtml(part)}</SPAN>`).join('');
  };
  const block = (text: string, attributes: string): string =>
    `<P class=MsoNormal ${attributes}>${run(text)}<SPAN lang=EN-US><o:p></o:p></SPAN></P>`;
  return {
    paragraph: (text) => block(text, 'style="text-indent:32.0pt;mso-char-indent-count:2.0"'),
    heading: (text) => `<P class=MsoNormal><B style="mso-bidi-font-weight:normal">${run(text)}</B></P>`,
    cell: (cell) => {
      const inside =
        cell.text === '' ? '<P class=MsoNormal align=center><o:p>&nbsp;</o:p></P>' : block(cell.text, 'align=center');
      return `<TD style="border:solid windowtext 1.0pt;padding:0cm 5.4pt" vAlign=center width=${40 + 20 * cell.columnSpan}${spans(cell).replaceAll('"', '')}>${inside}</TD>\n`;
    },
    row: (cells) => `<TR style="mso-yfti-irow:1;height:19.65pt">\n${cells}</TR>`,
    table: (rows) =>
      `<TABLE class=MsoNormalTable style="border-collapse:collapse;mso-table-layout-alt:fixed" cellSpacing=0 cellPadding=0 border=1>\n<!--[if !supportMisalignedColumns]--><TBODY>\n${rows.join('\n')}\n</TBODY><!--[endif]--></TABLE>`,
  };
}
