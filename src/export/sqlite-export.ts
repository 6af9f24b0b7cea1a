import { existsSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { copyCorpus, isCorpusFile } from '../../storage/corpus-copy.ts';
import { describeFile, explainingWriteFailures, putInPlace, temporaryPath } from './whole-file.ts';
import type { WrittenFile } from './whole-file.ts';

/**
 * Writes the corpus as one SQLite file that opens anywhere, by itself and read-only media included. An earlier export is
 * replaced; anything else that stands at `out`, above all the corpus itself, is not. Throws `UsageError` for that, and `StopRun` where the disk is
 * full or refuses.
 */
export function exportSqlite(corpus: Corpus, out: string, withoutFetches: boolean): WrittenFile {
  refuseToOverwrite(corpus, out);
  const temporary = temporaryPath(out);
  explainingWriteFailures(out, () => {
    mkdirSync(dirname(out), { recursive: true });
    rmSync(temporary, { force: true });
  });
  copyCorpus(corpus, temporary, { withoutFetches });
  putInPlace(temporary, out);
  return describeFile(out);
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
