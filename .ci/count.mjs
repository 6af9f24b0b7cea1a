// Reads the JSON results of vitest and prints `N passed, N failed[, N skipped]`; fails where a test failed or none ran.
import { readFileSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
const results = read(path);
const passed = results?.numPassedTests ?? 0;
const skipped = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
// A file that cannot be loaded has no tests to fail, yet it is a failure.
const brokenFiles = (results?.testResults ?? []).filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
).length;
const failed = (results?.numFailedTests ?? 0) + brokenFiles;

if (results === null) console.log('vitest left no results');
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = results !== null && passed > 0 && failed === 0 ? 0 : 1;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null; // said on stdout above, and the exit code is 1
  }
}
