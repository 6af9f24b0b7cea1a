import { defineCrawler } from '../../crawlers/crawler.ts';
import type { Lead } from '../../crawlers/crawler.ts';
import type { Page } from '../../crawlers/page.ts';
import { parsePage } from '../../crawlers/parse-page.ts';
import type { CrawlDialects } from '../../src/crawl/crawl-world.ts';

/** Links by their words: 年报 leads to a column, 脚本 to one that scripts fill, 年度报告 is a report, 下一页 the next page of a list. */
function leadsOf(page: Page): Lead[] {
  return page.links.flatMap(({ url, text }): Lead[] => {
    if (text.includes('年度报告')) {
      const year = /(\d{4})年/.exec(text)?.[1];
      return [{ kind: 'report', url, title: text, ...(year === undefined ? {} : { year: Number(year) }) }];
    }
    if (text.includes('年报')) return [{ kind: 'follow', step: 'column', url, label: text, priority: 1 }];
    if (text.includes('脚本')) return [{ kind: 'follow', step: 'column', url, render: 'browser' }];
    if (text.includes('下一页')) return [{ kind: 'follow', step: 'column', url, label: text }];
    if (text.includes('查询')) return [{ kind: 'follow', step: 'search', url, form: { q: '年报', page: '1' } }];
    if (text.includes('坏')) return [{ kind: 'follow', step: 'broken', url }];
    return [];
  });
}

const plain = defineCrawler({
  family: 'plain',
  recognises: () => true,
  steps: {
    home: leadsOf,
    column: leadsOf,
    search: leadsOf,
    broken: () => {
      throw new RangeError('no such row');
    },
  },
});

/** The smallest family that exercises every kind of lead. */
export const plainDialect: CrawlDialects = {
  families: [plain],
  recogniseFamily: () => plain,
  parsePage,
  attachmentsOf: (page) =>
    page.links.filter(({ url }) => /\.(pdf|docx?)$/.test(url)).map(({ url, text }) => ({ url, title: text })),
  isArticleByScript: (page) => page.html.includes('id="by-script"'),
};
