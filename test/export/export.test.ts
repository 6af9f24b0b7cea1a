import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { csvChunks, neutralised } from '../../src/export/csv.ts';
import { temporaryPath, writeWholeFile } from '../../src/export/whole-file.ts';
import { StopRun, UsageError } from '../../src/errors.ts';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { findingOn, newDataDirectory, sketchReport, stoppedClock, YONGNING } from '../storage/report-record.ts';
import { csvRecords, parseCsv } from './parse-csv.ts';
import { rememberingTerminal, settingsFor, WHOLE } from './terminal.ts';

const BUREAU = { ...YONGNING, name: '永宁县农业农村局', level: 'department' } as const;

/** Two reports, one of them revised, with a finding, a blank, a doubtful and an odd-looking cell. */
function fillCorpus(directory: string, order: readonly number[] = [0, 1, 2]): void {
  const corpus = openCorpus(directory, { now: stoppedClock().now });
  const sketches = [
    { bytes: 'first', findings: [findingOn('carried_in')] },
    {
      bytes: 'second',
      text: '更正稿',
      title: '=HYPERLINK("http://evil.test","年度报告")',
      findings: [findingOn('granted')],
      figures: {
        'requests.received.total': { printed: '+70', number: 70 },
        'requests.carried_in.total': { printed: '-76宗', number: -76, status: 'conflicting' },
        'requests.granted.total': { printed: '1,"2"\n3', number: 123, status: 'doubtful' },
        'requests.carried_out.total': { printed: '', number: null, status: 'blank' },
        'requests.other_unpaid.total': { printed: '-', number: null, status: 'blank' },
        'requests.other_misc.total': { printed: null, number: null, status: 'absent', locator: null },
      },
    },
    { organization: BUREAU, fiscalYear: 2022, url: 'https://www.yongning.test/nyj.html' },
  ] as const;
  for (const index of order) corpus.recordReport(sketchReport(corpus, sketches[index]));
  corpus.close();
}

async function exported(format: 'csv' | 'sqlite', out: string, directory: string, json = false): Promise<string> {
  const { io, printed } = rememberingTerminal(json);
  expect(await runExport({ ...WHOLE, format, out }, io, settingsFor(directory))).toBe(0);
  return printed();
}

