import { resolve } from 'node:path';
import { exportCsv } from '../export/csv-export.ts';
import type { ExportedFile } from '../export/csv-export.ts';
import { exportSqlite } from '../export/sqlite-export.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { Command, ExportOptions } from './command.ts';

/** `nianbao export`: writes the corpus for others and names the files. Reads the corpus only. */
export const runExport: Command<ExportOptions> = async (options, io, settings) => {
  const out = resolve(options.out);
  const corpus = openCorpus(settings.dataDirectory, { readOnly: true });
  try {
    const files = await write(corpus, options.format, out, settings.softwareVersion);
    if (io.json) io.out(JSON.stringify({ outcome: 'done', format: options.format, out, files }));
    else io.out([`Wrote ${out}`, ...files.map(describeFile)].join('\n'));
    return 0;
  } finally {
    corpus.close();
  }
};

async function write(
  corpus: Corpus,
  format: ExportOptions['format'],
  out: string,
  softwareVersion: string,
): Promise<ExportedFile[]> {
  switch (format) {
    case 'csv':
      return exportCsv(corpus, out, softwareVersion);
    case 'sqlite':
      return [{ ...(await exportSqlite(corpus, out)), rows: null }];
  }
}

function describeFile(file: ExportedFile): string {
  const rows = file.rows === null ? '' : `${file.rows.toLocaleString('en')} rows, `;
  return `  ${file.name.padEnd(16)} ${rows}${Math.ceil(file.bytes / 1024).toLocaleString('en')} KiB`;
}
