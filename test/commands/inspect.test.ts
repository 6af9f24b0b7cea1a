import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInspect } from '../../src/commands/inspect.ts';
import { SkipThis, UsageError } from '../../src/errors.ts';
import { writeReport } from '../extract/written-report.ts';
import { folderWith, newFolder } from './corpus-folder.ts';
import { run, type Answer } from './terminal.ts';

const NEWS = '<html><head><title>防汛会议</title></head><body><p>会议强调责任。</p></body></html>';
const COLUMN = `<html><head><title>年报</title></head><body>
  <ul><li><a href="1.html">青梧县2023年政府信息公开工作年度报告</a><span>2024-01-20</span></li>
  <li><a href="2.html">青梧县2022年政府信息公开工作年度报告</a><span>2023-01-20</span></li></ul></body></html>`;

function inspect(
  source: string | Uint8Array,
  terminal: Parameters<typeof run>[3] = {},
  name = 'a.html',
): Promise<Answer> {
  return run(runInspect, { target: join(folderWith({ [name]: source }), name), image: null }, newFolder(), terminal);
}

/** Columns that a text takes in a terminal, where Chinese characters take two. */
function widthOf(line: string): number {
  return [...line].reduce(
    (sum, character) => sum + (/[\u1100-\u115f\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/u.test(character) ? 2 : 1),
    0,
  );
}

function lineWith(printed: string, words: string): string {
  return printed.split('\n').find((line) => line.includes(words)) ?? '';
}

describe('inspect', () => {
  test('shows whose report it is, its tables and what it contradicts', async () => {
    const { exitCode, printed } = await inspect(
      writeReport({
        figures: {
          'requests.granted.business': 7,
          'requests.rejected_duplicate.legal': '',
          'requests.rejected_publication.total': 'Ü',
          'requests.partly_granted.legal': 'l',
          'disputes.litigation_direct.upheld': 'S',
        },
      }),
    );
    expect(exitCode).toBe(0);
    expect(printed.split('\n').slice(0, 5)).toEqual([
      'file:a.html',
      expect.stringMatching(/^text\/html, \d+ bytes, SHA-256 [0-9a-f]{64}$/),
      '',
      '青梧县人民政府2023年政府信息公开工作年度报告',
      '青梧县人民政府 (county, division unknown), fiscal year 2023, published on 2024-01-20',
    ]);
    const figures = (words: string): string[] =>
      lineWith(printed, words)
        .split('│')
        .slice(2, -1)
        .map((cell) => cell.trim());
    expect(figures('（一）予以公开')).toEqual(['6!', '7!', '0!', '0!', '0!', '0!', '11!']);
    expect(figures('（二）部分公开')).toEqual(['2', '1!', '0', '0', '1~', '0', '4']);
    expect(figures('2.重复申请')[4]).toBe('·(0)');
    expect(figures('3.要求提供公开出版物')[6]).toBe('#(0)');
    expect(figures('未经复议直接起诉')[0]).toBe('5?');
    expect(printed).toContain('! conflicting: as printed, but a sum it is part of fails');
    expect(printed).toContain('? doubtful: in doubt, and the sums do not settle it');
    expect(printed).toContain('~ inferred');
    expect(printed).toContain('(n) derived');
    expect(printed).toMatch(/\n {2}A1 error \(source\): granted: the applicants give 6 \+ 7 = 13, 总计 says 11/);
    expect(printed).not.toContain('absent');
  });

  test('explains no mark that is not there', async () => {
    const { printed } = await inspect(writeReport());
    expect(printed).toContain('Cells: 10 read, 190 verified');
    expect(printed).toContain('Findings: none');
    expect(printed).not.toMatch(/conflicting|doubtful|inferred|derived|absent/);
  });

  test.each([100, 130, 160])(
    'fits a terminal of %i columns, and colours nothing that is no terminal',
    async (width) => {
      for (const year of [2020, 2023]) {
        const { printed } = await inspect(writeReport({ year }), { width });
        const tables = printed.split('\n').filter((line) => /[│─]/u.test(line));
        expect(tables.length).toBeGreaterThan(40);
        expect(Math.max(...tables.map(widthOf))).toBeLessThanOrEqual(width);
        expect(printed).not.toContain('\u001b');
      }
    },
  );

  test('colours what is in doubt where the terminal takes it', async () => {
    const { printed } = await inspect(writeReport({ figures: { 'requests.granted.business': 7 } }), { colour: true });
    expect(lineWith(printed, '（一）予以公开')).toContain('\u001b[33m7!\u001b[39m');
  });

  test('with --json prints the report as it would be stored', async () => {
    const { exitCode, printed } = await inspect(writeReport(), { json: true });
    expect(exitCode).toBe(0);
    const answer = JSON.parse(printed) as { report: { cells: { code: string }[] } };
    expect(answer).toMatchObject({
      kind: 'report',
      original: { url: 'file:a.html', mediaType: 'text/html' },
      report: { organization: { name: '青梧县人民政府' }, fiscalYear: 2023, publishedOn: '2024-01-20', findings: [] },
    });
    expect(answer.report.cells).toHaveLength(200);
    expect(answer.report.cells[0]).toEqual({
      code: 'proactive.regulations.issued',
      printed: '0',
      number: 0,
      status: 'read',
      derived: null,
      basis: null,
      locator: { table: 0, row: 2, column: 1 },
    });
  });

  test('says what a page is that is no report, and ends with 3', async () => {
    const { exitCode, printed } = await inspect(NEWS);
    expect(exitCode).toBe(3);
    expect(printed).toContain('It is no report: neither its title nor a table is that of a report.');
    expect(printed).toContain('As a page of a portal: 防汛会议; CMS family generic.');
  });

  test('shows the reports that a page lists', async () => {
    const { exitCode, printed } = await inspect(COLUMN);
    expect(exitCode).toBe(3);
    expect(printed).toMatch(/Reports it lists \(2\):\n {2}青梧县2023年政府信息公开工作年度报告 {2}1\.html\n/);
    const { printed: json } = await inspect(COLUMN, { json: true });
    expect(JSON.parse(json)).toMatchObject({
      kind: 'not_a_report',
      page: {
        reports: [{ title: '青梧县2023年政府信息公开工作年度报告' }, { title: '青梧县2022年政府信息公开工作年度报告' }],
      },
    });
  });

  test('follows absolute links of a saved page in thought', async () => {
    const { exitCode, printed } = await inspect(COLUMN.replaceAll('href="', 'href="https://www.qingwu.example/nb/'));
    expect(exitCode).toBe(3);
    expect(printed).toContain('As a page of a portal: 年报; CMS family generic.');
  });

  test('says why a file cannot be read, and ends with 3', async () => {
    const { exitCode, printed } = await inspect(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0]), {}, 'a.zip');
    expect(exitCode).toBe(3);
    expect(printed).toContain('It cannot be read: the archive cannot be unpacked: it is cut off or damaged.');
  });

  test('has nothing to show of an empty file', async () => {
    await expect(inspect('')).rejects.toThrow(SkipThis);
    await expect(inspect('')).rejects.toThrow(/is empty: there is nothing to inspect/);
  });

  test('refuses a file that is not there', async () => {
    const refused = run(runInspect, { target: '/nowhere/a.html', image: null }, newFolder());
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow('/nowhere/a.html cannot be read: ENOENT: no such file or directory.');
  });

  test('stores nothing', async () => {
    const data = newFolder();
    await run(runInspect, { target: 'test/fixtures/extract/plain/source.html', image: null }, data);
    expect(readdirSync(data)).toEqual([]);
  });
});