describe('csv export', () => {
  it('writes each table, readable by another parser, with what the corpus holds', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const out = join(newDataDirectory(), 'new', 'panel');
    await exported('csv', out, directory);
    expect(readdirSync(out).sort()).toEqual([
      'CITATION.cff',
      'README.md',
      'codebook.csv',
      'coverage.csv',
      'findings.csv',
      'manifest.json',
      'panel.csv',
      'panel_long.csv',
      'sources.csv',
      'verdicts.csv',
    ]);

    const corpus = openCorpus(directory, { readOnly: true });
    for (const view of ['panel', 'panel_long', 'coverage']) {
      const records = csvRecords(readFileSync(join(out, `${view}.csv`), 'utf8'));
      const rows = corpus.db.prepare<[], Record<string, string | number | null>>(`SELECT * FROM ${view}`).all();
      expect(records).toHaveLength(rows.length);
      const asText = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null ? null : String(neutralised(value))]),
        ),
      );
      expect(new Set(records.map((record) => JSON.stringify(record)))).toEqual(
        new Set(asText.map((row) => JSON.stringify(row))),
      );
    }
    corpus.close();
  });

  it('shows numbers bare, missing values as nothing, and doubtful cells only in the long table', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const out = newDataDirectory();
    await exported('csv', out, directory);
    const panel = csvRecords(readFileSync(join(out, 'panel.csv'), 'utf8'));
    expect(panel.map((row) => [row['name'], row['fiscal_year']])).toEqual([
      [YONGNING.name, '2023'],
      [BUREAU.name, '2022'],
    ]);
    expect(panel[0]).toMatchObject({
      requests_received_total: '70',
      requests_carried_in_total: '-76',
      requests_granted_total: null,
      requests_carried_out_total: null,
      title: '\'=HYPERLINK("http://evil.test","年度报告")',
    });
    const long = new Map(
      csvRecords(readFileSync(join(out, 'panel_long.csv'), 'utf8'))
        .filter((row) => row['fiscal_year'] === '2023')
        .map((row) => [row['code'], row]),
    );
    expect(long.get('requests.granted.total')).toMatchObject({
      printed: '1,"2"\n3',
      number: '123',
      status: 'doubtful',
    });
    expect(long.get('requests.received.total')).toMatchObject({ printed: '+70' });
    expect(long.get('requests.carried_in.total')).toMatchObject({ printed: "'-76宗", number: '-76' });
    expect(long.get('requests.carried_out.total')).toMatchObject({ printed: '', number: null, status: 'blank' });
    expect(long.get('requests.other_unpaid.total')).toMatchObject({ printed: '-', status: 'blank' });
    expect(long.get('requests.other_misc.total')).toMatchObject({ printed: null, locator: null, status: 'absent' });
    const findings = csvRecords(readFileSync(join(out, 'findings.csv'), 'utf8'));
    expect(findings.map((row) => [row['name'], row['fiscal_year'], row['rule'], row['subject']])).toEqual([
      [YONGNING.name, '2023', 'A1', 'granted'],
    ]);
  });

  it('has a manifest with hashes and counts that are true', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const out = newDataDirectory();
    const summary: unknown = JSON.parse(await exported('csv', out, directory, true));
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      software: 'nianbao 9.9.9',
      reports: { current: 2, superseded: 1 },
      coverage: { found: 2 },
      cells: { absent: 1, blank: 2, conflicting: 1, doubtful: 1, verified: 395 },
    });
    const files = manifest['files'] as { name: string; rows: number; bytes: number; sha256: string }[];
    expect(files.map((file) => [file.name, file.rows])).toEqual([
      ['panel.csv', 2],
      ['panel_long.csv', 400],
      ['coverage.csv', 2],
      ['findings.csv', 1],
      ['codebook.csv', 226],
      ['verdicts.csv', 0],
      ['sources.csv', 2],
      ['README.md', null],
      ['CITATION.cff', null],
    ]);
    for (const file of files) {
      const bytes = readFileSync(join(out, file.name));
      expect(file.bytes).toBe(bytes.length);
      expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    expect(summary).toMatchObject({ outcome: 'done', format: 'csv', out });
  });

  it('gives the same bytes for the same corpus, and for one filled in another order the same panel but for ids', async () => {
    const [one, other] = [newDataDirectory(), newDataDirectory()];
    fillCorpus(one);
    fillCorpus(other, [2, 0, 1]);
    const outs = [newDataDirectory(), newDataDirectory(), newDataDirectory()] as const;
    await exported('csv', outs[0], one);
    await exported('csv', outs[1], one);
    await exported('csv', outs[2], other);
    for (const file of readdirSync(outs[0])) {
      expect(readFileSync(join(outs[1], file)).equals(readFileSync(join(outs[0], file))), file).toBe(true);
    }
    const withoutIds = (out: string): unknown[] =>
      csvRecords(readFileSync(join(out, 'panel_long.csv'), 'utf8')).map((row) => ({
        ...row,
        organization_id: '',
        report_id: '',
      }));
    expect(withoutIds(outs[2])).toEqual(withoutIds(outs[0]));
  });

  it('writes the wide panel alone where the path ends in .csv, over an earlier one', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const folder = newDataDirectory();
    const out = join(folder, 'panel.csv');
    writeFileSync(out, 'old');
    await exported('csv', out, directory);
    expect(csvRecords(readFileSync(out, 'utf8'))).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(['panel.csv']);
  });

  it('has every header even for an empty corpus', async () => {
    const directory = newDataDirectory();
    openCorpus(directory).close();
    const out = newDataDirectory();
    await exported('csv', out, directory);
    expect(parseCsv(readFileSync(join(out, 'panel.csv'), 'utf8'))).toHaveLength(1);
    expect(parseCsv(readFileSync(join(out, 'panel.csv'), 'utf8'))[0]).toHaveLength(236);
  });

  it('says what stands in the way of its folder', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const file = join(newDataDirectory(), 'a-file');
    writeFileSync(file, '');
    const { io } = rememberingTerminal();
    await expect(
      runExport({ ...WHOLE, format: 'csv', out: join(file, 'x') }, io, settingsFor(directory)),
    ).rejects.toThrow(UsageError);
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full, and leaves what stood there', () => {
    const out = join(newDataDirectory(), 'panel.csv');
    writeFileSync(out, 'old');
    symlinkSync('/dev/full', temporaryPath(out));
    expect(() => writeWholeFile(out, ['new'])).toThrow(StopRun);
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(() => writeWholeFile(out, ['new'])).not.toThrow();
    expect(readFileSync(out, 'utf8')).toBe('new');
  });

  it('keeps any text through writing and reading', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '-', '+70', '\r\n', '"', '＝1', '无'),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { maxLength: 20 }), (rows) => {
        const text = [...csvChunks({ columns: ['a', 'b'], rows })].join('');
        const read = parseCsv(text).slice(1);
        expect(read).toEqual(
          rows.map((row) => row.map((field) => (field === null ? null : String(neutralised(field))))),
        );
      }),
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['\t=1', "'\t=1"],
    ['-76', '-76'],
    ['+1,234', '+1,234'],
    ['-', '-'],
    ['年度', '年度'],
    [-5, -5],
    [null, null],
  ])('%j is written as %j', (value, written) => {
    expect(neutralised(value)).toBe(written);
  });
});

