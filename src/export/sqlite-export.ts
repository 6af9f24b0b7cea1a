import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { copyCorpus, isCorpusFile } from '../../storage/corpus-copy.ts';
import { explainingWriteFailures, putInPlace, temporaryPath } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';

/**
 * Writes the corpus as one SQLite file that opens anywhere, by itself and read-only media included. An earlier export is
 * replaced; anything else that stands at `out`, above all the corpus itself, is not. Throws `UsageError` for that, and `StopRun` where the disk is
 * full or refuses.
 */
export async function exportSqlite(corpus: Corpus, out: string): Promise<WrittenFile> {
  refuseToOverwrite(corpus, out);
  const temporary = temporaryPath(out);
  explainingWriteFailures(out, () => {
    mkdirSync(dirname(out), { recursive: true });
    rmSync(temporary, { force: true });
  });
  copyCorpus(corpus, temporary);
  putInPlace(temporary, out);
  return { name: basename(out), bytes: statSync(out).size, sha256: await hashOf(out) };
}

function refuseToOverwrite(corpus: Corpus, out: string): void {
  if (!existsSync(out)) return;
  if (realpathSync(out) === realpathSync(corpus.file)) {
    throw new UsageError(`${out} is the corpus itself. Name another file with --out.`);
  }
  if (!statSync(out).isFile() || !isCorpusFile(out)) {
    throw new UsageError(`${out} exists and is no earlier export. Name another file with --out, or remove it.`);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
