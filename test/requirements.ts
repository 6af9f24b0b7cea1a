import { test } from 'vitest';
import { findBrowser } from '../setup/find-browser.mjs';
import { findTesseract } from '../setup/find-tesseract.mjs';

/** Parts from outside that some tests need, and whether this machine has them. */
const parts = {
  browser: {
    isThere: () => findBrowser().kind === 'found',
    advice: 'a Chromium; `npm run -s setup` looks for one or installs it',
  },
  tesseract: {
    isThere: () => findTesseract() === 'found',
    advice: 'Tesseract with its Chinese data; `npm run -s setup` installs it where it may',
  },
} as const;

/**
 * `test`, for a case that needs a part from outside. Where the part is missing, the case is skipped under a name that
 * says so; on a build server (`CI=true`) it runs and fails, so that no test falls silent there.
 */
export function testNeeding(
  part: keyof typeof parts,
  name: string,
  body: () => Promise<void>,
  timeoutMs?: number,
): void {
  const { isThere, advice } = parts[part];
  if (isThere() || process.env['CI'] === 'true') test(name, body, timeoutMs);
  else test.skip(`${name} (skipped: needs ${advice})`, body);
}
