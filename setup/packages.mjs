import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, say } from './run.mjs';

const nativeModule = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const installedList = 'node_modules/.package-lock.json';
const stampFile = 'node_modules/.nianbao-setup';

/**
 * Sees to it that the packages of package-lock.json are installed and that SQLite loads in this Node.
 * @param {string} root folder of the project
 * @returns {Promise<boolean>} whether all is there now
 */
export async function installPackages(root) {
  const stamp = stampOf(root);
  if (stamp === readStamp(root) && existsSync(join(root, nativeModule)) && existsSync(join(root, installedList))) {
    return true;
  }
  if (!(await installMissing(root))) return false;
  if (!(await loadsSqlite(root, 'never')) && !(await buildSqlite(root))) return false;
  writeFileSync(join(root, stampFile), stamp);
  return true;
}

/**
 * What the installed packages depend on: the lock file, and the binary interface of this Node.
 * @param {string} root
 */
function stampOf(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.versions.modules} ${process.platform} ${process.arch}\n`;
}

/** @param {string} root */
function readStamp(root) {
  const path = join(root, stampFile);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** @param {string} root */
async function installMissing(root) {
  const missing = missingPackages(root);
  if (missing === 0) return true;
  say(`installing ${missing} packages of package-lock.json (npm ci) …`);
  const started = Date.now();
  // Install scripts come apart, below: only one package needs one, and it is worth its own line.
  const done = await npm(root, [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
  if (done) say(`packages installed in ${seconds(started)}`);
  else say('npm ci failed, see above; is the npm registry within reach? Then run: npm run -s setup');
  return done;
}

/**
 * How many packages of the lock file are not installed in their locked version, those of other platforms aside.
 * @param {string} root
 */
function missingPackages(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const list = join(root, installedList);
  const installed = existsSync(list) ? readPackages(list) : {};
  return Object.entries(wanted).filter(
    ([path, { version, optional }]) => path !== '' && !optional && installed[path]?.version !== version,
  ).length;
}

/**
 * @param {string} path a lock file of npm
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
}

/**
 * @param {string} root
 * @param {'on failure' | 'never'} output
 */
function loadsSqlite(root, output) {
  if (!existsSync(join(root, nativeModule))) return Promise.resolve(false);
  return run(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"], { folder: root, output });
}

/** @param {string} root */
async function buildSqlite(root) {
  say('preparing SQLite (better-sqlite3); about a minute where it has to be compiled …');
  const started = Date.now();
  if ((await npm(root, ['rebuild', 'better-sqlite3'])) && (await loadsSqlite(root, 'on failure'))) {
    say(`SQLite ready in ${seconds(started)}`);
    return true;
  }
  say('SQLite could not be built, see above. It takes a C++ compiler, make and Python 3;');
  say('on Debian and Ubuntu: sudo apt-get install build-essential python3. Then run: npm run -s setup');
  return false;
}

/**
 * @param {string} root
 * @param {readonly string[]} words
 */
function npm(root, words) {
  const script = process.env['npm_execpath'];
  const [program, before] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return run(program, [...before, ...words, '--loglevel=error'], { folder: root, output: 'on failure' });
}

/** @param {number} started */
function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(0)} s`;
}
