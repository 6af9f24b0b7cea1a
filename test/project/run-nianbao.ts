import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/nianbao.mjs', import.meta.url));

/** What one run of the program left behind. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the program that may still be going on. */
export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves once stderr has shown this; rejects when the run ends without. */
  waitFor(pattern: RegExp): Promise<void>;
}

interface Where {
  readonly folder?: string;
  readonly environment?: Record<string, string>;
}

/** Starts `nianbao` as a user does, in a process of its own, in the folder given. */
export function startNianbao(words: readonly string[], { folder, environment }: Where = {}): Running {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { ...process.env, npm_lifecycle_event: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
  const waitFor = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(stderr)) resolve();
      };
      child.stderr.on('data', look);
      look();
      void ended.then(() => {
        reject(new Error(`nianbao ended without ${pattern}: ${stderr}`));
      });
    });
  return { child, ended, waitFor };
}

/** Runs `nianbao` to its end. */
export function runNianbao(words: readonly string[], where: Where = {}): Promise<Ended> {
  return startNianbao(words, where).ended;
}
