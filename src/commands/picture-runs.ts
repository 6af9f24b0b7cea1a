import type { TableNumber } from '../codebook/codebook.ts';
import { reportNamedBy, tablesIn } from '../extract/extract.ts';
import { identifyOrganization } from '../identity/index.ts';
import type { Document } from '../read/document.ts';
import { asPages } from '../read/picture-pages.ts';
import { fileNameOf, type ReportSource } from './read-source.ts';

/** A picture that was read by itself. */
export interface ReadPicture {
  readonly source: ReportSource;
  readonly document: Document;
}

/** A table of which so many cells are there goes on nowhere. */
const WHOLE_TABLE = 0.9;

/**
 * Parts pictures into those of one report each, in the order of their names (page 2 before page 10). A picture begins another report where
 * its headline or its file's name says so, where it lies in another folder, or where it brings a whole table that the report has already.
 */
export function picturesByReport(pictures: readonly ReadPicture[]): ReadPicture[][] {
  const order = new Intl.Collator('zh', { numeric: true });
  const sorted = [...pictures].sort(
    (a, b) => order.compare(a.source.url, b.source.url) || (a.source.url < b.source.url ? -1 : 1),
  );
  const runs: ReadPicture[][] = [];
  for (const picture of sorted) {
    const run = runs.at(-1);
    if (run && goesOn(run, picture)) run.push(picture);
    else runs.push([picture]);
  }
  return runs;
}

function goesOn(run: readonly ReadPicture[], picture: ReadPicture): boolean {
  const [first] = run;
  if (first === undefined || folderOf(first.source) !== folderOf(picture.source)) return false;
  if (bodyInName(first.source) !== bodyInName(picture.source)) return false;
  const known = run.map(({ document }) => reportNamedBy(document)).find((name) => name !== undefined);
  const named = reportNamedBy(picture.document);
  if (known !== undefined && named !== undefined && known !== named) return false;
  const before = wholeTables(run);
  return wholeTables([picture]).every((table) => !before.includes(table));
}

function folderOf({ url, role, host }: ReportSource): string {
  // Attachments and pictures of one page lie wherever the portal put them.
  return role === 'page' || url.includes('!/') || host ? url.slice(0, url.lastIndexOf('/') + 1) : '';
}

function bodyInName(source: ReportSource): string | undefined {
  return identifyOrganization({ title: fileNameOf(source) })?.name;
}

function wholeTables(run: readonly ReadPicture[]): TableNumber[] {
  const blocks = asPages(run.map(({ document }, index) => ({ blocks: document.blocks, page: index + 1 })));
  return [...tablesIn({ blocks })].flatMap(([table, share]) => (share >= WHOLE_TABLE ? [table] : []));
}
