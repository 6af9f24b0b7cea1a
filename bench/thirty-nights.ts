/**
 * Keeps fifty unchanged portals current for thirty nights in one process, with the clock set on by a day each time:
 * `node --expose-gc --import tsx bench/thirty-nights.ts [NIGHTS] [PORTALS]`. Says after each night what it asked for, the memory that is left
 * in use and the size of the corpus, and in the end which tables have grown.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { CommandIo } from '../src/commands/command.ts';
import { runNightly } from '../src/commands/harvest.ts';
import { readSettings } from '../src/config.ts';

/** The season, in which the most is asked for. */
const FIRST_NIGHT = Date.parse('2027-02-01T18:00:00Z');
const DAY = 24 * 3600 * 1000;

const [nights = '30', count = '50'] = process.argv.slice(2);
const RealDate = Date;
let shift = 0;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, words: unknown[]) =>
    words.length === 0 ? new target(target.now() + shift) : (Reflect.construct(target, words) as Date),
  get: (target, name) => (name === 'now' ? () => target.now() + shift : (Reflect.get(target, name) as unknown)),
});

const collect = z.function().optional().parse(globalThis.gc);
const portals = fork(fileURLToPath(new URL('./nights/portals.ts', import.meta.url)), [count], {
  execArgv: ['--import', 'tsx'],
});
const rowsSchema = z.object({ portals: z.array(z.unknown()) });
const requestsSchema = z.object({ requests: z.array(z.number()) });
const rows = await nextMessage();

const folder = mkdtempSync(join(tmpdir(), 'nianbao-nights-'));
const portalsFile = join(folder, 'portals.json');
writeFileSync(portalsFile, JSON.stringify(rowsSchema.parse(rows).portals));
const settings = { ...readSettings(undefined, { data: join(folder, 'data'), delaySeconds: 0 }) };
const corpusFile = join(folder, 'data', 'corpus.sqlite');
let outcome = '';
const io: CommandIo = {
  out: (text) => {
    outcome = z.object({ outcome: z.string() }).parse(JSON.parse(text)).outcome;
  },
  note: () => undefined,
  progress: () => undefined,
  json: true,
  interactive: false,
  colour: false,
  width: 100,
  signal: new AbortController().signal,
};
const options = {
  portals: [],
  province: null,
  portalsFile,
  years: null,
  revisit: 'due',
  metrics: null,
  notifyCommand: null,
} as const;

async function nextMessage(): Promise<unknown> {
  const message = (await once(portals, 'message')) as unknown[];
  return message[0];
}

function tables(): Map<string, number> {
  const db = new Database(corpusFile, { readonly: true });
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const sizes = names.map(
    (name) => [name, db.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0] as const,
  );
  db.close();
  return new Map(sizes);
}

function print(...fields: readonly (string | number)[]): void {
  process.stdout.write(`${fields.map((field) => String(field).padStart(12)).join('')}\n`);
}

print('night', 'outcome', 'requests', 'most/portal', 'seconds', 'heap MB', 'RSS MB', 'corpus MB');
let first = new Map<string, number>();
for (let night = 1; night <= Number(nights); night++) {
  shift = FIRST_NIGHT + (night - 1) * DAY - RealDate.now();
  const began = performance.now();
  await runNightly(options, io, settings);
  const seconds = (performance.now() - began) / 1000;
  portals.send('next day');
  const { requests } = requestsSchema.parse(await nextMessage());
  collect?.();
  const { heapUsed, rss } = process.memoryUsage();
  print(
    night,
    outcome,
    requests.reduce((sum, number) => sum + number, 0),
    Math.max(...requests),
    seconds.toFixed(2),
    (heapUsed / 1e6).toFixed(1),
    (rss / 1e6).toFixed(0),
    (statSync(corpusFile).size / 1e6).toFixed(2),
  );
  if (night === 1) first = tables();
}
for (const [name, size] of tables()) {
  const before = first.get(name) ?? 0;
  if (size !== before) print(name, before, '→', size);
}
portals.disconnect();
rmSync(folder, { recursive: true });
