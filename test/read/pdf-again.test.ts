import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOriginal } from '../../src/read/read-original.ts';

const CASES = join(import.meta.dirname, '../fixtures/read');

async function cellsOf(name: string, again?: true): Promise<string[]> {
  const bytes = readFileSync(join(CASES, name, 'source.pdf'));
  const reading = await readOriginal(bytes, { contentType: null, url: 'file:source.pdf', ...(again && { again }) });
  if (reading.kind === 'unreadable') return [reading.reason];
  const { reader, blocks } = reading.document;
  const cells = blocks.flatMap((block) => (block.kind === 'table' ? block.cells : []));
  return [reader, ...cells.map(({ row, column, text }) => `${row},${column} ${text}`)];
}

describe('the second reader of PDFs', () => {
  for (const name of ['pdf-ruled', 'pdf-rules-across', 'pdf-aligned']) {
    it(`reads the cells of ${name} as the first does`, async () => {
      const [reader, ...cells] = await cellsOf(name, true);
      const [, ...own] = await cellsOf(name);
      expect(reader).toBe('pdf.js');
      expect(own.length).toBeGreaterThan(10);
      expect(cells).toEqual(own);
    }, 60_000);
  }

  it('tells nothing of a page that must be read from its pixels', async () => {
    expect(await cellsOf('pdf-scan', true)).toEqual(['not all of its letters are plain to see']);
  }, 60_000);
});
