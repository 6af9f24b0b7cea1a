import { mkdir, open, readFile, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SkipThis, StopRun } from '../src/errors.ts';
import { sha256Of } from '../src/original/sha256.ts';
import type { Sha256 } from '../src/original/sha256.ts';

/** Hashes remembered as present, so that a revalidating run does not ask the disk again for each. */
const REMEMBERED = 50_000;

const TEMPORARY = /^\.[0-9a-f]{64}\.(\d+)\.\d+\.tmp$/;

/**
 * The bytes of every document, as served, each under its SHA-256: `originals/ab/<sha256>`. Nothing is ever rewritten or
 * deleted. `put` resolves only when the bytes are on the disk, so that a row naming them may be written.
 */
export class Originals {
  readonly #folder: string;
  readonly #present = new Set<Sha256>();
  readonly #writing = new Map<Sha256, Promise<void>>();
  #temporaries = 0;

  /** @param folder the `originals` folder of a data directory; made when the first original is put */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Path of an original, whether it is there or not. */
  pathOf(sha256: Sha256): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  /**
   * Keeps `bytes` durably and returns their hash. Bytes that are already there are left alone.
   * Throws `StopRun` where the disk is full or refuses.
   */
  async put(bytes: Uint8Array, sha256: Sha256 = sha256Of(bytes)): Promise<Sha256> {
    if (this.#present.has(sha256)) return sha256;
    const path = this.pathOf(sha256);
    let writing = this.#writing.get(sha256);
    if (writing === undefined) {
      writing = this.#write(path, bytes, sha256).finally(() => this.#writing.delete(sha256));
      this.#writing.set(sha256, writing);
    }
    await explainingDiskFailures(path, writing);
    if (this.#present.size >= REMEMBERED) this.#present.clear();
    this.#present.add(sha256);
    return sha256;
  }

  /** Reads an original back. Throws `SkipThis` where it is missing or its bytes no longer have this hash. */
  async get(sha256: Sha256): Promise<Uint8Array> {
    const path = this.pathOf(sha256);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      throw new SkipThis(
        `The original ${path} cannot be read (${codeOf(error) ?? String(error)}); fetch it again or restore it from a copy.`,
        {
          cause: error,
        },
      );
    }
    const actual = sha256Of(bytes);
    if (actual !== sha256) {
      throw new SkipThis(
        `The original ${path} is damaged: its bytes now have the hash ${actual}. Restore it from a copy.`,
      );
    }
    return bytes;
  }

  /** Removes unfinished temporary files of processes that no longer run. */
  async removeLeftovers(): Promise<void> {
    const names = await readdir(this.#folder, { recursive: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      const owner = TEMPORARY.exec(name.slice(name.lastIndexOf('/') + 1))?.[1];
      if (owner !== undefined && !isRunning(Number(owner))) await unlink(join(this.#folder, name));
    }
  }

  async #write(path: string, bytes: Uint8Array, sha256: Sha256): Promise<void> {
    if (await hasSize(path, bytes.byteLength)) return;
    const folder = dirname(path);
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(dirname(folder));
    const temporary = join(folder, `.${sha256}.${process.pid}.${this.#temporaries++}.tmp`);
    try {
      const file = await open(temporary, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      // The first failure is the one to tell; what is left behind goes with `removeLeftovers`.
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    await syncFolder(folder);
  }
}

async function hasSize(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A rename is durable once its folder is. Where folders cannot be opened (Windows) the system does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function explainingDiskFailures(path: string, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    const cause = { cause: error };
    switch (codeOf(error)) {
      case 'ENOSPC':
      case 'EDQUOT':
        throw new StopRun(
          `The disk is full: ${path} could not be written. Nothing stored is lost: make room and run the same command again.`,
          cause,
        );
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
      case 'ENOTDIR':
        throw new StopRun(
          `${path} could not be written (${codeOf(error)}). Check the permissions of the data directory.`,
          cause,
        );
      default:
        throw new StopRun(
          `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
          cause,
        );
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
