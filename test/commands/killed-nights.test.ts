import { expect, test } from 'vitest';
import { randomFrom } from '../../sample/random.ts';
import { killNights } from './killed-nights.ts';

const random = randomFrom('four kills');

test('a night that is killed at any moment is gone on with: the corpus is that of an undisturbed one', async () => {
  const { kills, undisturbed, disturbed, exitCode, runs, reports } = await killNights(4, () => random.next());
  expect(kills).toBe(4);
  for (const [table, rows] of Object.entries(undisturbed)) expect(disturbed[table], table).toEqual(rows);
  expect(undisturbed['integrity']).toEqual(['["ok"]']);
  expect(reports).toBe(runs);
  expect(exitCode).toBe(0);
}, 180_000);
