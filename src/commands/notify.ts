import { spawn } from 'node:child_process';

/** Longest time that a notification may take. */
const LONGEST_SECONDS = 60;
/** Of what the command says on standard error when it fails. */
const MOST_WORDS = 400;

/** How the user's command took the report: in words where it failed, else null. */
export type NotifyFailure = string | null;

/**
 * Runs a command line of the user's in the shell with `json` on its standard input, so that a run report reaches a mailbox or a chat. What
 * it prints is not shown. Never rejects: a notification that fails is said and hinders nothing.
 */
export function notify(commandLine: string, json: string, longestSeconds = LONGEST_SECONDS): Promise<NotifyFailure> {
  return new Promise((done) => {
    const child = spawn(commandLine, {
      shell: true,
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: longestSeconds * 1000,
      killSignal: 'SIGKILL',
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-MOST_WORDS);
    });
    child.on('error', (error) => {
      done(`--notify-command could not be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      if (code === 0) done(null);
      else {
        const how = signal === null ? `ended with ${code ?? 'nothing'}` : `took longer than ${longestSeconds} s`;
        const words = complaint.trim();
        done(`--notify-command ${how}${words === '' ? '' : `: ${words}`}`);
      }
    });
    // A command that reads nothing of it may well have ended first; how it ended says enough.
    child.stdin.on('error', () => undefined);
    child.stdin.end(json);
  });
}
