import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { RetryLater, StopRun } from '../src/errors.ts';
import { makeDataDirectory } from './data-directory.ts';

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  command: z.string(),
  /** UTC, ISO-8601. */
  since: z.string(),
  /** When the process began, as the system tells it; null where it does not. A number that was given out again has another. */
  began: z.string().nullable(),
  /** Of this lock alone. */
  token: z.string(),
});

/** Who holds a lock. */
type Holder = z.output<typeof holderSchema>;

/** Tokens of the locks this very process holds: after a restart its number may be that of a killed one. */
const held = new Set<string>();

/**
 * Takes a data directory for one harvest: two at once would ask the same hosts at the same time. A lock left by a killed
 * process is taken over; one of another machine, of which nothing can be known, is not.
 * @param command what the lock is taken for, told to whoever comes second
 * @returns what gives it back
 * @throws RetryLater naming the process that has it
 */
export function lockForHarvest(dataDirectory: string, command = 'harvest'): () => void {
  makeDataDirectory(dataDirectory);
  const path = join(dataDirectory, 'harvest.lock');
  const own = join(dataDirectory, `harvest.lock.${process.pid}`);
  const { pid } = process;
  const since = new Date().toISOString();
  const holder: Holder = { pid, host: hostname(), command, since, began: beginningOf(pid), token: randomUUID() };
  try {
    writeFileSync(own, `${JSON.stringify(holder)}\n`);
    while (!tryLink(own, path)) {
      const text = readIfThere(path);
      const other = text === null ? null : parseHolder(text);
      if (other !== null && isAlive(other)) throw new RetryLater(describe(other, dataDirectory, path));
      // Only the lock that was judged: another process may have taken it over meanwhile.
      if (readIfThere(path) === text) unlinkIfThere(path);
    }
  } catch (error) {
    if (error instanceof RetryLater) throw error;
    throw new StopRun(
      `Cannot lock ${dataDirectory} (${error instanceof Error ? error.message : String(error)}). Nothing stored is lost: make room on its disk, or check its permissions, and run again.`,
      { cause: error },
    );
  } finally {
    unlinkIfThere(own);
  }
  held.add(holder.token);
  return () => {
    held.delete(holder.token);
    if (parseHolder(readIfThere(path) ?? '')?.token === holder.token) unlinkIfThere(path);
  };
}

function describe({ pid, host, command, since }: Holder, dataDirectory: string, path: string): string {
  const who = `Process ${pid}${host === hostname() ? '' : ` on ${host}`} (nianbao ${command}, since ${since})`;
  const elsewhere = host === hostname() ? '' : ` If it no longer runs, delete ${path}.`;
  return `${who} is harvesting into ${dataDirectory}. Wait for it to end, or use another --data.${elsewhere}`;
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return held.has(holder.token);
  if (!isRunning(holder.pid)) return false;
  const began = beginningOf(holder.pid);
  return holder.began === null || began === null || holder.began === began;
}

/** What the lock says; null where it is none of ours, such as one of an older version or one cut short by a full disk. */
function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Boot and tick at which a process began, from Linux's /proc; null elsewhere. */
function beginningOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Its name, in brackets, may hold anything; after it the start time is the twentieth field.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot} ${ticks}`;
  } catch {
    return null;
  }
}

/** A link appears whole or not at all, so that nobody reads a lock without its holder. */
function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function unlinkIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
