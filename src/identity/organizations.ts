import { readBody } from './bodies.ts';
import type { Body } from './bodies.ts';
import { bodiesNamedIn } from './body-mentions.ts';
import { takeDivisions } from './division-prefix.ts';
import type { DivisionPrefix } from './division-prefix.ts';
import { homeDivision, locate } from './home-division.ts';
import type { HomeDivision } from './home-division.ts';
import type { Organization } from './organization.ts';
import { subjectsOf } from './title-subject.ts';

/** What may tell whose report it is. Only `title` is required, and it may be empty. */
export interface OrganizationClues {
  readonly title: string;
  /** The first paragraphs of the report. */
  readonly opening?: string | undefined;
  /** The site's name as its pages state it: 永宁县人民政府. */
  readonly siteName?: string | undefined;
  /** The column it was listed in. */
  readonly column?: string | undefined;
  /** The body, or the title, under which the list named it. */
  readonly listedAs?: string | undefined;
  readonly portal?: { readonly name: string; readonly division?: string | undefined } | undefined;
}

/**
 * Whose report it is, by its full name from the county on; undefined when nothing tells.
 *
 * The document speaks before its shelf: first the body its title names, then the title it cites for itself in its
 * opening, then what the list and the column called it, then whoever its opening says wrote it, and only then the site
 * and the portal. The writer named in the opening stands behind list and column because a government's report is
 * written by its office.
 */
export function identifyOrganization(clues: OrganizationClues): Organization | undefined {
  const titled = subjectsOf(clues.title);
  const home = homeDivision({ ...clues, siteName: clues.siteName ?? titled.site[0] });
  const opening = bodiesNamedIn(clues.opening ?? '');
  const told = [
    ...titled.named,
    ...opening.cited,
    ...subjectsOf(clues.listedAs ?? '').named,
    ...subjectsOf(clues.column ?? '').named,
    ...opening.writers,
  ];
  for (const name of told) {
    const organization = organizationNamed(name, home, clues);
    if (organization !== undefined) return withFullName(organization, clues.opening ?? '');
  }
  const weaker = [...titled.site, clues.siteName ?? '', clues.portal?.name ?? ''];
  for (const name of weaker) {
    const organization = name === '' ? undefined : organizationNamed(bareSiteName(name), home, clues);
    if (organization !== undefined) return organization;
  }
  return home === undefined ? undefined : organizationOf({ rest: '' }, { name: '', level: 'government' }, home, clues);
}

/** 永宁县人民政府门户网站 → 永宁县人民政府. */
function bareSiteName(name: string): string {
  return name.replace(/(?:官方|门户)?网站?(?:群)?(?:首页)?$|门户$/, '').replace(/^中国[·.]?/, '');
}

function organizationNamed(
  name: string,
  home: HomeDivision | undefined,
  clues: OrganizationClues,
): Organization | undefined {
  const taken = takeDivisions(withoutMenu(name, home), home);
  const named = taken.county !== undefined || taken.prefecture !== undefined || taken.province !== undefined;
  if (taken.rest === '' && !named) return undefined;
  const branch = branchOffice(taken, home);
  if (branch !== undefined) return organizationOf(branch.prefix, branch.body, home, clues);
  const body = readBody(taken.rest);
  return body === undefined ? undefined : organizationOf(taken, body, home, clues);
}

const MENU = /(?:首页|新闻|动态|资讯|要闻|公开|栏目|专栏|网站|门户|位置)[^\u4e00-\u9fff]*$/;

/** 首页政务公开永宁县教育局 → 永宁县教育局: the words of a menu run into a headline where the markup lost its breaks. */
function withoutMenu(name: string, home: HomeDivision | undefined): string {
  const start = home === undefined ? -1 : name.lastIndexOf(home.name);
  return start > 0 && MENU.test(name.slice(0, start)) ? name.slice(start) : name;
}

/** 固原市公安局原州区分局 is filed as 原州区公安分局: a name starts at its county. */
function branchOffice(
  taken: DivisionPrefix,
  home: HomeDivision | undefined,
): { prefix: DivisionPrefix; body: Body } | undefined {
  if (taken.county !== undefined) return undefined;
  const match = /^(.{2,12})局(.{2,12})分局$/.exec(taken.rest);
  const [, trade, place] = match ?? [];
  if (trade === undefined || place === undefined) return undefined;
  const county = takeDivisions(place, home).county;
  if (county === undefined) return undefined;
  return {
    prefix: { ...taken, county, rest: '' },
    body: { name: `${trade}分局`, level: 'department' },
  };
}

function organizationOf(
  taken: DivisionPrefix,
  body: Body,
  home: HomeDivision | undefined,
  clues: OrganizationClues,
): Organization | undefined {
  const place = locate(taken, home, clues);
  if (place === undefined) {
    return body.level === 'government'
      ? undefined
      : { name: body.name, level: body.level, division: null, divisionName: null };
  }
  if (body.level === 'government') {
    return { name: `${place.name}人民政府`, level: place.rank, division: place.code, divisionName: place.name };
  }
  return { name: `${place.name}${body.name}`, level: body.level, division: place.code, divisionName: place.name };
}

/**
 * 永宁县人社局 → 永宁县人力资源和社会保障局, where the report's own opening spells it out; never from a list of guesses, for
 * the same short name stands for different offices in different counties.
 */
function withFullName(organization: Organization, opening: string): Organization {
  const { name, divisionName, level } = organization;
  if (level !== 'department' || divisionName === null) return organization;
  const short = name.slice(divisionName.length);
  if (short.length > 5 || short.includes('分局')) return organization;
  const text = opening.replace(/\s+/g, '');
  for (const match of text.matchAll(new RegExp(`${divisionName}([\\u4e00-\\u9fff]{4,18}?(?:局|委员会|中心))`, 'g'))) {
    const full = match[1] ?? '';
    if (full.length > short.length && isShortFor(short, full))
      return { ...organization, name: `${divisionName}${full}` };
  }
  return organization;
}

/** 人社局 is short for 人力资源和社会保障局: the same first character, the others in order, and not simply cut off. */
function isShortFor(short: string, full: string): boolean {
  if (!full.startsWith(short.charAt(0)) || full.startsWith(short.slice(0, -1))) return false;
  let at = -1;
  for (const character of short) {
    at = full.indexOf(character, at + 1);
    if (at < 0) return false;
  }
  return true;
}
