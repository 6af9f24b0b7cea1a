import { openCorpus, type Corpus } from '../../storage/corpus.ts';
import type { RunOutcome, RunStart } from '../../storage/runs.ts';
import type { CommandIo } from './command.ts';

/** How a run ended: what goes into its row. */
export interface RunEnd<Summary> {
  readonly outcome: RunOutcome;
  readonly summary: Summary;
}

/** Opens the corpus of a data directory for writing, and says so where its file had to be brought up to date. */
export function openForWriting(dataDirectory: string, io: CommandIo): Corpus {
  const corpus = openCorpus(dataDirectory);
  if (corpus.migratedFrom !== null)
    io.note(`${corpus.file} was brought up to date from schema ${corpus.migratedFrom}.`);
  return corpus;
}

/** Files the start of a run and its end; a run that throws is filed too, as `interrupted` by a signal or `failed`. */
export async function recordRun<Summary>(
  corpus: Corpus,
  start: RunStart,
  io: CommandIo,
  work: () => Promise<RunEnd<Summary>>,
): Promise<RunEnd<Summary>> {
  const id = corpus.startRun(start);
  try {
    const end = await work();
    corpus.finishRun(id, end.outcome, end.summary);
    return end;
  } catch (error) {
    corpus.finishRun(id, io.signal.aborted ? 'interrupted' : 'failed', null);
    throw error;
  }
}
