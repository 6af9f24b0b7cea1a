import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageOf, startPortal, type Answer } from '../crawl/portal-server.ts';
import { writeReport } from '../extract/written-report.ts';
import { runNianbao } from '../project/run-nianbao.ts';
import { corpusContents } from './corpus-contents.ts';
import { newFolder, tamper } from './corpus-folder.ts';

const YEARS = [2019, 2020, 2021, 2022, 2023];
const titleOf = (year: number): string => `青梧县人民政府${year}年政府信息公开工作年度报告`;

test('a night that loses its network says so and stores what it has; one after it, whatever the clock said meanwhile, completes the corpus', async () => {
  const portal = await startPortal({});
  /** Requests that are still answered. */
  let left = Infinity;
  const put = (path: string, body: string): void => {
    const answer: Answer = (request, response) => {
      if (left-- > 0) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
      else request.socket.destroy();
    };
    portal.answers.set(path, answer);
  };
  put('/', pageOf('青梧县人民政府', { '/nb/': '政府信息公开年报' }));
  put('/nb/', pageOf('政府信息公开年报', Object.fromEntries(YEARS.map((year) => [`/nb/${year}.html`, titleOf(year)]))));
  for (const year of YEARS) put(`/nb/${year}.html`, writeReport({ year, title: titleOf(year) }));
  try {
    const folder = newFolder();
    const portalsFile = join(folder, 'portals.json');
    writeFileSync(portalsFile, JSON.stringify([{ id: 'qingwu', name: '青梧县', home: `${portal.origin}/` }]));
    const words = ['nightly', '--portals', portalsFile, '--delay', '0', '--data'];
    const [calm, lost] = [join(folder, 'calm'), join(folder, 'lost')];
    await runNianbao([...words, calm]);

    left = 4;
    const broken = await runNianbao([...words, lost]);
    expect(broken.exitCode).toBe(3);
    expect(broken.stderr).toMatch(/^qingwu: 青梧县: \d listed reports could not be had; coverage names them$/mu);
    expect(corpusContents(lost)['reports']).toHaveLength(2);

    left = Infinity;
    // The clock of that night was years ahead; the next night's is right again.
    tamper(
      lost,
      "UPDATE revisits SET due_at = replace(due_at, '20', '21'), checked_at = replace(checked_at, '20', '21')",
    );
    const whole = await runNianbao([...words, lost]);
    expect(whole.exitCode).toBe(0);
    const [{ reports, cells, sections, documents }, got] = [corpusContents(calm), corpusContents(lost)];
    expect(got).toMatchObject({ reports, cells, sections, documents, integrity: ['["ok"]'] });
  } finally {
    await portal.close();
  }
}, 120_000);
