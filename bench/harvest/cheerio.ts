import { CheerioCrawler } from '@crawlee/cheerio';
import { announce } from './contender.ts';

/** Crawlee as it comes: disk storage, default concurrency, links only. */
await announce('CheerioCrawler', async (origin, folder) => {
  process.env['CRAWLEE_STORAGE_DIR'] = folder;
  let pages = 0;
  const crawler = new CheerioCrawler({
    requestHandler: async ({ enqueueLinks }) => {
      pages++;
      await enqueueLinks();
    },
  });
  crawler.log.setLevel(crawler.log.LEVELS.OFF);
  await crawler.run([`${origin}/`]);
  return { pages, reports: 0 };
});
