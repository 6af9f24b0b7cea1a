/**
 * The four things a caller can do about a failure. Every error thrown on purpose is one of these; anything else is a
 * defect in the program and is shown as such.
 */

/** The caller may try the same thing again later: a timeout, a 503, a locked file. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  /** How long to wait at least, in milliseconds, when the other side said so. */
  readonly afterMs: number | undefined;
  constructor(message: string, options: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.afterMs = options.afterMs;
  }
}

/** This one document, page or portal cannot be used; the run goes on with the next and records why. */
export class SkipThis extends Error {
  override readonly name = 'SkipThis';
}

/** Going on would lose or spoil something (disk full, a corpus that is not ours): the run ends, exit code 1. */
export class StopRun extends Error {
  override readonly name = 'StopRun';
}

/** The user asked for something that cannot be: an unknown portal, a malformed config. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
