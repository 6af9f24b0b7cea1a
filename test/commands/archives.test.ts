import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { afterEach, describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { runInspect } from '../../src/commands/inspect.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { encodeGb18030 } from '../original/encode-gb18030.ts';
import { writeReport } from '../extract/written-report.ts';
import { absolutePaths, folderWith, newFolder, rows } from './corpus-folder.ts';
import { fileAnswer, portalOf, type ListedReports } from './portal-of.ts';
import { run, type Answer } from './terminal.ts';
import { wordTwinOf } from './word-twin.ts';

const TITLE = '青梧县人民政府2023年政府信息公开工作年度报告';
const SHIMO = '青梧县石磨镇人民政府2023年政府信息公开工作年度报告';
const LIUTA = '青梧县柳塔镇人民政府2023年政府信息公开工作年度报告';

let portal: ListedReports | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

function ingest(data: string, path: string): Promise<Answer> {
  return run(runIngest, { paths: [path], url: null, organization: null, year: null }, data);
}

function zipOf(files: Zippable): Uint8Array {
  return zipSync(files, { mtime: '2024-01-01T00:00:00' });
}

const REPORTS =
  'SELECT o.name, fiscal_year, state, page_url FROM reports r JOIN organizations o ON o.id = organization_id ORDER BY r.id';

/** Every cell's bytes are kept under its hash, and are what its address says. */
function expectKeptBytes(data: string): void {
  for (const [sha256] of rows(data, 'SELECT DISTINCT sha256 FROM cells') as [string][]) {
    expect(sha256Of(readFileSync(join(data, 'originals', sha256.slice(0, 2), sha256)))).toBe(sha256);
  }
}

describe('an archive', () => {
  test('of several bodies is as many reports, each under its own name in it; what is no document is passed over', async () => {
    const data = newFolder();
    const archive = zipOf({
      '各乡镇/石磨镇.html': strToU8(writeReport({ title: SHIMO })),
      '各乡镇/柳塔镇.docx': await wordTwinOf(writeReport({ title: LIUTA })),
      '__MACOSX/各乡镇/._石磨镇.html': strToU8('junk'),
      '各乡镇/Thumbs.db': strToU8('junk'),
      '各乡镇/setup.exe': strToU8('MZ'),
      '各乡镇/说明.txt': strToU8('这里是各乡镇的年报。'),
    });
    const folder = folderWith({ 'towns.zip': archive });
    const answer = await ingest(data, folder);
    expect(answer.printed.split('\n').at(-1)).toBe('2 reports in 1 files.');
    expect(answer.exitCode).toBe(0);
    expect(rows(data, REPORTS)).toEqual([
      ['青梧县柳塔镇人民政府', 2023, 'current', 'file:年报/towns.zip!/各乡镇/柳塔镇.docx'],
      ['青梧县石磨镇人民政府', 2023, 'current', 'file:年报/towns.zip!/各乡镇/石磨镇.html'],
    ]);
    expect(rows(data, 'SELECT report_id, url FROM report_sources ORDER BY 1, 2')).toEqual([
      [1, 'file:年报/towns.zip'],
      [1, 'file:年报/towns.zip!/各乡镇/柳塔镇.docx'],
      [2, 'file:年报/towns.zip'],
      [2, 'file:年报/towns.zip!/各乡镇/石磨镇.html'],
    ]);
    expectKeptBytes(data);
    expect(absolutePaths(data, folder)).toEqual([]);
    expect((await ingest(data, folder)).printed).not.toContain('(new)');
    const again = await run(runExtract, { all: true, dryRun: false }, data);
    expect(again.printed).toContain('2 reports read again by extractor');
    expect(again.printed).toContain(': 2 unchanged');
  });

  test('whose names are not in UTF-8 is read by gb18030', async () => {
    const data = newFolder();
    // The packer marks names beyond ASCII as UTF-8; bytes put in place of an ASCII name as long are not marked.
    const archive = Buffer.from(zipOf({ 'AAAAAA.html': strToU8(writeReport({ title: SHIMO })) }));
    const name = encodeGb18030('石磨镇.html');
    for (let at = archive.indexOf('AAAAAA.html'); at !== -1; at = archive.indexOf('AAAAAA.html')) archive.set(name, at);
    await ingest(data, folderWith({ 'a.zip': archive }));
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([['file:年报/a.zip!/石磨镇.html']]);
  });

  test('beside a page holds a version of its report', async () => {
    const archive = zipOf({
      '年报.docx': await wordTwinOf(writeReport({ figures: { 'proactive.licensing.decisions': 14235 } })),
    });
    const page = writeReport().replace('</body>', '<p><a href="/nb/2023.zip">附件</a></p></body>');
    portal = await portalOf({ '/nb/2023.html': TITLE }, { '/nb/2023.html': page, '/nb/2023.zip': fileAnswer(archive) });
    const { data, origin } = portal;
    expect((await portal.harvest()).exitCode).toBe(0);
    expect(rows(data, REPORTS)).toEqual([['青梧县人民政府', 2023, 'current', `${origin}/nb/2023.html`]]);
    expect(rows(data, 'SELECT rule, expected, actual FROM findings WHERE report_id IS NOT NULL')).toEqual([
      ['twin.difference', '14253', '14235'],
    ]);
    expect(rows(data, 'SELECT url, role FROM report_sources ORDER BY url')).toEqual([
      [`${origin}/nb/2023.html`, 'page'],
      [`${origin}/nb/2023.zip`, 'attachment'],
      [`${origin}/nb/2023.zip!/年报.docx`, 'attachment'],
    ]);
    expect((await run(runExtract, { all: true, dryRun: false }, data)).printed).toContain(': 1 unchanged');
  });

  test('that a list links to is its report', async () => {
    const archive = zipOf({ [`${TITLE}.html`]: strToU8(writeReport()) });
    portal = await portalOf({ '/nb/2023.zip': TITLE }, { '/nb/2023.zip': fileAnswer(archive) });
    expect((await portal.harvest()).exitCode).toBe(0);
    expect(rows(portal.data, REPORTS)).toEqual([
      ['青梧县人民政府', 2023, 'current', `${portal.origin}/nb/2023.zip!/${TITLE}.html`],
    ]);
    expect(rows(portal.data, 'SELECT status FROM coverage WHERE fiscal_year = 2023 AND fetch_id IS NOT NULL')).toEqual([
      ['found'],
    ]);
    expectKeptBytes(portal.data);
  });

  test('within an archive is opened, a third one is not; a packed file is read', async () => {
    const inner = zipOf({ 'b.html': strToU8(writeReport()) });
    const data = newFolder();
    await ingest(data, folderWith({ 'two.zip': zipOf({ 'inner.zip': inner }) }));
    expect(rows(data, 'SELECT page_url FROM reports')).toEqual([['file:年报/two.zip!/inner.zip!/b.html']]);
    const third = await ingest(
      newFolder(),
      folderWith({ 'three.zip': zipOf({ 'two.zip': zipOf({ 'inner.zip': inner }) }) }),
    );
    expect(third.noted).toEqual(['file:年报/three.zip: an archive within an archive within an archive']);
    const packed = newFolder();
    await ingest(packed, folderWith({ 'report.html.gz': gzipSync(writeReport()) }));
    expect(rows(packed, 'SELECT page_url FROM reports')).toEqual([['file:年报/report.html.gz!/report.html']]);
  });

  test.each([
    ['a bomb', () => zipOf({ 'a.html': new Uint8Array(150_000_000) }), /cannot be unpacked: .*unpacks to more than/],
    [
      'many small bombs',
      () => zipOf(Object.fromEntries(Array.from({ length: 140 }, (_, n) => [`${n}.html`, new Uint8Array(999_000)]))),
      /unpacks to more than 128000000 bytes/,
    ],
    ['a gzip bomb', () => gzipSync(new Uint8Array(150_000_000)), /unpacks to more than 128000000 bytes/],
    [
      'more entries than any county has',
      () => zipOf(Object.fromEntries(Array.from({ length: 2100 }, (_, n) => [`${n}.html`, new Uint8Array(1)]))),
      /more than 2000 entries/,
    ],
    ['nothing in it', () => zipOf({}), /there is no document in it/],
    ['half of it', () => zipOf({ 'a.html': strToU8(writeReport()) }).slice(0, 300), /cut off or damaged/],
    ['a lock', () => locked(zipOf({ 'a.html': strToU8(writeReport()) })), /opens with a password only/],
    [
      'RAR',
      () => new Uint8Array([0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0]),
      /RAR archive, which is not unpacked: unpack it/,
    ],
    [
      '7z',
      () => new Uint8Array([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
      /7z archive, which is not unpacked: unpack it/,
    ],
  ])('with %s is refused in one line', async (_, make, says) => {
    const answer = await ingest(newFolder(), folderWith({ 'a.zip': make() }));
    expect(answer.exitCode).toBe(3);
    expect(answer.noted).toHaveLength(1);
    expect(answer.noted[0]).toMatch(says);
  });

  function locked(archive: Uint8Array): Uint8Array {
    const bytes = Buffer.from(archive);
    bytes[6] = (bytes[6] ?? 0) | 1;
    const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes[directory + 8] = (bytes[directory + 8] ?? 0) | 1;
    return bytes;
  }

  test('is shown by inspect with all that is in it', async () => {
    const folder = folderWith({
      'a.zip': zipOf({ '石磨镇.html': strToU8(writeReport({ title: SHIMO })), '通知.txt': strToU8('请各单位报送。') }),
    });
    const answer = await run(runInspect, { target: join(folder, 'a.zip'), image: null }, newFolder());
    expect(answer.exitCode).toBe(0);
    expect(answer.printed.split('\n').slice(2)).toEqual([
      'An archive of 2 documents, 1 of them reports:',
      '  石磨镇.html: report of 青梧县石磨镇人民政府 for 2023',
      '  通知.txt: neither its title nor a table is that of a report',
    ]);
  });
});
