import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { StopRun, UsageError } from '../errors.ts';

/** A file as the manifest of an export names it. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes `chunks` to `path`, making its folder where it is missing. What stood there before is replaced only once the
 * new file is complete. Throws `UsageError` where no file can stand at that path, `StopRun` where the disk is full or refuses.
 */
export function writeWholeFile(path: string, chunks: Iterable<string | Uint8Array>): WrittenFile {
  const temporary = temporaryPath(path);
  const hash = createHash('sha256');
  let bytes = 0;
  explainingWriteFailures(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(temporary, 'w');
    try {
      for (const chunk of chunks) {
        const buffer = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
        for (let start = 0; start < buffer.length;) start += writeSync(file, buffer, start);
        hash.update(buffer);
        bytes += buffer.length;
      }
      fsyncSync(file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    putInPlace(temporary, path);
  });
  return { name: basename(path), bytes, sha256: hash.digest('hex') };
}

/** As `writeWholeFile`, for chunks that come by and by. */
export async function writeWholeFileAsync(path: string, chunks: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
  const temporary = temporaryPath(path);
  explainingWriteFailures(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(temporary, 'w'));
  });
  try {
    for await (const chunk of chunks) {
      explainingWriteFailures(path, () => {
        appendFileSync(temporary, chunk);
      });
    }
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  putInPlace(temporary, path);
  return describeFile(path);
}

/** Beside the file it becomes, so that the renaming stays on one disk. */
export function temporaryPath(path: string): string {
  return `${path}.${process.pid}.tmp`;
}

/** Gives a finished temporary file its name; removes it where that fails. */
export function putInPlace(temporary: string, path: string): void {
  explainingWriteFailures(path, () => {
    try {
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Bytes and hash of a file that stands in its place. */
export function describeFile(path: string): WrittenFile {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(1 << 20);
  let bytes = 0;
  try {
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      hash.update(buffer.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(file);
  }
  return { name: basename(path), bytes, sha256: hash.digest('hex') };
}

/** Runs `work`, which writes to `path`, and says what a failure of the file system means for the caller. */
export function explainingWriteFailures<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const cause = { cause: error };
    switch (code) {
      case 'ENOSPC':
      case 'EDQUOT':
        throw new StopRun(
          `The disk is full: ${path} could not be written. Make room or name another place with --out.`,
          cause,
        );
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw new StopRun(`${path} may not be written. Check its permissions or name another place with --out.`, cause);
      case 'EISDIR':
      case 'ENOTDIR':
      case 'EEXIST':
      case 'ENOTEMPTY':
        throw new UsageError(
          `${path} cannot be written: a folder or file stands in the way. Name another place with --out.`,
          cause,
        );
      default:
        throw error;
    }
  }
}
