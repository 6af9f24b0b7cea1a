import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../src/config.ts';

/** A bare copy of the project, as a fresh clone has it, with stand-ins for the programs of the machine. */
let clone: string;
let programs: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'nianbao-clone-'));
  programs = join(clone, 'programs');
  mkdirSync(programs);
  for (const part of ['setup', 'bin', 'package.json', 'package-lock.json', 'config.json']) {
    cpSync(join(projectRoot, part), join(clone, part), { recursive: true });
  }
});
afterEach(() => {
  rmSync(clone, { recursive: true });
});

function standIn(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

/** Makes the clone look as if its packages were installed, with a Playwright whose download is refused. */
function pretendInstalled(): void {
  cpSync(join(projectRoot, 'node_modules', '.package-lock.json'), join(clone, 'node_modules', '.package-lock.json'));
  const sqlite = join(clone, 'node_modules', 'better-sqlite3');
  mkdirSync(join(sqlite, 'build', 'Release'), { recursive: true });
  writeFileSync(join(sqlite, 'build', 'Release', 'better_sqlite3.node'), '');
  writeFileSync(join(sqlite, 'index.js'), 'module.exports = class {};');
  const playwright = join(clone, 'node_modules', 'playwright');
  mkdirSync(playwright);
  writeFileSync(join(playwright, 'cli.js'), 'process.exit(1);');
}

function run(program: string, ...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const environment = { PATH: programs, HOME: clone, SHIM: programs };
  return spawnSync(process.execPath, [join(clone, program), ...words], { env: environment, encoding: 'utf8' });
}

const isRoot = process.getuid?.() === 0;

describe('set-up', () => {
  test('has nothing to do, nothing to say and no time to lose where all is there', () => {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['setup/setup.mjs', '--for=start'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });

    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  test('takes an installation as it finds it', () => {
    pretendInstalled();
    standIn('npm', 'echo npm was called; exit 1');

    expect(run('setup/setup.mjs', '--for=start')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('installs when a package of the lock file is missing, and says what to do when that fails', () => {
    standIn('npm', 'echo "npm said: $*"; exit 1');

    const { status, stdout, stderr } = run('setup/setup.mjs', '--for=start');

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/installing \d+ packages of package-lock.json/);
    expect(stderr).toMatch(/npm said: ci /);
    expect(stderr).toMatch(/npm ci failed.*npm run -s setup/);
  });

  test('builds SQLite anew where it does not load in this Node, and says what that takes', () => {
    pretendInstalled();
    writeFileSync(join(clone, 'node_modules', 'better-sqlite3', 'index.js'), 'throw new Error("another ABI");');
    standIn('npm', 'echo "npm said: $*"; exit 1');

    const { status, stderr } = run('setup/setup.mjs', '--for=start');

    expect(status).toBe(1);
    expect(stderr).not.toMatch(/another ABI/);
    expect(stderr).toMatch(/npm said: rebuild better-sqlite3/);
    expect(stderr).toMatch(/build-essential python3/);
  });

  test('refuses a Node that is too old', () => {
    const manifest = readFileSync(join(clone, 'package.json'), 'utf8');
    writeFileSync(join(clone, 'package.json'), manifest.replace('>=20.19', '>=99.1'));

    const { status, stderr } = run('setup/setup.mjs');

    expect(status).toBe(1);
    expect(stderr).toMatch(/nianbao needs 99\.1 or newer/);
  });

  test('lets the system install a browser where Playwright cannot, as root; else prints the command', () => {
    pretendInstalled();
    standIn(
      'apt-get',
      `case "$1" in install) printf '#!/bin/sh\\n' > "$SHIM/chromium"; /bin/chmod +x "$SHIM/chromium";; esac`,
    );

    const { status, stderr } = run('setup/setup.mjs', '--for=test');

    expect(status).toBe(0);
    expect(existsSync(join(programs, 'chromium'))).toBe(isRoot);
    if (!isRoot) expect(stderr).toMatch(/sudo apt-get install -y .*chromium/);
  });

  test('lets the system install Tesseract with its Chinese data, as root; else prints the command', () => {
    pretendInstalled();
    standIn('chromium', '');
    standIn(
      'apt-get',
      `case "$*" in *tesseract-ocr-chi-sim*) printf '#!/bin/sh\\necho chi_sim\\n' > "$SHIM/tesseract"; /bin/chmod +x "$SHIM/tesseract";; esac`,
    );

    const { status, stderr } = run('setup/setup.mjs', '--for=test');

    expect(status).toBe(0);
    expect(existsSync(join(programs, 'tesseract'))).toBe(isRoot);
    if (!isRoot) expect(stderr).toMatch(/sudo apt-get install -y .*tesseract-ocr-chi-sim/);
  });

  test('goes on without Tesseract, and says what reads the words of scans then', () => {
    pretendInstalled();
    standIn('chromium', '');
    standIn('apt-get', 'exit 1');

    const { status, stderr } = run('setup/setup.mjs', '--for=test');

    expect(status).toBe(0);
    expect(stderr).toMatch(/tesseract\.js.*Install it with: sudo apt-get install -y .*tesseract-ocr-chi-sim/s);
  });

  test('tries in vain to install a browser once, not before every test run', () => {
    pretendInstalled();
    standIn('apt-get', 'exit 1');

    const first = run('setup/setup.mjs', '--for=test');
    const second = run('setup/setup.mjs', '--for=test');
    const asked = run('setup/setup.mjs');

    expect([first.status, second.status, asked.status]).toEqual([0, 0, 0]);
    expect(first.stderr).toMatch(/downloading/);
    expect(first.stderr).toMatch(/no browser could be installed. Install one with: sudo apt-get install/);
    expect(second.stderr).not.toMatch(/downloading/);
    expect(second.stderr).toMatch(/no browser; .*Install one with/);
    expect(asked.stderr).toMatch(/downloading/);
  });
});

test('without packages, nianbao says in one line what to run', () => {
  const { status, stdout, stderr } = run('bin/nianbao.mjs', 'status');

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^nianbao: .*npm run -s setup\n$/);
});
