import { ANY_LISTS } from './any-lists.ts';
import { z } from 'zod';
import { SkipThis } from '../src/errors.ts';
import { classifyTitle, foldTitle } from '../src/identity/index.ts';
import { defineCrawler } from './crawler.ts';
import type { DeclaredTotals, Lead } from './crawler.ts';
import { LINK_SIGNS } from './link-words.ts';
import { nextRows, readReply, rowLinks, walkWithReplies } from './list-replies.ts';
import type { Page, PageLink } from './page.ts';
import type { Dialect } from './walk.ts';

const LIST_PATH = /\/gkmlpt\/api\/all\/[\w-]+$/;

const replySchema = z.object({
  total: z.coerce.number().nullish(),
  classify: z.object({ post_count: z.coerce.number().nullish() }).nullish(),
  articles: z.array(
    z.object({
      title: z.string(),
      url: z.string().nullish(),
      post_url: z.string().nullish(),
      display_publish_time: z.unknown().optional(),
      date: z.unknown().optional(),
    }),
  ),
});

const nodeSchema = z.object({
  id: z.union([z.number(), z.string()]),
  name: z.string(),
  post_count: z.unknown().optional(),
  jump_url: z.string().nullish(),
  get children() {
    return z.array(nodeSchema).nullish();
  },
});
type CatalogueNode = z.infer<typeof nodeSchema>;

/**
 * Lists of the catalogue platform of Guangdong: a tree of categories in `_CONFIG.TREE`, each of which is asked for at
 * `api/all/{id}` and answers with a hundred rows at a time.
 */
export const gkmlptLists: Dialect = {
  withHiddenRows: (page) => {
    if (LIST_PATH.test(new URL(page.url).pathname)) return { ...page, links: articleLinks(page) };
    return isCatalogue(page) ? { ...page, links: [...categoryLinks(page), ...page.links] } : page;
  },
  furtherRows: nextArticles,
  knownList: (page) => (LIST_PATH.test(new URL(page.url).pathname) ? { declared: declaredArticles(page) } : undefined),
};

export default defineCrawler({
  family: 'gkmlpt',
  recognises: (page: Page) => {
    const { host } = new URL(page.url);
    const hosts = page.links.filter((link) => new URL(link.url).pathname.includes('/gkmlpt/'));
    return hosts.some((link) => new URL(link.url).host === host) || new URL(page.url).pathname.includes('/gkmlpt/');
  },
  steps: walkWithReplies(gkmlptLists, ...ANY_LISTS),
});

function isCatalogue({ url, html }: Page): boolean {
  return new URL(url).pathname.includes('/gkmlpt/') && /\b_CONFIG\b/.test(html);
}

function articleLinks(page: Page): PageLink[] {
  const { articles } = readReply(page, replySchema);
  return rowLinks(
    page,
    articles.map(({ title, url, post_url, display_publish_time, date }) => ({
      address: [url, post_url].find((address) => address != null && address !== '') ?? '',
      title,
      published: display_publish_time ?? date,
    })),
  );
}

function declaredArticles(page: Page): DeclaredTotals {
  const { total, classify } = readReply(page, replySchema);
  const rows = total ?? classify?.post_count;
  return rows == null ? {} : { rows };
}

/** A list may hold fewer rows than it is said to have: it ends with an empty reply at the latest. */
function nextArticles(page: Page): Lead[] {
  const url = new URL(page.url);
  if (!LIST_PATH.test(url.pathname)) return [];
  const { articles, total, classify } = readReply(page, replySchema);
  const number = Number(url.searchParams.get('page') ?? 1);
  const declared = total ?? classify?.post_count ?? Number.POSITIVE_INFINITY;
  if (number * articles.length >= declared) return [];
  url.searchParams.set('page', String(number + 1));
  return nextRows(page, number, { url });
}

/** The categories of annual reports, and the parts of these, as links to their lists. */
function categoryLinks(page: Page): PageLink[] {
  const literal = arrayAfter(page.html, /\bTREE["']?\s*[:=]\s*(?=\[)/);
  const site = /\bSID["']?\s*[:=]\s*["']?(\d+)/.exec(page.html)?.[1];
  const base = /^.*\/gkmlpt\//.exec(new URL(page.url).pathname)?.[0] ?? '/gkmlpt/';
  if (literal === undefined || site === undefined) return [];
  const links: PageLink[] = [];
  const gather = (nodes: readonly CatalogueNode[], above: string | undefined): void => {
    for (const node of nodes) {
      const name = node.name.trim();
      if (soundsAlike(name)) continue;
      const column = namesColumn(name) ? name : above === undefined ? undefined : partName(name, above);
      const children = node.children ?? [];
      if (column !== undefined && (children.length === 0 || Number(node.post_count ?? 1) > 0)) {
        const address = node.jump_url ?? '';
        const list = `${base}api/all/${node.id}?page=1&sid=${site}`;
        links.push(...rowLinks(page, [{ address: address === '' ? list : address, title: column, published: null }]));
      }
      gather(children, column);
    }
  };
  gather(readTree(page, literal), undefined);
  return links;
}

function readTree(page: Page, literal: string): CatalogueNode[] {
  let tree: unknown;
  try {
    tree = JSON.parse(literal);
  } catch (cause) {
    throw new SkipThis(`The tree of categories on ${page.url} is no JSON; has the platform changed?`, { cause });
  }
  const parsed = z.array(nodeSchema).safeParse(tree);
  if (parsed.success) return parsed.data;
  throw new SkipThis(
    `The tree of categories on ${page.url} has another shape (${parsed.error.issues[0]?.path.join('.') ?? ''}); has the platform changed?`,
  );
}

/** The array literal that begins where the sign ends; undefined where there is none. */
function arrayAfter(text: string, sign: RegExp): string | undefined {
  const match = sign.exec(text);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  let depth = 0;
  for (const token of text.slice(start).matchAll(/"(?:\\.|[^"\\])*"|[[\]]/g)) {
    if (token[0] === '[') depth += 1;
    if (token[0] === ']') depth -= 1;
    if (depth === 0) return text.slice(start, start + token.index + 1);
  }
  return undefined;
}

const COLUMN_NAMES = LINK_SIGNS.filter(({ role }) => role === 'column').flatMap(({ words }) => words ?? []);

function namesColumn(name: string): boolean {
  return COLUMN_NAMES.some((words) => words.test(foldTitle(name)));
}

/** A part of a column by the name that says what it is a part of: 2023年 → 2023年政府信息公开年报. */
function partName(name: string, column: string): string {
  return namesColumn(name + column) ? name + column : column;
}

function soundsAlike(name: string): boolean {
  const told = classifyTitle(name);
  return told.kind === 'look_alike' && told.reason !== 'list-of-reports';
}
