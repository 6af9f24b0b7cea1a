import { isOnPortal, standsBeneath } from './addresses.ts';
import type { Crawler, Lead, Portal, Step } from './crawler.ts';
import { isColumn, linksInRole, subColumns, unitLinks } from './column-links.ts';
import type { ScoredLink } from './column-links.ts';
import { framesOf, isFrameset, redirectOf } from './frames.ts';
import { reportEntries, reportOnPage } from './list-entries.ts';
import type { ReportLead } from './list-entries.ts';
import { hasListControls } from './list-controls.ts';
import { listStatement } from './list-statement.ts';
import type { KnownList } from './list-statement.ts';
import { EMPTY_WORDS } from './link-words.ts';
import type { Page } from './page.ts';
import { followingPages, pageIndex } from './pagination.ts';
import { isShell, mayBeFilled } from './script-built.ts';
import { labelFrom } from './trail.ts';

/** What a dialect adds to the walk that all families share. */
export interface Dialect {
  /** The page with the links that only its scripts hold; the page itself where there are none. */
  readonly withHiddenRows?: (page: Page) => Page;
  /** Further pages of the list that no link and no pager names. */
  readonly furtherRows?: (page: Page) => Lead[];
  /** The list of a page as its data tell it; undefined where the page's markup tells as much. */
  readonly knownList?: (page: Page) => KnownList | undefined;
}

/** Sooner first: what is surest to hold reports, then what may lead to them. */
const PRIORITY = {
  column: 100,
  frame: 95,
  subColumn: 90,
  page: 85,
  /** After the plain ways to reports, before the long ones. */
  rendered: 60,
  hub: 50,
  section: 40,
  units: 30,
  unit: 20,
  map: 5,
} as const;
const MOST = { columns: 60, hubs: 4, hubsBesideColumn: 2, units: 4, subColumns: 120, unitZones: 150 } as const;
/** Beside a column already found, only a hub this sure is worth a request. */
const SURE_HUB = 80;
/** A home page with more links than this is no mere door. */
const LINKS_OF_A_DOOR = 10;
/** Fewer links to bodies than this are no directory of them. */
const ZONES_OF_A_DIRECTORY = 3;
/** A list that shows no report on so many pages is taken for another list. */
const BARREN_PAGES = 2;

type StepName = 'home' | 'hub' | 'section' | 'units' | 'unit' | 'unitSection' | 'column';

/**
 * The way from a home page to the reports: home → hub (政府信息公开) → section → column, with the zones of departments and
 * townships beside it (units → unit → column). A step never goes on from news and other lists: what leads to no column and
 * is no report is left alone.
 */
