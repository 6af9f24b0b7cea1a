/**
 * Writes the Word and workbook sources in test/fixtures/read. Run it by hand after a change here:
 * `node --import tsx test/read/write-office-cases.ts [path of soffice]`. With LibreOffice the old formats are converted anew.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { docxOf, paragraphXml } from './docx-writer.ts';
import { bookOf } from './sheet-writer.ts';

const CASES = join(import.meta.dirname, '../fixtures/read');

const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (content: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`;
const cell = (content: string, properties = ''): string =>
  `<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/>${properties}</w:tcPr>${content.startsWith('<') ? content : paragraphXml(content)}</w:tc>`;
const row = (cells: string, properties = ''): string => `<w:tr><w:trPr>${properties}</w:trPr>${cells}</w:tr>`;
const table = (columns: number, ...rows: string[]): string =>
  `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>${'<w:gridCol w:w="1500"/>'.repeat(columns)}</w:tblGrid>${rows.join('')}</w:tbl>`;
const span = (columns: number): string => `<w:gridSpan w:val="${columns}"/>`;
const field = (instruction: string, result: string): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const BEGIN = '<w:vMerge w:val="restart"/>';
const GO_ON = '<w:vMerge/>';

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

const STYLES = `<w:styles ${W}>
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="二级"/><w:basedOn w:val="2"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>
</w:styles>`;

const level = (at: number, format: string, text: string): string =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const NUMBERING = `<w:numbering ${W}>
<w:abstractNum w:abstractNumId="7">${level(0, 'chineseCounting', '%1、')}${level(1, 'chineseCounting', '（%2）')}</w:abstractNum>
<w:abstractNum w:abstractNumId="8">${level(0, 'decimal', '%1.')}${level(1, 'lowerRoman', '%2)')}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>`;

const listed = (list: number, at: number): string =>
  `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${list}"/></w:numPr>`;

const NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>';

/** Written twice: for programs that know this kind of shape, and for others. */
const TEXT_BOX = paragraph(
  `${run('正文')}<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>${paragraph(run('文本框'))}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${paragraph(run('文本框'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>${run('继续。')}`,
);

const WORDS = [
  paragraph(run('石岭县2023年政府信息公开工作年度报告'), '<w:pStyle w:val="t"/>'),
  paragraph(field('TOC \\o', run('总体情况……1')), '<w:pStyle w:val="toc1"/>'),
  paragraph(run('总体情况'), '<w:pStyle w:val="1"/>'),
  paragraph(run('主动公开'), '<w:pStyle w:val="mine"/>'),
  paragraph(
    `${run('全年公开')}<w:ins w:id="1" w:author="甲">${run('12')}</w:ins><w:del w:id="2" w:author="甲"><w:r><w:delText>99</w:delText></w:r></w:del>${run('件')}<w:moveFrom w:id="3">${run('移走')}</w:moveFrom>${run('，隐藏', '<w:vanish/>')}${run('，显示', '<w:vanish w:val="0"/>')}${run('。')}`,
  ),
  paragraph(run('被接上的'), '<w:rPr><w:del w:id="4" w:author="甲"/></w:rPr>'),
  paragraph(run('一段。')),
  paragraph(run('依申请公开'), '<w:pStyle w:val="2"/>'),
  paragraph(`${run('受理22')}${run('1', '<w:vertAlign w:val="superscript"/>')}${run('件')}${NOTE}${run('。')}`),
  paragraph(run('甲项'), listed(2, 0)),
  paragraph(run('罗马数字不写'), listed(2, 1)),
  paragraph(run('乙项'), listed(2, 0)),
  paragraph(run('另起'), listed(3, 0)),
  TEXT_BOX,
  paragraph(`${run('第一行。')}<w:r><w:br/></w:r>${run('第二行，')}<w:r><w:br/></w:r>${run('折行。')}`),
  paragraph(`${run('前页。')}<w:r><w:br w:type="page"/></w:r>${run('后页。')}`),
  paragraph(
    `${run('符号')}<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/><w:tab/></w:r>${run('完 &amp; 了')}`,
  ),
  paragraph(run('公开的属性', '<w:rPrChange w:id="5"><w:rPr><w:vanish/></w:rPr></w:rPrChange>')),
  paragraph(run('横页之前'), '<w:sectPr><w:pgSz w:w="1" w:h="1"/></w:sectPr>'),
  paragraph(run('主动公开政府信息情况'), '<w:pStyle w:val="1"/>'),
].join('');

