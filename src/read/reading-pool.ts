import { availableParallelism } from 'node:os';
import { StopRun } from '../errors.ts';
import { sniffMediaType } from '../original/media-type.ts';
import type { Reading } from './document.ts';
import { limitsOf, tooLarge, type FormatLimits } from './limits.ts';
import { readOriginal, type ReadingHints } from './read-original.ts';
import { ReadingProcess, type ReadingEnd } from './reading-process.ts';

const MOST_PROCESSES = 4;
/** Processes that could not even be started, one after another, before the run is given up. */
const MOST_FAILED_STARTS = 3;

interface Job {
  readonly bytes: Uint8Array;
  readonly hints: ReadingHints;
  readonly limits: FormatLimits;
  readonly settle: (end: ReadingEnd) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Processes that read originals, so that one that hangs, crashes or eats memory costs that original only. They are started when
 * needed, go on to the next original, and do not keep the program from ending.
 */
export class ReadingPool {
  readonly size: number;
  readonly #processes = new Set<ReadingProcess>();
  readonly #waiting: Job[] = [];
  #failedStarts = 0;

  constructor(size = Math.min(MOST_PROCESSES, availableParallelism())) {
    this.size = size;
  }

  /** Process ids of those that are running. */
  get pids(): readonly number[] {
    return [...this.#processes].flatMap(({ pid }) => pid ?? []);
  }

  /**
   * Reads an original as `readOriginal` does, within the limits of its format. Small pages and texts are read in place.
   *
   * @param limits other limits than the format's, for tests
   * @returns unreadable, with the reason, also for what took too long or too much memory, or met a defect of the program
   * @throws StopRun where no process can be started
   */
  async read(bytes: Uint8Array, hints: ReadingHints, limits?: Partial<FormatLimits>): Promise<Reading> {
    const mediaType = sniffMediaType(bytes, hints);
    const unreadable = (reason: string): Reading => ({ kind: 'unreadable', mediaType, reason });
    const reason = tooLarge(mediaType, bytes.length);
    if (reason !== undefined) return unreadable(reason);
    const most = { ...limitsOf(mediaType), ...limits };
    const end = bytes.length <= most.inPlaceBytes ? await readHere(bytes, hints) : await this.#send(bytes, hints, most);
    switch (end.kind) {
      case 'reading':
        return end.reading;
      case 'too-long':
        return unreadable(`reading ${most.name} took longer than ${most.seconds} s`);
      case 'too-much-memory':
        return unreadable(`reading ${most.name} takes more than ${most.megabytes} MB of memory`);
      case 'crashed':
        return unreadable(`reading ${most.name} ended its process (${end.how})`);
      case 'defect':
        return unreadable(`reading ${most.name} failed, which is a defect of this program: ${end.message}`);
    }
  }

  /** Ends all processes; what they were reading is lost. */
  close(): void {
    for (const one of this.#processes) one.end();
    this.#processes.clear();
  }

  #send(bytes: Uint8Array, hints: ReadingHints, limits: FormatLimits): Promise<ReadingEnd> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ bytes, hints, limits, settle, fail });
      this.#distribute();
    });
  }

  #distribute(): void {
    while (this.#waiting.length > 0) {
      const free = [...this.#processes].find((one) => one.isFree) ?? this.#start();
      if (!free) return;
      const job = this.#waiting.shift();
      if (job) void this.#read(free, job);
    }
  }

  #start(): ReadingProcess | undefined {
    if (this.#processes.size >= this.size) return undefined;
    const started = new ReadingProcess(() => {
      this.#processes.delete(started);
    });
    this.#processes.add(started);
    return started;
  }

  async #read(one: ReadingProcess, job: Job): Promise<void> {
    const end = await one.read(job.bytes, job.hints, job.limits);
    if (end.kind === 'not-started') {
      this.#failedStarts += 1;
      if (this.#failedStarts < MOST_FAILED_STARTS) this.#waiting.unshift(job);
      else job.fail(new StopRun(`no process to read documents in can be started: ${end.message}`));
    } else {
      this.#failedStarts = 0;
      job.settle(end);
    }
    this.#distribute();
  }
}

async function readHere(bytes: Uint8Array, hints: ReadingHints): Promise<ReadingEnd> {
  try {
    return { kind: 'reading', reading: await readOriginal(bytes, hints) };
  } catch (error) {
    return { kind: 'defect', message: error instanceof Error ? error.message : String(error) };
  }
}

let shared: ReadingPool | undefined;

/** Reads an original in the pool that the whole program shares. */
export function readApart(bytes: Uint8Array, hints: ReadingHints): Promise<Reading> {
  return sharedPool().read(bytes, hints);
}

/** How many originals can be read at the same time. */
export function readingWidth(): number {
  return sharedPool().size;
}

function sharedPool(): ReadingPool {
  return (shared ??= new ReadingPool());
}
