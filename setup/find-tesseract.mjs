// Is Tesseract here, with its Chinese data? Plain JavaScript without dependencies: the set-up runs before any package is installed.
import { spawnSync } from 'node:child_process';

/** @returns {'found' | 'no program' | 'no Chinese data'} */
export function findTesseract() {
  const { error, status, stdout, stderr } = spawnSync('tesseract', ['--list-langs'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  if (error || status !== 0) return 'no program';
  return `${stdout}\n${stderr}`.split(/\s+/).includes('chi_sim') ? 'found' : 'no Chinese data';
}
