import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findBrowser } from './find-browser.mjs';
import { run, say } from './run.mjs';
import { installWithSystem, systemCommand } from './system-packages.mjs';

/** A download that prints nothing for so long is refused or stuck. */
const silentSeconds = 45;
const failureFile = 'node_modules/.nianbao-no-browser';

/**
 * Sees to it that there is a Chromium: what is there, else Playwright's own, else the system's.
 * @param {string} root folder of the project
 * @param {{ again: boolean }} options `again` tries to install even where this has failed before
 * @returns {Promise<boolean>} whether there is one now; if not, the person has been told what to do
 */
export async function installBrowser(root, { again }) {
  if (isThere(root)) return true;
  const failure = join(root, failureFile);
  if (existsSync(failure) && !again) {
    say(`no browser; it could not be installed before. ${advice()}`);
    return false;
  }
  const search = findBrowser({ configured: configuredBrowser(root) });
  if (search.kind === 'missing' && search.named) {
    say(`${search.named.by} names ${search.named.path} as the browser, but no program is there`);
    return false;
  }
  if ((await downloadWithPlaywright(root)) || ((await installWithSystem('browser', 'Chromium')) && isThere(root))) {
    rmSync(failure, { force: true });
    return true;
  }
  writeFileSync(failure, '');
  say(`no browser could be installed. ${advice()}`);
  return false;
}

/** @param {string} root */
function isThere(root) {
  return findBrowser({ configured: configuredBrowser(root) }).kind === 'found';
}

/** @param {string} root */
async function downloadWithPlaywright(root) {
  say('no Chromium here; downloading the one of Playwright (about 170 MB) …');
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  const done = await run(process.execPath, [cli, 'install', 'chromium'], {
    folder: root,
    output: 'never',
    silentSeconds,
  });
  if (!done) say('the download failed (npx playwright install chromium shows why)');
  return done && isThere(root);
}

/** The exact command that installs a browser on this machine. */
function advice() {
  return `Install one with: ${systemCommand('browser') ?? 'npx playwright install chromium'} (or set CHROMIUM_PATH)`;
}

/** @param {string} root */
function configuredBrowser(root) {
  try {
    const { browser } = JSON.parse(readFileSync(join(root, 'config.json'), 'utf8'));
    return typeof browser === 'string' && browser !== '' ? resolve(root, browser) : null;
  } catch {
    return null; // a missing or malformed config.json is for the commands to report, with line and column
  }
}
