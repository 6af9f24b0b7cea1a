import { isOneBody } from '../src/identity/bodies.ts';
import { foldTitle } from '../src/identity/index.ts';
import { UNIT_KIND, YEAR_COLUMN } from './link-words.ts';
import type { Page } from './page.ts';

const SEPARATOR = ' › ';
const LONGEST_TRAIL = 4;

/** The words of the links that led from the home page to this one, the last of them last. */
export function trailOf(page: Page): readonly string[] {
  if (page.label !== '') return page.label.split(SEPARATOR);
  const names = [page.meta.get('columnname'), page.meta.get('columntype'), page.title.split(/[_|-]/)[0]?.trim()];
  const own = names.find((name) => name !== undefined && name !== '');
  return own === undefined ? [] : [own];
}

/** The label of a link, with the way that led to its page before it. */
export function labelFrom(page: Page, words: string): string {
  const trail = page.label === '' ? [] : page.label.split(SEPARATOR);
  return [...trail, words.replaceAll(SEPARATOR, ' ')].slice(-LONGEST_TRAIL).join(SEPARATOR);
}

/** The label of rows that came up when something was chosen in the page: the way to it, then what was chosen, the last of it last. */
export function labelUnder(page: Page, choices: string): string {
  return choices.split(SEPARATOR).reduce((label, words) => labelFrom({ ...page, label }, words), page.label);
}

/** The column a list belongs to, as far as it helps to name a body: 教育局 before 乡镇, 乡镇 before 政府信息公开年报. */
export function columnOf(page: Page): string | undefined {
  const trail = [...trailOf(page)].reverse();
  const naming = (test: (words: string) => boolean) => trail.find((words) => test(foldTitle(words)));
  return (
    naming((words) => isOneBody(words)) ??
    naming((words) => UNIT_KIND.test(words)) ??
    naming((words) => !YEAR_COLUMN.test(words)) ??
    trail[0]
  );
}
