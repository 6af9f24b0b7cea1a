import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Portal } from '../../crawlers/crawler.ts';
import { UsageError } from '../errors.ts';

/** A page as it was recorded. */
export interface RecordedPage {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly label: string;
}

/** What was recorded of a portal; a page that could not be found is left out, and its fixture says so. */
export interface RecordedPortal {
  readonly portal: Pick<Portal, 'id' | 'name' | 'division' | 'home'>;
  readonly home: RecordedPage;
  readonly column: RecordedPage | null;
  readonly article: RecordedPage | null;
}

/** A file of the scaffold, by its path within the project. */
interface NewFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** To be replaced by a person: the expectation fails until then. */
const TO_BE_WRITTEN = 'write here the leads that you see on this page';
const FAMILY_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/**
 * Writes a new family into a project: module, entry in `crawlers/index.ts`, recorded pages, and expectations that fail until
 * someone has read the pages. Returns the paths written, relative to the project.
 *
 * @throws UsageError where the name will not do or is taken, or the folder is no checkout of this project
 */
export function writeFamilyScaffold(root: string, family: string, recorded: RecordedPortal): string[] {
  if (!FAMILY_NAME.test(family))
    throw new UsageError(`"${family}" will not do as the name of a family. Use small letters, digits and dashes.`);
  const index = join(root, 'crawlers', 'index.ts');
  if (!existsSync(index)) throw new UsageError(`${root} is no checkout of nianbao: it has no crawlers/index.ts.`);
  const files = [moduleFile(family), ...fixtureFiles(family, recorded)];
  const taken = files.find(({ path }) => existsSync(join(root, path)));
  if (taken !== undefined) throw new UsageError(`${taken.path} is there already. Give the family another name.`);
  const listed = withEntry(readFileSync(index, 'utf8'), family);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  writeFileSync(index, listed);
  return [...files.map(({ path }) => path), 'crawlers/index.ts'];
}

function identifierOf(family: string): string {
  return family.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function moduleFile(family: string): NewFile {
  return {
    path: `crawlers/${family}.ts`,
    content: `import { defineCrawler } from './crawler.ts';
import type { Page } from './page.ts';
import { walkOf } from './walk.ts';

/** What only pages of this CMS hold: a meta tag, a script, the form of its addresses. */
const MARKS = /(?!)/;

export default defineCrawler({
  family: '${family}',
  recognises: (page: Page) => MARKS.test(page.html),
  steps: walkOf({}),
});
`,
  };
}

/** The list with the family before `generic`, which takes what the others leave. */
function withEntry(source: string, family: string): string {
  const name = identifierOf(family);
  const imports = source.replace(/(?=^import generic from)/m, `import ${name} from './${family}.ts';\n`);
  const listed = imports.replace(/^( *)generic,$/m, `$1${name},\n$1generic,`);
  if (imports === source || listed === imports)
    throw new UsageError('crawlers/index.ts does not list the families as expected; add the new one by hand.');
  return listed;
}

function fixtureFiles(family: string, { portal, home, column, article }: RecordedPortal): NewFile[] {
  const folder = `test/fixtures/families/${family}`;
  const list = column ?? home;
  const listPage = { url: list.url, step: column === null ? 'home' : 'column', label: list.label };
  const negatives = [
    { file: 'negative-challenge.html', content: CHALLENGE },
    { file: 'negative-changed-markup.html', content: withoutLinks(list.bytes) },
    { file: 'negative-empty-list.html', content: withoutRows(list.bytes) },
  ];
  const pages = [
    { file: 'home.html', url: home.url, step: 'home', label: '' },
    { file: 'column.html', ...listPage },
    { file: 'article.html', url: article?.url ?? list.url, attachments: true },
    ...negatives.map(({ file }) => ({
      file,
      ...(file.includes('challenge') ? { url: home.url, step: 'home', label: '' } : listPage),
    })),
  ];
  const expected = {
    'home.html': TO_BE_WRITTEN,
    'column.html': TO_BE_WRITTEN,
    'article.html': TO_BE_WRITTEN,
    ...Object.fromEntries(negatives.map(({ file }) => [file, []])),
  };
  const missing = [...(column === null ? ['column.html'] : []), ...(article === null ? ['article.html'] : [])];
  return [
    { path: `${folder}/home.html`, content: home.bytes },
    { path: `${folder}/column.html`, content: list.bytes },
    { path: `${folder}/article.html`, content: (article ?? list).bytes },
    ...negatives.map(({ file, content }) => ({ path: `${folder}/${file}`, content })),
    { path: `${folder}/case.json`, content: `${JSON.stringify({ portal, pages }, null, 2)}\n` },
    { path: `${folder}/expected.json`, content: `${JSON.stringify(expected, null, 2)}\n` },
    { path: `${folder}/note.md`, content: noteOf(home.url, missing) },
  ];
}

const CHALLENGE = `<html><head><script>document.cookie="__jsl_clearance=1";location.href=location.pathname+location.search</script></head></html>
`;

function withoutLinks(bytes: Uint8Array): Uint8Array {
  return edited(bytes, (markup) => markup.replace(/<a\b/gi, '<span').replace(/<\/a\s*>/gi, '</span>'));
}

function withoutRows(bytes: Uint8Array): Uint8Array {
  return edited(bytes, (markup) => markup.replace(/<(li|tr|a)\b[\s\S]*?<\/\1\s*>/gi, ''));
}

/** Byte by byte, so that markup in any encoding keeps its characters. */
function edited(bytes: Uint8Array, edit: (markup: string) => string): Uint8Array {
  return Buffer.from(edit(Buffer.from(bytes).toString('latin1')), 'latin1');
}

function noteOf(url: string, missing: readonly string[]): string {
  return [
    `Recorded from ${url}. What is particular to this CMS is still to be written here, and prose of real pages to be replaced by invented one.`,
    ...missing.map((file) => `No such page was found on the portal: ${file} is a stand-in, to be replaced.`),
    '',
  ].join('\n');
}