export function walkOf(dialect: Dialect): Crawler['steps'] {
  const step = (name: StepName, leadsOf: Step): Step => {
    return (page, portal) => {
      const onward = redirectOf(page);
      if (onward !== undefined && isOnPortal(onward, page.url, portal)) {
        return [{ kind: 'follow', step: name, url: onward, label: page.label, priority: PRIORITY.frame }];
      }
      return eachOnce(leadsOf(dialect.withHiddenRows?.(page) ?? page, portal));
    };
  };
  const stated = (page: Page, leads: readonly Lead[]): Lead[] => listStatement(page, leads, dialect.knownList?.(page));

  const columnLeads: Step = (page, portal) => {
    const reports = reportEntries(page, portal, 'column');
    const own = reports.length === 0 ? reportOnPage(page, portal) : undefined;
    if (own !== undefined) return [own];
    const parts = subColumns(page, portal, reports.length === 0).slice(0, MOST.subColumns);
    const furtherRows = dialect.furtherRows?.(page) ?? [];
    const leads = [
      ...reports,
      ...follow(page, parts, 'column', PRIORITY.subColumn),
      ...furtherPages(page, portal, reports),
      ...(reports.length > 0 ? furtherRows : furtherRows.slice(0, BARREN_PAGES)),
      ...(reports.length === 0 ? frames(page, portal, 'column') : []),
    ];
    // Links to other columns stand in the menu of any page, and say nothing of this one.
    const isEmpty = leads.length === 0 && mayBeFilled(page);
    const statement = stated(page, reports);
    const asks = isEmpty || (!leads.some(goesOn) && holdsMore(page, statement));
    leads.splice(reports.length + parts.length, 0, ...columnsOf(page, portal).filter((lead) => !isRow(lead, reports)));
    return [...leads, ...(asks ? [rendered(page, 'column')] : []), ...statement];
  };
  const column = step('column', columnLeads);

  const home = step('home', (page, portal) => {
    const columns = columnsOf(page, portal);
    const hubs = linksInRole(page, portal, 'hub');
    const besideColumn = hubs.filter(({ score }) => score >= SURE_HUB).slice(0, MOST.hubsBesideColumn);
    const leads = [
      ...(isColumn(page) ? columnLeads(page, portal) : reportEntries(page, portal, 'anywhere')),
      ...columns,
      ...follow(page, columns.length > 0 ? besideColumn : hubs.slice(0, MOST.hubs), 'hub', PRIORITY.hub),
      ...unitHubs(page, portal),
      ...unitZones(page, portal),
      ...(isFrameset(page) ? frames(page, portal, 'home') : []),
    ];
    if (leads.length > 0) return leads;
    return [
      ...follow(page, splashDoor(page, portal), 'home', PRIORITY.hub),
      ...follow(page, siteMap(page), 'hub', PRIORITY.map),
      ...(isShell(page) ? [rendered(page, 'home')] : []),
    ];
  });

  /** One floor of the information-disclosure part; `below` names the step of the next floor, if any. */
  const floor = (name: StepName, below?: StepName): Step =>
    step(name, (page, portal) => {
      if (isColumn(page)) return columnLeads(page, portal);
      const reports = reportEntries(page, portal, 'anywhere');
      const columns = columnsOf(page, portal);
      const hubs = columns.length > 0 ? [] : linksInRole(page, portal, 'hub').slice(0, MOST.hubs);
      return [
        ...reports,
        ...columns,
        ...(reports.length > 1 ? furtherPages(page, portal, reports) : []),
        ...(reports.length > 1 ? stated(page, reports) : []),
        ...(below === undefined ? [] : follow(page, hubs, below, PRIORITY.section)),
        ...unitHubs(page, portal),
        ...unitZones(page, portal),
        ...(columns.length === 0 && reports.length === 0 ? frames(page, portal, 'section') : []),
        ...(columns.length === 0 && reports.length === 0 && isShell(page) ? [rendered(page, name)] : []),
      ];
    });

  const units = step('units', (page, portal) => {
    const leads = [
      ...reportEntries(page, portal, 'anywhere'),
      ...columnsOf(page, portal),
      ...follow(page, unitLinks(page, portal).slice(0, MOST.unitZones), 'unit', PRIORITY.unit),
    ];
    return leads.length === 0 && isShell(page) ? [rendered(page, 'units')] : leads;
  });

  const zone = (name: StepName, below?: StepName): Step =>
    step(name, (page, portal) => {
      const reports = reportEntries(page, portal, 'anywhere');
      const columns = columnsOf(page, portal);
      const hubs = below === undefined || reports.length > 0 ? [] : hubOfZone(page, portal, columns);
      const leads = [...reports, ...columns, ...(below === undefined ? [] : follow(page, hubs, below, PRIORITY.unit))];
      return leads.length === 0 && isShell(page) ? [rendered(page, name)] : leads;
    });

  return {
    home,
    hub: floor('hub', 'section'),
    section: floor('section'),
    units,
    unit: zone('unit', 'unitSection'),
    unitSection: zone('unitSection'),
    column,
  };
}

/** Does the page go on with its list in a way that only its scripts know: by a control without an address, or rows yet to come? */
function holdsMore(page: Page, [list]: readonly Lead[]): boolean {
  if (page.rendered || !/<script\b/i.test(page.html)) return false;
  if (hasListControls(page.html)) return true;
  if (list?.kind !== 'list' || !mayBeFilled(page)) return false;
  return (list.declared.pages ?? 1) > 1 || (list.declared.rows ?? 0) > list.rows.length;
}

/** 2023年政府信息公开工作年度报告 with a date beside it is a row of the list, unless it leads into a folder: then it may be a column as well. */
function isRow(lead: Lead, reports: readonly ReportLead[]): boolean {
  if (lead.kind !== 'follow' || /\/(?:index\.\w+)?$/.test(new URL(lead.url).pathname)) return false;
  return reports.some(({ url, publishedOn }) => url === lead.url && publishedOn !== undefined);
}

