import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTesseract } from './find-tesseract.mjs';
import { say } from './run.mjs';
import { installWithSystem, systemCommand } from './system-packages.mjs';

const failureFile = 'node_modules/.nianbao-no-tesseract';

/**
 * Sees to it that Tesseract reads Chinese here. Without it the words of scans are read by a slower package of the project, and their
 * figures as ever.
 * @param {string} root folder of the project
 * @param {{ again: boolean }} options `again` tries to install even where this has failed before
 * @returns {Promise<boolean>} whether it is there now; if not, the person has been told what to do
 */
export async function installTesseract(root, { again }) {
  if (findTesseract() === 'found') return true;
  const failure = join(root, failureFile);
  if (existsSync(failure) && !again) {
    say(`no Tesseract; it could not be installed before. ${advice()}`);
    return false;
  }
  if ((await installWithSystem('ocr', 'Tesseract and its Chinese data')) && findTesseract() === 'found') {
    rmSync(failure, { force: true });
    return true;
  }
  writeFileSync(failure, '');
  say(
    `Tesseract could not be installed (${findTesseract()}); the words of scans are read by tesseract.js, at half the speed. ${advice()}`,
  );
  return false;
}

function advice() {
  return `Install it with: ${systemCommand('ocr') ?? 'brew install tesseract tesseract-lang'}`;
}
