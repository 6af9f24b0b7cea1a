import { describe, expect, it, test } from 'vitest';
import { readOriginal } from '../../src/read/read-original.ts';
import { readPdf } from '../../src/read/pdf.ts';
import { pageOf } from './bombs.ts';
import type { Reading } from '../../src/read/document.ts';

/** Far above what a page takes, far below what quadratic work would. */
const BUDGET_MS = 15_000;

async function timed(html: string, contentType = 'text/html'): Promise<Reading> {
  const start = performance.now();
  const reading = await readOriginal(new TextEncoder().encode(html), { contentType, url: 'https://portal.example/' });
  expect(performance.now() - start).toBeLessThan(BUDGET_MS);
  return reading;
}

describe('hostile originals cost bounded time', { timeout: 60_000 }, () => {
  it('a megabyte of nested elements', async () => {
    expect((await timed(`${'<div>'.repeat(200_000)}深处`)).kind).toBe('document');
  });

  it('a megabyte of nested tables', async () => {
    expect((await timed(`<html>${'<table><tr><td>'.repeat(70_000)}深处`)).kind).toBe('document');
  });

  it('a megabyte of stray end tags', async () => {
    expect((await timed(`<html>${'<b><i>'.repeat(50_000)}${'</p></td></table>'.repeat(50_000)}`)).kind).toBe(
      'document',
    );
  });

  it('hidden elements nested and never closed', async () => {
    expect((await timed(`<html>${'<div style="display:none"><table><tr><td>'.repeat(20_000)}`)).kind).toBe('document');
  });

  it('a table of half a million cells is refused in words', async () => {
    const reading = await timed(`<html><table>${`<tr>${'<td>1'.repeat(1000)}`.repeat(500)}</table>`);
    expect(reading).toEqual({
      kind: 'unreadable',
      mediaType: 'text/html',
      reason: 'the page has more than 200000 table cells',
    });
  });

  it('spans that claim a million columns and rows', async () => {
    const row = `<tr>${'<td rowspan=65534 colspan=1000000>1'.repeat(20)}`;
    expect((await timed(`<html><table>${row.repeat(500)}</table>`)).kind).toBe('document');
  });

  it.each([
    ['words set apart by spaces', '甲  乙\n'],
    ['indented lines', '\t甲乙\n'],
    ['short lines with few figures', `${'甲乙\n'.repeat(9)}1\n`],
    ['pipes without alignment', '甲 | 乙\n'],
    ['asterisks', '*甲 '],
    ['open brackets', '[甲]('],
    ['unclosed superscripts', '<sup>1 '],
  ])('a megabyte of text: %s', async (_what, piece) => {
    expect((await timed(piece.repeat(1_000_000 / piece.length / 2), 'text/plain')).kind).toBe('document');
  });
});

describe('what cannot be read says so', () => {
  it.each([
    ['an empty file', new Uint8Array(), 'the file is empty'],
    [
      'a picture',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]),
      expect.stringMatching(/^the picture cannot be decoded/),
    ],
    [
      'an archive',
      Uint8Array.from([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0]),
      'a RAR archive, which is not unpacked: unpack it and read its files',
    ],
    ['a PDF that ends after its header', new TextEncoder().encode('%PDF-1.4\nnothing'), 'the PDF is broken'],
    ['noise', Uint8Array.from([1, 2, 3, 0, 0, 0]), 'an unknown binary format'],
  ])('%s', async (_what, bytes, reason) => {
    const reading = await readOriginal(bytes, { contentType: null, url: 'https://portal.example/a' });
    expect(reading).toMatchObject({ kind: 'unreadable', reason });
  });
});

describe('a page of a PDF with more on it than any page has', () => {
  test.each([
    ['drawings', '0 0 m 9 9 l S\n'.repeat(50_001), /draws more than 50000 objects/],
    [
      'letters',
      `BT /F 8 Tf 10 10 Td ${`(${'a'.repeat(100)}) Tj `.repeat(1001)} ET`,
      /has 100\d{3} characters, more than 100000/,
    ],
  ])('is not read in part: %s', async (_, content, reason) => {
    const reading = await readPdf(pageOf(content));
    expect(reading).toMatchObject({ kind: 'unreadable', reason: expect.stringMatching(reason) as string });
  });
});
