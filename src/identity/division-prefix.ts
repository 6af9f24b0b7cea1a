import { NOT_A_DIVISION } from './body-names.ts';
import { divisionNameAtStart, divisionsNamed, higherNamesAtStart, officialNames } from './divisions.ts';

/** The divisions a body's name begins with, each as written, and what follows them. */
export interface DivisionPrefix {
  readonly province?: string | undefined;
  readonly prefecture?: string | undefined;
  readonly county?: string | undefined;
  readonly rest: string;
}

/** The county (or prefecture) a portal serves, where known: it decides doubtful names. */
export interface KnownDivision {
  /** 永宁县, 固原市. */
  readonly name: string;
}

const NATIONALITIES =
  /(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|京|独龙|鄂伦春|各)族/g;

/** 大通回族土族自治县 → 大通县; a name without nationalities stays as it is. */
export function everydayCountyName(name: string): string {
  return name.replace(NATIONALITIES, '').replace(/自治(?=[县旗]$)/, '');
}

const UNKNOWN_PROVINCE = /^[\u4e00-\u9fff]{2,6}(?:自治区|省)(?=.{2,})/;
const UNKNOWN_PREFECTURE =
  /^[\u4e00-\u9fff]{2,9}?(?:自治州|地区|市|州|盟)(?=[\u4e00-\u9fff]{2,9}?(?:[县旗]|(?<![社园])区|市(?!场|政|容|监)))/;
const UNKNOWN_COUNTY =
  /^[\u4e00-\u9fff]{2,9}?(?:自治[县旗]|[县旗](?!直|级)|区(?!域|划|直|级)|市(?!场|政(?!府)|容|监|域))(?!镇$|镇人民|乡$|乡人民|街道)/;

/**
 * Takes province, prefecture and county off the front of a body's name, in that order, each optional. Official names
 * come from GB/T 2260; names that are not in it are recognised by their form, so that a portal with a new or an unlisted
 * county works too. `known` wins where a name could be read in two ways.
 */
export function takeDivisions(text: string, known?: KnownDivision): DivisionPrefix {
  let rest = text.replace(/^中共/, '').replace(/^国家税务总局/, '');
  let province: string | undefined;
  let prefecture: string | undefined;

  const official = divisionNameAtStart(rest);
  if (rankNamed(official, 'province')) {
    province = official;
    rest = rest.slice(official.length);
  } else {
    const short = leadingShortName(rest, higherNamesAtStart(rest, 'province'), known);
    if (short !== undefined) {
      province = short;
      rest = rest.slice(short.length);
    }
  }

  const atCounty = takeKnown(rest, known);
  if (atCounty !== undefined) return { province, prefecture, ...atCounty };

  const next = divisionNameAtStart(rest);
  if (rankNamed(next, 'prefecture')) {
    prefecture = next;
    rest = rest.slice(next.length);
  } else {
    const short = leadingShortName(rest, higherNamesAtStart(rest, 'prefecture'), known);
    if (short !== undefined) {
      prefecture = short;
      rest = rest.slice(short.length);
    }
  }
  const below = takeKnown(rest, known) ?? takeCounty(rest, prefecture !== undefined);
  if (below !== undefined) return { province, prefecture, ...below };
  if (prefecture !== undefined || next !== '') return { province, prefecture, rest };
  return takeUnlisted(rest, province, known);
}

function rankNamed(name: string, rank: 'province' | 'prefecture' | 'county'): boolean {
  return name !== '' && divisionsNamed(name).some((division) => division.rank === rank);
}

/** 宁夏红寺堡区, 固原原州区: a short name counts only where a county follows, for 海南, 朝阳 and 吉林 are many things. */
function leadingShortName(
  text: string,
  names: readonly string[],
  known: KnownDivision | undefined,
): string | undefined {
  for (const name of names) {
    const after = text.slice(name.length);
    if (takeKnown(after, known) !== undefined) return name;
    const following = divisionNameAtStart(after);
    if (following.length > 2 || (following !== '' && !/[区市]$/.test(following))) return name;
  }
  return undefined;
}

/** The known county by its official name, its everyday name, or its bare stem before a department (永宁教育局). */
function takeKnown(text: string, known: KnownDivision | undefined): { county: string; rest: string } | undefined {
  if (known === undefined || known.name === '') return undefined;
  for (const name of [known.name, everydayCountyName(known.name)]) {
    if (text.startsWith(name)) return { county: known.name, rest: text.slice(name.length) };
  }
  const stem = everydayCountyName(known.name).slice(0, -1);
  if (stem.length < 2 || !text.startsWith(stem)) return undefined;
  const rest = text.slice(stem.length);
  const standsAlone = rest === '' || /(?:局|委员会|委|委会|办公室|办|中心|大队|支队|园区|开发区)$/.test(rest);
  return standsAlone && !/^[县区市旗镇乡街]/.test(rest) ? { county: known.name, rest } : undefined;
}

/** Two-character names such as 城区 and 郊区 are everyday words: they count only behind their prefecture. */
function takeCounty(text: string, belowPrefecture: boolean): { county: string; rest: string } | undefined {
  const name = divisionNameAtStart(text);
  if (rankNamed(name, 'county') && (belowPrefecture || name.length > 2 || /[县旗]$/.test(name))) {
    return { county: name, rest: text.slice(name.length) };
  }
  const everyday = everydayCountyAtStart(text);
  return everyday === undefined ? undefined : { county: everyday.official, rest: text.slice(everyday.short.length) };
}

/** 大通县教育局: the everyday name of an autonomous county, which the table knows by its full name only. */
function everydayCountyAtStart(text: string): { short: string; official: string } | undefined {
  const short = /^[\u4e00-\u9fff]{2,5}?[县旗]/.exec(text)?.[0];
  if (short === undefined || divisionsNamed(short).length > 0) return undefined;
  const official = autonomousCounties().get(short);
  return official === undefined ? undefined : { short, official };
}

let everydayNames: ReadonlyMap<string, string> | undefined;

function autonomousCounties(): ReadonlyMap<string, string> {
  everydayNames ??= new Map(
    officialNames('county')
      .filter((name) => /自治[县旗]$/.test(name))
      .map((name) => [everydayCountyName(name), name]),
  );
  return everydayNames;
}

function takeUnlisted(text: string, province: string | undefined, known: KnownDivision | undefined): DivisionPrefix {
  const unknownProvince = province ?? UNKNOWN_PROVINCE.exec(text)?.[0];
  let rest = province === undefined ? text.slice(unknownProvince?.length ?? 0) : text;
  const prefecture = UNKNOWN_PREFECTURE.exec(rest)?.[0];
  if (prefecture !== undefined && !NOT_A_DIVISION.test(prefecture)) {
    const below = rest.slice(prefecture.length);
    const county = takeKnown(below, known) ?? takeCounty(below, true) ?? takeByForm(below);
    if (county !== undefined) return { province: unknownProvince, prefecture, ...county };
  }
  const here = takeKnown(rest, known) ?? takeByForm(rest);
  if (here !== undefined) return { province: unknownProvince, ...here };
  if (unknownProvince === undefined) rest = text;
  return { province: unknownProvince, rest };
}

function takeByForm(text: string): { county: string; rest: string } | undefined {
  const county = UNKNOWN_COUNTY.exec(text)?.[0];
  if (county === undefined || NOT_A_DIVISION.test(county)) return undefined;
  if (/(?:街道|[乡镇]).*[县区市旗]$/.test(county)) return undefined;
  return { county, rest: text.slice(county.length) };
}
