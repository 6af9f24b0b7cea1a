// Installs what is missing, and nothing else. Plain JavaScript without dependencies: it runs on a fresh clone.
//   node setup/setup.mjs             packages, a browser and Tesseract (npm run -s setup)
//   node setup/setup.mjs --for=start packages (before npm start, which needs neither)
//   node setup/setup.mjs --for=test  packages, and the others unless that has failed before (before npm test)
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installBrowser } from './browser.mjs';
import { installPackages } from './packages.mjs';
import { say } from './run.mjs';
import { installTesseract } from './tesseract.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const purpose = process.argv.find((word) => word.startsWith('--for='))?.slice('--for='.length) ?? 'all';

process.exitCode = (await setUp()) ? 0 : 1;

async function setUp() {
  if (!['all', 'start', 'test'].includes(purpose)) {
    say(`--for takes start or test; got ${purpose}`);
    return false;
  }
  const needed = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');
  if (!isAtLeast(process.versions.node, needed)) {
    say(`this is Node ${process.versions.node}; nianbao needs ${needed} or newer (https://nodejs.org)`);
    return false;
  }
  if (!(await installPackages(root))) return false;
  // Without a browser and Tesseract everything runs but what needs them; that says so itself.
  if (purpose !== 'start') {
    await installBrowser(root, { again: purpose === 'all' });
    await installTesseract(root, { again: purpose === 'all' });
  }
  return true;
}

/**
 * @param {string} version
 * @param {string} needed
 */
function isAtLeast(version, needed) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}
