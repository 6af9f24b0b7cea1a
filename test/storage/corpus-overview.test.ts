import { expect, test } from 'vitest';
import { runIngest } from '../../src/commands/ingest.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { CorpusOverview } from '../../storage/corpus-overview.ts';
import { folderWith, newFolder, tamper } from '../commands/corpus-folder.ts';
import { run } from '../commands/terminal.ts';
import { writeReport } from '../extract/written-report.ts';

test('the overview is that of one moment, knows when it is stale, and is gathered anew whole', async () => {
  const data = newFolder();
  const folder = folderWith({ 'report.html': writeReport({ title: '青梧县人民政府2023年政府信息公开工作年度报告' }) });
  await run(runIngest, { paths: [folder], url: null, organization: null, year: null }, data);
  const corpus = openCorpus(data, { readOnly: true });
  try {
    const overview = new CorpusOverview(corpus);
    const found = () => overview.provinces().flatMap(({ counts }) => counts.filter(({ status }) => status === 'found'));
    expect(found()).toEqual([{ fiscalYear: 2023, status: 'found', count: 1 }]);
    expect([overview.isStale, overview.years()]).toEqual([false, [2023]]);

    tamper(data, "UPDATE reports SET state = 'withdrawn'");
    expect(overview.isStale).toBe(true);
    expect(found()).toHaveLength(1);

    overview.refresh();
    expect([overview.isStale, found(), overview.years()]).toEqual([false, [], []]);
    const [body] = overview.bodies({ province: null, division: null, level: null, status: 'withdrawn' }, 2008, {
      from: 0,
      most: 5,
    });
    expect(body?.name).toBe('青梧县人民政府');
    expect(overview.squaresOf(body!.body).find(({ fiscalYear }) => fiscalYear === 2023)?.status).toBe('withdrawn');
  } finally {
    corpus.close();
  }
});
