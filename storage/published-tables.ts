import type { CorpusTables } from './corpus-copy.ts';
import { explainingFailures } from './database.ts';

/** A value in a table that is given to others. */
export type PublishedValue = string | number | null;

/** Runs `work` on the corpus as it stands at this moment, whatever another process writes meanwhile. */
export function inSnapshot<Result>(corpus: CorpusTables, work: () => Result): Result {
  return explainingFailures(corpus.file, () => corpus.db.transaction(work).deferred());
}
