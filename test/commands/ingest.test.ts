import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IngestOptions } from '../../src/commands/command.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { StopRun, UsageError } from '../../src/errors.ts';
import { writeReport } from '../extract/written-report.ts';
import { absolutePaths, folderWith, newFolder, olderCorpus, rows } from './corpus-folder.ts';
import { run, type Answer } from './terminal.ts';

const TOWN = '青梧县石磨镇人民政府2023年政府信息公开工作年度报告';

function ingest(
  data: string,
  paths: readonly string[],
  options: Partial<IngestOptions> = {},
  terminal: Parameters<typeof run>[3] = {},
): Promise<Answer> {
  return run(runIngest, { paths, url: null, organization: null, year: null, ...options }, data, terminal);
}

describe('ingest', () => {
  test('takes a folder with all that is in it, each file one report', async () => {
    const data = newFolder();
    const folder = folderWith({
      'county.html': writeReport(),
      'towns/shimo.html': writeReport({ title: TOWN }),
      'towns/2020/county.html': writeReport({ year: 2020 }),
      '.hidden.html': writeReport({ year: 2022 }),
    });
    const answer = await ingest(data, [folder]);
    expect(answer.exitCode).toBe(0);
    expect(answer.printed.split('\n')).toEqual([
      '青梧县人民政府 2023 (new): 10 read, 190 verified; 0 findings',
      '青梧县人民政府 2020 (new): 22 read, 176 verified; 0 findings',
      '青梧县石磨镇人民政府 2023 (new): 10 read, 190 verified; 0 findings',
      '3 of 3 files hold a report.',
    ]);
    expect(answer.progress).toEqual([
      '1/3 file:年报/county.html',
      '2/3 file:年报/towns/2020/county.html',
      '3/3 file:年报/towns/shimo.html',
    ]);
    expect(rows(data, 'SELECT page_url FROM reports ORDER BY id')).toEqual([
      ['file:年报/county.html'],
      ['file:年报/towns/2020/county.html'],
      ['file:年报/towns/shimo.html'],
    ]);
    expect(rows(data, 'SELECT DISTINCT url FROM cells')).toEqual(
      expect.arrayContaining([['file:年报/county.html'], ['file:年报/towns/shimo.html']]),
    );
    expect(absolutePaths(data, folder)).toEqual([]);
  });

  test('names files in the current folder by their path from there', async () => {
    const data = newFolder();
    const path = 'test/fixtures/extract/plain/source.html';
    expect((await ingest(data, [path])).exitCode).toBe(0);
    expect((await ingest(data, [join(process.cwd(), path)])).printed).toContain('(unchanged)');
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([[`file:${path}`]]);
    expect(absolutePaths(data, data)).toEqual([]);
  });

  test('changes nothing the second time, and supersedes what has changed', async () => {
    const data = newFolder();
    const folder = folderWith({ 'county.html': writeReport() });
    await ingest(data, [folder]);
    expect((await ingest(data, [folder])).printed).toContain('青梧县人民政府 2023 (unchanged)');
    expect(rows(data, 'SELECT revision, state FROM reports')).toEqual([[1, 'current']]);
    writeFileSync(join(folder, 'county.html'), writeReport({ figures: { 'proactive.licensing.decisions': 14254 } }));
    expect((await ingest(data, [folder])).printed).toContain('青梧县人民政府 2023 (revised)');
    expect(rows(data, 'SELECT revision, state FROM reports ORDER BY revision')).toEqual([
      [1, 'superseded'],
      [2, 'current'],
    ]);
  });

  test('files one file under the address it came from', async () => {
    const data = newFolder();
    const folder = folderWith({ 'saved.html': writeReport() });
    const url = 'https://www.qingwu.example/2024/report.html';
    expect((await ingest(data, [join(folder, 'saved.html')], { url })).exitCode).toBe(0);
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([[url]]);
    expect(rows(data, 'SELECT DISTINCT url FROM cells')).toEqual([[url]]);
    expect(rows(data, 'SELECT url FROM report_sources')).toEqual([[url]]);
    expect(absolutePaths(data, folder)).toEqual([]);
  });

  test('takes the word of a person on body and year', async () => {
    const data = newFolder();
    const folder = folderWith({ 'a.html': writeReport({ title: '年度报告', opening: '' }) });
    const answer = await ingest(data, [folder], { organization: '青梧县水务局', year: 2022 });
    expect(answer.exitCode).toBe(0);
    expect(rows(data, 'SELECT name, fiscal_year FROM reports JOIN organizations o ON o.id = organization_id')).toEqual([
      ['青梧县水务局', 2022],
    ]);
  });

  test('names the files that gave no report, keeps what was readable of them, and ends with 3', async () => {
    const data = newFolder();
    const folder = folderWith({
      'a-report.html': writeReport(),
      'b-empty.html': '',
      'c-news.html': '<html><body><h1>防汛会议</h1><p>会议强调责任。</p></body></html>',
      'd-archive.zip': new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0]),
    });
    const answer = await ingest(data, [folder]);
    expect(answer.exitCode).toBe(3);
    expect(answer.noted).toEqual([
      'file:年报/b-empty.html: the file is empty',
      'file:年报/c-news.html: neither its title nor a table is that of a report',
      'file:年报/d-archive.zip: the archive cannot be unpacked: it is cut off or damaged',
    ]);
    expect(answer.printed.split('\n').at(-1)).toBe('1 of 4 files hold a report.');
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([['file:年报/a-report.html']]);
    expect(rows(data, 'SELECT outcome FROM runs')).toEqual([['partial']]);
    expect(absolutePaths(data, folder)).toEqual([]);
  });

  test('with --json prints one summary and nothing else', async () => {
    const data = newFolder();
    const folder = folderWith({ 'a.html': writeReport(), 'b.html': '' });
    const { printed, exitCode } = await ingest(data, [folder], {}, { json: true });
    expect(exitCode).toBe(3);
    const summary = {
      command: 'ingest',
      files: 2,
      recorded: 1,
      failed: 1,
      results: [
        {
          file: 'file:年报/a.html',
          outcome: 'recorded',
          organization: '青梧县人民政府',
          year: 2023,
          change: 'new',
          cells: { read: 10, verified: 190 },
          findings: 0,
        },
        { file: 'file:年报/b.html', outcome: 'unreadable', reason: 'the file is empty' },
      ],
    };
    expect(JSON.parse(printed)).toEqual(summary);
    const [stored] = rows(data, 'SELECT outcome, summary_json, config_json FROM runs') as [string, string, string][];
    expect(stored?.[0]).toBe('partial');
    expect(JSON.parse(stored?.[1] ?? '')).toEqual(summary);
    expect(JSON.parse(stored?.[2] ?? '')).toEqual({ paths: ['file:年报'], url: null, organization: null, year: null });
  });

  test.each([
    ['a path that is not there', ['/nowhere/at/all.html'], {}, /\/nowhere\/at\/all\.html cannot be read/],
    [
      'an address that is none',
      ['test/fixtures/extract/plain/source.html'],
      { url: 'qingwu' },
      /--url qingwu is not a URL/,
    ],
    [
      'one address for many files',
      ['test/fixtures/extract/plain'],
      { url: 'https://a.example/' },
      /origin of one file/,
    ],
  ])('refuses %s before it opens the corpus', async (_, paths, options, message) => {
    const data = join(newFolder(), 'none');
    const refused = ingest(data, paths, options);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  test('refuses a folder without files', async () => {
    const folder = newFolder();
    await expect(ingest(newFolder(), [folder])).rejects.toThrow(/there is no file in it/);
  });

  test('interrupted, keeps what is done and says so in its run', async () => {
    const data = newFolder();
    const folder = folderWith({ 'a.html': writeReport(), 'b.html': writeReport({ title: TOWN }) });
    const onProgress = (_: string, abort: () => void): void => abort();
    expect((await ingest(data, [folder], {}, { onProgress })).exitCode).toBe(3);
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([['file:年报/a.html']]);
    expect(rows(data, 'SELECT outcome, finished_at IS NOT NULL FROM runs')).toEqual([['interrupted', 1]]);
    expect((await ingest(data, [folder])).exitCode).toBe(0);
    expect(rows(data, 'SELECT count(*) FROM reports')).toEqual([[2]]);
  });

  test('that cannot go on files its run as failed', async () => {
    const data = newFolder();
    writeFileSync(join(data, 'originals'), 'a file where a folder is needed');
    const folder = folderWith({ 'a.html': writeReport() });
    await expect(ingest(data, [folder])).rejects.toThrow(StopRun);
    expect(rows(data, 'SELECT outcome, finished_at IS NOT NULL FROM runs')).toEqual([['failed', 1]]);
  });

  test('says that it brought an older corpus up to date', async () => {
    const data = olderCorpus(1);
    const folder = folderWith({ 'a.html': writeReport() });
    const { noted } = await ingest(data, [folder]);
    expect(noted).toEqual([`${join(data, 'corpus.sqlite')} was brought up to date from schema 1.`]);
  });
});
