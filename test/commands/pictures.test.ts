import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { runInspect } from '../../src/commands/inspect.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { docxOf, paragraphXml } from '../read/docx-writer.ts';
import { absolutePaths, folderWith, newFolder, rows } from './corpus-folder.ts';
import { picturedReport, type PicturedReport } from './pictured-report.ts';
import { fileAnswer, portalOf, type ListedReports } from './portal-of.ts';
import { run, type Answer } from './terminal.ts';

const LONG = { timeout: 180_000 };
const TRUSTED = new Set(['verified', 'read', 'conflicting', 'inferred', 'blank']);

let portal: ListedReports | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

function ingest(data: string, ...paths: string[]): Promise<Answer> {
  return run(runIngest, { paths, url: null, organization: null, year: null }, data);
}

/** A page that names the report and shows pictures of all else. */
function pageShowing({ title }: PicturedReport, addresses: readonly string[]): string {
  const pictures = addresses.map((address) => `<p><img src="${address}" alt=""></p>`);
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${pictures.join('')}</body></html>`;
}

function dataAddress(bytes: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}

function cellsIn(data: string): [code: string, number: number | null, status: string, url: string, locator: string][] {
  return rows(data, 'SELECT code, number, status, url, locator FROM cells ORDER BY code') as ReturnType<typeof cellsIn>;
}

/** The figures are right but for a few, and none of the wrong ones is trusted. */
function expectFigures(data: string, { cells }: PicturedReport): void {
  const read = new Map(cellsIn(data).map(([code, number, status]) => [code, { number, status }]));
  const wrong = Object.entries(cells).filter(([code, number]) => (read.get(code)?.number ?? null) !== number);
  expect(wrong.filter(([code]) => TRUSTED.has(read.get(code)?.status ?? ''))).toEqual([]);
  expect(wrong.length).toBeLessThanOrEqual(Object.keys(cells).length * 0.015);
}

function picturesOfCells(data: string): unknown[] {
  return rows(data, "SELECT DISTINCT url FROM cells WHERE status NOT IN ('absent', 'blank') ORDER BY 1").flat();
}

/** All that extraction gives, without ids and times. */
function content(data: string): unknown[][] {
  return [
    rows(data, 'SELECT url, sha256, role FROM report_sources ORDER BY 1, 2'),
    rows(data, 'SELECT code, printed, number, status, url, sha256, locator FROM cells ORDER BY code'),
    rows(data, 'SELECT rule, subject, message FROM findings ORDER BY 1, 2, 3'),
    rows(data, 'SELECT number, text FROM sections ORDER BY 1'),
  ];
}

async function expectSameWhenReadAgain(data: string): Promise<void> {
  const before = content(data);
  await run(runExtract, { all: true, dryRun: false }, data);
  expect(content(data)).toEqual(before);
}

describe('a page whose tables are pictures', () => {
  test('is read with the pictures it carries and those beside it, as one report of several sources', LONG, async () => {
    const report = await picturedReport();
    const [first = '', second = '', third = ''] = report.pages.map(dataAddress);
    const page = pageShowing(report, [first, '2023_files/b.png?v=1', third]);
    const folder = folderWith({ '2023.html': page, '2023_files/b.png': report.pages[1]! });
    expect(second).not.toBe('');
    const data = newFolder();
    const { exitCode } = await ingest(data, folder);
    // The picture by itself is no report, and need not be one.
    expect(exitCode).toBe(0);
    expect(
      rows(data, 'SELECT o.name, fiscal_year, page_url FROM reports r JOIN organizations o ON o.id = organization_id'),
    ).toEqual([[report.organization, report.year, 'file:年报/2023.html']]);
    expectFigures(data, report);
    expect(rows(data, 'SELECT url, role, sha256 FROM report_sources ORDER BY url')).toEqual([
      ['file:年报/2023.html', 'page', sha256Of(new TextEncoder().encode(page))],
      ['file:年报/2023.html!/picture-1.png', 'image', sha256Of(report.pages[0]!)],
      ['file:年报/2023.html!/picture-3.png', 'image', sha256Of(report.pages[2]!)],
      ['file:年报/2023_files/b.png', 'image', sha256Of(report.pages[1]!)],
    ]);
    expect(picturesOfCells(data)).toEqual(
      ['2023.html!/picture-1.png', '2023.html!/picture-3.png', '2023_files/b.png'].map((name) => `file:年报/${name}`),
    );
    for (const [, , status, , locator] of cellsIn(data)) {
      if (status === 'absent') continue;
      expect(JSON.parse(locator)).toMatchObject({ page: 1, box: expect.any(Array) as unknown });
    }
    expect(absolutePaths(data, folder)).toEqual([]);
    await expectSameWhenReadAgain(data);
  });

  test('never takes a picture from outside its folder', LONG, async () => {
    const report = await picturedReport();
    const [one, two, three] = report.pages;
    const folder = folderWith({ 'page/2023.html': '', 'above.png': one! });
    const elsewhere = join(newFolder(), 'other.png');
    writeFileSync(elsewhere, two!);
    symlinkSync(elsewhere, join(folder, 'page/link.png'));
    mkdirSync(join(folder, 'page2'));
    writeFileSync(join(folder, 'page2/near.png'), three!);
    const addresses = [
      '../above.png',
      elsewhere,
      `file://${elsewhere}`,
      'link.png',
      '..%2Fabove.png',
      '../page2/near.png',
    ];
    writeFileSync(join(folder, 'page/2023.html'), pageShowing(report, addresses));
    const data = newFolder();
    await ingest(data, join(folder, 'page/2023.html'));
    expect(rows(data, "SELECT * FROM report_sources WHERE role = 'image'")).toEqual([]);
    expect(rows(data, "SELECT * FROM documents WHERE media_type LIKE 'image/%'")).toEqual([]);
    expect(dirname(elsewhere)).not.toContain(folder);
  });

  test('is read on a portal from the pictures that were fetched with it', LONG, async () => {
    const report = await picturedReport();
    // Names that put the second page last, were it not for the page that shows them.
    const names = ['/nb/w1.png', '/nb/w3.png', '/nb/w2.png'];
    const found = await portalOf(
      { '/nb/2023.html': report.title },
      {
        '/nb/2023.html': pageShowing(report, names),
        ...Object.fromEntries(names.map((name, at) => [name, { type: 'image/png', body: report.pages[at]! }])),
      },
    );
    portal = found;
    await found.harvest();
    expectFigures(found.data, report);
    expect(picturesOfCells(found.data)).toEqual([...names].sort().map((name) => `${found.origin}${name}`));
    await expectSameWhenReadAgain(found.data);
  });
});

