import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Reading } from './document.ts';
import type { FormatLimits } from './limits.ts';
import type { ReadingHints } from './read-original.ts';
import type { ReadingOrder } from './reading-service.ts';

/** How the reading of one original ended. */
export type ReadingEnd =
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'too-much-memory' }
  | { readonly kind: 'crashed'; readonly how: string }
  /** The program's own reader threw what it must not throw. */
  | { readonly kind: 'defect'; readonly message: string };

/** The process never came so far as to take an order. */
export interface NotStarted {
  readonly kind: 'not-started';
  readonly message: string;
}

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('reading'),
    // Made by the same program a moment ago: only that it came through is looked at.
    reading: z.custom<Reading>(
      (value) => z.object({ kind: z.enum(['document', 'unreadable']) }).safeParse(value).success,
    ),
    megabytes: z.number(),
  }),
  z.object({ kind: z.literal('defect'), message: z.string() }),
]);

const PROGRAM = fileURLToPath(new URL('./reading-worker.mjs', import.meta.url));
const START_LIMIT_SECONDS = 60;
/** V8's own heap; what libraries take beside it is seen by the watch of the process. */
const HEAP_MEGABYTES = 512;
/** A process that has grown beyond this, or read so many, makes place for a fresh one. */
const GROWN_MEGABYTES = 300;
const MOST_DOCUMENTS = 500;
/** One that has nothing to do for so long ends. */
const IDLE_SECONDS = 60;

/** With this the watch ends its process for taking too much memory, with the other V8 does. */
const MEMORY_SIGNALS: ReadonlySet<string> = new Set(['SIGUSR2', 'SIGABRT']);

/** One process that reads originals, one at a time; it is gone after one that it could not bear. */
export class ReadingProcess {
  readonly #child: ChildProcess;
  readonly #onGone: () => void;
  #isReady = false;
  #isGone = false;
  #documents = 0;
  #idle: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  #order: ReadingOrder | undefined;
  #seconds = 0;
  #settle: ((end: ReadingEnd | NotStarted) => void) | undefined;

  /** @param onGone called once, when it takes no more orders */
  constructor(onGone: () => void) {
    this.#onGone = onGone;
    // A group of its own: a signal of the terminal is not for it, and what it starts ends with it.
    this.#child = fork(PROGRAM, [], {
      detached: true,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      env: { ...process.env, OMP_THREAD_LIMIT: '1', VIPS_CONCURRENCY: '1' },
    });
    this.#child.on('message', (message) => this.#onMessage(message));
    this.#child.on('error', (error) => this.#lose({ kind: 'crashed', how: error.message }));
    this.#child.on('exit', (code, signal) => this.#onExit(code, signal));
    this.#holdProgram(false);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isFree(): boolean {
    return !this.#isGone && this.#settle === undefined;
  }

  /** Reads one original. To be asked only while it is free. Never rejects. */
  read(bytes: Uint8Array, hints: ReadingHints, limits: FormatLimits): Promise<ReadingEnd | NotStarted> {
    clearTimeout(this.#idle);
    this.#holdProgram(true);
    this.#order = { bytes, hints, megabytes: limits.megabytes };
    this.#seconds = limits.seconds;
    return new Promise((settle) => {
      this.#settle = settle;
      if (this.#isReady) this.#give();
      else this.#timer = setTimeout(() => this.#stop({ kind: 'too-long' }), START_LIMIT_SECONDS * 1000);
    });
  }

  /** Ends the process and all that it started, whatever it does. */
  end(): void {
    this.#stop({ kind: 'crashed', how: 'it was ended' });
  }

  #give(): void {
    const order = this.#order;
    if (!order) return;
    this.#order = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop({ kind: 'too-long' }), this.#seconds * 1000);
    this.#child.send(order, (error) => {
      if (error) this.#stop({ kind: 'crashed', how: error.message });
    });
  }

  #onMessage(message: unknown): void {
    const answered = answer.safeParse(message);
    if (!answered.success) {
      this.#stop({ kind: 'crashed', how: 'its answer made no sense' });
      return;
    }
    const { data } = answered;
    if (data.kind === 'ready') {
      this.#isReady = true;
      this.#give();
      return;
    }
    this.#documents += 1;
    const grown = data.kind === 'defect' || data.megabytes > GROWN_MEGABYTES || this.#documents >= MOST_DOCUMENTS;
    if (grown) {
      this.#stop(data);
      return;
    }
    this.#holdProgram(false);
    this.#idle = setTimeout(() => this.end(), IDLE_SECONDS * 1000).unref();
    this.#finish(data);
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    killGroup(this.#child);
    if (signal !== null && MEMORY_SIGNALS.has(signal)) this.#lose({ kind: 'too-much-memory' });
    else this.#lose({ kind: 'crashed', how: signal ?? `exit code ${code ?? 'none'}` });
  }

  #stop(end: ReadingEnd): void {
    if (this.#isGone) return;
    killGroup(this.#child);
    this.#lose(end);
  }

  #lose(end: ReadingEnd): void {
    if (this.#isGone) return;
    this.#isGone = true;
    clearTimeout(this.#idle);
    this.#holdProgram(false);
    this.#onGone();
    if (this.#isReady) this.#finish(end);
    else this.#finish({ kind: 'not-started', message: end.kind === 'crashed' ? end.how : 'it takes too long' });
  }

  #finish(end: ReadingEnd | NotStarted): void {
    clearTimeout(this.#timer);
    const settle = this.#settle;
    this.#settle = undefined;
    this.#order = undefined;
    settle?.(end);
  }

  /** Whether the program waits for this process before it ends. */
  #holdProgram(holds: boolean): void {
    if (holds) {
      this.#child.ref();
      this.#child.channel?.ref();
    } else {
      this.#child.unref();
      this.#child.channel?.unref();
    }
  }
}

/** Ends a process with all that it started; of one that has ended, what it left behind. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of its group is left, or the system has no groups.
    child.kill('SIGKILL');
  }
}
