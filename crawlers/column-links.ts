import { isOneBody } from '../src/identity/bodies.ts';
import { classifyTitle, foldTitle } from '../src/identity/index.ts';
import { addressForm, isOnPortal, isSamePage, standsBeneath } from './addresses.ts';
import type { Portal } from './crawler.ts';
import {
  FALSE_SLUGS,
  LAST_PAGE,
  LINK_SIGNS,
  NEXT_PAGE,
  PAGE_NUMBER,
  SITE_PARTS,
  TRIMMINGS,
  UNIT_KIND,
  YEAR_COLUMN,
} from './link-words.ts';
import type { LinkSign } from './link-words.ts';
import type { Page, PageLink } from './page.ts';

/** A link worth following, and how sure its words are. */
export interface ScoredLink {
  readonly link: PageLink;
  readonly score: number;
}

/** The links of a page that play a role, best first, each address once, on the portal's own site. */
export function linksInRole(page: Page, portal: Portal, role: LinkSign['role']): ScoredLink[] {
  const signs = LINK_SIGNS.filter((sign) => sign.role === role);
  return bestFirst(page, portal, (link) => {
    const words = linkWords(link);
    const shown = signs.filter((sign) => shows(sign, link, words));
    return shown.length === 0 || (role === 'column' && saysSomethingElse(words))
      ? 0
      : Math.max(...shown.map((sign) => sign.score));
  });
}

/** Does the page call itself a column of disclosure reports, whatever the link to it said? */
export function isColumn(page: Page): boolean {
  const names = [page.meta.get('columnname'), page.meta.get('columntype'), page.title.split(/[_|-]/)[0]];
  return names.some((name) => {
    const words = foldTitle(name ?? '');
    return SURE_COLUMNS.some((sign) => sign.words?.test(words)) && !YEARS.test(words) && !saysSomethingElse(words);
  });
}

/** Links that name one department or township, for pages that list the zones of units. */
export function unitLinks(page: Page, portal: Portal): ScoredLink[] {
  return bestFirst(page, portal, (link) =>
    addressForm(link.url) === 'list' && namesOneBody(linkWords(link)) ? 20 : 0,
  );
}

/**
 * The parts of a 年报 column: by year, by kind of body, by body. Beneath the column's own folder any of these counts; where
 * a dialect has no folders, only what cannot be mistaken, and bodies only where `orUnits` says that nothing else is there.
 */
export function subColumns(page: Page, portal: Portal, orUnits: boolean): ScoredLink[] {
  return bestFirst(page, portal, (link) => {
    const words = linkWords(link);
    if (addressForm(link.url) === 'file' || saysSomethingElse(words)) return 0;
    const beneath = standsBeneath(link.url, page.url) && addressForm(link.url) === 'list';
    if (YEAR_COLUMN.test(words)) return link.trailing === '' || beneath ? 90 : 0;
    if (addressForm(link.url) !== 'list') return 0;
    if (UNIT_KIND.test(words)) return beneath || /年报|报告/.test(words) || !hasFolders(link.url) ? 85 : 0;
    if (namesOneBody(words)) return beneath || orUnits ? 70 : 0;
    return 0;
  });
}

/** Columns written as numbers or queries, not as nested folders: /col/col12/, /html/31/List.html, list.aspx?id=3. */
function hasFolders(url: string): boolean {
  const { pathname, search } = new URL(url);
  return search === '' && !/\/(?:col|html|channels?|column|node)\/?\w*\d+/i.test(pathname);
}

function bestFirst(page: Page, portal: Portal, scoreOf: (link: PageLink) => number): ScoredLink[] {
  const best = new Map<string, ScoredLink>();
  for (const link of page.links) {
    const score = scoreOf(link);
    if (score <= 0 || !isOnPortal(link.url, page.url, portal) || isSamePage(link.url, page.url)) continue;
    const known = best.get(link.url);
    if (known === undefined || score > known.score) best.set(link.url, { link, score });
  }
  return [...best.values()].sort((left, right) => right.score - left.score);
}

function shows(sign: LinkSign, link: PageLink, words: string): boolean {
  if (sign.words !== undefined)
    return sign.words.test(words) && (!YEARS.test(words) || addressForm(link.url) === 'list');
  const path = new URL(link.url).pathname.toLowerCase();
  return (
    sign.path !== undefined &&
    words.length <= 12 &&
    !PAGER_WORDS.some((pager) => pager.test(words)) &&
    addressForm(link.url) === 'list' &&
    sign.path.test(path) &&
    !FALSE_SLUGS.test(path)
  );
}

/** The words of a link as the signs are tested on them: folded, without what templates print around them. */
function linkWords(link: PageLink): string {
  return foldTitle(foldTitle(link.text).replace(TRIMMINGS, ''));
}

function namesOneBody(words: string): boolean {
  return isOneBody(words) && !SITE_PARTS.test(words);
}

const PAGER_WORDS = [PAGE_NUMBER, NEXT_PAGE, LAST_PAGE, /^(?:首页|第一页|上一?页|前一?页|返回.*|跳转|go)$/i];
const SURE_COLUMNS = LINK_SIGNS.filter((sign) => sign.role === 'column' && sign.score === 100);
const YEARS = /(?:19|20)\d{2}/;

/** 政府网站工作年度报表, 法治政府建设年度报告, 年报解读: words that lead elsewhere. A list of reports leads to reports. */
function saysSomethingElse(words: string): boolean {
  const told = classifyTitle(words);
  return told.kind === 'look_alike' && told.reason !== 'list-of-reports';
}
