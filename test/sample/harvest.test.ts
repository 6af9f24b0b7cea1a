import Database from 'better-sqlite3';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareCells, type FoundCell } from '../../sample/comparison.ts';
import { expectedHarvest, type HarvestTruth } from '../../sample/harvest-truth.ts';
import { type SampleProvince, startSampleProvince } from '../../sample/server.ts';
import type { CommandIo } from '../../src/commands/command.ts';
import { runHarvest } from '../../src/commands/harvest.ts';
import { readSettings } from '../../src/config.ts';

interface ReportRow {
  readonly id: number;
  readonly name: string;
  readonly level: string;
  readonly division: string;
  readonly year: number;
  readonly pageUrl: string;
  readonly published: string | null;
}

let province: SampleProvince;
let folder: string;
let exitCode: number;
let corpus: Database.Database;

const io: CommandIo = {
  out: () => undefined,
  note: () => undefined,
  progress: () => undefined,
  json: true,
  interactive: false,
  colour: false,
  width: 100,
  signal: new AbortController().signal,
};

function harvest(): Promise<number> {
  const settings = readSettings(undefined, { data: join(folder, 'data'), delaySeconds: 0 });
  const portalsFile = join(folder, 'portals.json');
  return runHarvest(
    { portals: [], province: null, portalsFile, years: null, revisit: 'all', metrics: null, notifyCommand: null },
    io,
    settings,
  );
}

beforeAll(async () => {
  province = await startSampleProvince();
  folder = mkdtempSync(join(tmpdir(), 'nianbao-sample-'));
  writeFileSync(join(folder, 'portals.json'), JSON.stringify(province.portals));
  exitCode = await harvest();
  corpus = new Database(join(folder, 'data', 'corpus.sqlite'), { readonly: true });
}, 120_000);

afterAll(async () => {
  corpus.close();
  await province.stop();
  rmSync(folder, { recursive: true, force: true });
});

const key = (name: string, year: number): string => `${name} ${year}`;
const keyOf = ({ truth }: HarvestTruth): string => key(truth.organization.name, truth.fiscalYear);

function storedReports(): ReportRow[] {
  return corpus
    .prepare<[], ReportRow>(
      `SELECT r.id, o.name, o.level, o.division, r.fiscal_year AS year, r.page_url AS pageUrl, r.published_on AS published
       FROM reports r JOIN organizations o ON o.id = r.organization_id WHERE r.state = 'current'`,
    )
    .all();
}

function cellsOf(report: number): FoundCell[] {
  return corpus.prepare<[number], FoundCell>('SELECT code, number, status FROM cells WHERE report_id = ?').all(report);
}

