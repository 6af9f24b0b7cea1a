import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { globalOptions } from '../../src/commands/program.ts';
import { configJsonSchema, projectRoot } from '../../src/config.ts';
import { codebookCsv, codebookPage } from '../../src/export/codebook-page.ts';
import { corpusFile, openCorpus } from '../../storage/corpus.ts';

function read(...path: string[]): string {
  return readFileSync(join(projectRoot, ...path), 'utf8');
}

/** The text of a markdown file under one heading of the second level. */
function section(text: string, heading: string): string {
  const start = text.split('\n').indexOf(`## ${heading}`);
  expect(start, `heading "## ${heading}"`).toBeGreaterThan(-1);
  const lines = text.split('\n').slice(start + 1);
  const end = lines.findIndex((line) => line.startsWith('## '));
  return lines.slice(0, end === -1 ? undefined : end).join('\n');
}

interface Schema {
  readonly properties?: Record<string, Schema>;
}

/** Keys of an object schema and of those within it, joined by dots. */
function keysOf(schema: Schema, before = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    value.properties === undefined ? [`${before}${key}`] : keysOf(value, `${before}${key}.`),
  );
}

describe('docs/commands.md', () => {
  const text = read('docs', 'commands.md');

  test.each(commands)('documents $name with every option and example', (row) => {
    const own = section(text, row.name);

    for (const { flags } of row.options) expect(own).toContain(`| \`${flags}\` |`);
    for (const { name } of row.arguments) expect(own).toContain(name);
    for (const example of row.examples) expect(own).toContain(`nianbao ${example}\n`);
    expect(own.match(/^\| `--/gm)?.length ?? 0).toBe(row.options.length);
  });

  test('documents no command that is not there', () => {
    const notCommands = ['Options of every command', 'Exit codes', 'config.json'];
    const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);

    expect(headings.filter((heading) => !notCommands.includes(heading!))).toEqual(commands.map(({ name }) => name));
  });

  test('documents the options of every command', () => {
    const own = section(text, 'Options of every command');

    for (const { flags } of globalOptions) expect(own).toContain(`| \`${flags}\` |`);
  });

  test('documents every key of config.json with its default', () => {
    const own = section(text, 'config.json');
    const documented = [...own.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|/gm)];
    const schema = JSON.parse(configJsonSchema()) as Schema;
    const config: unknown = JSON.parse(read('config.json'));

    expect(documented.map((match) => match[1])).toEqual(keysOf(schema).filter((key) => key !== '$schema'));
    for (const [, path, stated] of documented) {
      const value = path!.split('.').reduce((inner, key) => (inner as Record<string, unknown>)[key], config);
      expect(JSON.parse(stated!), path).toEqual(value);
    }
  });
});

describe('docs/statuses.md', () => {
  /** The words of one kind that the sources know. */
  function wordsIn(source: string, pattern: RegExp): string[] {
    const [, list = ''] = pattern.exec(source) ?? [];
    return [...list.matchAll(/'(\w+)'/g)].map((match) => match[1]!);
  }

  test('explains every status of a cell', () => {
    const statuses = wordsIn(read('src', 'extract', 'report.ts'), /CELL_STATUSES = \[([^\]]+)\]/);

    expect(statuses).toHaveLength(8);
    const own = section(read('docs', 'statuses.md'), 'Status of a cell (`cells.status`)');
    expect([...own.matchAll(/^\| `(\w+)`/gm)].map((match) => match[1])).toEqual(statuses);
  });

  test('explains every status of a year', () => {
    const own = section(read('docs', 'statuses.md'), 'Status of a year (`coverage.status`)');

    for (const status of ['found', 'not_published', 'withdrawn', 'blocked', 'unreachable', 'unreadable', 'unknown']) {
      expect(own).toContain(`| \`${status}\` |`);
    }
  });
});

describe('README', () => {
  test.each(['README.md', 'README.zh.md'])('%s gives the two commands and the way to every document', (file) => {
    const text = read(file);

    expect(text).toMatch(/^npm start$/m);
    expect(text).toMatch(/^npm test$/m);
    for (const document of readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'))) {
      expect(text).toContain(`docs/${document}`);
    }
    expect(text).toContain('CC BY 4.0');
  });

  test('both languages have the same parts and the same commands', () => {
    const shape = (file: string): string[] =>
      [...read(file).matchAll(/^(#+) |^(npm .+|SELECT .+|FROM .+|WHERE .+)$/gm)].map((match) => match[1] ?? match[2]!);

    expect(shape('README.zh.md')).toEqual(shape('README.md'));
  });
});

describe('links between the documents', () => {
  const documents = [
    ...['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
    ...readdirSync(join(projectRoot, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];

  test.each(documents)('%s links to files that are there', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:)([^)#\s]+)(#[^)]*)?\)/g)].map((match) => match[1]!);

    expect(targets.filter((target) => !existsSync(join(projectRoot, dirname(document), target)))).toEqual([]);
  });
});

describe('the codebook', () => {
  test('docs/codebook.md and docs/codebook.csv are what `npm run -s codebook` writes', () => {
    expect(read('docs', 'codebook.md')).toBe(codebookPage());
    expect(read('docs', 'codebook.csv')).toBe(codebookCsv());
  });
});

describe('queries in the documents', () => {
  const queries = [
    'README.md',
    'README.zh.md',
    'docs/for-researchers.md',
    'docs/how-a-value-is-traced.md',
    'docs/schema.md',
  ].flatMap((document) =>
    [...read(document).matchAll(/```sql\n([^`]+)```/g)].map((match, index) => ({
      name: `${document}, query ${index + 1}`,
      sql: match[1]!,
    })),
  );
  let folder: string;
  let corpus: Database.Database;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nianbao-queries-'));
    openCorpus(folder).close();
    corpus = new Database(corpusFile(folder), { readonly: true });
  });
  afterAll(() => {
    corpus.close();
    rmSync(folder, { recursive: true });
  });

  test.each(queries)('$name runs on a corpus', ({ sql }) => {
    for (const query of sql.split(';').filter((part) => part.trim() !== '')) {
      expect(corpus.prepare(query).all()).toEqual([]);
    }
  });
});
