import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read as readWorkbook, utils } from '@e965/xlsx';
import Database from 'better-sqlite3';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { WARCParser } from 'warcio';
import { runExport } from '../../src/commands/export.ts';
import type { ExportOptions } from '../../src/commands/command.ts';
import { UsageError } from '../../src/errors.ts';
import { stataName } from '../../src/export/dta-tables.ts';
import { EXPORT_FORMATS } from '../../src/export/export-formats.ts';
import { parseManifest } from '../../src/export/export-manifest.ts';
import type { ExportManifest } from '../../src/export/export-manifest.ts';
import { FIGURE_COLUMNS } from '../../src/export/export-tables.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';
import { newDataDirectory, sketchReport } from '../storage/report-record.ts';
import { filledDirectory, ODD_TEXT } from './filled-corpus.ts';
import { csvRecords } from './parse-csv.ts';
import { readDta } from './read-dta.ts';
import { rememberingTerminal, settingsFor, WHOLE } from './terminal.ts';

type Value = string | number | null;
type Row = Record<string, Value>;

let data: string;
/** The tables of the corpus, asked of SQLite itself. */
let corpus: Record<string, Row[]>;

const QUERIES = {
  panel: "SELECT * FROM panel ORDER BY coalesce(division, '~'), name, fiscal_year",
  panel_long:
    "SELECT l.* FROM panel_long l JOIN codebook b USING (code) ORDER BY coalesce(division, '~'), name, fiscal_year, position",
  coverage: "SELECT * FROM coverage ORDER BY coalesce(division, '~'), name, fiscal_year",
  codebook:
    'SELECT code, template, statutory_table, row_label, column_label, unit, kind, english FROM codebook ORDER BY position',
};

beforeAll(async () => {
  data = await filledDirectory();
  const db = new Database(corpusFile(data), { readonly: true });
  corpus = Object.fromEntries(Object.entries(QUERIES).map(([name, sql]) => [name, db.prepare<[], Row>(sql).all()]));
  db.close();
});

async function exported(options: Partial<ExportOptions> & Pick<ExportOptions, 'format'>): Promise<string> {
  const out = join(newDataDirectory(), 'out/');
  const { io } = rememberingTerminal();
  expect(await runExport({ ...WHOLE, out, ...options }, io, settingsFor(data))).toBe(0);
  return out;
}

function manifestOf(folder: string): ExportManifest {
  return parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), 'manifest.json');
}

/** Formats that cannot tell an empty text from none. */
function withoutEmpty(rows: readonly Row[]): Row[] {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === '' ? null : value])),
  );
}

describe('every format', () => {
  it.each(EXPORT_FORMATS)(
    '%s gives the same bytes for the same corpus, with codebook, README, citation and a true manifest',
    async (format) => {
      const [one, other] = [await exported({ format }), await exported({ format })];
      const names = readdirSync(one).sort();
      expect(readdirSync(other).sort()).toEqual(names);
      for (const name of names) {
        expect(readFileSync(join(other, name)).equals(readFileSync(join(one, name))), name).toBe(true);
      }
      expect(names).toEqual(expect.arrayContaining(['CITATION.cff', 'README.md', 'codebook.csv', 'manifest.json']));
      const manifest = manifestOf(one);
      expect(manifest.files.map(({ name }) => name).sort()).toEqual(names.filter((name) => name !== 'manifest.json'));
      for (const file of manifest.files) {
        const bytes = readFileSync(join(one, file.name));
        expect({ bytes: bytes.length, sha256: sha256Of(bytes) }, file.name).toEqual({
          bytes: file.bytes,
          sha256: file.sha256,
        });
      }
      expect(manifest).toMatchObject({
        format,
        software: 'nianbao 9.9.9',
        corpus: { last_run: '2024-03-01T08:00:00.000Z', extractor_versions: ['1'] },
        reports: { current: 3, superseded: 1 },
        cells: { verified: 593, doubtful: 1, blank: 1, unreadable: 1, absent: 1, conflicting: 1, inferred: 1, read: 1 },
      });
    },
  );

  it('has one digest for a table, whatever the format', async () => {
    const digests = new Map<string, Set<string>>();
    for (const format of EXPORT_FORMATS) {
      for (const { name, rows, digest } of manifestOf(await exported({ format })).tables) {
        digests.set(name, (digests.get(name) ?? new Set()).add(`${rows} ${digest}`));
      }
    }
    expect([...digests.keys()].sort()).toEqual([
      'codebook',
      'coverage',
      'findings',
      'panel',
      'panel_long',
      'sources',
      'verdicts',
    ]);
    for (const [name, seen] of digests) expect([...seen], name).toHaveLength(1);
  });
});

