import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { runVerify } from '../../src/commands/verify.ts';
import { UsageError } from '../../src/errors.ts';
import type { ExportFormat } from '../../src/export/export-formats.ts';
import { EXPORT_FORMATS } from '../../src/export/export-formats.ts';
import { manifestText, parseManifest } from '../../src/export/export-manifest.ts';
import { readTable } from '../../src/export/read-tables.ts';
import { TableMeter } from '../../src/export/table-digest.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { corpusFile } from '../../storage/corpus.ts';
import { newDataDirectory } from '../storage/report-record.ts';
import { rememberingTerminal, settingsFor, WHOLE } from './terminal.ts';

interface Answer {
  readonly exitCode: number;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly reportsReadAgain: number | null;
}

let data: string;
const CODE = 'requests.received.natural_person';

beforeAll(async () => {
  data = await ingested();
});

async function ingested(): Promise<string> {
  const directory = newDataDirectory();
  const paths = ['hongsibu-2023', 'hongsibu-town-2024'].map((name) => `test/fixtures/reports/${name}/source.txt`);
  const { io } = rememberingTerminal();
  expect(await runIngest({ paths, url: null, organization: null, year: null }, io, settingsFor(directory))).toBe(0);
  return directory;
}

async function exported(format: ExportFormat, from = data): Promise<string> {
  const out = join(newDataDirectory(), 'out/');
  await runExport({ ...WHOLE, format, out }, rememberingTerminal().io, settingsFor(from));
  return out;
}

async function verified(folder: string, from: string | null = null, sample: number | null = null): Promise<Answer> {
  const { io, printed } = rememberingTerminal(true);
  const exitCode = await runVerify({ folder, data: from, sample }, io, settingsFor(data));
  return { ...(JSON.parse(printed()) as Answer), exitCode };
}

