import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The rooms in the order of the way data flows: each imports only itself and those before it. */
const rooms = [
  'setup',
  'src/errors.ts',
  'src/original',
  'src/codebook',
  'src/identity',
  'crawlers',
  'src/scan',
  'src/read',
  'src/extract',
  'src/check',
  'storage',
  'src/crawl',
  'src/export',
  'src/explore',
  'sample',
  'src/json-error.ts',
  'src/config.ts',
  'src/commands',
  'src/cli.ts',
];

const sourceFolders = ['src', 'crawlers', 'storage', 'sample'];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = sourceFolders.flatMap((folder) => sources(join(root, folder)));

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Every specifier of an import, an export from, or an import() in a file. */
function specifiers(file: string): string[] {
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm;
  return [...read(file).matchAll(pattern)].map((match) => match[2]!);
}

function localImports(): Import[] {
  return files.flatMap((from) =>
    specifiers(from)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: relative(root, join(root, dirname(from), specifier)) })),
  );
}

function roomOf(file: string): number {
  return rooms.findIndex((room) => file === room || file.startsWith(`${room}/`));
}

describe('rooms', () => {
  test('every source file stands in a room', () => {
    expect(files.filter((file) => roomOf(file) === -1)).toEqual([]);
  });

  test('the reader of imports sees them in all their forms', () => {
    const imports = localImports();

    expect(files.length).toBeGreaterThan(20);
    expect(imports).toContainEqual({ from: 'src/cli.ts', to: 'src/commands/program.ts' });
    expect(imports).toContainEqual({ from: 'src/commands/index.ts', to: 'src/commands/harvest.ts' });
    expect(imports).toContainEqual({ from: 'src/commands/command.ts', to: 'src/config.ts' });
  });

  test('a room imports only itself and the rooms before it', () => {
    const backwards = localImports().filter(({ from, to }) => roomOf(to) === -1 || roomOf(to) > roomOf(from));

    expect(backwards.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });
});

describe('what belongs to one room only', () => {
  const outside = (...allowed: string[]): string[] =>
    files.filter((file) => !allowed.some((folder) => file.startsWith(folder)));

  test('SQLite is opened and asked under storage/ only', () => {
    const offenders = outside('storage/').filter((file) => {
      const asks =
        /\.(prepare|exec)\(\s*['"`]|['"`]\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\s/s;
      return specifiers(file).includes('better-sqlite3') || asks.test(read(file));
    });

    expect(offenders).toEqual([]);
  });

  test('the network is reached from src/crawl, and served from sample/ and src/explore, only', () => {
    const network = /^(node:)?(https?|net|dns|tls)(\/promises)?$|^undici$|^@crawlee\/|^playwright/;
    const offenders = outside('src/crawl/', 'src/explore/', 'sample/').filter(
      (file) => specifiers(file).some((name) => network.test(name)) || /(?<![.\w])fetch\(/.test(read(file)),
    );

    expect(offenders).toEqual([]);
  });

  test('extraction and checks know neither HTML nor PDF', () => {
    const formats = /^(cheerio|htmlparser2|domhandler|@hyzyla\/pdfium)/;
    const offenders = files
      .filter((file) => /^src\/(extract|check|codebook|identity)\//.test(file))
      .filter((file) => specifiers(file).some((name) => formats.test(name)));

    expect(offenders).toEqual([]);
  });
});

describe('files', () => {
  test('are named for what they hold', () => {
    const empty = /(^|[-./])(utils?|helpers?|common|managers?|misc)([-./]|$)/i;

    const all = ['bin', 'bench', 'setup', 'test', ...sourceFolders].flatMap((folder) => sources(join(root, folder)));
    expect(all.filter((file) => empty.test(file))).toEqual([]);
  });

  test('have no more than about 400 lines', () => {
    const long = files
      .map((file) => ({ file, lines: read(file).split('\n').length }))
      .filter(({ lines }) => lines > 420);

    expect(long).toEqual([]);
  });
});
