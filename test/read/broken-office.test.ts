import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/read/document.ts';
import { sniffMediaType } from '../../src/original/media-type.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { ReadingPool } from '../../src/read/reading-pool.ts';
import { docxOf, paragraphXml, tableXml } from './docx-writer.ts';
import { bookOf } from './sheet-writer.ts';

const CASES = join(import.meta.dirname, '../fixtures/read');
const BUDGET_MS = 15_000;

const SOURCES = [
  'docx-words/source.docx',
  'docx-tables/source.docx',
  'doc-words/source.doc',
  'doc-tables/source.doc',
  'xlsx-report/source.xlsx',
  'xls-report/source.xls',
] as const;

const pool = new ReadingPool(2);
afterAll(() => pool.close());

/** Where nothing but the readers keeps the limits. Workbooks are opened by a library that may hang. */
function read(bytes: Uint8Array, url = 'file:report'): Promise<Reading> {
  const hints = { contentType: null, url };
  return isWorkbook(bytes, url) ? pool.read(bytes, hints, { seconds: 5 }) : readOriginal(bytes, hints);
}

function isWorkbook(bytes: Uint8Array, url: string): boolean {
  return /excel|sheet/.test(sniffMediaType(bytes, { url }));
}

async function reasonFor(bytes: Uint8Array): Promise<string> {
  const start = performance.now();
  const reading = await read(bytes);
  expect(performance.now() - start).toBeLessThan(BUDGET_MS);
  return reading.kind === 'unreadable' ? reading.reason : 'it was read';
}

describe.each(SOURCES)('%s', (source) => {
  const whole = new Uint8Array(readFileSync(join(CASES, source)));

  it('cut off anywhere is a document or unreadable, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
        expect(['document', 'unreadable']).toContain((await read(whole.subarray(0, length))).kind);
      }),
      { numRuns: 150 },
    );
  });

  it('with bytes changed is a document or unreadable, and never throws', async () => {
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 30 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        expect(['document', 'unreadable']).toContain((await read(bytes)).kind);
      }),
      { numRuns: 300 },
    );
  });
});

it('a packed Word document with a byte changed never reads as another text', async () => {
  const whole = docxOf(tableXml({ rowCount: 2, columnCount: 3, cells: gridOfFigures() }));
  const expected = JSON.stringify(await read(whole));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const bytes = Uint8Array.from(whole);
      bytes[at]! ^= change;
      const reading = await read(bytes);
      if (reading.kind === 'document' && reading.document.reader === 'docx')
        expect(JSON.stringify(reading)).toBe(expected);
    }),
    { numRuns: 400 },
  );
});

function gridOfFigures() {
  return [0, 1, 2, 3, 4, 5].map((at) => {
    const place = { row: Math.floor(at / 3), column: at % 3, rowSpan: 1, columnSpan: 1 };
    return { ...place, text: at % 3 === 0 ? '行政许可' : String(at * 1371) };
  });
}

describe('hostile Office files cost bounded time', { timeout: 60_000 }, () => {
  it('a zip bomb in a Word document', async () => {
    const body = `<w:p><w:r><w:t>${'年'.repeat(10_000_000)}</w:t></w:r></w:p>`;
    expect(await reasonFor(docxOf(body))).toContain('times its size');
  });

  it('an entry that is larger than its directory says', async () => {
    const bytes = docxOf(paragraphXml('年'.repeat(50_000)));
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const directory = view.lastIndexOf('word/document.xml') - 46;
    view.writeUInt32LE(100, directory + 24);
    expect(await reasonFor(bytes)).toContain('word/document.xml in it is damaged');
  });

  it('more entries than any document has', async () => {
    const entries = Array.from({ length: 6000 }, (_, index) => [`word/${index}.xml`, strToU8('<a/>')] as const);
    const bytes = zipSync({ 'word/document.xml': strToU8('<a/>'), ...Object.fromEntries(entries) }, { level: 0 });
    expect(await reasonFor(bytes)).toContain('more than 5000 entries');
  });

  it('a million cells in a Word document', async () => {
    const row = `<w:tr>${'<w:tc><w:p/></w:tc>'.repeat(1000)}</w:tr>`;
    const random = Array.from({ length: 30_000 }, (_, index) => ((index * 7919) % 99_991) + (index % 7)).join('');
    expect(await reasonFor(docxOf(`<w:tbl>${row.repeat(300)}</w:tbl>${paragraphXml(random)}`))).toContain(
      'more than 200000 table cells',
    );
  });

  it('tables nested without end', async () => {
    const open = '<w:tbl><w:tr><w:tc>'.repeat(500);
    const close = '</w:tc></w:tr></w:tbl>'.repeat(500);
    expect(await reasonFor(docxOf(open + close))).toContain('nests tables deeper than 32');
  });

  it('a sheet with a cell at the far end', async () => {
    const parts = unzipSync(bookOf({ Sheet1: [['甲', '乙']] }));
    const rows = Array.from({ length: 9000 }, (_, row) => `<row r="${row + 2}"><c r="A${row + 2}"><v>1</v></c></row>`);
    const far = '<row r="9002"><c r="GZZ9002"><v>1</v></c></row>';
    parts['xl/worksheets/sheet1.xml'] = strToU8(
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>${rows.join('')}${far}</sheetData></worksheet>`,
    );
    expect(await reasonFor(zipSync(parts))).toContain('more than 200000 places for cells');
  });

  it('a sheet of a quarter of a million cells', async () => {
    const rows = Array.from({ length: 500 }, (_, row) =>
      Array.from({ length: 500 }, (_unused, column) => row * column),
    );
    expect(await reasonFor(bookOf({ Sheet1: rows }))).toContain('more than 200000 cells');
  });
});

describe('what an Office file cannot give is said', () => {
  const path = process.env['PATH'];
  afterEach(() => {
    process.env['PATH'] = path;
  });

  it.each([
    ['a part that is missing', zipSync({ 'word/document.bak': strToU8('x') }), 'word/document.xml is not in it'],
    ['XML that ends early', docxOf('<w:p><w:r><w:t>未完'), 'word/document.xml is not well-formed XML'],
    [
      'a field that never ends',
      docxOf('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>一</w:t></w:r></w:p>'),
      'a field in it never ends',
    ],
    ['text in another format', docxOf('<w:altChunk r:id="rId5"/>'), 'embedded in another format'],
    ['an RTF document that is cut off', strToU8('{\\rtf1\\ansi text'), 'cut off'],
  ])('%s', async (_what, bytes, reason) => {
    expect(await reasonFor(bytes)).toContain(reason);
  });

  it('what LibreOffice would read, where it is not installed', async () => {
    process.env['PATH'] = '';
    expect(await reasonFor(strToU8('{\\rtf1\\ansi text}'))).toBe(
      'RTF documents (.rtf) are read by way of LibreOffice, which is not on PATH: install it (on Debian: apt-get install libreoffice-writer-nogui) and read the file again',
    );
  });
});
