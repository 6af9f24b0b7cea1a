import { classifyTitle, foldTitle, identifyOrganization } from '../src/identity/index.ts';
import { addressForm, isOnPortal, isSamePage, standsBeneath } from './addresses.ts';
import { linkTitle } from './link-titles.ts';
import { YEAR_COLUMN } from './link-words.ts';
import type { Lead, Portal } from './crawler.ts';
import type { Page, PageLink } from './page.ts';
import { linksByBodyAndYear } from './table-of-years.ts';
import { columnOf, labelUnder } from './trail.ts';

export type ReportLead = Extract<Lead, { kind: 'report' }>;

/**
 * The rows of a list that are reports by their title. Inside a 年报 column, rows whose title leaves it open count too, if
 * they look like items of the list: an article's or a file's address, or a page of its own, with a year, a date or a place in the
 * column's folder. Elsewhere, reports on other sites are left alone: footers link those of ministries.
 */
export function reportEntries(page: Page, portal: Portal, where: 'column' | 'anywhere'): ReportLead[] {
  const column = where === 'column' ? (columnOf(page) ?? '') : undefined;
  const leads = new Map<string, ReportLead>();
  const tabled = where === 'column' ? linksByBodyAndYear(page) : undefined;
  for (const listed of page.links) {
    const link = { ...listed, ...tabled?.get(listed.url) };
    if (leads.has(link.url) || isSamePage(link.url, page.url)) continue;
    const under =
      link.listedUnder === undefined ? column : columnOf({ ...page, label: labelUnder(page, link.listedUnder) });
    const lead = reportLead(link, page, portal, under);
    if (lead !== undefined && (where === 'column' || isOnPortal(link.url, page.url, portal))) leads.set(link.url, lead);
  }
  return [...leads.values()];
}

function reportLead(link: PageLink, page: Page, portal: Portal, column: string | undefined): ReportLead | undefined {
  const { title, publishedOn } = linkTitle(link);
  if (title === '') return undefined;
  const told = classifyTitle(title, { column });
  const form = addressForm(link.url);
  if (told.kind === 'report') {
    if (form === 'list' && !namesOneReport(title, told.year, publishedOn)) return undefined;
    if (told.year === undefined && publishedOn === undefined && column === undefined && form !== 'file')
      return undefined;
  } else {
    if (told.kind !== 'possible' || column === undefined) return undefined;
    const yearly = told.year !== undefined && !YEAR_COLUMN.test(foldTitle(title));
    const dated = publishedOn !== undefined || yearly;
    if (form === 'list' && publishedOn === undefined && !(yearly && isPageOfItsOwn(link.url))) return undefined;
    if (!dated && !standsBeneath(link.url, page.url)) return undefined;
  }
  const nameIsCut = told.reason === 'cut-within-name';
  return leadOf(link.url, title, { year: told.year, publishedOn, column, portal, nameIsCut });
}

/** /nb/n6.html, unlike /nb/, /nb/index.html and /nb/list_2.html, is no list's address. */
function isPageOfItsOwn(url: string): boolean {
  const file = new URL(url).pathname.split('/').at(-1) ?? '';
  return (
    /\d.*\.(?:s?html?|jsp|aspx?|php)$/i.test(file) && !/list|index|default|page|class|cat|col|channel|node/i.test(file)
  );
}

/** At an address that could be a column's, only a title with a year and more than the bare phrase is a report. */
function namesOneReport(title: string, year: number | undefined, publishedOn: string | undefined): boolean {
  if (year === undefined) return publishedOn !== undefined;
  return publishedOn !== undefined || !YEAR_COLUMN.test(foldTitle(title));
}

interface LeadFacts {
  readonly year: number | undefined;
  readonly publishedOn: string | undefined;
  readonly column: string | undefined;
  readonly portal: Portal;
  /** The title may be cut off within the body's name. */
  readonly nameIsCut?: boolean;
}

function leadOf(url: string, title: string, facts: LeadFacts): ReportLead {
  const { year, publishedOn, column, portal } = facts;
  const organization = facts.nameIsCut === true ? undefined : bodyNamed(title, column, portal);
  return {
    kind: 'report',
    url,
    title,
    ...(organization === undefined ? {} : { organization }),
    ...(year === undefined ? {} : { year }),
    ...(publishedOn === undefined ? {} : { publishedOn }),
    ...(column === undefined || column === '' ? {} : { column }),
  };
}

/** The body's name where title or column give one; the portal alone is no evidence, for a county's lists hold everybody's reports. */
function bodyNamed(title: string, column: string | undefined, portal: Portal): string | undefined {
  const home = { name: portal.name, division: portal.division };
  const named = identifyOrganization({ title, column, portal: home });
  const otherwise = identifyOrganization({ title: '', portal: home });
  if (named === undefined) return undefined;
  return named.name !== otherwise?.name || identifyOrganization({ title, column }) !== undefined
    ? named.name
    : undefined;
}

const STATUTORY_ROWS = ['本年新收政府信息公开申请', '本年度办理结果', '结果维持', '结果纠正'] as const;

/** The page itself as a report, where a link that promised a column led straight to one. */
export function reportOnPage(page: Page, portal: Portal): ReportLead | undefined {
  const text = page.html.replace(/<[^>]*>|&nbsp;|\s+/g, '');
  const rows = STATUTORY_ROWS.filter((words) => text.includes(words));
  if (rows.length < 3) return undefined;
  const column = columnOf(page);
  const title = [page.meta.get('articletitle') ?? '', page.title.split(/[_|]/)[0] ?? '', column ?? ''].find(
    (candidate) => classifyTitle(candidate, { column }).kind === 'report',
  );
  if (title === undefined) return undefined;
  return leadOf(page.url, title.trim(), { year: classifyTitle(title).year, publishedOn: undefined, column, portal });
}
