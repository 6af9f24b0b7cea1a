import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { extractReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';

const FOLDER = new URL('../fixtures/hard-shapes/', import.meta.url);
const CLAIMS_TO_BE_SURE = new Set(['verified', 'read', 'conflicting']);

interface Expected {
  readonly organization: string;
  readonly level: string;
  readonly fiscalYear: number;
  readonly cells: Record<string, Record<string, number | 'blank' | 'absent'>>;
}

/** Cells of these cases that may stay in doubt, with why; everywhere else each cell must be right. */
const OPEN: Readonly<Record<string, RegExp>> = {
  'lone-footnote-mark': /./,
  'procurement-in-yuan': /^proactive\.procurement\.amount$/,
};

test.each(readdirSync(FOLDER))('shape %s is read as written', async (name) => {
  const folder = new URL(`${name}/`, FOLDER);
  const file = ['source.html', 'source.txt'].find((one) => existsSync(new URL(one, folder))) ?? '';
  const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Expected;
  const reading = await readOriginal(readFileSync(new URL(file, folder)), { contentType: null, url: `file:${file}` });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const extraction = extractReport(reading.document);
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  const { report } = extraction;

  expect(report.organization).toMatchObject({ name: expected.organization, level: expected.level });
  expect(report.fiscalYear).toBe(expected.fiscalYear);
  const wrong = report.cells.filter((cell) => {
    const [, group = '', last = ''] = /^(.*)\.([^.]*)$/.exec(cell.code) ?? [];
    const value = expected.cells[group]?.[last];
    const right = typeof value === 'number' ? cell.number === value : cell.status === (value ?? 'absent');
    return !right && (CLAIMS_TO_BE_SURE.has(cell.status) || !(OPEN[name]?.test(cell.code) ?? false));
  });
  expect(wrong.map((cell) => `${cell.code} ${cell.number} ${cell.status}`)).toEqual([]);
});