describe('pictures elsewhere', () => {
  test('a Word document is read with the pictures in it', LONG, async () => {
    const report = await picturedReport();
    const folder = folderWith({ '2023.docx': wordWith(report) });
    const data = newFolder();
    await ingest(data, folder);
    expectFigures(data, report);
    expect(picturesOfCells(data)).toEqual([1, 2, 3].map((at) => `file:年报/2023.docx!/word/media/image${at}.png`));
    await expectSameWhenReadAgain(data);
    const { printed, exitCode } = await run(runInspect, { target: join(folder, '2023.docx'), image: null }, data, {
      json: true,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ kind: 'report' });
  });

  test('one picture a page, in an archive, in the order of their numbers', LONG, async () => {
    const report = await picturedReport();
    const [one, two, three] = report.pages;
    const archive = zipSync(
      { '原州区/第2页.png': two!, '原州区/第10页.png': three!, '原州区/第1页.png': one! },
      { mtime: '2024-01-01T00:00:00' },
    );
    const data = newFolder();
    const folder = folderWith({ [`${report.title}.zip`]: archive });
    await run(runIngest, { paths: [folder], url: null, organization: report.organization, year: report.year }, data);
    expect(rows(data, 'SELECT count(*) FROM reports')).toEqual([[1]]);
    expectFigures(data, report);
    expect(picturesOfCells(data)).toHaveLength(3);
    await expectSameWhenReadAgain(data);
  });

  test('one picture an attachment, on a page of a portal', LONG, async () => {
    const report = await picturedReport();
    const names = ['/nb/附件1.png', '/nb/附件2.png', '/nb/附件10.png'].map(encodeURI);
    const links = names.map((name, at) => `<p><a href="${name}">${report.title}${at + 1}.png</a></p>`).join('');
    const found = await portalOf(
      { '/nb/2023.html': report.title },
      {
        '/nb/2023.html': pageShowing(report, []).replace('</body>', `${links}</body>`),
        ...Object.fromEntries(names.map((name, at) => [name, fileAnswer(report.pages[at]!)])),
      },
    );
    portal = found;
    await found.harvest();
    expectFigures(found.data, report);
    expect(rows(found.data, 'SELECT count(*) FROM reports')).toEqual([[1]]);
    await expectSameWhenReadAgain(found.data);
  });
});

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word document with the title in words and the pages as pictures. */
function wordWith({ title, pages }: PicturedReport): Uint8Array {
  const pictures = pages.map(
    (_, at) =>
      `<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId${at + 1}"/></w:drawing></w:r></w:p>`,
  );
  const relations = pages.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/image" Target="media/image${at + 1}.png"/>`,
  );
  return docxOf(`${paragraphXml(title)}${pictures.join('')}`, {
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`,
    ...Object.fromEntries(pages.map((bytes, at) => [`word/media/image${at + 1}.png`, bytes])),
  });
}
