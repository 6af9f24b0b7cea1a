import { describe, expect, it } from 'vitest';
import { sniffMediaType } from '../../src/original/media-type.ts';

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from([...values, ...new Array<number>(40).fill(0)]);

/** A zip of one empty entry: local header, no data. */
function zipOf(name: string): Uint8Array {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name)]);
}

function oleWith(stream: string): Uint8Array {
  const magic = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return Buffer.concat([magic, Buffer.alloc(504), Buffer.from(`${stream}\0`, 'utf16le')]);
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('sniffMediaType', () => {
  const cases: [what: string, file: Uint8Array, hints: { contentType?: string; url?: string }, mediaType: string][] = [
    ['an empty file', new Uint8Array(), {}, 'application/x-empty'],
    ['a PDF served as a page', text('%PDF-1.7\n<html>'), { contentType: 'text/html' }, 'application/pdf'],
    ['a PDF after some junk', text('\n\n%PDF-1.4'), {}, 'application/pdf'],
    ['a page that speaks of %PDF-', text('<html><body>%PDF-1.4</body></html>'), {}, 'text/html'],
    ['a docx served as a download', zipOf('word/document.xml'), { contentType: 'application/octet-stream' }, WORD],
    ['an xlsx', zipOf('xl/workbook.xml'), {}, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['an OFD', zipOf('OFD.xml'), {}, 'application/ofd'],
    ['a plain archive', zipOf('report.doc'), {}, 'application/zip'],
    ['a doc', oleWith('WordDocument'), {}, 'application/msword'],
    ['an xls', oleWith('Workbook'), { url: 'http://a.example/b.doc' }, 'application/vnd.ms-excel'],
    ['a wps', oleWith('WordDocument'), { url: 'http://a.example/b.WPS?x=1' }, 'application/wps-office.wps'],
    ['an RTF', text('{\\rtf1\\ansi}'), {}, 'application/rtf'],
    ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), {}, 'image/png'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), {}, 'image/jpeg'],
    ['a GIF', text('GIF89a'), {}, 'image/gif'],
    ['a TIFF', bytes(0x49, 0x49, 0x2a, 0x00), {}, 'image/tiff'],
    ['a BMP', bytes(0x42, 0x4d, 70, 0, 0, 0, 0, 0, 0, 0, 30), {}, 'image/bmp'],
    ['a gzip', bytes(0x1f, 0x8b, 0x08), {}, 'application/gzip'],
    ['a rar', bytes(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x00), {}, 'application/vnd.rar'],
    ['a 7z', bytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), {}, 'application/x-7z-compressed'],
    ['noise', bytes(0, 1, 2, 3), { contentType: 'text/html' }, 'application/octet-stream'],
    ['a page', text('<!DOCTYPE html><p>年报'), {}, 'text/html'],
    ['a page without a head', text('<div><p>年报</p></div>'), { contentType: 'text/plain' }, 'text/html'],
    ['words served as a page', text('年报\n一、总体情况'), { contentType: 'text/html' }, 'text/plain'],
    ['a fragment served as a page', text('年报<p>一、总体情况</p>'), { contentType: 'text/html' }, 'text/html'],
    ['Markdown with a table in HTML', text('## 年报\n<table><tr><td>1</td></tr></table>'), {}, 'text/markdown'],
    ['Markdown by its name', text('年报'), { url: 'file:a/b.md' }, 'text/markdown'],
    [
      'a dump that begins with a table',
      text('<table><tr><td>1</td></tr></table>'),
      { url: 'file:b.txt' },
      'text/plain',
    ],
    ['JSON', text('{"total": 3}'), {}, 'application/json'],
    ['a list reply', text('<?xml version="1.0"?><datastore/>'), {}, 'application/xml'],
    ['XHTML', text('<?xml version="1.0"?><html><body/></html>'), {}, 'text/html'],
    ['a web archive', text('MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x'), {}, 'multipart/related'],
  ];
  for (const [what, file, hints, mediaType] of cases) {
    it(`${what} is ${mediaType}`, () => {
      expect(sniffMediaType(file, hints)).toBe(mediaType);
    });
  }
});
