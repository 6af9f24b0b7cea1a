import { workerData } from 'node:worker_threads';

/**
 * A thread beside the reading, which goes on while a library loops: it ends the process when it takes more memory than the original at
 * hand may, and when the program that it reads for is gone.
 */

/** @type {{ ceiling: Int32Array, parent: number }} */
const { ceiling, parent } = workerData;
const LOOK_EVERY_MS = 50;
const MEGABYTE = 1_000_000;

for (;;) {
  Atomics.wait(ceiling, 1, 0, LOOK_EVERY_MS);
  if (process.ppid !== parent) process.kill(-process.pid, 'SIGKILL');
  if (process.memoryUsage.rss() > Atomics.load(ceiling, 0) * MEGABYTE) process.kill(process.pid, 'SIGUSR2');
}