describe('a folder that is exported into again', () => {
  it('keeps nothing of the earlier export that the new one does not write, and everything else', async () => {
    const out = await exported({ format: 'csv' });
    writeFileSync(join(out, 'notes.txt'), 'mine');
    const { io } = rememberingTerminal();
    await runExport({ ...WHOLE, format: 'parquet', out }, io, settingsFor(data));
    const names = readdirSync(out).sort();
    expect(names).toEqual([...manifestOf(out).files.map(({ name }) => name), 'manifest.json', 'notes.txt'].sort());
    expect(names).not.toContain('panel.csv');
  });
});

describe('csv', () => {
  it('begins with a byte order mark where that is asked for', async () => {
    const out = await exported({ format: 'csv', bom: true });
    expect(readFileSync(join(out, 'panel.csv')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(readFileSync(join(await exported({ format: 'csv' }), 'panel.csv'))[0]).not.toBe(0xef);
  });
});

describe('parquet', () => {
  it.each(['panel', 'panel_long', 'coverage', 'codebook'])('%s has every value of the corpus', async (table) => {
    const out = await exported({ format: 'parquet' });
    const file = readFileSync(join(out, `${table}.parquet`));
    const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    expect(await parquetReadObjects({ file: buffer })).toEqual(corpus[table]);
  });
});

describe('xlsx', () => {
  it('has every value of the corpus, heads that stay in sight, number formats, codebook and manifest', async () => {
    const out = await exported({ format: 'xlsx' });
    const book = readWorkbook(readFileSync(join(out, 'nianbao.xlsx')), { cellNF: true, cellStyles: true });
    expect(book.SheetNames).toEqual([
      'panel',
      'panel_long',
      'coverage',
      'findings',
      'codebook',
      'verdicts',
      'sources',
      'columns',
      'manifest',
    ]);
    for (const table of ['panel', 'panel_long', 'coverage', 'codebook']) {
      const rows = utils.sheet_to_json<Row>(book.Sheets[table]!, { defval: null });
      expect(rows, table).toEqual(withoutEmpty(corpus[table]!));
    }
    const panel = book.Sheets['panel']!;
    const fees = 10 + FIGURE_COLUMNS.findIndex(({ name }) => name === 'proactive_fees_amount');
    const at = (row: number, column: number): unknown => panel[utils.encode_cell({ r: row, c: column })];
    expect(at(1, fees)).toMatchObject({ v: 2638.4, z: '#,##0.######' });
    expect(at(1, 10)).toMatchObject({ v: 1, z: '#,##0' });
    const manifest = utils.sheet_to_json<{ what: string; value: Value }>(book.Sheets['manifest']!);
    expect(manifest).toContainEqual({ what: 'tables.panel.rows', value: 3 });
    expect(readFileSync(join(out, 'nianbao.xlsx')).includes('PK')).toBe(true);
  });

  it('goes on in a further sheet where one is full, and freezes each head', async () => {
    const { workbookChunks } = await import('../../src/export/workbook-file.ts');
    function* rows(): Generator<number[]> {
      for (let row = 0; row < 1_048_577; row += 1) yield [row];
    }
    const sheet = {
      name: 'long',
      columns: [{ name: 'n', format: 'plain', width: 8 }],
      frozenColumns: 0,
      rows: rows(),
    } as const;
    const bytes = Buffer.concat([...workbookChunks([sheet])]);
    const book = readWorkbook(bytes, { sheetRows: 3 });
    expect(book.SheetNames).toEqual(['long', 'long (2)']);
    expect(utils.sheet_to_json(book.Sheets['long (2)']!)).toEqual([{ n: 1_048_575 }, { n: 1_048_576 }]);
  });
});

describe('dta', () => {
  /** What Stata shows for a value, as the corpus has it. */
  function plain(table: string, dta: ReturnType<typeof readDta>): Row[] {
    const columns = Object.keys(corpus[table]![0]!);
    expect(dta.names).toEqual(columns.map(stataName));
    return dta.rows.map((row) =>
      Object.fromEntries(
        row.map((value, index): [string, Value] => {
          const labels = dta.valueLabels.get(dta.valueLabelNames[index]!);
          const shown = labels === undefined || typeof value === 'string' ? value : labels.get(value)!;
          return [columns[index]!, typeof shown === 'string' && /^$|^\.[a-z]?$/.test(shown) ? null : shown];
        }),
      ),
    );
  }

  it.each(['panel', 'panel_long', 'coverage', 'codebook'])('%s has every value of the corpus', async (table) => {
    const out = await exported({ format: 'dta' });
    const dta = readDta(readFileSync(join(out, `${table}.dta`)));
    expect(plain(table, dta)).toEqual(withoutEmpty(corpus[table]!));
  });

  it('tells by extended missing values why a figure is missing, in both forms', async () => {
    const out = await exported({ format: 'dta' });
    const panel = readDta(readFileSync(join(out, 'panel.dta')));
    const county = panel.rows.find((row) => row[panel.names.indexOf('fiscal_year')] === 2023)!;
    const figure = (code: string): unknown => county[panel.names.indexOf(stataName(code.replaceAll('.', '_')))];
    expect({
      blank: figure('requests.carried_out.total'),
      unreadable: figure('requests.other_unpaid.total'),
      absent: figure('requests.other_misc.total'),
      doubtful: figure('requests.granted.total'),
      otherForm: figure('proactive.regulations.made'),
    }).toEqual({ blank: '.a', unreadable: '.b', absent: '.c', doubtful: '.d', otherForm: '.e' });
    expect(panel.valueLabels.get('missing')?.get(0x7fff_ffe6)).toBe('blank in the source');
    const long = readDta(readFileSync(join(out, 'panel_long.dta')));
    const blank = long.rows.find((row) => row[long.names.indexOf('status')] === 6)!;
    expect(blank[long.names.indexOf('number')]).toBe('.a');
    expect(blank[long.names.indexOf('basis')]).toBe(ODD_TEXT);
  });

  it('says of a table that a report lacks altogether that it is absent, not that its form has no such table', async () => {
    const directory = newDataDirectory();
    const stored = openCorpus(directory);
    const record = sketchReport(stored);
    const cells = record.report.cells.filter(({ code }) => !code.startsWith('disputes.'));
    stored.recordReport({ ...record, report: { ...record.report, cells } });
    stored.close();
    const out = join(directory, 'out/');
    await runExport({ ...WHOLE, format: 'dta', out }, rememberingTerminal().io, settingsFor(directory));
    const panel = readDta(readFileSync(join(out, 'panel.dta')));
    const figure = (name: string): unknown => panel.rows[0]![panel.names.indexOf(stataName(name))];
    expect([figure('disputes_reconsideration_total'), figure('proactive_regulations_made')]).toEqual(['.c', '.e']);
  });

  it('labels its variables in Chinese, and keeps English and the full name with each; names fit and differ', async () => {
    const out = await exported({ format: 'dta' });
    const panel = readDta(readFileSync(join(out, 'panel.dta')));
    const index = panel.names.indexOf('rq_granted_total');
    expect(panel.variableLabels[index]).toBe('表三 三（一）予以公开：总计（件）');
    expect(panel.characteristics.get('rq_granted_total[column]')).toBe('requests_granted_total');
    expect(panel.characteristics.get('rq_granted_total[english]')).toBe('granted; total (件)');
    for (const name of panel.names) expect(name).toMatch(/^[a-z_][a-z0-9_]{0,31}$/);
    expect(new Set(panel.names).size).toBe(panel.names.length);
    expect(panel.variableLabels.every((label) => label !== '')).toBe(true);
  });
});

describe('datapackage', () => {
  it('describes each table with types, keys and missing values, and its keys hold', async () => {
    const out = await exported({ format: 'datapackage' });
    const descriptor = JSON.parse(readFileSync(join(out, 'datapackage.json'), 'utf8')) as {
      resources: {
        name: string;
        path: string;
        hash: string;
        schema: {
          fields: { name: string; type: string }[];
          missingValues: string[];
          primaryKey?: string[];
          foreignKeys: { fields: string[]; reference: { resource: string; fields: string[] } }[];
        };
      }[];
    };
    const tables = new Map(
      descriptor.resources.map(({ name, path }) => [name, csvRecords(readFileSync(join(out, path), 'utf8'))]),
    );
    expect([...tables.keys()]).toEqual([
      'panel',
      'panel_long',
      'coverage',
      'findings',
      'codebook',
      'verdicts',
      'sources',
    ]);
    for (const { name, path, hash, schema } of descriptor.resources) {
      expect(hash).toBe(`sha256:${sha256Of(readFileSync(join(out, path)))}`);
      expect(schema.missingValues).toEqual(['']);
      const rows = tables.get(name)!;
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(schema.fields.map((field) => field.name));
        for (const { name: column, type } of schema.fields) {
          const value = row[column] ?? '';
          if (type === 'integer' && value !== '') expect(value, column).toMatch(/^-?\d+$/);
          if (type === 'number' && value !== '') expect(value, column).toMatch(/^-?\d+(\.\d+)?$/);
        }
      }
      const key = (row: Record<string, string | null>, fields: readonly string[]): string | null =>
        fields.some((field) => row[field] === null) ? null : JSON.stringify(fields.map((field) => row[field]));
      if (schema.primaryKey !== undefined) {
        const keys = rows.map((row) => key(row, schema.primaryKey!));
        expect(keys).not.toContain(null);
        expect(new Set(keys).size, name).toBe(rows.length);
      }
      for (const { fields, reference } of schema.foreignKeys) {
        const known = new Set(tables.get(reference.resource)!.map((row) => key(row, reference.fields)));
        for (const row of rows) if (key(row, fields) !== null) expect(known).toContain(key(row, fields));
      }
    }
  });
});

describe('sqlite', () => {
  it('has every value of the corpus and metadata for Datasette; without fetches, coverage stays as it was', async () => {
    for (const withoutFetches of [false, true]) {
      const out = await exported({ format: 'sqlite', withoutFetches });
      const copy = new Database(join(out, 'nianbao.sqlite'), { readonly: true });
      for (const [table, sql] of Object.entries(QUERIES)) {
        expect(copy.prepare(sql).all(), table).toEqual(corpus[table]);
      }
      const tables = copy.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
      expect(tables.includes('fetches')).toBe(!withoutFetches);
      expect(tables.includes('frontier')).toBe(!withoutFetches);
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(copy.pragma('foreign_key_check')).toEqual([]);
      copy.close();
      const metadata = JSON.parse(readFileSync(join(out, 'metadata.json'), 'utf8')) as {
        databases: { nianbao: { tables: Record<string, { columns: Record<string, string> }> } };
      };
      const panel = metadata.databases.nianbao.tables['panel']!;
      expect(Object.keys(panel.columns)).toEqual(Object.keys(corpus['panel']![0]!));
      expect(panel.columns['requests_granted_total']).toBe('表三 三（一）予以公开：总计（件） / granted; total (件)');
    }
  });
});

describe('warc', () => {
  it('has every original with its headers, each of the hash that the corpus names', async () => {
    const out = await exported({ format: 'warc' });
    const seen: unknown[] = [];
    for await (const record of new WARCParser([readFileSync(join(out, 'originals.warc.gz'))])) {
      const payload = await record.readFully(true);
      if (record.warcType === 'warcinfo') continue;
      const http = record.httpHeaders;
      seen.push([
        record.warcType,
        record.warcTargetURI,
        sha256Of(payload),
        http?.statusline ?? null,
        http?.headers.get('content-type') ?? record.warcHeader('Content-Type'),
      ]);
      if (http) expect(http.headers.get('x-archive-orig-content-encoding')).toBe('gzip');
    }
    const answer = ['HTTP/1.1 200 OK', 'text/html; charset=utf-8'];
    const page = 'https://www.yongning.test/t1.html';
    const hash = (text: string): string => sha256Of(Buffer.from(text));
    expect(seen).toEqual([
      ['response', page, hash('first'), ...answer],
      ['response', page, hash('second'), ...answer],
      [
        'response',
        'https://www.yongning.test/nyj.html',
        hash('original at https://www.yongning.test/nyj.html'),
        ...answer,
      ],
      ['resource', 'file:///nyj-2019.txt', hash('original at file:nyj-2019.txt'), null, 'text/html'],
    ]);
  });
});

describe('filters', () => {
  async function panel(options: Partial<ExportOptions>): Promise<Record<string, string | null>[]> {
    return csvRecords(readFileSync(join(await exported({ format: 'csv', ...options }), 'panel.csv'), 'utf8'));
  }
  const who = (rows: readonly Record<string, string | null>[]): string[] =>
    rows.map((row) => `${row['name']?.slice(3)} ${row['fiscal_year']}`);

  it('leave the years, the rank and the province that are asked for, in every table', async () => {
    expect(who(await panel({ years: { from: 2020, to: 2022 } }))).toEqual(['农业农村局 2022']);
    expect(who(await panel({ level: 'county' }))).toEqual(['人民政府 2023']);
    expect(await panel({ province: '青海' })).toEqual([]);
    expect(who(await panel({ province: '宁夏' }))).toHaveLength(3);
    const out = await exported({ format: 'csv', years: { from: 2022, to: 2022 }, level: 'department' });
    for (const table of ['panel', 'panel_long', 'coverage', 'sources']) {
      const rows = csvRecords(readFileSync(join(out, `${table}.csv`), 'utf8'));
      expect(rows.length, table).toBeGreaterThan(0);
      for (const row of rows) if ('fiscal_year' in row) expect(row['fiscal_year']).toBe('2022');
    }
    expect(manifestOf(out)).toMatchObject({
      filters: { years: '2022', level: 'department', province: null },
      reports: { current: 1 },
      cells: { verified: 200 },
    });
  });

  it('show the cells of the statuses that are asked for, in the wide panel too', async () => {
    const rows = await panel({ statuses: ['doubtful', 'blank'], level: 'county' });
    const shown = Object.entries(rows[0]!).filter(([name, value]) => name.includes('total') && value !== null);
    expect(shown).toEqual([['requests_granted_total', '123']]);
  });

  it('show the corpus as it stood on a day', async () => {
    const before = await panel({ asOf: '2024-03-15' });
    expect(before).toMatchObject([{ fiscal_year: '2023', requests_received_total: '1' }]);
    const later = await panel({ asOf: '2024-04-01' });
    expect(later).toMatchObject([{ fiscal_year: '2023', requests_received_total: '70' }]);
    expect(await panel({ asOf: '2024-02-29' })).toEqual([]);
    const out = await exported({ format: 'csv', asOf: '2024-03-15' });
    expect(readdirSync(out)).not.toContain('coverage.csv');
    expect(manifestOf(out)).toMatchObject({
      filters: { as_of: '2024-03-15' },
      reports: { current: 1 },
      cells: { verified: 200 },
    });
  });

  it.each<[Partial<ExportOptions> & Pick<ExportOptions, 'format'>, RegExp]>([
    [{ format: 'sqlite', level: 'county' }, /--level can be asked of it in SQL/],
    [{ format: 'warc', asOf: '2024-03-15' }, /warc holds whole originals/],
    [{ format: 'parquet', bom: true }, /--bom is for csv/],
    [{ format: 'csv', withoutFetches: true }, /--without-fetches is for sqlite/],
    [{ format: 'csv', province: '永宁' }, /永宁 is no province/],
  ])('are refused where they mean nothing: %j', async (options, says) => {
    await expect(exported(options)).rejects.toThrow(says);
    await expect(exported(options)).rejects.toThrow(UsageError);
  });
});
