/**
 * Harvests a portal on loopback, a tenth of its pages reports, without delay, and compares with Crawlee as it comes and with a bare
 * crawler: `node --import tsx bench/harvest.ts [PAGES] [--without-crawlee]`, 3,000 pages unless told. Each contender and the portal have
 * a process of their own.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const portalSchema = z.object({ port: z.number(), pages: z.number() });
const resultSchema = z.object({
  name: z.string(),
  pages: z.number(),
  reports: z.number(),
  seconds: z.number(),
  megabytes: z.number(),
});
type Result = z.output<typeof resultSchema>;

function start(file: string, ...words: string[]): ChildProcess {
  return fork(fileURLToPath(new URL(`./harvest/${file}`, import.meta.url)), words, { execArgv: ['--import', 'tsx'] });
}

async function answerOf<Answer>(child: ChildProcess, schema: z.ZodType<Answer>): Promise<Answer> {
  const ended = once(child, 'exit').then((): never => {
    throw new Error(`${child.spawnargs.at(-1) ?? ''} ended without a result`);
  });
  ended.catch(() => undefined);
  const messages: unknown[] = await Promise.race([once(child, 'message'), ended]);
  return schema.parse(messages[0]);
}

function print(...fields: readonly string[]): void {
  process.stdout.write(
    `${fields.map((field, index) => (index === 0 ? field.padEnd(20) : field.padStart(12))).join('')}\n`,
  );
}

const size = process.argv.slice(2).find((word) => /^\d+$/.test(word));
const portal = start('portal.ts', ...(size === undefined ? [] : [size]));
const { port, pages } = await answerOf(portal, portalSchema);
const contenders = ['ours.ts', 'bare.ts', ...(process.argv.includes('--without-crawlee') ? [] : ['cheerio.ts'])];
const results: Result[] = [];
print(`${pages} pages`, 'pages', 'reports', 'seconds', 'pages/s', 'peak MB');
for (const file of contenders) {
  const result = await answerOf(start(file, `http://127.0.0.1:${port}`), resultSchema);
  results.push(result);
  const { name, seconds, megabytes } = result;
  print(
    name,
    String(result.pages),
    String(result.reports),
    seconds.toFixed(2),
    (result.pages / seconds).toFixed(0),
    megabytes.toFixed(0),
  );
}
portal.disconnect();

const [ours, ...others] = results;
const speed = ({ pages: visited, seconds }: Result): number => visited / seconds;
if (ours !== undefined)
  for (const other of others) print(`against ${other.name}`, `${(speed(ours) / speed(other)).toFixed(2)} ×`);