const TABLES = [
  paragraphXml('合并单元格'),
  table(
    4,
    row(cell('申请情况', span(2) + BEGIN) + cell('自然人') + cell('总计')),
    row(cell('', span(2) + GO_ON) + cell('1') + cell('2')),
    row(cell('结果', BEGIN) + cell('公开') + cell('3') + cell('4')),
    row(cell('', GO_ON) + cell('不公开') + cell('5') + cell('')),
    row(cell('合计', span(2)) + cell('8') + cell('6')),
  ),
  paragraphXml('列宽不同的续行各自成格'),
  table(
    3,
    row(cell('甲', BEGIN) + cell('1') + cell('2')),
    row(cell('乙', span(2) + GO_ON) + cell('3')),
    row(cell('丙', GO_ON) + cell('4') + cell('5')),
  ),
  paragraphXml('空出的列、删除的行、嵌套的表'),
  table(
    3,
    row(cell('7') + cell('8'), '<w:gridBefore w:val="1"/>'),
    row(cell('9') + cell('9') + cell('9'), '<w:del w:id="9" w:author="甲"/>'),
    row(
      cell('内表') +
        cell(`${table(1, row(cell('10')))}<w:p/>`) +
        cell(paragraph(run('11'), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>')),
    ),
    row(cell('末行') + cell('12'), '<w:gridAfter w:val="1"/>'),
  ),
  paragraphXml('旧式横向合并'),
  table(
    3,
    row(cell('头') + cell('宽', '<w:hMerge w:val="restart"/>') + cell('', '<w:hMerge/>')),
    row(cell('子') + cell('13') + cell('14')),
  ),
].join('');

const MERGES = [
  { s: { r: 0, c: 0 }, e: { r: 1, c: 3 } },
  { s: { r: 2, c: 0 }, e: { r: 2, c: 3 } },
  { s: { r: 5, c: 0 }, e: { r: 6, c: 0 } },
  { s: { r: 5, c: 1 }, e: { r: 5, c: 2 } },
  { s: { r: 8, c: 0 }, e: { r: 8, c: 3 } },
];
const SHEETS = {
  Sheet1: [
    ['石岭县2023年政府信息公开工作年度报告'],
    [],
    ['一、总体情况'],
    ['全年公开信息12件。\n网站改版一次。'],
    [],
    ['内容', '今年', undefined, '去年'],
    [undefined, 44, 1234.5, '１２'],
    ['无', undefined, '-', 0],
    ['二、行政复议情况'],
    ['维持', '纠正', '其他', '总计'],
    [1, 2, 3, 6],
  ],
  附表: [
    ['部门', '件数'],
    ['水务局', 7],
    ['教育局', 8],
  ],
};

/** The same text under another prefix, in UTF-16, and in a part of another name: what some converters write. */
function foreignDocx(): Uint8Array {
  const xml = `<?xml version="1.0" encoding="UTF-16"?><ns0:document xmlns:ns0="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><ns0:body><ns0:p><ns0:pPr><ns0:outlineLvl ns0:val="1"/></ns0:pPr><ns0:r><ns0:t>标题</ns0:t></ns0:r></ns0:p><ns0:p><ns0:r><ns0:t><![CDATA[正文 < 1]]></ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>`;
  const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`;
  const properties = `<cp:coreProperties xmlns:cp="c" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>别名的文档</dc:title><dc:creator>县政府办</dc:creator></cp:coreProperties>`;
  const parts = {
    '_rels/.rels': strToU8(relations),
    'docProps/core.xml': strToU8(properties),
    'word/document2.xml': new Uint8Array(Buffer.from(`\uFEFF${xml}`, 'utf16le')),
  };
  return zipSync(parts, { mtime: '2024-01-01T00:00:00' });
}

const RELATIONS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${[
  'styles',
  'numbering',
]
  .map(
    (part) =>
      `<Relationship Id="${part}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${part}" Target="${part}.xml"/>`,
  )
  .join('')}</Relationships>`;
const PARTS = {
  'word/styles.xml': STYLES,
  'word/numbering.xml': NUMBERING,
  'word/_rels/document.xml.rels': RELATIONS,
};

/** A table of five columns, one of eight, and text merged over the five. */
const NARROW_AND_WIDE = [
  ['事项', '甲', '乙', '丙', '丁'],
  ['登记', 1, undefined, 2, 3],
  ['投诉及其他来信来访事项'],
  ['二、工作情况'],
  ['月份', '一', '二', '三', '四', '五', '六', '七'],
  ['数量', 3, 1, 4, 1, 5, 9, 2],
  ['三、其他需要说明的事项'],
  ['本年度没有收取费用。'],
  ['石岭县人民政府'],
];
const NARROW_MERGES = [3, 6, 7, 8].map((r) => ({ s: { r, c: 0 }, e: { r, c: 4 } }));

function put(name: string, extension: string, bytes: Uint8Array): string {
  const folder = join(CASES, name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `source.${extension}`);
  writeFileSync(path, bytes);
  return path;
}

put('docx-words', 'docx', docxOf(WORDS, PARTS));
const tables = put('docx-tables', 'docx', docxOf(TABLES));
put('docx-foreign-names', 'docx', foreignDocx());
const sheet = put('xlsx-report', 'xlsx', bookOf(SHEETS, MERGES));
put('xlsb-report', 'xlsb', bookOf(SHEETS, MERGES, 'xlsb'));

put('xlsx-prose-under-table', 'xlsx', bookOf({ 年报: NARROW_AND_WIDE }, NARROW_MERGES));

const [office] = process.argv.slice(2);
if (office !== undefined) {
  const words = join(mkdtempSync(join(tmpdir(), 'nianbao-case-')), 'source.docx');
  writeFileSync(words, docxOf(WORDS.replace(TEXT_BOX, '').replace(NOTE, ''), PARTS));
  convert(office, words, 'doc:MS Word 97', 'doc-words');
  convert(office, tables, 'doc:MS Word 97', 'doc-tables');
  convert(office, sheet, 'xls:MS Excel 97', 'xls-report');
}

function convert(program: string, source: string, filter: string, name: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-case-'));
  const profile = pathToFileURL(join(folder, 'profile')).href;
  const flags = [`-env:UserInstallation=${profile}`, '--headless', '--convert-to', filter, '--outdir', folder, source];
  spawnSync(program, flags, { stdio: 'inherit' });
  const extension = filter.split(':')[0] ?? '';
  mkdirSync(join(CASES, name), { recursive: true });
  copyFileSync(join(folder, `source.${extension}`), join(CASES, name, `source.${extension}`));
}
