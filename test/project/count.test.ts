import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nianbao-count-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function count(results: object | null): { line: string | undefined; status: number | null } {
  const path = join(folder, 'results.json');
  rmSync(path, { force: true });
  if (results !== null) writeFileSync(path, JSON.stringify(results));
  const { stdout, status } = spawnSync(process.execPath, [join(projectRoot, '.ci', 'count.mjs'), path], {
    encoding: 'utf8',
  });
  return { line: stdout.trimEnd().split('\n').at(-1), status };
}

const all = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test.each([
  ['all passed', all, '7 passed, 0 failed', 0],
  ['one failed', { ...all, numFailedTests: 1 }, '7 passed, 1 failed', 1],
  ['some skipped', { ...all, numPendingTests: 2, numTodoTests: 1 }, '7 passed, 0 failed, 3 skipped', 0],
  [
    'a file that could not be loaded',
    { ...all, testResults: [{ status: 'failed', assertionResults: [] }] },
    '7 passed, 1 failed',
    1,
  ],
  ['no test ran', { ...all, numPassedTests: 0 }, '0 passed, 0 failed', 1],
  ['the runner left nothing', null, '0 passed, 0 failed', 1],
])('the closing line of a build-server run: %s', (_, results, line, status) => {
  expect(count(results)).toEqual({ line, status });
});