function goesOn(lead: Lead): boolean {
  return lead.kind === 'follow' && lead.continues === true;
}

/** The same page once more, as its scripts leave it. */
function rendered(page: Page, step: StepName): Lead {
  return {
    kind: 'follow',
    step,
    url: page.url,
    render: 'browser',
    label: page.label,
    priority: PRIORITY.rendered,
    continues: true,
  };
}

function eachOnce(leads: readonly Lead[]): Lead[] {
  const first = new Map<string, Lead>();
  for (const lead of leads) {
    const form = lead.kind === 'follow' && lead.form !== undefined ? JSON.stringify(lead.form) : '';
    const how = lead.kind === 'follow' ? `${lead.step} ${lead.render ?? ''}` : lead.kind;
    const key = lead.kind === 'list' ? how : `${how} ${lead.url} ${form}`;
    if (!first.has(key)) first.set(key, lead);
  }
  return [...first.values()];
}

function unitHubs(page: Page, portal: Portal): Lead[] {
  return follow(page, linksInRole(page, portal, 'units').slice(0, MOST.units), 'units', PRIORITY.units);
}

/** The zones of departments and townships where a page on the way lists several: a directory by whatever name. */
function unitZones(page: Page, portal: Portal): Lead[] {
  const zones = unitLinks(page, portal);
  return zones.length < ZONES_OF_A_DIRECTORY ? [] : follow(page, zones.slice(0, MOST.unitZones), 'unit', PRIORITY.unit);
}

/** Where the zone of a body discloses; the menu of the whole site, which names another place, counts only where the zone has none of its own. */
function hubOfZone(page: Page, portal: Portal, columns: readonly Lead[]): ScoredLink[] {
  const isOwn = (url: string): boolean => standsBeneath(url, page.url);
  if (columns.some((lead) => lead.kind === 'follow' && isOwn(lead.url))) return [];
  const hubs = linksInRole(page, portal, 'hub');
  const own = hubs.filter(({ link }) => isOwn(link.url));
  return own.length > 0 ? own.slice(0, 1) : columns.length > 0 ? [] : hubs.slice(0, 1);
}

function columnsOf(page: Page, portal: Portal): Lead[] {
  return follow(page, linksInRole(page, portal, 'column').slice(0, MOST.columns), 'column', PRIORITY.column);
}

function follow(page: Page, links: readonly ScoredLink[], step: StepName, priority: number): Lead[] {
  return links.map(({ link, score }) => ({
    kind: 'follow',
    step,
    url: link.url,
    label: EMPTY_WORDS.test(link.text) ? page.label : labelFrom(page, link.text),
    priority: priority + Math.min(score, 100) / 1000,
  }));
}

/** All later pages of a list that holds reports; of one that holds none yet, only the next, and not for long. */
function furtherPages(page: Page, portal: Portal, reports: readonly ReportLead[]): Lead[] {
  const pages = followingPages(page, portal);
  const [nearest] = pages;
  const early = nearest !== undefined && pageIndex(page.url, nearest) < BARREN_PAGES;
  const wanted = reports.length > 0 ? pages : early ? [nearest] : [];
  return wanted.map((url) => ({
    kind: 'follow',
    step: 'column',
    url,
    label: page.label,
    priority: PRIORITY.page,
    continues: true,
  }));
}

function frames(page: Page, portal: Portal, step: StepName): Lead[] {
  return framesOf(page, portal).map((url) => ({
    kind: 'follow',
    step,
    url,
    label: page.label,
    priority: PRIORITY.frame,
  }));
}

function siteMap(page: Page): ScoredLink[] {
  const map = page.links.find((link) => /^(?:网站地图|站点地图|网站导航)$/.test(link.text));
  return map === undefined ? [] : [{ link: map, score: 0 }];
}

/** The way in from a page that is nothing but a door: 进入网站. */
function splashDoor(page: Page, portal: Portal): ScoredLink[] {
  if (page.links.length > LINKS_OF_A_DOOR) return [];
  const door = page.links.find(
    ({ url, text }) => /进入|首页|简体|中文版/.test(text) && isOnPortal(url, page.url, portal),
  );
  return door === undefined ? [] : [{ link: door, score: 0 }];
}
