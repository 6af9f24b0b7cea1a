import { RetryLater, SkipThis, StopRun, UsageError } from '../errors.ts';
import type { ExitCode } from './command.ts';

/** What a failure means to the person at the terminal. */
export interface Failure {
  readonly exitCode: Exclude<ExitCode, 0>;
  /** One line or a few, without a stack. */
  readonly message: string;
  /** A defect of the program: nothing the user did, and worth a report. */
  readonly defect: boolean;
}

/** Failures of the machine that no code of ours can mend, by the code that Node or SQLite gives them. */
const machineFailures: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. What was stored is kept; make room and run the same command again.',
  SQLITE_FULL: 'The disk is full. What was stored is kept; make room and run the same command again.',
  EDQUOT: 'The disk quota is used up. What was stored is kept; make room and run the same command again.',
  EACCES: 'Access is not permitted',
  EPERM: 'The operation is not permitted',
  EEXIST: 'A file stands where a folder is needed',
  ENOTDIR: 'A file stands where a folder is needed',
  EROFS: 'The file system is read-only',
  SQLITE_READONLY: 'The corpus cannot be written: its file or folder is read-only',
  SQLITE_CANTOPEN: 'The corpus cannot be opened: is the data directory a folder that may be written?',
  SQLITE_BUSY: 'The corpus is in use by another program; try again when that has ended',
  SQLITE_CORRUPT: 'The corpus file is damaged; restore it from a backup, its originals are untouched',
  SQLITE_NOTADB: 'The file named corpus.sqlite is no SQLite database',
};

/** Maps whatever a command threw to its exit code and words; the only place that does. */
export function describeFailure(error: unknown, signal: AbortSignal): Failure {
  const known = (exitCode: Failure['exitCode'], message: string): Failure => ({ exitCode, message, defect: false });
  if (error instanceof UsageError) return known(2, error.message);
  if (error instanceof StopRun || error instanceof SkipThis || error instanceof RetryLater) {
    return known(1, error.message);
  }
  if (signal.aborted) return known(1, messageOf(signal.reason));
  const machine = machineFailure(error);
  if (machine !== null) return known(1, machine);
  return { exitCode: 1, message: `Unexpected error: ${messageOf(error)}`, defect: true };
}

function machineFailure(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // SQLite refines its codes by suffixes: SQLITE_READONLY_DIRECTORY, SQLITE_CORRUPT_VTAB.
  const code = Object.keys(machineFailures).find(
    (name) => error.code === name || String(error.code).startsWith(`${name}_`),
  );
  const words = code === undefined ? undefined : machineFailures[code];
  if (words === undefined) return null;
  return words.endsWith('.') ? words : `${words} (${error.message}).`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
