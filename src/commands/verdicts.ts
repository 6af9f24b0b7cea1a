import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openCorpus } from '../../storage/corpus.ts';
import { UsageError } from '../errors.ts';
import { exportVerdicts, importVerdicts } from '../export/verdict-csv.ts';
import type { Command, CommandIo, VerdictsOptions } from './command.ts';

/** `nianbao verdicts`: files what people say of cells and findings, or writes it out. */
export const runVerdicts: Command<VerdictsOptions> = (options, io, settings) =>
  new Promise((done) => {
    const file = resolve(options.file);
    const text = options.action === 'import' ? readText(file) : null;
    // A verdict is about something that is stored: an import makes no corpus.
    openCorpus(settings.dataDirectory, { readOnly: true }).close();
    const corpus = openCorpus(settings.dataDirectory, { readOnly: text === null });
    try {
      if (text === null)
        tell(io, { outcome: 'done', ...exportVerdicts(corpus, file) }, (of) => `Wrote ${file}: ${of.rows} verdicts`);
      else {
        const counts = importVerdicts(corpus, text, options.file);
        tell(io, { outcome: 'done', ...counts }, (of) => `Stored ${of.new} verdicts; ${of.known} were known.`);
      }
    } finally {
      corpus.close();
    }
    done(0);
  });

function tell<Summary>(io: CommandIo, summary: Summary, words: (summary: Summary) => string): void {
  io.out(io.json ? JSON.stringify(summary) : words(summary));
}

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new UsageError(`There is no file ${file}.`, { cause: error });
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder; name a CSV file.`, { cause: error });
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new UsageError(`${file} is not UTF-8; save it as "CSV UTF-8".`, { cause: error });
    }
    throw error;
  }
}
