import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODEBOOK, codesOf } from '../../src/codebook/codebook.ts';

function csvRows(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2] ?? ''));
}

test('the codebook in code is the codebook that researchers are given', () => {
  const [, ...rows] = csvRows(readFileSync(new URL('../../docs/codebook.csv', import.meta.url), 'utf8'));
  const mine = CODEBOOK.map((e) => [e.code, e.template, e.table, e.rowLabel, e.columnLabel, e.unit, e.kind, e.english]);
  expect(mine).toEqual(rows);
});

test('the forms have 200 and 198 cells', () => {
  const size = (template: '2021' | '2019') => (['二', '三', '四'] as const).map((t) => codesOf(t, template).length);
  expect(size('2021')).toEqual([10, 175, 15]);
  expect(size('2019')).toEqual([22, 161, 15]);
});
