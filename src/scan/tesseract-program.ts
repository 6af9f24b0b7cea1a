import { execFile, spawn } from 'node:child_process';
import { SkipThis } from '../errors.ts';
import { linesOfTsv, ONE_BLOCK, type TesseractRun } from './tesseract-words.ts';

const PROGRAM = 'tesseract';
const TIME_LIMIT_MS = 60_000;
const OUTPUT_CEILING = 20_000_000;
const LANGUAGE = 'chi_sim';

/** The Tesseract program on PATH with its Chinese data, if both are there. */
export async function findTesseractProgram(): Promise<{ readonly name: string; readonly run: TesseractRun } | null> {
  const languages = await answer(['--list-langs']);
  if (!languages?.split(/\s+/).includes(LANGUAGE)) return null;
  const version = /^tesseract\s+v?(\S+)/m.exec((await answer(['--version'])) ?? '')?.[1] ?? 'of unknown version';
  return { name: `tesseract ${version} ${LANGUAGE}`, run };
}

/** What the program prints when asked; null where it is missing or fails. */
function answer(parameters: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(PROGRAM, parameters, { timeout: 10_000, windowsHide: true }, (error, stdout, stderr) => {
      resolve(error ? null : `${stdout}\n${stderr}`);
    });
  });
}

const run: TesseractRun = (graymap) =>
  new Promise((resolve, reject) => {
    const parameters = ['-', '-', '-l', LANGUAGE, '--oem', '1', '--psm', ONE_BLOCK, '--dpi', '200', 'tsv'];
    // One thread: several slow each other down where several documents are read at once.
    const child = spawn(PROGRAM, parameters, {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      windowsHide: true,
    });
    const kept: Buffer[] = [];
    let size = 0;
    let failure: string | null = null;
    const end = (reason: string): void => {
      failure ??= reason;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => end(`Tesseract took longer than ${TIME_LIMIT_MS / 1000} s over a page`),
      TIME_LIMIT_MS,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > OUTPUT_CEILING) end('Tesseract found more words than a page can hold');
      else kept.push(chunk);
    });
    // It may end before it has read all: its exit code says why.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new SkipThis(`Tesseract could not be started: ${error.message}`));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      if (failure !== null) reject(new SkipThis(failure));
      else if (code !== 0) reject(new SkipThis(`Tesseract could not read the picture (exit code ${code ?? 'none'})`));
      else resolve(linesOfTsv(Buffer.concat(kept).toString('utf8')));
    });
    child.stdin.end(graymap);
  });