describe('a harvest of the sample province', () => {
  test('ends with exit code 3, for some of it fails on purpose', () => {
    expect(exitCode).toBe(3);
  });

  test('files every report under its body and year, and nothing else', () => {
    const stored = storedReports().map((row) => `${row.division} ${row.level} ${key(row.name, row.year)}`);
    const due = expectedHarvest(province).filter((report) => report.outcome === 'found');
    const expected = due.map((report) => {
      const { division, level } = report.truth.organization;
      return `${division} ${level} ${keyOf(report)}`;
    });
    expect(stored.sort()).toEqual(expected.sort());
  });

  test('is never silently wrong, and right in the cells of every page', () => {
    const rows = new Map(storedReports().map((row) => [key(row.name, row.year), row]));
    const silent: string[] = [];
    const wrong: string[] = [];
    for (const report of expectedHarvest(province)) {
      const row = rows.get(keyOf(report));
      if (report.outcome !== 'found' || !row) continue;
      const comparison = compareCells(report.truth.cells, cellsOf(row.id));
      silent.push(...comparison.silent.map((code) => `${keyOf(report)} ${code}`));
      if (report.tablesIn === 'page') wrong.push(...comparison.wrong.map((code) => `${keyOf(report)} ${code}`));
    }
    expect(silent).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test('finds the contradictions that were written into the reports', () => {
    const findings = corpus
      .prepare<[number], string>("SELECT rule || ' ' || subject FROM findings WHERE report_id = ?")
      .pluck();
    const rows = new Map(storedReports().map((row) => [key(row.name, row.year), row]));
    const missed = expectedHarvest(province).flatMap((report) => {
      const row = rows.get(keyOf(report));
      if (!row || report.tablesIn !== 'page') return [];
      const found = new Set(findings.all(row.id));
      return report.truth.findings
        .filter((finding) => !found.has(`${finding.rule} ${finding.subject}`))
        .map((finding) => `${keyOf(report)}: ${finding.rule} ${finding.subject}`);
    });
    expect(missed).toEqual([]);
  });

  test('sees no contradiction between figures where none was written', () => {
    const found = corpus
      .prepare<[], { id: number; finding: string }>(
        "SELECT report_id AS id, rule || ' ' || subject AS finding FROM findings WHERE rule IN ('A1','A2','A3','A4','B1','C1','C3') AND report_id IS NOT NULL",
      )
      .all();
    const rows = new Map(storedReports().map((row) => [row.id, row]));
    const written = new Map(expectedHarvest(province).map((report) => [keyOf(report), report.truth.findings]));
    const invented = found.flatMap(({ id, finding }) => {
      const row = rows.get(id);
      if (!row) return [];
      const known = written.get(key(row.name, row.year)) ?? [];
      return known.some(({ rule, subject }) => finding === `${rule} ${subject}`)
        ? []
        : [`${key(row.name, row.year)}: ${finding}`];
    });
    expect(invented).toEqual([]);
  });

  test('says of each report it could not have, why', () => {
    const coverage = corpus
      .prepare<[], { name: string; year: number; status: string }>(
        'SELECT name, fiscal_year AS year, status FROM coverage',
      )
      .all();
    const status = new Map(coverage.map((row) => [key(row.name, row.year), row.status]));
    expect(status.get('云岭县公安局 2023')).toBe('unreadable');
    expect(status.get('云岭县卫生健康局 2022')).toBe('withdrawn');
    expect(status.get('沙泉区人民政府 2019')).toBe('blocked');
  });

  test('asks little, one thing at a time, under its own name, and not what robots.txt forbids', () => {
    const found = storedReports().length;
    const asked = province.requests.filter((request) => request.portalId !== 'sample-linlan');
    expect(asked.length / found).toBeLessThanOrEqual(6);
    expect(asked.filter((request) => request.target.startsWith('/xxgk/nbgd/'))).toEqual([]);
    expect(asked.filter((request) => !/nianbao/i.test(request.userAgent))).toEqual([]);
    for (const { id } of province.portals) {
      const ofPortal = asked
        .filter((request) => request.portalId === id)
        .sort((left, right) => left.startedAt - right.startedAt);
      for (const [index, request] of ofPortal.slice(1).entries()) {
        expect(request.startedAt).toBeGreaterThanOrEqual(ofPortal[index]?.endedAt ?? 0);
      }
    }
  });

  test('asks for no look-alike and no news', () => {
    const pages = new Set(expectedHarvest(province).map((report) => new URL(report.url).pathname));
    const articles = province.requests.filter(({ target }) =>
      /\/t\d{8}_|\/art_|\/show\/|\/html\/\d+\/\d+\.html/.test(target),
    );
    expect(articles.filter(({ target }) => !pages.has(target)).map(({ target }) => target)).toEqual([]);
  });

  test('run again adds no report and no cell, and asks conditionally where it can', async () => {
    const count = (table: string): unknown => corpus.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    const before = ['reports', 'cells', 'organizations', 'documents'].map(count);
    const asked = province.requests.length;
    await harvest();
    expect(['reports', 'cells', 'organizations', 'documents'].map(count)).toEqual(before);
    const again = province.requests.slice(asked).filter(({ portalId }) => portalId === 'sample-yunling');
    const unchanged = again.filter((request) => request.status === 304);
    expect(unchanged.length).toBeGreaterThan(again.length / 2);
  }, 60_000);
});
