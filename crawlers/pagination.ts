import { addressForm, folderOf, isOnPortal } from './addresses.ts';
import type { Portal } from './crawler.ts';
import { LAST_PAGE, MORE_ROWS, NEXT_PAGE, PAGE_NUMBER, PAGER_TRIMMINGS } from './link-words.ts';
import type { Page } from './page.ts';

/** Pages of one list asked for at a time; each of them asks for the ones after it. */
const WINDOW = 40;

/** The pages of a list that come after this one, nearest first. */
export function followingPages(page: Page, portal: Portal): string[] {
  const pages = [...scriptedPages(page), ...linkedPages(page, portal)];
  return [...new Set(pages)].filter((url) => url !== page.url).slice(0, WINDOW);
}

/** How many pages a list says it has, in a script or in print; undefined where it does not say. */
export function declaredPages(page: Page): number | undefined {
  const scripted = scriptedTotal(page).total;
  return Number.isInteger(scripted) && scripted > 0 ? scripted : statedTotal(page);
}

/** How far into its list a page is, by the number it shares with the page after it; 0 where its address has none. */
export function pageIndex(url: string, following: string): number {
  return pageMask(url) === pageMask(following) ? (pageNumberIn(url) ?? 0) : 0;
}

const PAGER_CALL = /(?:createPageHTML|createPage|showPages?|pageHTML)\s*\(([^)]*)\)/i;
const PAGE_COUNT = /\b(?:countPage|pageCount|m_nPageCount|nPageCount|totalPages?|pageTotal)\s*=\s*["']?(\d+)/i;
const CURRENT_PAGE = /\b(?:currentPage|m_nCurrPage|nCurrIndex|curPage|pageIndex)\s*=\s*["']?(\d+)/i;

/**
 * Pages that only a script names: `createPageHTML(total, current, "index", "html")`, `countPage = 7`. Page n of them is
 * `name_{n-1}.ext`: the count is from zero, and the first has no number.
 */
function scriptedPages(page: Page): string[] {
  const { call, numbered, total } = scriptedTotal(page);
  const stated = numbered?.numbers[1] ?? Number(CURRENT_PAGE.exec(page.html)?.[1] ?? 0);
  if (!Number.isInteger(total) || total <= 1) return [];
  const names = (numbered ?? call.find((given) => given.words.length >= 2))?.words ?? [];
  const own = fileNameOf(page);
  const spelt = WRITTEN_NAME.exec(page.html);
  const extension = names.findLast((word) => /^s?html?$|^jsp$|^aspx?$/i.test(word)) ?? spelt?.[2] ?? own.extension;
  const name =
    names.findLast((word) => word !== extension && /^[\w-]+$/.test(word) && !/pag(?:e|er|ing)/i.test(word)) ??
    spelt?.[1] ??
    own.name;
  const current = Math.max(stated, own.index);
  // A first page that calls itself the first counts from one.
  const isCountedFromOne = stated === 1 && own.index === 0;
  const last = Math.min(isCountedFromOne ? total : total - 1, current + WINDOW);
  const numbers = Array.from({ length: Math.max(0, last - current) }, (_, step) => current + 1 + step);
  return numbers.map((number) => new URL(`${name}_${number}.${extension}`, page.url).href);
}

/** The calls of a pager's script, the one that counts the pages, and their number; 0 where no script says it. */
function scriptedTotal({ html }: Page): { call: PagerCall[]; numbered: PagerCall | undefined; total: number } {
  const call = [...html.matchAll(new RegExp(PAGER_CALL, 'gi'))].map((match) => argumentsOf(match[1] ?? ''));
  const numbered = call.find((given) => given.numbers.length >= 2);
  return { call, numbered, total: numbered?.numbers[0] ?? Number(PAGE_COUNT.exec(html)?.[1] ?? 0) };
}

interface PagerCall {
  readonly numbers: readonly number[];
  readonly words: readonly string[];
}

function argumentsOf(list: string): PagerCall {
  const parts = list.split(',').map((part) => part.trim());
  return {
    numbers: parts.filter((part) => /^["']?\d+["']?$/.test(part)).map((part) => Number(part.replace(/["']/g, ''))),
    words: parts.filter((part) => /^["'][^"'\d][^"']*["']$/.test(part)).map((part) => part.slice(1, -1)),
  };
}

/** `"index" + "_" + nextPage + ".shtml"`, `"list_" + n + ".html"`: the name of later pages as a script puts it together. */
const WRITTEN_NAME =
  /([\w-]+)(?:\\?["']\s*\+\s*\\?["'])?_\\?["']\s*\+\s*[\w.()+\-\s]{1,40}?\+\s*\\?["']\.(s?html?|jsp|aspx?|php)\b/i;

/** The name of a page's file. One that is called by its folder has the ending that most pages have that it links to. */
function fileNameOf({ url, links }: Page): { name: string; extension: string; index: number } {
  const file = new URL(url).pathname.split('/').at(-1) ?? '';
  const match = /^(.+?)(?:_(\d{1,4}))?\.(\w+)$/.exec(file);
  if (match !== null) return { name: match[1] ?? 'index', extension: match[3] ?? 'html', index: Number(match[2] ?? 0) };
  const count = new Map<string, number>();
  for (const link of links) {
    const ending = /\.(s?html?|jsp|aspx?|php)$/i.exec(new URL(link.url).pathname)?.[1];
    if (ending !== undefined) count.set(ending, (count.get(ending) ?? 0) + 1);
  }
  const [usual] = [...count].sort(([, left], [, right]) => right - left);
  return { name: 'index', extension: usual?.[0] ?? 'html', index: 0 };
}

interface PagerLink {
  readonly url: string;
  readonly role: 'next' | 'last' | 'number';
  /** The number in the address. */
  readonly number: number | undefined;
  /** The number the link shows. */
  readonly printed: number | undefined;
}

/** Pages that links, numbers or a select name; gaps up to the last page are filled. */
function linkedPages(page: Page, portal: Portal): string[] {
  const links = pagerLinks(page, portal);
  const next = links.find(({ role }) => role === 'next');
  const pattern = next?.number === undefined ? links.find(({ number }) => number !== undefined)?.url : next.url;
  if (pattern === undefined) return next === undefined ? [] : [next.url];
  const mask = pageMask(pattern);
  const current = pageMask(page.url) === mask ? pageNumberIn(page.url) : undefined;
  const alike = links.filter(({ url, number }) => number !== undefined && pageMask(url) === mask);
  const later = alike.filter(
    ({ role, number = 0, printed }) => role === 'next' || (current === undefined ? printed !== 1 : number > current),
  );
  const numbers = later.map(({ number = 0 }) => number);
  if (numbers.length === 0) return [];
  const start = Math.min(...numbers);
  const stated = current === undefined ? (statedTotal(page) ?? 0) : 0;
  const byCount = stated > 1 && next?.number !== undefined ? next.number + stated - 2 : 0;
  const end = Math.min(Math.max(byCount, ...numbers), start + WINDOW);
  const filled = Array.from({ length: end - start + 1 }, (_, step) => start + step);
  const wanted = filled.filter((number) => current === undefined || number > current || number === next?.number);
  const pages = wanted.map((number) => withPageNumber(pattern, number));
  return next !== undefined && next.number === undefined ? [next.url, ...pages] : pages;
}

/**
 * Links that turn pages. A bare number counts only where the number in its address is the same or one less, or where the
 * address is that of this very list: a calendar is full of numbers too.
 */
function pagerLinks(page: Page, portal: Portal): PagerLink[] {
  const stem = pageStem(page.url);
  const found: PagerLink[] = [];
  for (const link of page.links) {
    const text = link.text.replace(/\s+/g, '');
    const words = text.replace(PAGER_TRIMMINGS, '') || text;
    const role =
      NEXT_PAGE.test(words) || (MORE_ROWS.test(words) && continuesThis(link.url, page.url))
        ? 'next'
        : LAST_PAGE.test(words)
          ? 'last'
          : PAGE_NUMBER.test(words)
            ? 'number'
            : undefined;
    if (
      role === undefined ||
      link.url === page.url ||
      addressForm(link.url) === 'file' ||
      !isOnPortal(link.url, page.url, portal)
    ) {
      continue;
    }
    const number = pageNumberIn(link.url);
    const shown = PAGE_NUMBER.exec(words)?.[1];
    const printed = shown === undefined ? undefined : Number(shown);
    const steady = number !== undefined && printed !== undefined && (number === printed || number === printed - 1);
    if (role === 'number' && !steady && pageStem(link.url) !== stem) continue;
    if (role === 'next' && number === undefined && addressForm(link.url) !== 'list') continue;
    found.push({ url: link.url, role, number, printed });
  }
  return found;
}

/** 查看更多 leads on in this list only where its address is a later page of it: elsewhere it opens another list. */
function continuesThis(url: string, pageUrl: string): boolean {
  const number = pageNumberIn(url);
  if (number === undefined || number < 1) return false;
  return pageStem(url) === pageStem(pageUrl) || folderOf(url) === folderOf(pageUrl);
}

/** 共 12 页, 1/12页: the number of pages a pager prints. */
function statedTotal(page: Page): number | undefined {
  const text = page.html.replace(/<[^>]*>|&nbsp;|\s+/g, '');
  const match = /(?:共|总)(\d{1,3})页|(?:第)?\d{1,3}\/(\d{1,3})页|总页数[:：](\d{1,3})/.exec(text);
  const total = match?.[1] ?? match?.[2] ?? match?.[3];
  return total === undefined ? undefined : Number(total);
}

const PAGE_PARAMETER =
  /([?&](?:page|pages|paged|pageno|pageindex|pagenum|pagenumber|curpage|currentpage|currpage|cpage|p|pg|pn|toPage)=)(\d{1,4})(?=&|$)/i;
const PAGE_SUFFIX = /([_-])(\d{1,3})(\.\w+)$/;
const PAGE_FILE = /(\/)(\d{1,3})(\.(?:s?html?|jsp|aspx?))$/;
const PAGE_WORD = /(\/(?:index|list|page|p))(\d{1,3})(\.\w+)$/i;
const PAGE_FOLDER = /(\/page\/)(\d{1,4})(\/?)$/i;
const PAGE_FORMS = [PAGE_PARAMETER, PAGE_SUFFIX, PAGE_FILE, PAGE_WORD, PAGE_FOLDER] as const;

function pageNumberIn(url: string): number | undefined {
  for (const form of PAGE_FORMS) {
    const number = form.exec(url)?.[2];
    if (number !== undefined) return Number(number);
  }
  return undefined;
}

function withPageNumber(url: string, number: number): string {
  const form = PAGE_FORMS.find((candidate) => candidate.test(url));
  return form === undefined
    ? url
    : url.replace(
        form,
        (_, before: string, __, after: unknown) => `${before}${number}${typeof after === 'string' ? after : ''}`,
      );
}

/** The address with its page number blotted out. */
function pageMask(url: string): string {
  const number = pageNumberIn(url);
  return number === undefined ? url : withPageNumber(url, 0);
}

/** What the pages of one list have in common: the address without page number, index name and ending. */
function pageStem(url: string): string {
  return url
    .replace(PAGE_PARAMETER, '')
    .replace(PAGE_SUFFIX, '$3')
    .replace(PAGE_FILE, '$3')
    .replace(PAGE_WORD, '$3')
    .replace(PAGE_FOLDER, '/')
    .replace(/\/(?:index|default|list)?(\.\w+)$/i, '')
    .replace(/\.(?:s?html?|jsp|aspx?)$/i, '')
    .replace(/[/?&]$/, '');
}
