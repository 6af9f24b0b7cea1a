import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './run.mjs';

/** @typedef {'browser' | 'ocr'} SystemPart */

/**
 * System package managers, how each installs without asking, and what it calls the parts.
 * @type {{ program: string, refresh: string[] | null, install: string[], packages: Record<SystemPart, string[]> }[]}
 */
const packageManagers = [
  {
    program: 'apt-get',
    refresh: ['update', '-qq'],
    install: ['install', '-y', '-qq', '--no-install-recommends'],
    packages: { browser: ['chromium'], ocr: ['tesseract-ocr', 'tesseract-ocr-chi-sim'] },
  },
  {
    program: 'dnf',
    refresh: null,
    install: ['install', '-y'],
    packages: { browser: ['chromium'], ocr: ['tesseract', 'tesseract-langpack-chi_sim'] },
  },
  {
    program: 'apk',
    refresh: null,
    install: ['add'],
    packages: { browser: ['chromium'], ocr: ['tesseract-ocr', 'tesseract-ocr-data-chi_sim'] },
  },
  {
    program: 'zypper',
    refresh: null,
    install: ['--non-interactive', 'install'],
    packages: { browser: ['chromium'], ocr: ['tesseract-ocr', 'tesseract-ocr-traineddata-chinese_simplified'] },
  },
  {
    program: 'pacman',
    refresh: null,
    install: ['-Sy', '--noconfirm'],
    packages: { browser: ['chromium'], ocr: ['tesseract', 'tesseract-data-chi_sim'] },
  },
];

/**
 * Installs a part with the system's package manager, where there is one and this is root.
 * @param {SystemPart} part
 * @param {string} name what to call it
 * @returns {Promise<boolean>} whether the package manager ended well
 */
export async function installWithSystem(part, name) {
  const manager = packageManager();
  if (manager === undefined || process.getuid?.() !== 0) return false;
  say(`installing ${name} with ${manager.program} …`);
  const options = /** @type {const} */ ({ output: 'on failure', environment: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (manager.refresh) await run(manager.program, manager.refresh, options);
  return run(manager.program, [...manager.install, ...manager.packages[part]], options);
}

/**
 * The exact command that installs a part on this machine; null where no package manager is known.
 * @param {SystemPart} part
 */
export function systemCommand(part) {
  const manager = packageManager();
  if (manager === undefined) return null;
  const words = manager.install.filter((word) => word !== '-qq');
  return `sudo ${[manager.program, ...words, ...manager.packages[part]].join(' ')}`;
}

function packageManager() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return packageManagers.find(({ program }) => folders.some((folder) => existsSync(join(folder, program))));
}
