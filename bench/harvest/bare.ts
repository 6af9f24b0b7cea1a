import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { Pool } from 'undici';
import { announce } from './contender.ts';

const CONNECTIONS = 8;

/** The least code that fetches the same pages, finds their links and stores them. */
await announce('bare undici + SAX', async (origin, folder) => {
  await mkdir(folder, { recursive: true });
  const pool = new Pool(origin, { connections: CONNECTIONS });
  const seen = new Set(['/']);
  const queue = ['/'];
  let pages = 0;
  let active = 0;
  await new Promise<void>((done, failed) => {
    const next = (): void => {
      if (queue.length === 0 && active === 0) done();
      while (active < CONNECTIONS) {
        const path = queue.shift();
        if (path === undefined) return;
        active++;
        visit(path).then(() => {
          active--;
          next();
        }, failed);
      }
    };
    const visit = async (path: string): Promise<void> => {
      const { body } = await pool.request({ path, method: 'GET' });
      const bytes = Buffer.from(await body.arrayBuffer());
      const parser = new Parser({
        onopentag: (name, { href }) => {
          if (name !== 'a' || href === undefined) return;
          const target = new URL(href, origin).pathname;
          if (seen.has(target)) return;
          seen.add(target);
          queue.push(target);
        },
      });
      parser.end(bytes.toString('utf8'));
      await writeFile(join(folder, createHash('sha256').update(bytes).digest('hex')), bytes);
      pages++;
    };
    next();
  });
  await pool.close();
  return { pages, reports: 0 };
});
