import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { ReadingPool } from '../../src/read/reading-pool.ts';
import { drawnBomb, pageOf } from './bombs.ts';

const CASES = join(import.meta.dirname, '../fixtures/read');
const ROOT = join(import.meta.dirname, '../..');
const PDF = { contentType: null, url: 'file:a.pdf' };
const page = pageOf('BT /F 12 Tf 50 700 Td (A page with words) Tj ET');

const reasonOf = (reading: Reading): string => (reading.kind === 'unreadable' ? reading.reason : 'it was read');

describe('what a process reads is what is read in place', () => {
  const pool = new ReadingPool(2);
  afterAll(() => pool.close());

  it.each(readdirSync(CASES))('%s', async (name) => {
    const file = readdirSync(join(CASES, name)).find((one) => one.startsWith('source.'))!;
    const bytes = new Uint8Array(readFileSync(join(CASES, name, file)));
    const hints = { contentType: null, url: `file:${file}` };

    expect(await pool.read(bytes, hints, { inPlaceBytes: 0 })).toEqual(await readOriginal(bytes, hints));
  });

  it('as many at once as there are', async () => {
    const readings = await Promise.all(Array.from({ length: 20 }, () => pool.read(page, PDF)));

    expect(readings.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'document'));
    expect(pool.pids.length).toBeLessThanOrEqual(2);
  });
});

describe('an original that cannot be borne costs itself only', () => {
  let pool: ReadingPool;
  beforeEach(() => {
    pool = new ReadingPool(1);
  });
  afterEach(() => pool.close());

  const bomb = drawnBomb(20_000_000);
  const afterwards = async (): Promise<void> => {
    expect((await pool.read(page, PDF)).kind).toBe('document');
  };

  it('by its time', async () => {
    const [hostile, good] = await Promise.all([
      pool.read(bomb, PDF, { seconds: 0.4, megabytes: 3000 }),
      pool.read(page, PDF),
    ]);

    expect(reasonOf(hostile)).toBe('reading the PDF took longer than 0.4 s');
    expect(good.kind).toBe('document');
    await afterwards();
  });

  it('by its memory', async () => {
    expect(reasonOf(await pool.read(bomb, PDF, { megabytes: 300 }))).toBe(
      'reading the PDF takes more than 300 MB of memory',
    );
    await afterwards();
  });

  it('by the end of its process', async () => {
    await afterwards();
    const reading = pool.read(bomb, PDF);
    process.kill(pool.pids[0]!, 'SIGSEGV');

    expect(reasonOf(await reading)).toBe('reading the PDF ended its process (SIGSEGV)');
    await afterwards();
  });

  it('by its size, for which no process is started', async () => {
    const large = new Uint8Array(65_000_000);
    large.set(new TextEncoder().encode('%PDF-1.7'));

    expect(reasonOf(await pool.read(large, PDF))).toBe('the PDF has 65 MB, more than 64');
    expect(reasonOf(await readOriginal(large, PDF))).toBe('the PDF has 65 MB, more than 64');
    expect(pool.pids).toEqual([]);
  });
});

describe('processes and the program', { timeout: 60_000 }, () => {
  const user = (mode: string) =>
    spawn(process.execPath, ['--import', 'tsx', 'test/read/pool-user.ts', mode], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  const firstLine = (child: ReturnType<typeof user>): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      child.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        if (text.includes('\n')) resolve(text.trim());
      });
    });

  const isRunning = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('a program ends by itself while its processes wait for work', async () => {
    const child = user('page');
    const line = firstLine(child);
    const code = await new Promise((resolve) => child.once('close', resolve));

    expect([await line, code]).toEqual(['document', 0]);
  });

  it('a program that is killed takes its processes along, whatever they are at', async () => {
    const child = user('bomb');
    const pid = Number(await firstLine(child));
    expect(isRunning(pid)).toBe(true);
    child.kill('SIGKILL');

    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
  });
});