/** Changes a text file of an export. */
function edit(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

/** Writes the manifest anew, so that it says what the folder now holds. */
async function forgeManifest(folder: string): Promise<void> {
  const path = join(folder, 'manifest.json');
  const manifest = parseManifest(readFileSync(path, 'utf8'), path);
  const tables = [];
  for (const table of manifest.tables) {
    const meter = new TableMeter();
    for await (const row of readTable(folder, manifest, table)) meter.add(row);
    tables.push({ ...table, ...meter.measure() });
  }
  const files = manifest.files.map((file) => {
    const bytes = readFileSync(join(folder, file.name));
    return { ...file, bytes: bytes.length, sha256: sha256Of(bytes) };
  });
  writeFileSync(path, manifestText({ ...manifest, tables, files }));
}

/** Changes the number of one cell in the long table. */
function alterLong(text: string): string {
  return text.replace(new RegExp(`(,${CODE},)44,44,`), '$145,45,');
}

/** Changes the same number in the wide panel. */
function alterWide(text: string): string {
  const [head = '', ...lines] = text.split('\n');
  const column = head.split(',').indexOf(CODE.replaceAll('.', '_'));
  return [
    head,
    ...lines.map((line) => {
      const fields = line.split(',');
      if (fields[column] === '44') fields[column] = '45';
      return fields.join(',');
    }),
  ].join('\n');
}

describe('verify', () => {
  it.each(EXPORT_FORMATS)(
    'finds nothing wrong with a whole export as %s, by itself and against its originals',
    async (format) => {
      const folder = await exported(format);
      expect(await verified(folder)).toMatchObject({ exitCode: 0, problems: [], notes: [], reportsReadAgain: null });
      expect(await verified(folder, data)).toMatchObject({ exitCode: 0, problems: [], notes: [], reportsReadAgain: 2 });
    },
  );

  it.each(EXPORT_FORMATS)('finds a flipped byte anywhere in %s', async (format) => {
    const folder = await exported(format);
    for (const name of readdirSync(folder)) {
      if (name === 'manifest.json') continue;
      const path = join(folder, name);
      const whole = readFileSync(path);
      const flipped = Buffer.from(whole);
      const at = Math.floor(whole.length / 2);
      flipped[at] = flipped[at]! ^ 1;
      writeFileSync(path, flipped);
      const { exitCode, problems } = await verified(folder);
      expect(exitCode).toBe(1);
      expect(
        problems.some((problem) => problem.startsWith(`${name} is not the file of the manifest`)),
        name,
      ).toBe(true);
      writeFileSync(path, whole);
    }
    expect((await verified(folder)).exitCode).toBe(0);
  });

  it('finds a file that is missing, cut or does not belong there', async () => {
    const folder = await exported('csv');
    rmSync(join(folder, 'findings.csv'));
    edit(folder, 'README.md', (text) => text.slice(1));
    writeFileSync(join(folder, 'notes.txt'), '');
    expect((await verified(folder)).problems).toEqual([
      'findings.csv is missing.',
      expect.stringMatching(/^README\.md has \d+ bytes, the manifest says \d+\.$/),
      'notes.txt is not in the manifest.',
      expect.stringMatching(/^findings\.csv: the table findings cannot be read: /),
    ]);
  });

  it('finds a missing row, by itself and where the manifest was written anew', async () => {
    const folder = await exported('csv');
    edit(folder, 'panel_long.csv', (text) => text.replace(new RegExp(`^.*,${CODE},44,.*\n`, 'm'), ''));
    expect((await verified(folder)).problems).toContainEqual(
      expect.stringMatching(/^panel_long\.csv: panel_long has 399 rows, the manifest says 400\.$/),
    );
    await forgeManifest(folder);
    expect((await verified(folder)).problems).toEqual([
      `红寺堡区人民政府 2023, ${CODE}: panel has 44, panel_long nothing.`,
    ]);
    expect((await verified(folder, data)).problems).toContain(
      `红寺堡区人民政府 2023, ${CODE}: missing, the corpus has it.`,
    );
  });

  it('finds a missing report where all tables and the manifest were written anew', async () => {
    const folder = await exported('csv');
    for (const name of ['panel.csv', 'panel_long.csv'])
      edit(folder, name, (text) => text.replace(/^\d+,红寺堡区人民政府,.*\n/gm, ''));
    await forgeManifest(folder);
    expect((await verified(folder)).problems).toEqual([]);
    const { exitCode, problems } = await verified(folder, data);
    expect(exitCode).toBe(1);
    expect(problems).toContainEqual(expect.stringMatching(/^红寺堡区人民政府 2023 is missing: the corpus has it/));
  });

  it('finds an altered number: by the long table, by the corpus, by the original', async () => {
    const folder = await exported('csv');
    edit(folder, 'panel_long.csv', alterLong);
    expect((await verified(folder)).problems).toContain(
      'panel_long.csv: the values of panel_long are not those of the manifest.',
    );
    await forgeManifest(folder);
    expect((await verified(folder)).problems).toEqual([`红寺堡区人民政府 2023, ${CODE}: panel has 44, panel_long 45.`]);

    edit(folder, 'panel.csv', alterWide);
    await forgeManifest(folder);
    expect((await verified(folder)).problems).toEqual([]);
    expect((await verified(folder, data)).problems).toEqual(
      expect.arrayContaining([
        `红寺堡区人民政府 2023, ${CODE}: printed is "45", in the corpus "44".`,
        `红寺堡区人民政府 2023, ${CODE}: number is 45, in the corpus 44.`,
      ]),
    );

    const other = await ingested();
    const db = new Database(corpusFile(other));
    db.prepare('UPDATE cells SET printed = ?, number = 45 WHERE code = ? AND number = 44').run('45', CODE);
    db.close();
    const forged = await exported('csv', other);
    expect((await verified(forged)).problems).toEqual([]);
    expect((await verified(forged, other)).problems).toEqual([
      `红寺堡区人民政府 2023, ${CODE}: the corpus has 45 (verified), the original gives 44 (verified).`,
    ]);
  });

  it('finds a number altered within a database whose manifest was written anew', async () => {
    const folder = await exported('sqlite');
    const db = new Database(join(folder, 'nianbao.sqlite'));
    db.prepare('UPDATE cells SET number = 45 WHERE code = ? AND number = 44').run(CODE);
    db.close();
    await forgeManifest(folder);
    expect((await verified(folder)).problems).toEqual([]);
    expect((await verified(folder, data)).problems).toContain(
      `红寺堡区人民政府 2023, ${CODE}: number is 45, in the corpus 44.`,
    );
  });

  it('finds an original that was altered, and one that a WARC lacks', async () => {
    const other = await ingested();
    const [folder, warc] = [await exported('csv', other), await exported('warc', other)];
    const originals = readdirSync(join(other, 'originals'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('/'),
    );
    const victim = join(other, 'originals', originals[0]!);
    writeFileSync(victim, `${readFileSync(victim, 'utf8')} `);
    expect((await verified(folder, other)).problems).toEqual([expect.stringMatching(/: The original .* is damaged/)]);

    edit(warc, 'sources.csv', (text) => text.replace(/,[0-9a-f]{64},/, `,${'0'.repeat(64)},`));
    await forgeManifest(warc);
    expect((await verified(warc)).problems).toEqual([
      `originals.warc.gz lacks the original ${'0'.repeat(64)}, which sources.csv names.`,
    ]);
  });

  it('reads as many originals as asked for, and says what it could not compare', async () => {
    const folder = await exported('csv');
    expect(await verified(folder, data, 1)).toMatchObject({ exitCode: 0, reportsReadAgain: 1 });
    const other = await ingested();
    const db = new Database(corpusFile(other));
    db.exec(
      "UPDATE runs SET started_at = '2099-01-01T00:00:00.000Z'; UPDATE reports SET extractor_version = 'old' WHERE id = 1",
    );
    db.close();
    const { exitCode, notes, reportsReadAgain } = await verified(folder, other);
    expect({ exitCode, reportsReadAgain }).toEqual({ exitCode: 0, reportsReadAgain: 1 });
    expect(notes).toEqual([
      expect.stringMatching(/worked on since/),
      expect.stringMatching(/1 reports were read by another version/),
    ]);
  });

  it('says one line a problem, and ends with 1', async () => {
    const folder = await exported('csv');
    edit(folder, 'panel.csv', alterWide);
    const { io, printed, noted } = rememberingTerminal();
    expect(await runVerify({ folder, data: null, sample: null }, io, settingsFor(data))).toBe(1);
    expect(noted).toHaveLength(3);
    expect(printed()).toMatch(/^The export is not what it claims to be: 3 problems in 7 tables/);
  });

  it('refuses what is no export', async () => {
    for (const folder of [newDataDirectory(), join(data, 'corpus.sqlite'), join(data, 'nowhere')]) {
      await expect(verified(folder)).rejects.toThrow(UsageError);
    }
    const folder = await exported('csv');
    edit(folder, 'manifest.json', (text) => text.replace('"rows"', '"row"'));
    await expect(verified(folder)).rejects.toThrow(/manifest\.json is no manifest that this nianbao knows: /);
  });
});
