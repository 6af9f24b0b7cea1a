import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { StopRun } from '../../src/errors.ts';
import { EXTRACTOR_VERSION } from '../../src/extract/extract.ts';
import { writeReport } from '../extract/written-report.ts';
import { absolutePaths, folderWith, newFolder, olderCorpus, rows, tamper } from './corpus-folder.ts';
import { run, type Answer } from './terminal.ts';

const TOWN = '青梧县石磨镇人民政府2023年政府信息公开工作年度报告';
const CONTENT = `
  SELECT o.name, fiscal_year, revision, state, code, printed, number, status, derived, basis, locator
  FROM reports r JOIN organizations o ON o.id = organization_id JOIN cells ON report_id = r.id ORDER BY r.id, code`;

function extract(data: string, all = false, terminal: Parameters<typeof run>[3] = {}): Promise<Answer> {
  return run(runExtract, { all, dryRun: false }, data, terminal);
}

/** A corpus of two reports, whose files are gone since. */
async function corpusOfTwo(): Promise<string> {
  const data = newFolder();
  const folder = folderWith({
    'county.html': writeReport({ figures: { 'requests.granted.business': 7 } }),
    'shimo.html': writeReport({ title: TOWN }),
  });
  await run(runIngest, { paths: [folder], url: null, organization: null, year: null }, data);
  rmSync(folder, { recursive: true });
  return data;
}

function report(text: string): string {
  return `${text} by extractor ${EXTRACTOR_VERSION}`;
}