describe('sqlite export', () => {
  it('is a whole corpus in one file that opens read-only, without the list of addresses still to visit', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const corpus: Corpus = openCorpus(directory);
    const run = corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} });
    corpus.upsertPortal({ id: 'p', name: '永宁县', home: 'https://www.yongning.test/' });
    corpus.db.prepare("INSERT INTO frontier_portals (run_id, portal_id, state) VALUES (?, 'p', 'open')").run(run);
    corpus.db
      .prepare(
        "INSERT INTO frontier (run_id, portal_id, seq, kind, url, label, priority, state) VALUES (?, 'p', 1, 'report', 'https://a.test/', '', 0, 'pending')",
      )
      .run(run);

    const folder = newDataDirectory();
    const out = join(folder, 'copy.sqlite');
    // The corpus stays open for writing meanwhile: a copy is taken of a corpus at work.
    await exported('sqlite', out, directory);
    expect(readdirSync(folder)).toEqual(['copy.sqlite']);
    chmodSync(out, 0o400);
    const copy = new Database(out, { readonly: true });
    expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(copy.pragma('foreign_key_check')).toEqual([]);
    expect(copy.prepare('SELECT count(*) FROM frontier').pluck().get()).toBe(0);
    for (const table of ['reports', 'cells', 'sections', 'findings', 'documents', 'panel', 'panel_long', 'coverage']) {
      const all = `SELECT * FROM ${table}`;
      expect(copy.prepare(all).all(), table).toEqual(corpus.db.prepare(all).all());
    }
    expect(corpus.db.prepare('SELECT count(*) FROM frontier').pluck().get()).toBe(1);
    copy.close();
    corpus.close();
    expect(readdirSync(folder)).toEqual(['copy.sqlite']);
  });

  it('replaces an earlier export and nothing else', async () => {
    const directory = newDataDirectory();
    fillCorpus(directory);
    const folder = newDataDirectory();
    const out = join(folder, 'copy.sqlite');
    await exported('sqlite', out, directory);
    await exported('sqlite', out, directory);

    const { io } = rememberingTerminal();
    const shopping = join(folder, 'list.txt');
    writeFileSync(shopping, 'milk');
    mkdirSync(join(folder, 'sub'));
    for (const wrong of [corpusFile(directory), shopping, join(folder, 'sub')]) {
      await expect(runExport({ ...WHOLE, format: 'sqlite', out: wrong }, io, settingsFor(directory))).rejects.toThrow(
        UsageError,
      );
    }
    expect(readFileSync(shopping, 'utf8')).toBe('milk');
    expect(openCorpus(directory, { readOnly: true }).storedReports()).toHaveLength(3);
  });

  it('leaves nothing behind where there is no corpus', async () => {
    const out = join(newDataDirectory(), 'copy.sqlite');
    const { io } = rememberingTerminal();
    await expect(runExport({ ...WHOLE, format: 'sqlite', out }, io, settingsFor(newDataDirectory()))).rejects.toThrow(
      UsageError,
    );
    expect(existsSync(out)).toBe(false);
  });
});
