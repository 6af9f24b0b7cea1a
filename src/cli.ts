import { readFileSync } from 'node:fs';
import type { CommandIo, ExitCode } from './commands/command.ts';
import { describeFailure } from './commands/failure.ts';
import { runProgram } from './commands/program.ts';
import { StopRun } from './errors.ts';

/**
 * Runs one command line in this process, on its streams and signals.
 * @param argv the words after `nianbao`
 * @returns the exit code, once all output is written
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const stop = new AbortController();
  const state = { summaryPrinted: false, heedsSignal: false };
  const host = {
    version: readVersion(),
    print: (text: string) => {
      process.stdout.write(text);
    },
    openIo: ({ json, heedsSignal }: { json: boolean; heedsSignal: boolean }): CommandIo => {
      state.heedsSignal = heedsSignal;
      const io = openTerminal(json, stop.signal);
      return {
        ...io,
        out: (text) => {
          state.summaryPrinted = true;
          io.out(text);
        },
      };
    },
  };
  const report = (error: unknown): ExitCode => {
    const failure = describeFailure(error, stop.signal);
    clearProgress();
    process.stderr.write(`nianbao: ${failure.message}\n`);
    if (argv.includes('--debug') || process.env['NIANBAO_DEBUG']) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    } else if (failure.defect) {
      process.stderr.write(
        'This is a defect of the program. Please report the command line and what it prints with --debug.\n',
      );
    }
    if (argv.includes('--json') && !state.summaryPrinted) {
      process.stdout.write(
        `${JSON.stringify({ outcome: 'failed', exitCode: failure.exitCode, error: failure.message })}\n`,
      );
    }
    return failure.exitCode;
  };
  listenForSignals(stop, () => state.heedsSignal);
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  // Whatever escapes a command (a rejection nobody awaits) is told in the same way, not as a raw stack.
  process.on('uncaughtException', (error) => process.exit(report(error)));
  const exitCode = await runProgram(argv, host).catch(report);
  clearProgress();
  await written(process.stdout);
  await written(process.stderr);
  return exitCode;
}

let progressShown = false;

function clearProgress(): void {
  if (progressShown) process.stderr.write('\r\u001b[K');
  progressShown = false;
}

function openTerminal(json: boolean, signal: AbortSignal): CommandIo {
  const interactive = process.stderr.isTTY;
  const width = terminalWidth(process.stdout) ?? terminalWidth(process.stderr) ?? 100;
  return {
    out: (text) => {
      clearProgress();
      process.stdout.write(`${text}\n`);
    },
    note: (text) => {
      clearProgress();
      process.stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!interactive) return;
      clearProgress();
      process.stderr.write(text);
      progressShown = true;
    },
    json,
    interactive,
    colour: process.stdout.isTTY && !process.env['NO_COLOR'],
    width,
    signal,
  };
}

function terminalWidth(stream: NodeJS.WriteStream): number | null {
  return stream.isTTY && stream.columns > 0 ? stream.columns : null;
}

/** The first Ctrl-C asks a command that heeds it to end tidily; a second one, or any other command, ends at once. */
function listenForSignals(stop: AbortController, heedsSignal: () => boolean): void {
  const onSignal = (): void => {
    clearProgress();
    if (heedsSignal() && !stop.signal.aborted) {
      process.stderr.write('nianbao: stopping, what is in hand is being stored (again to stop at once)\n');
      stop.abort(new StopRun('Interrupted. What was stored is kept; run the same command again to go on.'));
      return;
    }
    process.stderr.write('nianbao: interrupted; what was stored is kept.\n');
    process.exit(1);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** `nianbao … | head` closes our output early: nobody is left to read, but the work and its exit code stand. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    stream.write('', () => {
      done();
    });
  });
}

/** Read without the settings, so that `--version` and `--help` load next to nothing. */
function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const stated = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof stated === 'string' ? stated : 'unknown';
}
