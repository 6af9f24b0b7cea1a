import type { z } from 'zod';
import { SkipThis } from '../src/errors.ts';
import { classifyTitle, dateIn } from '../src/identity/index.ts';
import { dayInChina } from '../src/original/china-day.ts';
import { decodeReferences } from '../src/original/character-references.ts';
import type { Crawler, Lead } from './crawler.ts';
import { linkTitle } from './link-titles.ts';
import type { Page, PageLink } from './page.ts';
import { parsePage } from './parse-page.ts';
import { columnOf } from './trail.ts';
import { walkOf } from './walk.ts';
import type { Dialect } from './walk.ts';

/** Requests for one list at most. */
const MOST_REPLIES = 60;
/** A list that shows no report on so many pages is taken for another list. */
const BARREN_REPLIES = 2;
const PRIORITY = 85;

/**
 * The walk of a family whose lists are filled by scripts in any of these ways; each page shows itself which. Besides the steps of
 * the walk it has `rows`, for the later pages of a list, which may come back empty without anything being amiss.
 */
export function walkWithReplies(
  ...dialects: readonly Dialect[]
): Crawler['steps'] & { readonly rows: Crawler['steps']['column'] } {
  const walk = walkOf({
    withHiddenRows: (page) => dialects.reduce((shown, dialect) => dialect.withHiddenRows?.(shown) ?? shown, page),
    furtherRows: (page) => dialects.flatMap((dialect) => dialect.furtherRows?.(page) ?? []),
    knownList: (page) => dialects.map((dialect) => dialect.knownList?.(page)).find((known) => known !== undefined),
  });
  return { ...walk, rows: walk.column };
}

/**
 * Reads a JSON reply, wrapped in a callback or not.
 * @throws {SkipThis} naming the address, where it is no JSON or not of the expected shape: an interface that has changed is to
 * be noticed, not taken for an empty list.
 */
export function readReply<Reply>(page: Page, schema: z.ZodType<Reply>): Reply {
  const text = /^\s*[\w$.]+\s*\(([\s\S]*)\)\s*;?\s*$/.exec(page.html)?.[1] ?? page.html;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SkipThis(`${page.url} was to answer with a list as JSON and did not; has the interface changed?`, {
      cause,
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new SkipThis(
    `${page.url} answers with a list of another shape (${field === '' ? 'the reply' : field}: ${issue?.message ?? 'invalid'}); has the interface changed?`,
  );
}

/** The page with nothing but the links of a piece of markup that its reply holds. */
export function withMarkup(page: Page, markup: string): Page {
  const bytes = new TextEncoder().encode(markup);
  const { links } = parsePage({ url: page.url, bytes, contentType: 'text/html; charset=utf-8', label: page.label });
  return { ...page, links };
}

/** One row of a list that comes as data. */
export interface ReplyRow {
  /** Absolute, or from the reply's address on. */
  readonly address: string;
  readonly title: string;
  /** Seconds since 1970, or a date as text. */
  readonly published: unknown;
}

/** The rows of a list as links, those without a usable address left out. */
export function rowLinks(page: Page, rows: readonly ReplyRow[]): PageLink[] {
  return rows.flatMap(({ address, title, published }) => {
    if (address.trim() === '' || !URL.canParse(address, page.url)) return [];
    const url = new URL(address, page.url);
    url.hash = '';
    if (!/^https?:$/.test(url.protocol)) return [];
    return [{ url: url.href, text: plain(title), title: '', trailing: dateOf(published) }];
  });
}

function plain(markup: string): string {
  return decodeReferences(markup.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

function dateOf(published: unknown): string {
  if (typeof published === 'string' && !/^\d+$/.test(published)) return dateIn(published) ?? '';
  const seconds = Number(published);
  if ((typeof published !== 'number' && typeof published !== 'string') || !(seconds > 0 && seconds < 1e10)) return '';
  return dayInChina(seconds);
}

/** A request for rows of the list that a page shows. */
export interface RowsRequest {
  readonly url: URL;
  readonly form?: Readonly<Record<string, string>>;
}

/** The request for the first rows of a list whose page shows none; coming back empty, it is noticed as an empty column. */
export function firstRows(page: Page, { url, ...request }: RowsRequest): Lead {
  return {
    kind: 'follow',
    step: 'column',
    url: url.href,
    ...asFrom(page),
    ...request,
    priority: PRIORITY,
    continues: true,
  };
}

/**
 * The request for the rows after those of a reply, page `number` (from 1) of its list. None after an empty reply, none where the
 * first ones show no report, and none beyond a ceiling, for a server may give its first page over and over.
 */
export function nextRows(page: Page, number: number, { url, ...request }: RowsRequest): Lead[] {
  if (page.links.length === 0 || number >= MOST_REPLIES) return [];
  if (number >= BARREN_REPLIES && !showsReport(page)) return [];
  return [
    { kind: 'follow', step: 'rows', url: url.href, ...asFrom(page), ...request, priority: PRIORITY, continues: true },
  ];
}

/** Several interfaces answer only who says that a page of the portal sent them. */
function asFrom({ url, label }: Page): { readonly referer: string; readonly label: string } {
  return { referer: url, label };
}

function showsReport(page: Page): boolean {
  const column = columnOf(page);
  return page.links.some((link) => {
    const { kind } = classifyTitle(linkTitle(link).title, { column });
    return kind === 'report' || kind === 'possible';
  });
}
