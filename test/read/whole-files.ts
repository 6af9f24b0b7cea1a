import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import sharp, { type Sharp } from 'sharp';
import { printReport } from '../../sample/report.ts';
import { makeVariant } from '../../sample/variants.ts';
import { writeReport } from '../extract/written-report.ts';
import { docxOfReport } from './docx-writer.ts';
import { pdfOf, ruled, words } from './pdf-writer.ts';
import { sheetOfReport } from './sheet-writer.ts';

/** A small whole file of a format, to be spoilt. */
export interface WholeFile {
  /** Names the format, and the file by its ending. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Reading one takes a second or more: by way of LibreOffice, or a whole scanned page. */
  readonly slow?: true;
}

const FIXTURES = join(import.meta.dirname, '../fixtures');
const WRITTEN_AT = '2024-01-01T00:00:00';

/** One small file of every format that is read, most of them whole reports. */
export async function wholeFiles(): Promise<WholeFile[]> {
  const html = strToU8(writeReport());
  const { content, appearance } = makeVariant('whole-files', { format: 'html', tidy: true });
  const printed = printReport(content, appearance);
  const docx = docxOfReport(printed);
  const xlsx = sheetOfReport(printed, { format: 'xlsx', merged: true, spaced: true });
  const text = makeVariant('whole-files', { format: 'text', tidy: true }).rendered.bytes;
  const markdown = readFileSync(join(FIXTURES, 'read/text-pipes/source.md'));
  const picture = drawnTable();
  return [
    { name: 'report.html', bytes: html },
    { name: 'report.txt', bytes: text },
    { name: 'table.md', bytes: markdown },
    { name: 'drawn.pdf', bytes: drawnPdf() },
    { name: 'printed.pdf', bytes: fixture('pdf-ruled/source.pdf') },
    { name: 'encrypted.pdf', bytes: fixture('pdf-encrypted-open/source.pdf') },
    { name: 'scan.pdf', bytes: await scannedPdf(picture) },
    { name: 'picture.png', bytes: await picture.png().toBuffer() },
    { name: 'picture.jpg', bytes: await picture.jpeg({ quality: 80 }).toBuffer() },
    { name: 'picture.gif', bytes: await picture.gif().toBuffer() },
    { name: 'picture.tif', bytes: await picture.tiff({ compression: 'lzw' }).toBuffer() },
    { name: 'picture.webp', bytes: await picture.webp({ lossless: true }).toBuffer() },
    { name: 'report.docx', bytes: docx },
    { name: 'words.docx', bytes: fixture('docx-words/source.docx') },
    { name: 'words.doc', bytes: fixture('doc-words/source.doc') },
    { name: 'tables.doc', bytes: fixture('doc-tables/source.doc') },
    { name: 'report.rtf', bytes: strToU8(RTF), slow: true },
    { name: 'report.xlsx', bytes: xlsx },
    { name: 'report.xls', bytes: sheetOfReport(printed, { format: 'biff8', merged: true, spaced: true }) },
    { name: 'report.xlsb', bytes: fixture('xlsb-report/source.xlsb') },
    {
      name: 'reports.zip',
      bytes: zipSync({ '甲/a.html': html, 'b.docx': docx, 'c.txt': text }, { mtime: WRITTEN_AT }),
    },
    { name: 'report.html.gz', bytes: gzipSync(html) },
    { name: 'scanned-report.pdf', bytes: readFileSync(join(FIXTURES, 'scan/form-2021/source.pdf')), slow: true },
  ].map((file) => ({ ...file, bytes: new Uint8Array(file.bytes) }) as WholeFile);
}

function fixture(path: string): Uint8Array {
  return readFileSync(join(FIXTURES, 'read', path));
}

const TABLE = [
  ['a', '1', '20', '3'],
  ['b', '44', '0', '6'],
  ['c', '7', '8', '905'],
];

function drawnPdf(): Uint8Array {
  const extras = {
    resources: '/XObject<</X 10 0 R>>',
    objects: ['<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 16>>stream\n0 0 m 9 9 l S   \nendstream'],
  };
  const page = { content: `${ruled(TABLE, 30, 250)}${words('A line of words', 30, 280)}/X Do` };
  return pdfOf([page, { content: ruled(TABLE, 30, 250), entries: '/Rotate 90' }], extras);
}

const SIDE = { width: 260, height: 130 };

/** Ruled lines on paper, and bars for figures. */
function drawnTable(): Sharp {
  const pixels = Buffer.alloc(SIDE.width * SIDE.height, 255);
  const ink = (x: number, y: number, width: number, height: number): void => {
    for (let row = y; row < y + height; row += 1) pixels.fill(0, row * SIDE.width + x, row * SIDE.width + x + width);
  };
  for (let row = 0; row <= 4; row += 1) ink(10, 10 + row * 27, 241, 2);
  for (let column = 0; column <= 4; column += 1) ink(10 + column * 60, 10, 2, 110);
  for (let cell = 0; cell < 16; cell += 1) ink(36 + (cell % 4) * 60, 18 + Math.floor(cell / 4) * 27, 3, 13);
  return sharp(pixels, { raw: { ...SIDE, channels: 1 } });
}

/** A page that is a JPEG picture and nothing else. */
async function scannedPdf(picture: Sharp): Promise<Uint8Array> {
  const jpeg = await picture.jpeg().toBuffer();
  const image = `<</Type/XObject/Subtype/Image/Width ${SIDE.width}/Height ${SIDE.height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n${jpeg.toString('latin1')}\nendstream`;
  return pdfOf([{ content: 'q 400 0 0 200 0 50 cm /P Do Q' }], {
    resources: '/XObject<</P 10 0 R>>',
    objects: [image],
  });
}

const RTF = String.raw`{\rtf1\ansi\ansicpg936 {\pard \u25253?\u21578?\par}
\trowd\cellx2000\cellx4000\pard\intbl 1\cell 22\cell \row
{\pard end\par}}`;