describe('extract', () => {
  test('has nothing to do where this version has read all', async () => {
    const data = await corpusOfTwo();
    const { exitCode, printed } = await extract(data);
    expect(exitCode).toBe(0);
    expect(printed).toBe(
      `${report('0 reports read again')}: 0 unchanged, 0 changed, 0 new, 0 still unreadable, 0 failed.`,
    );
  });

  test('with --all reads the kept originals and leaves an equal corpus', async () => {
    const data = await corpusOfTwo();
    const before = rows(data, CONTENT);
    expect(before).toHaveLength(400);
    for (const _ of ['once', 'twice']) {
      const { exitCode, printed, progress } = await extract(data, true);
      expect(exitCode).toBe(0);
      expect(printed).toBe(
        `${report('2 reports read again')}: 2 unchanged, 0 changed, 0 new, 0 still unreadable, 0 failed.`,
      );
      expect(progress).toEqual(['1/2 青梧县人民政府 2023', '2/2 青梧县石磨镇人民政府 2023']);
    }
    expect(rows(data, CONTENT)).toEqual(before);
    expect(rows(data, "SELECT rule, subject FROM findings WHERE rule IN ('A1', 'A2')")).toEqual([
      ['A1', 'granted'],
      ['A2', 'business'],
    ]);
  });

  test('reads again what an older version has read, and only that', async () => {
    const data = await corpusOfTwo();
    const before = rows(data, CONTENT);
    tamper(data, "UPDATE reports SET extractor_version = '0' WHERE id = (SELECT min(id) FROM reports)");
    tamper(data, "UPDATE cells SET number = 99, status = 'verified' WHERE code = 'requests.granted.business'");
    const { progress } = await extract(data);
    expect(progress).toEqual(['1/1 青梧县人民政府 2023']);
    expect(rows(data, 'SELECT DISTINCT extractor_version FROM reports')).toEqual([[EXTRACTOR_VERSION]]);
    const county = (all: unknown[]): unknown[] => (all as unknown[][]).filter(([name]) => name === '青梧县人民政府');
    expect(county(rows(data, CONTENT))).toEqual(county(before));
    expect(rows(data, CONTENT)).not.toEqual(before);
    await extract(data, true);
    expect(rows(data, CONTENT)).toEqual(before);
  });

  test('with --dry-run tells cell by cell what would change, and stores nothing', async () => {
    const data = await corpusOfTwo();
    tamper(data, "UPDATE reports SET extractor_version = '0' WHERE id = (SELECT min(id) FROM reports)");
    tamper(data, "UPDATE cells SET number = 99 WHERE code = 'requests.granted.business' AND report_id = 1");
    tamper(data, "UPDATE sections SET text = text || '甲乙' WHERE number = 1 AND report_id = 1");
    tamper(data, 'DELETE FROM findings WHERE report_id = 1');
    const before = [rows(data, CONTENT), rows(data, 'SELECT * FROM runs'), rows(data, 'SELECT * FROM findings')];
    const told = await run(runExtract, { all: true, dryRun: true }, data, { json: true });
    expect(told.exitCode).toBe(0);
    expect([rows(data, CONTENT), rows(data, 'SELECT * FROM runs'), rows(data, 'SELECT * FROM findings')]).toEqual(
      before,
    );
    const summary = JSON.parse(told.printed) as { changes: { report: string; difference: Record<string, unknown> }[] };
    expect(summary).toMatchObject({ dryRun: true, read: 2, unchanged: 1, changed: 1, new: 0, failed: 0 });
    expect(summary.changes).toHaveLength(1);
    expect(summary.changes[0]).toMatchObject({
      report: '青梧县人民政府 2023',
      movesTo: null,
      difference: {
        cells: [{ code: 'requests.granted.business', before: { number: 99 }, after: { number: 7 } }],
        sections: [{ number: 1, before: '甲乙', after: '' }],
        findingsBefore: [],
        findingsAfter: [
          { rule: 'A1', subject: 'granted' },
          { rule: 'A2', subject: 'business' },
        ],
      },
    });
    const { printed } = await run(runExtract, { all: true, dryRun: true }, data);
    expect(printed).toMatch(
      /青梧县人民政府 2023\n[^]*requests\.granted\.business .*予以公开.*99.*7[^]*now found: A1 granted/u,
    );
    expect(printed).toMatch(/section 1: 「甲乙」 became nothing/u);
    expect(printed).toMatch(/1 unchanged, 1 changed[^]*Nothing was stored/u);
  });

  test('keeps body and year that a person gave when the file was ingested', async () => {
    const data = newFolder();
    const folder = folderWith({ 'a.html': writeReport({ title: '年度报告', opening: '' }) });
    await run(runIngest, { paths: [folder], url: null, organization: '青梧县水务局', year: 2022 }, data);
    expect((await extract(data, true)).printed).toContain('1 unchanged');
    expect(rows(data, 'SELECT name, fiscal_year FROM reports JOIN organizations o ON o.id = organization_id')).toEqual([
      ['青梧县水务局', 2022],
    ]);
  });

  test('names a report whose original is gone or damaged, keeps what was stored of it, and ends with 3', async () => {
    const data = await corpusOfTwo();
    const before = rows(data, CONTENT);
    const [[gone], [damaged]] = rows(data, 'SELECT sha256 FROM report_sources ORDER BY report_id') as [
      [string],
      [string],
    ];
    const pathOf = (sha256: string): string => join('originals', sha256.slice(0, 2), sha256);
    rmSync(join(data, pathOf(gone)));
    writeFileSync(join(data, pathOf(damaged)), 'other bytes');
    const { exitCode, noted } = await extract(data, true);
    expect(exitCode).toBe(3);
    expect(noted).toHaveLength(2);
    expect(noted[0]).toMatch(`青梧县人民政府 2023: The original ${pathOf(gone)} cannot be read`);
    expect(noted[1]).toMatch(`青梧县石磨镇人民政府 2023: The original ${pathOf(damaged)} is damaged`);
    expect(rows(data, CONTENT)).toEqual(before);
    expect(rows(data, "SELECT outcome FROM runs WHERE command = 'extract'")).toEqual([['partial']]);
    expect(absolutePaths(data, data)).toEqual([]);
  });

  test('takes up a file that could not be read before', async () => {
    const data = newFolder();
    const folder = folderWith({ 'scan.zip': new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 0, 0]) });
    await run(runIngest, { paths: [folder], url: null, organization: '青梧县水务局', year: 2022 }, data);
    const { exitCode, printed } = await extract(data);
    expect(printed).toContain('1 still unreadable, 0 failed');
    expect(exitCode).toBe(0);
    expect(rows(data, 'SELECT status FROM coverage WHERE fiscal_year = 2022')).toEqual([['unreadable']]);
  });

  test('with --json prints one summary and nothing else', async () => {
    const data = await corpusOfTwo();
    const { printed } = await extract(data, true, { json: true });
    expect(JSON.parse(printed)).toEqual({
      command: 'extract',
      extractorVersion: EXTRACTOR_VERSION,
      reports: 2,
      read: 2,
      unchanged: 2,
      changed: 0,
      new: 0,
      stillUnreadable: 0,
      failed: 0,
      changes: [],
      failures: [],
      dryRun: false,
    });
  });

  test('interrupted, says so in its run and ends with 3', async () => {
    const data = await corpusOfTwo();
    const { exitCode, printed } = await extract(data, true, { onProgress: (_, abort) => abort() });
    expect(exitCode).toBe(3);
    expect(printed).toContain(report('1 reports read again'));
    expect(rows(data, "SELECT outcome FROM runs WHERE command = 'extract'")).toEqual([['interrupted']]);
  });

  test.each([
    ['a folder that is not there', (): string => join(newFolder(), 'nowhere')],
    ['a folder without a corpus', newFolder],
    [
      'a file of another kind',
      (): string => {
        const data = newFolder();
        writeFileSync(join(data, 'corpus.sqlite'), 'no database');
        return data;
      },
    ],
  ])('says that %s holds no corpus, and what to do', async (_, folder) => {
    const data = folder();
    const refused = extract(data);
    await expect(refused).rejects.toThrow(StopRun);
    await expect(refused).rejects.toThrow(
      `${join(data, 'corpus.sqlite')} is no corpus. Harvest or ingest first, or name another folder with --data.`,
    );
  });

  test('says that it brought an older corpus up to date', async () => {
    const data = olderCorpus(1);
    const { noted } = await extract(data);
    expect(noted).toEqual([`${join(data, 'corpus.sqlite')} was brought up to date from schema 1.`]);
  });
});
