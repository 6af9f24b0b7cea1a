import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TableBlock } from '../../src/read/document.ts';
import { htmlSource, readHtml } from '../../src/read/html.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/read');
const pages = readdirSync(FIXTURES).filter((name) => name.startsWith('html-'));

describe('the tags of table cells', () => {
  test.each(pages)('%s: every cell that was read is a tag of the page, and the place is its own', (name) => {
    const bytes = new Uint8Array(readFileSync(join(FIXTURES, name, 'source.html')));
    const reading = readHtml(bytes, { contentType: null, url: 'https://example.org/' });
    if (reading.kind !== 'document') throw new Error(reading.reason);
    const cells = reading.document.blocks
      .filter((block): block is TableBlock => block.kind === 'table' && block.geometry === 'spans')
      .flatMap((table) => table.cells);
    const { markup, tags } = htmlSource(bytes, null);
    expect(tags.map(({ cell }) => cell)).toEqual(cells);
    expect(new Set(tags.map(({ offset }) => offset)).size).toBe(cells.length);
    for (const { offset } of tags) expect(markup.slice(offset, offset + 3).toLowerCase()).toMatch(/^<t[dh]$/);
  });
});
