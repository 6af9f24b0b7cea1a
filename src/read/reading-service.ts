import { Worker } from 'node:worker_threads';
import type { Reading } from './document.ts';
import { readOriginal, type ReadingHints } from './read-original.ts';

/** What a reading process is sent. */
export interface ReadingOrder {
  readonly bytes: Uint8Array;
  readonly hints: ReadingHints;
  /** Resident memory at which it ends itself. */
  readonly megabytes: number;
}

/** What it sends: once that it is ready, then one answer to each order. */
export type ReadingAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly reading: Reading; readonly megabytes: number }
  | { readonly kind: 'defect'; readonly message: string };

/** The life of a reading process: it answers one order at a time, and ends when the program that sends them does. */
export function serve(): void {
  // What a library prints belongs nowhere: standard output is for results.
  for (const level of ['log', 'info', 'warn', 'error']) Reflect.set(console, level, () => undefined);
  const ceiling = new Int32Array(new SharedArrayBuffer(8));
  ceiling[0] = 2 ** 31 - 1;
  const watch = new Worker(new URL('./reading-watch.mjs', import.meta.url), {
    execArgv: [],
    workerData: { ceiling, parent: process.ppid },
  });
  watch.unref();
  process.on('disconnect', endGroup);
  process.on('message', (order: ReadingOrder) => {
    Atomics.store(ceiling, 0, order.megabytes);
    void answer(order).then((message) => process.send?.(message));
  });
  // The program may have gone while this process was starting.
  if (!process.connected) endGroup();
  process.send?.({ kind: 'ready' } satisfies ReadingAnswer);
}

/** Ends this process and all that it started; it leads a group of its own. */
function endGroup(): void {
  process.once('exit', () => process.kill(-process.pid, 'SIGKILL'));
  process.exit();
}

async function answer({ bytes, hints }: ReadingOrder): Promise<ReadingAnswer> {
  try {
    const reading = await readOriginal(bytes, hints);
    return { kind: 'reading', reading, megabytes: process.memoryUsage.rss() / 1_000_000 };
  } catch (error) {
    return { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
