import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { RunOutcome } from './runs.ts';

/** A run as a list of runs has it. */
export interface ListedRun {
  readonly id: number;
  readonly command: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Null while it goes on, and for ever when it was killed. */
  readonly outcome: RunOutcome | null;
  readonly softwareVersion: string;
}

/** The latest runs, the last one first. */
export function listedRuns(corpus: Corpus, most: number): ListedRun[] {
  return explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<[number], ListedRun>(
        `SELECT id, command, started_at AS startedAt, finished_at AS finishedAt, outcome, software_version AS softwareVersion
         FROM runs ORDER BY id DESC LIMIT ?`,
      )
      .all(most),
  );
}
