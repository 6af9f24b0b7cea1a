import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runIngest } from '../../src/commands/ingest.ts';
import { newFolder } from '../commands/corpus-folder.ts';
import { run } from '../commands/terminal.ts';
import { wordTwinOf } from '../commands/word-twin.ts';
import { writeReport } from '../extract/written-report.ts';

const TITLE = '青梧县人民政府2023年政府信息公开工作年度报告';
const TOWN = '青梧县石磨镇人民政府2022年政府信息公开工作年度报告';

/** What the sample province has none of: a report that was edited, one as a Word document, and one as a text. */
export async function addMoreReports(data: string): Promise<void> {
  const folder = newFolder();
  const edited = join(folder, 'edited.html');
  const url = 'https://www.example.org/2023.html';
  for (const figures of [{}, { 'requests.granted.business': 7, 'proactive.licensing.decisions': 8 }]) {
    writeFileSync(edited, writeReport({ title: TITLE, figures }));
    await run(runIngest, { paths: [edited], url, organization: null, year: null }, data);
  }
  const word = join(folder, 'word.docx');
  writeFileSync(word, await wordTwinOf(writeReport({ title: TOWN, year: 2022 })));
  const text = join(import.meta.dirname, '../fixtures/reports/hongsibu-2023/source.txt');
  for (const path of [word, text])
    await run(runIngest, { paths: [path], url: null, organization: null, year: null }, data);
}
