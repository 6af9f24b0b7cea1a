import { readFileSync } from 'node:fs';
import { successions } from './successions.ts';

export type DivisionRank = 'province' | 'prefecture' | 'county';

/** One row of GB/T 2260: a province, prefecture or county with its place above. */
export interface Division {
  /** Six digits: `640000` a province, `640400` a prefecture, `640402` a county. */
  readonly code: string;
  /** Official name: 永宁县, 大通回族土族自治县. */
  readonly name: string;
  readonly rank: DivisionRank;
  /** True where the name or code has been replaced since 2008 (湟中县, now 湟中区). */
  readonly former: boolean;
  /** Name of the prefecture; null for provinces, prefectures and counties directly under a province. */
  readonly prefecture: string | null;
  readonly province: string | null;
}

/** What is known of where a division lies; each part narrows a name that several divisions share. */
export interface DivisionHints {
  /** A code of the county, or of its prefecture or province (the trailing zeros are wild). */
  readonly code?: string | undefined;
  /** Official or short name: 宁夏回族自治区, 宁夏. */
  readonly province?: string | undefined;
  /** Official or short name: 固原市, 固原. */
  readonly prefecture?: string | undefined;
}

const PROVINCE_TAILS = /(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$/;
const PREFECTURE_TAILS = /(?:(?:[\u4e00-\u9fff]{1,3}族)*自治州|地区|盟|市|州)$/;

/** 宁夏回族自治区 → 宁夏, 北京市 → 北京; a name that is short already stays. */
export function shortProvinceName(name: string): string {
  const short = name.replace(PROVINCE_TAILS, '');
  return short.length >= 2 ? short : name;
}

function shortPrefectureName(name: string): string {
  const short = name.replace(PREFECTURE_TAILS, '');
  return short.length >= 2 ? short : name;
}

function rankOf(code: string): DivisionRank {
  if (code.endsWith('0000')) return 'province';
  return code.endsWith('00') ? 'prefecture' : 'county';
}

interface DivisionTable {
  readonly byCode: ReadonlyMap<string, Division>;
  readonly byName: ReadonlyMap<string, readonly Division[]>;
  readonly longestName: number;
  /** Official and short names by their first two characters. */
  readonly higherNames: Readonly<Record<'province' | 'prefecture', ReadonlyMap<string, readonly string[]>>>;
  readonly officialNames: Readonly<Record<DivisionRank, readonly string[]>>;
}

let loaded: DivisionTable | undefined;

function divisionTable(): DivisionTable {
  loaded ??= readDivisionTable();
  return loaded;
}

function readDivisionTable(): DivisionTable {
  const source = readFileSync(new URL('./divisions.tsv', import.meta.url), 'utf8');
  const rows = source
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  const currentNames = new Map(rows.filter((row) => row[2] !== 'former').map((row) => [row[0], row[1]]));
  const listed = new Set(rows.map(([code, name]) => `${code} ${name}`));
  for (const { formerCode, formerName } of successions())
    if (!listed.has(`${formerCode} ${formerName}`)) rows.push([formerCode, formerName, 'former']);
  const byCode = new Map<string, Division>();
  const byName = new Map<string, Division[]>();
  for (const [code, name, state] of rows) {
    if (code === undefined || name === undefined) continue;
    const rank = rankOf(code);
    const division: Division = {
      code,
      name,
      rank,
      former: state === 'former',
      prefecture: rank === 'county' ? (currentNames.get(`${code.slice(0, 4)}00`) ?? null) : null,
      province: rank === 'province' ? null : (currentNames.get(`${code.slice(0, 2)}0000`) ?? null),
    };
    if (!division.former || !byCode.has(code)) byCode.set(code, division);
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [division]);
    else namesakes.push(division);
  }
  const official = (rank: DivisionRank) => [
    ...new Set(
      [...byName.values()]
        .flat()
        .filter((row) => row.rank === rank)
        .map((row) => row.name),
    ),
  ];
  const officialNames = {
    province: official('province'),
    prefecture: official('prefecture'),
    county: official('county'),
  };
  return {
    byCode,
    byName,
    longestName: Math.max(...[...byName.keys()].map((name) => name.length)),
    higherNames: {
      province: byFirstCharacters(officialNames.province, shortProvinceName),
      prefecture: byFirstCharacters(officialNames.prefecture, shortPrefectureName),
    },
    officialNames,
  };
}

function byFirstCharacters(
  names: readonly string[],
  shorten: (name: string) => string,
): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of new Set(names.flatMap((official) => [official, shorten(official)]))) {
    const key = name.slice(0, 2);
    found.set(key, [...(found.get(key) ?? []), name]);
  }
  return found;
}

/** The division with this code; a code that is in use wins over a former one. */
export function divisionByCode(code: string): Division | undefined {
  return divisionTable().byCode.get(code);
}

/** Every division of exactly this official name, former ones included; empty for a name not in the table. */
export function divisionsNamed(name: string): readonly Division[] {
  return divisionTable().byName.get(name) ?? [];
}

/**
 * The one division of this official name, or undefined when there is none or when several share the name and the hints
 * do not decide (鼓楼区 alone is four). A current division is preferred to a former one.
 */
export function findDivision(name: string, hints: DivisionHints = {}): Division | undefined {
  const namesakes = divisionsNamed(name);
  const fitting = namesakes.length > 1 ? namesakes.filter((division) => agrees(division, hints)) : namesakes;
  const current = fitting.filter((division) => !division.former);
  const candidates = current.length > 0 ? current : fitting;
  const codes = new Set(candidates.map((division) => division.code));
  return codes.size === 1 ? candidates[0] : undefined;
}

function agrees(division: Division, hints: DivisionHints): boolean {
  if (hints.code !== undefined && !division.code.startsWith(hints.code.replace(/(?:00){1,2}$/, ''))) return false;
  if (hints.province !== undefined && division.province !== null) {
    if (shortProvinceName(division.province) !== shortProvinceName(hints.province)) return false;
  }
  if (hints.prefecture !== undefined && division.prefecture !== null) {
    if (shortPrefectureName(division.prefecture) !== shortPrefectureName(hints.prefecture)) return false;
  }
  return true;
}

/** The longest official county, prefecture or province name the text starts with, or ''. */
export function divisionNameAtStart(text: string): string {
  const { byName, longestName } = divisionTable();
  for (let length = Math.min(longestName, text.length); length >= 2; length -= 1) {
    const candidate = text.slice(0, length);
    if (byName.has(candidate)) return candidate;
  }
  return '';
}

/** Official and short names of the provinces, or prefectures, that the text starts with. */
export function higherNamesAtStart(text: string, rank: 'province' | 'prefecture'): readonly string[] {
  const { higherNames } = divisionTable();
  return (higherNames[rank].get(text.slice(0, 2)) ?? []).filter((name) => text.startsWith(name));
}

/** Official names of all divisions of a rank, current and former. */
export function officialNames(rank: DivisionRank): readonly string[] {
  return divisionTable().officialNames[rank];
}

/** The counties in use of a province or prefecture, by its code, in order of their codes. */
export function countiesBelow(code: string): readonly Division[] {
  const prefix = code.replace(/(?:00){1,2}$/, '');
  return [...divisionTable().byCode.values()].filter(
    (division) =>
      division.rank === 'county' && !division.former && division.code !== code && division.code.startsWith(prefix),
  );
}
