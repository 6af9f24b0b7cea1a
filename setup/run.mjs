import { spawn } from 'node:child_process';

/** @param {string} text one line for the person at the terminal; stdout is left to the command that follows */
export function say(text) {
  process.stderr.write(`nianbao setup: ${text}\n`);
}

/**
 * Runs a program to its end. What it prints goes to stderr; it has no standard input, so it cannot ask for a password.
 * @param {string} program
 * @param {readonly string[]} words
 * @param {{ folder?: string, output?: 'shown' | 'on failure' | 'never', silentSeconds?: number, environment?: Record<string, string> }} [options]
 *   unless its output is shown, there is a sign of life now and then; `silentSeconds` ends it when it has printed nothing for so long
 * @returns {Promise<boolean>} whether it ended well
 */
export function run(program, words, { folder, output = 'shown', silentSeconds = 0, environment = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const kept = [];
    const started = Date.now();
    const signOfLife = setInterval(() => {
      if (output !== 'shown') say(`… ${Math.round((Date.now() - started) / 1000)} s`);
    }, 15_000);
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const waitOn = () => {
      clearTimeout(timer);
      if (silentSeconds > 0) timer = setTimeout(() => child.kill('SIGKILL'), silentSeconds * 1000);
    };
    /** @param {Buffer} chunk */
    const onOutput = (chunk) => {
      waitOn();
      if (output === 'shown') process.stderr.write(chunk);
      else kept.push(chunk);
    };
    waitOn();
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    const stopWaiting = () => {
      clearTimeout(timer);
      clearInterval(signOfLife);
    };
    child.on('error', (error) => {
      stopWaiting();
      say(`${program} could not be started: ${error.message}`);
      resolve(false);
    });
    child.on('close', (code) => {
      stopWaiting();
      if (code !== 0 && output === 'on failure') for (const chunk of kept) process.stderr.write(chunk);
      resolve(code === 0);
    });
  });
}
