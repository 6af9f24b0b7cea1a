import { foldCharacters, foldWidth } from './title-text.ts';

/** First and last day the figures of a report cover, both ISO dates, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const DAY = String.raw`(\d{1,2}|[一二三四五六七八九十]{1,3})`;
const FROM_DATE = String.raw`(20\d{2})[年.\-/]${DAY}(?:[月.\-/]${DAY})?[日月]?`;
const BRIDGE = String.raw`起?(?:开始)?[，,]?(?:至|到|截至|止于|[-—–－~～]+)`;
const TO_DATE = String.raw`(?:(?:(20\d{2})|当|同|本)[年.\-/])?${DAY}(?:[月.\-/]${DAY})?[日月]?`;
const PERIOD = new RegExp(`${FROM_DATE}${BRIDGE}${TO_DATE}`, 'g');
const PERIOD_WORDS = /(?:统计(?!局)|数据|期限|时限|周期|区间|起止|时段)[^。；]{0,25}$/;
const DAY_MS = 86_400_000;

/**
 * The statistics period a report states: 统计数据从2023年1月1日至12月31日 → 2023-01-01 to 2023-12-31. A range that is
 * announced as the period wins over any other; a range that is not announced counts only if it covers most of a year.
 * Undefined when none is stated.
 */
export function readPeriod(text: string): Period | undefined {
  const folded = foldCharacters(text);
  let unannounced: Period | undefined;
  for (const match of folded.matchAll(PERIOD)) {
    const period = periodOf(match);
    if (period === undefined) continue;
    const days = (Date.parse(period.to) - Date.parse(period.from)) / DAY_MS;
    if (days < 0 || days > 800) continue;
    if (PERIOD_WORDS.test(folded.slice(Math.max(0, match.index - 40), match.index))) return period;
    if (days >= 300) unannounced ??= period;
  }
  return unannounced;
}

function periodOf(match: RegExpMatchArray): Period | undefined {
  const [, fromYear, fromMonth, fromDay, toYear, toMonth, toDay] = match;
  if (fromYear === undefined || fromMonth === undefined || toMonth === undefined) return undefined;
  const from = isoDate(Number(fromYear), smallNumber(fromMonth), fromDay === undefined ? 1 : smallNumber(fromDay));
  const endYear = Number(toYear ?? fromYear);
  const endMonth = smallNumber(toMonth);
  const to = isoDate(endYear, endMonth, toDay === undefined ? lastDayOf(endYear, endMonth) : smallNumber(toDay));
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** 1-99 in arabic or Chinese digits: 12, 十二, 三十一. */
function smallNumber(digits: string): number {
  if (/^\d+$/.test(digits)) return Number(digits);
  const values = '一二三四五六七八九';
  const [tens, ones] = digits.includes('十') ? digits.split('十') : ['', digits];
  const tensValue = digits.includes('十') ? (tens === '' ? 1 : values.indexOf(tens ?? '') + 1) : 0;
  return tensValue * 10 + (ones === undefined || ones === '' ? 0 : values.indexOf(ones) + 1);
}

function lastDayOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** `2023-02-30` is not a date: undefined. */
function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}

/** Where a publication date may stand. The address is not among them. */
export interface PublicationClues {
  /** Meta tags by lower-case name. */
  readonly meta?: ReadonlyMap<string, string> | undefined;
  /** Text of the page around its title. */
  readonly text?: string | undefined;
  /** What the list row printed. */
  readonly listed?: string | undefined;
}

/** Meta tags that carry the publication date, best first. */
const PUBLICATION_META = [
  'pubdate',
  'publishdate',
  'publish_date',
  'publishtime',
  'article:published_time',
  'firstpublishedtime',
  'createdate',
  'date',
] as const;

const PUBLICATION_LABEL =
  /(?:(?:发布|发文|公布|公开|成文|生成|更新|上传)(?:时间|日期)|日\s*期|时\s*间)\s*[:：】\]]?\s*((?:19|20)\d{2}.{0,16})/s;

/** Earlier dates are the marks of a broken system clock. */
const EARLIEST_PUBLICATION = 2003;

/**
 * The day a report was published, ISO: the page's own meta tags first, then a labelled date in its text, then the list
 * row. Days before 2003 are the marks of a broken system clock and count as unknown.
 */
export function readPublishedOn(clues: PublicationClues): string | undefined {
  for (const name of PUBLICATION_META) {
    const date = dateIn(clues.meta?.get(name) ?? '');
    if (date !== undefined) return date;
  }
  const labelled = PUBLICATION_LABEL.exec(foldWidth(clues.text ?? ''))?.[1] ?? '';
  return dateIn(labelled) ?? dateIn(clues.listed ?? '');
}

const SEPARATED_DATE = /(?<!\d)((?:19|20)\d{2})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})/;
const COMPACT_DATE = /(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)/;

/** The first full date in a text as ISO, or undefined: `[2024-01-31]`, `2024年1月31日`, `2024/1/3 09:20`, `20240131`. */
export function dateIn(text: string): string | undefined {
  const narrow = foldWidth(text);
  const match = SEPARATED_DATE.exec(narrow) ?? COMPACT_DATE.exec(narrow);
  if (match === null || Number(match[1]) < EARLIEST_PUBLICATION) return undefined;
  return isoDate(Number(match[1]), Number(match[2]), Number(match[3]));
}
