import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleProvince, type SampleProvince } from '../../sample/server.ts';
import { runNew } from '../../src/commands/new-family.ts';
import { projectRoot } from '../../src/config.ts';
import { UsageError } from '../../src/errors.ts';
import { newFolder } from './corpus-folder.ts';
import { run } from './terminal.ts';

let province: SampleProvince;
beforeAll(async () => {
  province = await startSampleProvince({});
});
afterAll(() => province.stop());

/** A checkout, as far as a new family touches it. */
function checkout(): string {
  const folder = newFolder();
  mkdirSync(join(folder, 'crawlers'));
  cpSync(join(projectRoot, 'crawlers', 'index.ts'), join(folder, 'crawlers', 'index.ts'));
  return folder;
}

function make(name: string, folder: string, what = 'family') {
  const from = province.portals.find((portal) => portal.name.startsWith('赤松县'))!.home;
  return run(runNew, { what, name, from, folder }, newFolder(), { delaySeconds: 0 });
}

describe('new family', () => {
  test('records pages, writes the module and lists it before generic', async () => {
    const folder = checkout();
    const { exitCode } = await make('old-tables', folder);
    expect(exitCode).toBe(0);
    const fixture = (file: string) => {
      const bytes = readFileSync(join(folder, 'test/fixtures/families/old-tables', file));
      // The portal writes in GB2312, and its bytes are kept as they came.
      return new TextDecoder(file.endsWith('.html') ? 'gb18030' : 'utf-8').decode(bytes);
    };
    expect(readFileSync(join(folder, 'crawlers/old-tables.ts'), 'utf8')).toContain("family: 'old-tables'");
    const index = readFileSync(join(folder, 'crawlers/index.ts'), 'utf8');
    expect(index).toContain("import oldTables from './old-tables.ts';");
    expect(index).toMatch(/oldTables,\n {2}generic,/);
    const { pages } = JSON.parse(fixture('case.json')) as { pages: { file: string; url: string }[] };
    expect(pages.find(({ file }) => file === 'column.html')?.url).toMatch(/List\.html$/);
    expect(fixture('column.html')).toContain('赤松县2023年政府信息公开工作年度报告');
    expect(fixture('article.html')).toContain('政府信息公开');
    for (const negative of ['negative-changed-markup.html', 'negative-empty-list.html'])
      expect(fixture(negative)).not.toMatch(/<a\b[^>]*>[^<]*年度报告/);
    expect(fixture('note.md')).not.toContain('stand-in');
  });

  test('leaves expectations that fail until someone has read the pages', async () => {
    const folder = checkout();
    await make('old-tables', folder);
    const expected = JSON.parse(
      readFileSync(join(folder, 'test/fixtures/families/old-tables/expected.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(expected['column.html']).toBeTypeOf('string');
    expect(expected['negative-empty-list.html']).toEqual([]);
  });

  test('touches nothing where the name is taken or will not do', async () => {
    const folder = checkout();
    await make('old-tables', folder);
    const before = readFileSync(join(folder, 'crawlers/index.ts'), 'utf8');
    await expect(make('old-tables', folder)).rejects.toThrow(/there already/);
    await expect(make('Old Tables', folder)).rejects.toThrow(UsageError);
    await expect(make('x', folder, 'county')).rejects.toThrow(/new makes a family/);
    expect(readFileSync(join(folder, 'crawlers/index.ts'), 'utf8')).toBe(before);
    expect(existsSync(join(folder, 'crawlers/x.ts'))).toBe(false);
    await expect(make('x', newFolder())).rejects.toThrow(/no checkout/);
  });
});
