import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a data directory and the folders above it, where they are not there. Throws what the system says of the first that
 * cannot be made; Node's own recursion tells a read-only file system as a missing file.
 */
export function makeDataDirectory(path: string): void {
  const parent = dirname(path);
  if (!existsSync(parent)) makeDataDirectory(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
