import { foldTitle } from '../src/identity/index.ts';
import type { Page, PageLink } from './page.ts';

const ROW = /<tr\b[^>]*>([\s\S]*?)<\/tr>/gi;
const CELL = /<t[dh]\b[^>]*>([\s\S]*?)(?=<t[dh]\b|$)/gi;
const HREF = /<a\b[^>]*\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i;
const YEAR = /^(?:19|20)\d{2}(?:年度?)?(?:年报|年度报告|报告)?$/;
const FEWEST_YEARS = 2;
/** Longer words in a cell are a headline of their own, and tell more than the heads of row and column. */
const LONGEST_CELL = 6;

/**
 * Links of tables that set bodies against years, by address: a cell says 查看 or shows an icon, and only the heads of its row and its column
 * tell whose report of which year it is. Their texts are those heads: 教育局 2023年. Cells are counted from the right, for a head of several
 * rows may stand left of them.
 */
export function linksByBodyAndYear(page: Page): ReadonlyMap<string, Pick<PageLink, 'text' | 'title'>> {
  const found = new Map<string, Pick<PageLink, 'text' | 'title'>>();
  if (!/<table\b/i.test(page.html)) return found;
  let years: readonly (string | undefined)[] = [];
  for (const [, content = ''] of page.html.matchAll(ROW)) {
    const cells = [...content.matchAll(CELL)].map(([, cell = '']) => cell);
    const heads = cells.map((cell) => foldTitle(wordsOf(cell)));
    const headed = heads.map((words) => (YEAR.test(words) ? words.slice(0, 4) : undefined)).reverse();
    if (headed.filter((year) => year !== undefined).length >= FEWEST_YEARS && !HREF.test(content)) {
      years = headed;
      continue;
    }
    const first = cells.findIndex((cell, at) => HREF.test(cell) && years[cells.length - 1 - at] !== undefined);
    const body = heads.slice(0, Math.max(first, 0)).findLast((words) => /[\u4e00-\u9fff]{2}/.test(words));
    if (body === undefined) continue;
    for (const [at, cell] of cells.entries()) {
      const year = years[cells.length - 1 - at];
      const [, double, single, bare] = HREF.exec(cell) ?? [];
      const address = (double ?? single ?? bare ?? '').replaceAll('&amp;', '&');
      if (year === undefined || (heads[at]?.length ?? 0) > LONGEST_CELL || !URL.canParse(address, page.url)) continue;
      const url = new URL(address, page.url);
      url.hash = '';
      found.set(url.href, { text: `${body} ${year}年`, title: '' });
    }
  }
  return found;
}

function wordsOf(cell: string): string {
  return cell.replace(/<[^>]*>|&nbsp;|\s+/g, '');
}
