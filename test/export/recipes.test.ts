import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { projectRoot } from '../../src/config.ts';
import { stataName } from '../../src/export/dta-tables.ts';
import { FIGURE_COLUMNS } from '../../src/export/export-tables.ts';
import { CANNED_QUERIES } from '../../storage/canned-queries.ts';
import { newDataDirectory } from '../storage/report-record.ts';
import { rememberingTerminal, settingsFor, WHOLE } from './terminal.ts';

const GUIDE = readFileSync(join(projectRoot, 'docs', 'for-researchers.md'), 'utf8');
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0;

function blocks(language: string): string[] {
  return [...GUIDE.matchAll(new RegExp(`\`\`\`${language}\n([^\`]+)\`\`\``, 'g'))].map((match) => match[1]!);
}

/** A folder in which the exports of the guide stand under the names that it uses. */
let desk: string;

beforeAll(async () => {
  const data = newDataDirectory();
  const reports = ['hongsibu-2023', 'hongsibu-town-2024', 'huangzhong-2023', 'yuanzhou-2020'];
  const paths = reports.map((name) => join(projectRoot, 'test', 'fixtures', 'reports', name, 'source.txt'));
  await runIngest({ paths, url: null, organization: null, year: null }, rememberingTerminal().io, settingsFor(data));
  desk = join(data, 'desk');
  mkdirSync(desk);
  for (const [format, folder] of [
    ['sqlite', 'reports/'],
    ['csv', 'panel/'],
  ] as const) {
    await runExport({ ...WHOLE, format, out: join(desk, folder) + '/' }, rememberingTerminal().io, settingsFor(data));
  }
});

describe('recipes of docs/for-researchers.md', () => {
  it.each(blocks('sql'))('this SQL runs on an exported corpus: %s', (sql) => {
    const corpus = new Database(join(desk, 'reports', 'nianbao.sqlite'), { readonly: true });
    const rows = corpus.prepare(sql).all() as Record<string, unknown>[];
    corpus.close();
    // No two of the four reports are of one body and following years.
    if (sql.includes('left_over')) expect(rows).toEqual([]);
    else expect(rows.length).toBeGreaterThan(1);
  });

  it.each(CANNED_QUERIES)('the query $name of metadata.json runs on an exported corpus', ({ sql }) => {
    const corpus = new Database(join(desk, 'reports', 'nianbao.sqlite'), { readonly: true });
    expect(corpus.prepare(sql).all().length).toBeGreaterThan(1);
    corpus.close();
  });

  test.skipIf(!HAS_PYTHON).each(blocks('python'))(
    'this Python prints figures (skipped where there is no python3): %s',
    (script) => {
      const { status, stdout, stderr } = spawnSync('python3', ['-c', script], {
        cwd: desk,
        encoding: 'utf8',
        env: { ...process.env, PYTHONIOENCODING: 'utf8' },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^红寺堡区人民政府 2023 44(\.0)?$/m);
    },
  );

  it('names columns that the files have', () => {
    const known = new Set(FIGURE_COLUMNS.flatMap(({ name }) => [name, stataName(name)]));
    const named = [
      ...`${blocks('r').join('')}${blocks('stata').join('')}${blocks('text').join('')}`.matchAll(
        /\b(?:rq|pa|ds|requests)_\w+(?!\*)\b/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(4);
    for (const [name] of named) expect(known, name).toContain(name);
  });
});
