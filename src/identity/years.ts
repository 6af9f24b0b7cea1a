import { readPeriod } from './dates.ts';
import { foldCharacters } from './title-text.ts';

/** Reports are due since 2008 (the first 条例); a few places published earlier under their own rules. */
const EARLIEST_YEAR = 2003;
const LATEST_YEAR = 2099;

/** How strongly the surroundings of a year say that it is the reporting year; the highest wins, then the earliest. */
interface YearSign {
  readonly id: string;
  readonly weight: number;
  readonly before?: RegExp;
  readonly after?: RegExp;
}

const YEAR_SIGNS: readonly YearSign[] = [
  { id: 'document-number', weight: -100, before: /[〔[【（(]$/, after: /^[〕\]】）)]\d+号/ },
  { id: 'longer-number', weight: -100, before: /\d$/ },
  { id: 'longer-number-after', weight: -100, after: /^\d/ },
  { id: 'regulation-of', weight: -40, after: /^年?(?:修订|修正|施行|颁布)/ },
  {
    id: 'publication-date',
    weight: -30,
    after: /^年?(?:\d{1,2}月|[-./]\d{1,2}(?!\d)).{0,8}(?:发布|公布|公开|印发|更新|日)?/,
  },
  { id: 'published-in', weight: -30, after: /^年?(?:发布|公布|印发|更新)/ },
  { id: 'fiscal-year', weight: 30, after: /^年度/ },
  { id: 'before-report', weight: 20, after: /^年?度?(?:[^，。；]{0,30}?)(?:信息公开|年度报告|年报)/ },
  { id: 'after-report', weight: 15, before: /(?:年度报告|年报|报告)[（(【[—-]*$/ },
  { id: 'plain-year', weight: 10, after: /^年/ },
];

const YEAR = /(?:19|20)\d{2}/g;

/**
 * The reporting year a title states, or undefined. Of two years the reporting one wins:
 * 2022年度…报告（2023年1月发布） → 2022. Chinese and full-width digits count.
 */
export function yearInTitle(title: string): number | undefined {
  const text = foldCharacters(title);
  let best: { year: number; weight: number } | undefined;
  for (const match of text.matchAll(YEAR)) {
    const year = Number(match[0]);
    if (year < EARLIEST_YEAR || year > LATEST_YEAR) continue;
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + 4);
    const weight = YEAR_SIGNS.reduce((sum, sign) => sum + (shows(sign, before, after) ? sign.weight : 0), 0);
    if (weight <= -100) continue;
    if (best === undefined || weight > best.weight) best = { year, weight };
  }
  return best?.year;
}

function shows(sign: YearSign, before: string, after: string): boolean {
  return (sign.before?.test(before) ?? true) && (sign.after?.test(after) ?? true);
}

/** What may tell the fiscal year. The address is not among them: dates in addresses lie. */
export interface YearClues {
  readonly title: string;
  /** The sentence that states the statistics period, or the whole text it stands in. */
  readonly period?: string | undefined;
  /** The opening of the report, or all of it. */
  readonly text?: string | undefined;
}

export interface FiscalYear {
  readonly year: number;
  readonly from: 'title' | 'period' | 'text';
}

/**
 * The year a report is about: what its title says, else the year most of its statistics period lies in, else what its
 * text says (the title it cites for itself, else the year it names most often). Undefined when nothing tells.
 */
export function readFiscalYear(clues: YearClues): FiscalYear | undefined {
  const titled = yearInTitle(clues.title);
  if (titled !== undefined) return { year: titled, from: 'title' };
  const period = readPeriod(clues.period ?? '') ?? readPeriod(clues.text ?? '');
  if (period !== undefined) return { year: mainYear(period.from, period.to), from: 'period' };
  const told = yearInText(clues.text ?? '');
  return told === undefined ? undefined : { year: told, from: 'text' };
}

/** A period such as 2022-12-29 to 2023-12-28 is the year most of its days lie in. */
function mainYear(from: string, to: string): number {
  const middle = new Date((Date.parse(from) + Date.parse(to)) / 2);
  return middle.getUTCFullYear();
}

function yearInText(source: string): number | undefined {
  const text = foldCharacters(source);
  for (const cited of text.matchAll(/《([^《》]{0,60}信息公开[^《》]{0,10}(?:年度报告|年报)[^《》]{0,12})》/g)) {
    const year = yearInTitle(cited[1] ?? '');
    if (year !== undefined) return year;
  }
  const mentions = new Map<number, number>();
  for (const match of text.matchAll(/(?<!\d)(20\d{2})年(?!\d|修订|修正|[一二三四五六七八九十]+月)/g)) {
    const year = Number(match[1]);
    if (year >= EARLIEST_YEAR) mentions.set(year, (mentions.get(year) ?? 0) + 1);
  }
  const [most] = [...mentions].sort((left, right) => right[1] - left[1]);
  return most?.[0];
}
