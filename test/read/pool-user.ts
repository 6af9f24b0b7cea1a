import { ReadingPool } from '../../src/read/reading-pool.ts';
import { drawnBomb, pageOf } from './bombs.ts';

/**
 * A program that reads in a pool, for tests that end it. `bomb` reads what takes long, prints the process ids of the pool and waits;
 * `page` reads a page, prints what it is and is done, with the pool still open.
 */
const pool = new ReadingPool(1);
const hints = { contentType: null, url: 'file:a.pdf' };
if (process.argv[2] === 'bomb') {
  const reading = pool.read(drawnBomb(20_000_000), hints, { megabytes: 20_000 });
  setTimeout(() => process.stdout.write(`${pool.pids.join(' ')}\n`), 3000);
  await reading;
} else {
  const reading = await pool.read(pageOf('BT /F 12 Tf 50 700 Td (A page with words) Tj ET'), hints);
  process.stdout.write(`${reading.kind}\n`);
}
