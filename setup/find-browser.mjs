// Where a Chromium may be. Plain JavaScript without dependencies: the set-up runs before any package is installed.
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Programs looked for on PATH, in this order. */
export const browserPrograms = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Where Playwright keeps its downloads, and the program within one of them. */
const playwrightFolders = {
  linux: {
    cache: ['.cache', 'ms-playwright'],
    program: [
      ['chrome-linux64', 'chrome'],
      ['chrome-linux', 'chrome'],
    ],
  },
  darwin: {
    cache: ['Library', 'Caches', 'ms-playwright'],
    program: [
      ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
      ['chrome-mac-arm64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
      ['chrome-mac-x64', 'Google Chrome for Testing.app', 'Contents', 'MacOS', 'Google Chrome for Testing'],
    ],
  },
  win32: {
    cache: ['AppData', 'Local', 'ms-playwright'],
    program: [
      ['chrome-win64', 'chrome.exe'],
      ['chrome-win', 'chrome.exe'],
    ],
  },
};

/**
 * @typedef {object} BrowserSearch
 * @property {string | null} [configured] path from the config file
 * @property {Readonly<Record<string, string | undefined>>} [environment] `process.env` when absent
 * @property {string} [home] the user's home folder when absent
 */

/**
 * Finds a Chromium: CHROMIUM_PATH, the configured path, Playwright's own, then the programs on PATH.
 * A path that was named on purpose and holds no program is an answer too, not a reason to look elsewhere in silence.
 * @param {BrowserSearch} [search]
 * @returns {{ kind: 'found', path: string } | { kind: 'missing', named: { by: string, path: string } | null }}
 */
export function findBrowser({ configured = null, environment = process.env, home = homedir() } = {}) {
  const named = [
    { by: 'CHROMIUM_PATH', path: environment['CHROMIUM_PATH'] },
    { by: 'the config file', path: configured },
  ];
  for (const { by, path } of named) {
    if (!path) continue;
    return isProgram(path) ? { kind: 'found', path } : { kind: 'missing', named: { by, path } };
  }
  const path = [...playwrightBrowsers(environment, home), ...programsOnPath(environment)].find(isProgram);
  return path === undefined ? { kind: 'missing', named: null } : { kind: 'found', path };
}

/**
 * Newest download first.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} home
 */
function playwrightBrowsers(environment, home) {
  const folders = playwrightFolders[/** @type {'linux'} */ (process.platform)] ?? playwrightFolders.linux;
  const cache = environment['PLAYWRIGHT_BROWSERS_PATH'] || join(home, ...folders.cache);
  return list(cache)
    .map((name) => ({ name, revision: Number(/^chromium-(\d+)$/.exec(name)?.[1]) }))
    .filter(({ revision }) => !Number.isNaN(revision))
    .sort((a, b) => b.revision - a.revision)
    .flatMap(({ name }) => folders.program.map((parts) => join(cache, name, ...parts)));
}

/** @param {Readonly<Record<string, string | undefined>>} environment */
function programsOnPath(environment) {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return browserPrograms.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no such folder: Playwright has downloaded nothing
  }
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not ours to run: either way not a browser for us
  }
}
