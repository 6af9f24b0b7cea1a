import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RetryLater, StopRun, UsageError } from '../../src/errors.ts';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';
import { APPLICATION_ID } from '../../storage/database.ts';
import { readMigrations } from '../../storage/migrations.ts';
import { newDataDirectory, sketchReport, YONGNING } from './report-record.ts';

const LATEST = readMigrations().length;

/** A corpus as an older version left it: its schema stops at `version`. */
function oldCorpus(version: number): string {
  const directory = newDataDirectory();
  const db = new Database(corpusFile(directory));
  for (const migration of readMigrations().slice(0, version)) db.exec(migration.sql);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma(`user_version = ${version}`);
  db.prepare('INSERT INTO organizations (name, level, division) VALUES (?, ?, ?)').run(
    YONGNING.name,
    YONGNING.level,
    YONGNING.division,
  );
  db.close();
  return directory;
}

function failure(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new TypeError('Expected a failure');
}

describe('opening a corpus', () => {
  it('makes one where there is none, in WAL mode, with foreign keys held', () => {
    const directory = join(newDataDirectory(), 'a', 'b');
    const corpus = openCorpus(directory);
    expect(corpus.db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(corpus.db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(corpus.db.pragma('user_version', { simple: true })).toBe(LATEST);
    expect(corpus.db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(corpus.migratedFrom).toBeNull();
    const orphan = corpus.db.prepare("INSERT INTO sections (report_id, number, heading, text) VALUES (7, 1, '', '')");
    expect(() => orphan.run()).toThrow(/FOREIGN KEY/);
    corpus.close();
  });

  it('has only STRICT tables', () => {
    const corpus = openCorpus(newDataDirectory());
    const lax = corpus.db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(lax).toEqual([]);
    corpus.close();
  });

  it('writes nothing to an up-to-date corpus', () => {
    const directory = newDataDirectory();
    openCorpus(directory).close();
    const before = readFileSync(corpusFile(directory));
    openCorpus(directory).close();
    expect(readFileSync(corpusFile(directory)).equals(before)).toBe(true);
  });

  it('refuses a file that is not SQLite, and leaves it alone', () => {
    const directory = newDataDirectory();
    writeFileSync(
      corpusFile(directory),
      'A shopping list, long enough to fill a header of a hundred bytes.'.repeat(20),
    );
    const error = failure(() => openCorpus(directory));
    expect(error).toBeInstanceOf(StopRun);
    expect(error.message).toContain(corpusFile(directory));
    expect(error.message).toContain('not an SQLite database');
    expect(readFileSync(corpusFile(directory), 'utf8')).toMatch(/^A shopping list/);
  });

  it('refuses the database of another program, and leaves it alone', () => {
    const directory = newDataDirectory();
    const other = new Database(corpusFile(directory));
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(corpusFile(directory));
    const error = failure(() => openCorpus(directory));
    expect(error).toBeInstanceOf(StopRun);
    expect(error.message).toMatch(/not a corpus of nianbao.*--data/);
    expect(readFileSync(corpusFile(directory)).equals(before)).toBe(true);
  });

  it('refuses a corpus of a newer version, and says so', () => {
    const directory = newDataDirectory();
    const newer = openCorpus(directory);
    newer.db.pragma(`user_version = ${LATEST + 1}`);
    newer.close();
    for (const readOnly of [false, true]) {
      const error = failure(() => openCorpus(directory, { readOnly }));
      expect(error).toBeInstanceOf(StopRun);
      expect(error.message).toMatch(/newer nianbao.*Update nianbao/);
    }
  });

  it('migrates an older corpus, says from which version, and keeps its rows', () => {
    const corpus = openCorpus(oldCorpus(1));
    expect(corpus.migratedFrom).toBe(1);
    expect(corpus.storedOrganizations().map((organization) => organization.name)).toEqual([YONGNING.name]);
    expect(corpus.db.prepare('SELECT count(*) FROM panel').pluck().get()).toBe(0);
    corpus.close();
  });

  it('does not migrate what it may only read, and says what to do', () => {
    const error = failure(() => openCorpus(oldCorpus(1), { readOnly: true }));
    expect(error).toBeInstanceOf(StopRun);
    expect(error.message).toMatch(/older nianbao.*nianbao extract/);
  });

  it('says that there is none, where one is to be read', () => {
    const directory = newDataDirectory();
    const error = failure(() => openCorpus(directory, { readOnly: true }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain(corpusFile(directory));
  });

  it('says that a folder stands where the file should', () => {
    const directory = newDataDirectory();
    mkdirSync(corpusFile(directory));
    expect(failure(() => openCorpus(directory))).toBeInstanceOf(StopRun);
  });

  it('renews views and codebook that another version of the codebook left', () => {
    const directory = newDataDirectory();
    const stale = openCorpus(directory);
    stale.db.exec(
      "DROP VIEW panel; CREATE VIEW panel AS SELECT 1 AS one; DELETE FROM codebook WHERE position > 3; UPDATE codebook SET unit = '?'",
    );
    stale.close();
    expect(failure(() => openCorpus(directory, { readOnly: true })).message).toContain('nianbao extract');
    const fresh = openCorpus(directory);
    expect(fresh.db.prepare('SELECT * FROM panel').columns().length).toBeGreaterThan(200);
    expect(fresh.db.prepare("SELECT count(*) FROM codebook WHERE unit <> '?'").pluck().get()).toBeGreaterThan(200);
    fresh.close();
  });
});

describe('a corpus under strain', () => {
  it('keeps all that was stored, and nothing by halves, when the disk is full', () => {
    const corpus = openCorpus(newDataDirectory());
    corpus.recordReport(sketchReport(corpus));
    const second = sketchReport(corpus, {
      fiscalYear: 2022,
      url: 'https://www.yongning.test/t2.html',
      text: '长'.repeat(100_000),
    });
    const pages = Number(corpus.db.pragma('page_count', { simple: true }));
    corpus.db.pragma(`max_page_count = ${pages + 2}`);

    const error = failure(() => corpus.recordReport(second));
    expect(error).toBeInstanceOf(StopRun);
    expect(error.message).toMatch(/full.*run the same command again/);
    expect(corpus.storedReports().map((report) => report.fiscalYear)).toEqual([2023]);

    corpus.db.pragma('max_page_count = 1000000');
    expect(corpus.recordReport(second).change).toBe('new');
    expect(corpus.db.pragma('integrity_check', { simple: true })).toBe('ok');
    corpus.close();
  });

  it('says that another process holds it', () => {
    const directory = newDataDirectory();
    const corpus = openCorpus(directory);
    const other = openCorpus(directory);
    corpus.db.pragma('busy_timeout = 20');
    other.db.exec('BEGIN IMMEDIATE');
    expect(failure(() => corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} }))).toBeInstanceOf(
      RetryLater,
    );
    other.db.exec('ROLLBACK');
    expect(corpus.startRun({ command: 'harvest', softwareVersion: '1', config: {} })).toBe(1);
    other.close();
    corpus.close();
  });

  it('says that a file is damaged', () => {
    const directory = newDataDirectory();
    const corpus = openCorpus(directory);
    for (let year = 2010; year < 2030; year += 1) corpus.recordReport(sketchReport(corpus, { fiscalYear: year }));
    corpus.close();
    const bytes = readFileSync(corpusFile(directory));
    bytes.fill(0xa5, 4096 * 20);
    writeFileSync(corpusFile(directory), bytes);
    const error = failure(() => openCorpus(directory, { readOnly: true }).storedReports());
    expect(error).toBeInstanceOf(StopRun);
    expect(error.message).toMatch(/damaged/);
  });
});

describe('runs', () => {
  it('keeps how a run started and ended', () => {
    const corpus = openCorpus(newDataDirectory(), { now: () => new Date('2024-03-01T08:00:00Z') });
    const id = corpus.startRun({ command: 'harvest', softwareVersion: '0.1.0', config: { delay: 1 } });
    expect(corpus.lastRun()).toMatchObject({ id, outcome: null, finishedAt: null, config: { delay: 1 } });
    corpus.finishRun(id, 'partial', { reports: 3 });
    expect(corpus.lastRun('harvest')).toEqual({
      id,
      command: 'harvest',
      startedAt: '2024-03-01T08:00:00.000Z',
      finishedAt: '2024-03-01T08:00:00.000Z',
      outcome: 'partial',
      softwareVersion: '0.1.0',
      config: { delay: 1 },
      summary: { reports: 3 },
    });
    expect(corpus.lastRun('ingest')).toBeUndefined();
    expect(() => {
      corpus.finishRun(99, 'done', null);
    }).toThrow(/run 99/);
    corpus.close();
  });
});
