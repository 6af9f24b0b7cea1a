import { attachmentsOf } from '../../crawlers/attachments.ts';
import { FAMILIES, recogniseFamily } from '../../crawlers/index.ts';
import { isArticleByScript } from '../../crawlers/script-built.ts';
import { parsePage } from '../../crawlers/parse-page.ts';
import type { CrawlDialects } from './crawl-world.ts';

/** The families of this project, and how their pages are read. */
export const projectDialects: CrawlDialects = {
  families: FAMILIES,
  recogniseFamily,
  parsePage,
  attachmentsOf,
  isArticleByScript,
};
