import { divisionByCode, divisionNameAtStart, findDivision, officialNames } from './divisions.ts';
import type { Division, DivisionRank } from './divisions.ts';
import { takeDivisions } from './division-prefix.ts';
import type { DivisionPrefix, KnownDivision } from './division-prefix.ts';
import { presentDivision } from './successions.ts';

/** The division a portal, a site or an opening belongs to: where a body lives whose title does not say. */
export interface HomeDivision extends KnownDivision {
  readonly code: string | null;
  readonly rank: DivisionRank;
}

/** What tells where a document comes from. */
export interface PlaceClues {
  readonly title: string;
  readonly opening?: string | undefined;
  readonly siteName?: string | undefined;
  readonly portal?: { readonly name: string; readonly division?: string | undefined } | undefined;
}

/**
 * The division the portal serves; without a portal, the one the site's name states, then the first county the opening
 * names with its government. Undefined when nothing tells.
 */
export function homeDivision(clues: PlaceClues): HomeDivision | undefined {
  const { portal, siteName, opening } = clues;
  if (portal !== undefined) {
    const byName = divisionOfSite(portal.name, portal.division);
    if (byName !== undefined) return byName;
    const listed = portal.division === undefined ? undefined : divisionByCode(portal.division);
    if (listed !== undefined) return { name: listed.name, code: listed.code, rank: listed.rank };
  }
  const bySite = siteName === undefined ? undefined : divisionOfSite(siteName, undefined);
  if (bySite !== undefined) return bySite;
  const named = /([\u4e00-\u9fff]{2,12}?[县区市旗])(?:人民政府|政府|委)/.exec((opening ?? '').replace(/\s+/g, ''))?.[1];
  if (named === undefined) return undefined;
  for (let start = 0; start < named.length - 1; start += 1) {
    if (divisionNameAtStart(named.slice(start)) === named.slice(start))
      return divisionOfSite(named.slice(start), undefined);
  }
  return undefined;
}

function divisionOfSite(site: string, code: string | undefined): HomeDivision | undefined {
  const bare = site.replace(/^中国[·.]?/, '').replace(/\s+/g, '');
  const listed = code === undefined ? undefined : divisionByCode(code);
  const taken = takeDivisions(bare, listed);
  const name = taken.county ?? taken.prefecture ?? taken.province;
  if (name === undefined) return undefined;
  if (code !== undefined) return { name, code, rank: rankOfCode(code) };
  const found = findDivision(name, {
    province: taken.province,
    prefecture: taken.county === undefined ? undefined : taken.prefecture,
  });
  if (found !== undefined) return { name, code: found.code, rank: found.rank };
  return { name, code: null, rank: taken.county === undefined ? rankByForm(taken) : 'county' };
}

function rankByForm(taken: DivisionPrefix): DivisionRank {
  return taken.prefecture === undefined ? 'province' : 'prefecture';
}

function rankOfCode(code: string): DivisionRank {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

/**
 * The division a name belongs to, by the name and code it has today, once its own prefix and its home are weighed; undefined when neither
 * tells. A county keeps its identity over renames: 湟中县 of 2018 is 湟中区.
 */
export function locate(
  taken: DivisionPrefix,
  home: HomeDivision | undefined,
  clues: PlaceClues,
): HomeDivision | undefined {
  const place = placeNamed(taken, home, clues);
  const present = place?.code == null ? undefined : presentDivision(place.code, place.name);
  return place === undefined || present === undefined ? place : { ...place, name: present.name, code: present.code };
}

function placeNamed(
  taken: DivisionPrefix,
  home: HomeDivision | undefined,
  clues: PlaceClues,
): HomeDivision | undefined {
  const name = taken.county ?? taken.prefecture ?? taken.province;
  if (name === undefined) return home;
  if (home?.name === name) return home;
  const rank: DivisionRank = taken.county !== undefined ? 'county' : rankByForm(taken);
  const found = findInContext(name, taken, home, clues);
  return { name: found?.name ?? name, code: found?.code ?? null, rank };
}

/** Namesakes are told apart by the prefecture or province before the name, then the home's, then those in the texts. */
function findInContext(
  name: string,
  taken: DivisionPrefix,
  home: HomeDivision | undefined,
  clues: PlaceClues,
): Division | undefined {
  const own = {
    province: taken.province,
    prefecture: taken.county === undefined ? undefined : taken.prefecture,
  };
  const alone = findDivision(name, own);
  if (alone !== undefined) return alone;
  const code = home?.code ?? null;
  if (code !== null) {
    const near =
      findDivision(name, { code: `${code.slice(0, 4)}00` }) ?? findDivision(name, { code: `${code.slice(0, 2)}0000` });
    if (near !== undefined) return near;
  }
  const text = `${clues.siteName ?? ''}${clues.opening ?? ''}`;
  const prefecture = officialNames('prefecture').find((name) => text.includes(name));
  const byPrefecture = prefecture === undefined ? undefined : findDivision(name, { prefecture });
  if (byPrefecture !== undefined) return byPrefecture;
  const province = officialNames('province').find((name) => text.includes(name));
  return province === undefined ? undefined : findDivision(name, { province });
}
