import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { Lead, Portal } from '../../crawlers/crawler.ts';
import { FAMILIES, attachmentsOf, recogniseFamily } from '../../crawlers/index.ts';
import type { Page } from '../../crawlers/page.ts';
import { parsePage } from '../../crawlers/parse-page.ts';

const FOLDER = new URL('../fixtures/families/', import.meta.url);
const NEGATIVES = ['negative-challenge.html', 'negative-changed-markup.html', 'negative-empty-list.html'] as const;
const REQUIRED = [
  'case.json',
  'expected.json',
  'note.md',
  'home.html',
  'column.html',
  'article.html',
  ...NEGATIVES,
] as const;

const caseSchema = z.strictObject({
  portal: z.strictObject({ id: z.string(), name: z.string(), division: z.string().exactOptional(), home: z.string() }),
  pages: z.array(
    z.strictObject({
      file: z.string(),
      url: z.string(),
      step: z.string().optional(),
      label: z.string().optional(),
      /** The page is an article: its attachments are expected instead of leads. */
      attachments: z.boolean().optional(),
      /** The step refuses the page, with a message that says this. */
      refused: z.string().optional(),
    }),
  ),
});

interface FamilyCase {
  readonly portal: Portal;
  readonly pages: readonly {
    readonly file: string;
    readonly step: string;
    readonly attachments: boolean;
    readonly refused: string | undefined;
    readonly page: Page;
  }[];
  readonly expected: Readonly<Record<string, unknown>>;
}

function readCase(family: string): FamilyCase {
  const folder = new URL(`${family}/`, FOLDER);
  const text = (file: string) => readFileSync(new URL(file, folder), 'utf8');
  const { portal, pages } = caseSchema.parse(JSON.parse(text('case.json')));
  return {
    portal,
    expected: z.record(z.string(), z.unknown()).parse(JSON.parse(text('expected.json'))),
    pages: pages.map(({ file, url, step, label, attachments, refused }) => ({
      file,
      refused,
      step: step ?? '',
      attachments: attachments ?? false,
      page: parsePage({
        url,
        bytes: readFileSync(new URL(file, folder)),
        contentType: file.endsWith('.xml') ? 'text/xml;charset=UTF-8' : 'text/html',
        label: label ?? '',
      }),
    })),
  };
}

describe.each(FAMILIES)('the family $family', (family) => {
  it.each(REQUIRED)('has the fixture %s', (file) => {
    expect(existsSync(new URL(`${family.family}/${file}`, FOLDER))).toBe(true);
  });

  const { portal, pages, expected } = readCase(family.family);
  const read = pages.filter(({ refused }) => refused === undefined);

  it('recognises its own home page', () => {
    const home = pages.find(({ file }) => file === 'home.html')?.page;
    expect(home && recogniseFamily(home).family).toBe(family.family);
  });

  it.each(pages.map(({ file }) => file))('gives the leads of %s', (file) => {
    const given = pages.find((candidate) => candidate.file === file);
    if (given === undefined) throw new TypeError(`${file} is not in case.json`);
    if (given.refused !== undefined) {
      expect(() => family.steps[given.step]?.(given.page, portal)).toThrow(
        expect.objectContaining({ name: 'SkipThis', message: expect.stringContaining(given.refused) }),
      );
      return;
    }
    const found = given.attachments ? attachmentsOf(given.page) : family.steps[given.step]?.(given.page, portal);
    expect(found).toEqual(expected[file]);
  });

  it('names only steps that it has', () => {
    const leads = read.flatMap(({ step, page }): Lead[] => family.steps[step]?.(page, portal) ?? []);
    const steps = new Set(leads.flatMap((lead) => (lead.kind === 'follow' ? [lead.step] : [])));
    expect([...steps].filter((step) => family.steps[step] === undefined)).toEqual([]);
  });

  it.each(NEGATIVES)('finds no report on %s', (file) => {
    const given = pages.find((candidate) => candidate.file === file);
    const leads = given === undefined ? undefined : family.steps[given.step]?.(given.page, portal);
    expect(leads?.filter((lead) => lead.kind === 'report')).toEqual([]);
  });

  it('is pure: the same page gives the same leads', () => {
    for (const { step, page } of read)
      expect(family.steps[step]?.(page, portal)).toEqual(family.steps[step]?.(page, portal));
  });
});

describe('recognition', () => {
  it('takes a page that shows nothing of a known make for generic', () => {
    const bytes = new TextEncoder().encode('<html><body><a href="/about">关于</a></body></html>');
    const page = parsePage({ url: 'http://x.example/', bytes, contentType: 'text/html', label: '' });
    expect(recogniseFamily(page).family).toBe('generic');
  });
});
