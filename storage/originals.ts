import { closeSync, fsync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { readFile, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
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
  readonly #folders = new Map<string, Folder>();
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
    const folder = this.#folderFor(dirname(path));
    if (sizeOf(path) === bytes.byteLength) return;
    const temporary = join(dirname(path), `.${sha256}.${process.pid}.${this.#temporaries++}.tmp`);
    // Only the waiting for the disk is worth a thread; the rest takes microseconds.
    const file = openSync(temporary, 'wx');
    try {
      try {
        writeFileSync(file, bytes);
        await synced(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      // The first failure is the one to tell; what is left behind goes with `removeLeftovers`.
      await unlink(temporary).catch(() => undefined);
      throw error;
    }
    await folder.synced();
  }

  /** A folder of originals, made where it is not there yet. */
  #folderFor(path: string): Folder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      const parent = path === this.#folder ? new Folder(dirname(path), null) : this.#folderFor(this.#folder);
      const made = mkdirSync(path, { recursive: true }) !== undefined;
      folder = new Folder(path, made ? parent : null);
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

const synced = promisify(fsync);

/** A folder whose entries can be made durable: a rename is once its folder is. */
class Folder {
  readonly #path: string;
  /** The folder it was newly made in, which has to be made durable too; null where it was there. */
  #parent: Folder | null;
  #next: Promise<void> | null = null;

  constructor(path: string, parent: Folder | null) {
    this.#path = path;
    this.#parent = parent;
  }

  /**
   * Resolves when every entry made until now is durable; those who ask before it begins share one turn. Where folders cannot
   * be opened (Windows) the system does it by itself.
   */
  synced(): Promise<void> {
    if (process.platform === 'win32') return Promise.resolve();
    this.#next ??= Promise.resolve().then(async () => {
      this.#next = null;
      await this.#parent?.synced();
      this.#parent = null;
      const handle = openSync(this.#path, 'r');
      try {
        await synced(handle);
      } finally {
        closeSync(handle);
      }
    });
    return this.#next;
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
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
