import type { PublishedValue } from '../../storage/published-tables.ts';
import { zipChunks } from './zip-file.ts';
import type { ZipEntry } from './zip-file.ts';

/** How the numbers of a column are shown. */
export type NumberFormat = 'plain' | 'count' | 'amount';

export interface SheetColumn {
  readonly name: string;
  readonly format: NumberFormat;
  /** Width in characters. */
  readonly width: number;
}

export interface Sheet {
  /** At most 31 characters. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Columns that stay in sight when one scrolls to the right. */
  readonly frozenColumns: number;
  /** Walked when the sheet before is written. */
  readonly rows: Iterable<readonly PublishedValue[]>;
}

/** Rows that a sheet can hold, its head included. */
const MOST_ROWS = 1_048_576;

const HEAD_STYLE = 1;
const STYLES: Readonly<Record<NumberFormat, number>> = { plain: 0, count: 2, amount: 3 };
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * An Excel workbook in chunks, row by row; the same sheets give the same bytes. The head of each sheet stays in sight. A sheet with more rows than
 * Excel bears goes on in a further one, `name (2)`. Text is text: nothing in it is run as a formula.
 */
export function* workbookChunks(sheets: Iterable<Sheet>): Generator<Uint8Array, void, undefined> {
  yield* zipChunks(entries(sheets));
}

function* entries(sheets: Iterable<Sheet>): Generator<ZipEntry, void, undefined> {
  const names: string[] = [];
  for (const sheet of sheets) {
    const rows = sheet.rows[Symbol.iterator]();
    let next = rows.next();
    let part = 1;
    do {
      names.push(part === 1 ? sheet.name : `${sheet.name} (${part})`);
      yield {
        name: `xl/worksheets/sheet${names.length}.xml`,
        chunks: sheetChunks(sheet, () => {
          const row = next;
          if (row.done !== true) next = rows.next();
          return row.done === true ? undefined : row.value;
        }),
      };
      part += 1;
    } while (next.done !== true);
  }
  yield { name: 'xl/styles.xml', chunks: [STYLE_SHEET] };
  yield { name: 'xl/workbook.xml', chunks: [workbook(names)] };
  yield { name: 'xl/_rels/workbook.xml.rels', chunks: [workbookRelations(names)] };
  yield {
    name: '_rels/.rels',
    chunks: [
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
  };
  yield { name: '[Content_Types].xml', chunks: [contentTypes(names)] };
}

/** One sheet, up to as many rows as it bears; `next` gives the rows one by one. */
function* sheetChunks(
  { columns, frozenColumns }: Sheet,
  next: () => readonly PublishedValue[] | undefined,
): Generator<string, void, undefined> {
  const split = `${frozenColumns > 0 ? ` xSplit="${frozenColumns}"` : ''} ySplit="1"`;
  const pane = frozenColumns > 0 ? 'bottomRight' : 'bottomLeft';
  const widths = columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane${split} topLeftCell="${columnName(frozenColumns)}2" activePane="${pane}" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
  const head = columns.map(({ name }, index) => textCell(`${columnName(index)}1`, name, HEAD_STYLE));
  yield `<row r="1">${head.join('')}</row>`;
  for (let number = 2; number <= MOST_ROWS; number += 1) {
    const row = next();
    if (row === undefined) break;
    const cells = row.map((value, index) => cell(`${columnName(index)}${number}`, value, columns[index]?.format));
    yield `<row r="${number}">${cells.join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function cell(place: string, value: PublishedValue, format: NumberFormat = 'plain'): string {
  if (value === null || value === '') return '';
  if (typeof value === 'string') return textCell(place, value, 0);
  const style = STYLES[format];
  return `<c r="${place}"${style === 0 ? '' : ` s="${style}"`}><v>${value}</v></c>`;
}

function textCell(place: string, text: string, style: number): string {
  const styled = style === 0 ? '' : ` s="${style}"`;
  return `<c r="${place}" t="inlineStr"${styled}><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** What XML cannot hold, and what would be taken for its escape, as `_xHHHH_`. */
const UNFIT =
  /[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|_(?=x[0-9A-Fa-f]{4}_)/g;

function escaped(text: string): string {
  return text
    .replace(UNFIT, (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const names: string[] = [];

/** A for 0, Z for 25, AA for 26. */
function columnName(index: number): string {
  const known = names[index];
  if (known !== undefined) return known;
  const name = (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
  names[index] = name;
  return name;
}

function workbook(sheets: readonly string[]): string {
  const list = sheets.map(
    (name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${list.join('')}</sheets></workbook>`;
}

function workbookRelations(sheets: readonly string[]): string {
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const list = sheets.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`));
  list.push(relation(sheets.length + 1, 'styles', 'styles.xml'));
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function contentTypes(sheets: readonly string[]): string {
  const part = (name: string, type: string): string =>
    `<Override PartName="${name}" ContentType="${SHEET_TYPE}.${type}+xml"/>`;
  const parts = [
    part('/xl/workbook.xml', 'sheet.main'),
    ...sheets.map((_, index) => part(`/xl/worksheets/sheet${index + 1}.xml`, 'worksheet')),
    part('/xl/styles.xml', 'styles'),
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`;
}

const STYLE_SHEET = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.######"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
