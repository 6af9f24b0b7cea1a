import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { SkipThis } from '../errors.ts';

const TIME_LIMIT_MS = 20_000;
const MEMORY_LIMIT_MB = 256;

const place = z.int().nonnegative();
const merge = z.object({ row: place, column: place, lastRow: place, lastColumn: place });
const sheet = z.object({
  name: z.string(),
  hidden: z.boolean(),
  /** Cells without text are those that the sheet gives a format. */
  cells: z.array(z.object({ row: place, column: place, text: z.string() })),
  merges: z.array(merge),
});
const workbook = z.object({ sheets: z.array(sheet), title: z.string(), author: z.string() });
const answer = z.union([z.object({ workbook }), z.object({ failure: z.string() })]);

/** A workbook as it is shown: texts by place, rows and columns from 0. */
export type Workbook = z.infer<typeof workbook>;
export type SheetGrid = Pick<Workbook['sheets'][number], 'cells' | 'merges'>;
export type SheetCell = SheetGrid['cells'][number];
export type SheetMerge = SheetGrid['merges'][number];

let running: Worker | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * Opens a workbook of any of Excel's formats in a thread of its own, which is stopped when it takes too long or too much memory.
 * Workbooks are opened one at a time.
 *
 * @throws SkipThis where it is damaged, encrypted or too large
 */
export function openWorkbook(bytes: Uint8Array, cellCeiling: number): Promise<Workbook> {
  const next = last.then(() => ask(bytes, cellCeiling));
  last = next.catch(() => undefined);
  return next;
}

function ask(bytes: Uint8Array, cellCeiling: number): Promise<Workbook> {
  const worker = (running ??= start());
  return new Promise((resolve, reject) => {
    const settle = (outcome: Workbook | SkipThis): void => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.unref();
      if (outcome instanceof SkipThis) reject(outcome);
      else resolve(outcome);
    };
    const stop = (reason: string): void => {
      settle(new SkipThis(reason));
      running = null;
      void worker.terminate();
    };
    const onMessage = (message: unknown): void => {
      const answered = answer.safeParse(message);
      if (!answered.success) stop(`it holds what no sheet holds: ${z.prettifyError(answered.error)}`);
      else settle('failure' in answered.data ? new SkipThis(answered.data.failure) : answered.data.workbook);
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      stop(memory ? `opening it takes more than ${MEMORY_LIMIT_MB} MB` : `it cannot be opened: ${error.message}`);
    };
    const timer = setTimeout(() => stop(`opening it took longer than ${TIME_LIMIT_MS / 1000} s`), TIME_LIMIT_MS);
    worker.ref();
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage({ bytes, cellCeiling });
  });
}

/** The thread needs no loader of TypeScript, and does not keep the program from ending. */
function start(): Worker {
  return new Worker(new URL('./workbook-worker.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
  });
}
