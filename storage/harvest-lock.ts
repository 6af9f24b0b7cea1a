import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RetryLater } from '../src/errors.ts';
import { makeDataDirectory } from './data-directory.ts';

/** Locks this very process holds. After a restart its number may be that of a killed one, so the number alone proves nothing. */
const held = new Set<string>();

/**
 * Takes a data directory for one harvest: two at once would ask the same hosts at the same time. A lock left by a killed
 * process is taken over.
 * @returns what gives it back
 * @throws RetryLater naming the process that has it
 */
export function lockForHarvest(dataDirectory: string): () => void {
  makeDataDirectory(dataDirectory);
  const path = join(dataDirectory, 'harvest.lock');
  const own = join(dataDirectory, `harvest.lock.${process.pid}`);
  writeFileSync(own, `${process.pid}\n`);
  try {
    for (;;) {
      if (tryLink(own, path)) break;
      const holder = Number(readHolder(path));
      if (holder === process.pid ? held.has(path) : Number.isInteger(holder) && holder > 0 && isRunning(holder)) {
        throw new RetryLater(
          `Process ${holder} is harvesting into ${dataDirectory}. Wait for it to end, or use another --data.`,
        );
      }
      unlinkIfThere(path);
    }
  } finally {
    unlinkIfThere(own);
  }
  held.add(path);
  return () => {
    held.delete(path);
    unlinkIfThere(path);
  };
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

function readHolder(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
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
