import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOriginal } from '../../src/read/read-original.ts';
import { outlineOf } from './outline.ts';

const CASES = join(import.meta.dirname, '../fixtures/read');

/** With `NIANBAO_GOLDEN=write` the goldens are written anew, to be read against their sources before they are kept. */
const write = process.env['NIANBAO_GOLDEN'] === 'write';

describe('each recorded original reads as a person read it', () => {
  for (const name of readdirSync(CASES)) {
    it(name, async () => {
      const folder = join(CASES, name);
      const source = readdirSync(folder).find((file) => file.startsWith('source.')) ?? '';
      const bytes = readFileSync(join(folder, source));
      const url = `https://portal.example/2024/report/${source}`;
      const outline = outlineOf(await readOriginal(bytes, { contentType: null, url }));
      const golden = join(folder, 'expected.json');
      if (write) writeFileSync(golden, `${JSON.stringify(outline, null, 2)}\n`);
      expect(outline).toEqual(JSON.parse(readFileSync(golden, 'utf8')));
    });
  }
});
