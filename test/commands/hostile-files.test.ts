import { describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { writeReport } from '../extract/written-report.ts';
import { drawnBomb, formsWithinForms, pageOf, pagesOf, pngOf } from '../read/bombs.ts';
import { docxOf } from '../read/docx-writer.ts';
import { folderWith, newFolder, rows } from './corpus-folder.ts';
import { run, type Answer } from './terminal.ts';

const REPORT = { url: null, organization: null, year: null };
const WORDS = 'BT /F 12 Tf 50 700 Td (A page with words) Tj ET';

interface Results {
  readonly results: readonly { readonly file: string; readonly outcome: string; readonly reason?: string }[];
}

function outcomes(answer: Answer): Record<string, string> {
  const { results } = JSON.parse(answer.printed) as Results;
  return Object.fromEntries(
    results.map(({ file, outcome, reason }) => [file.replace('file:年报/', ''), reason ?? outcome]),
  );
}

/** Ends in a reason that says what was exceeded, whichever limit is met first. */
const TOO_MUCH = expect.stringMatching(/more than|longer than/) as string;

describe('hostile files among good ones', { timeout: 180_000 }, () => {
  test('good ones are recorded, each of the others gives one reason, and extract comes to the same', async () => {
    const data = newFolder();
    const folder = folderWith({
      '01.html': writeReport(),
      '02-packed-twice.pdf': drawnBomb(20_000_000),
      '03-forms.pdf': formsWithinForms(9),
      '04-pages.pdf': pagesOf(500),
      '05-cut-off.pdf': pageOf(WORDS).subarray(0, 200),
      '06-zip-bomb.docx': docxOf(`<w:p><w:r><w:t>${'年'.repeat(10_000_000)}</w:t></w:r></w:p>`),
      '07-cells.docx': docxOf(`<w:tbl>${`<w:tr>${'<w:tc><w:p/></w:tc>'.repeat(900)}</w:tr>`.repeat(300)}</w:tbl>`),
      '08.html': writeReport({ year: 2022 }),
      '09-cells.html': `<html><table>${`<tr>${'<td>1'.repeat(1000)}`.repeat(2000)}</table>`,
      '10-line.txt': '甲  1 '.repeat(3_000_000),
      '11-pixels.png': pngOf(65_535),
      '12-places.html': `<html><table><tr>${'<td>1'.repeat(1000)}${'<tr><td>1'.repeat(5000)}</table>`,
      '13.html': writeReport({ year: 2021 }),
    });

    const answer = await run(runIngest, { ...REPORT, paths: [folder] }, data, { json: true });

    expect(answer.exitCode).toBe(3);
    expect(outcomes(answer)).toEqual({
      '01.html': 'recorded',
      '02-packed-twice.pdf': TOO_MUCH,
      '03-forms.pdf': TOO_MUCH,
      '04-pages.pdf': 'the PDF has 500 pages, more than 300',
      '05-cut-off.pdf': expect.stringMatching(/broken|cannot be opened|no page/) as string,
      '06-zip-bomb.docx': 'the Word document cannot be read: word/document.xml unpacks to more than 300 times its size',
      '07-cells.docx': expect.stringMatching(/more than 200000 table cells|times its size/) as string,
      '08.html': 'recorded',
      '09-cells.html': 'the page has more than 200000 table cells',
      '10-line.txt': TOO_MUCH,
      '11-pixels.png': expect.any(String) as string,
      '12-places.html':
        'the page is larger than any report: its tables have 5001000 places for cells, more than 1000000',
      '13.html': 'recorded',
    });
    expect(rows(data, 'SELECT fiscal_year FROM reports ORDER BY id')).toEqual([[2023], [2022], [2021]]);
    const perFile = 'SELECT count(*), count(DISTINCT url) FROM leads';
    expect(rows(data, perFile)).toEqual([[10, 10]]);

    const again = await run(runExtract, { all: true, dryRun: false }, data, { json: true });

    expect(JSON.parse(again.printed)).toMatchObject({ unchanged: 3, stillUnreadable: 10, failed: 0 });
  });
});
