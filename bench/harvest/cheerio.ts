import { announce } from './contender.ts';

/** Crawlee as it comes: disk storage, default concurrency, links only. */
await announce('CheerioCrawler', async (origin, folder) => {
  process.env['CRAWLEE_STORAGE_DIR'] = folder;
  process.env['CRAWLEE_LOG_LEVEL'] = 'OFF';
  const { CheerioCrawler } = await import('@crawlee/cheerio');
  let pages = 0;
  const crawler = new CheerioCrawler({
    requestHandler: async ({ enqueueLinks }) => {
      pages++;
      await enqueueLinks();
    },
  });
  await crawler.run([`${origin}/`]);
  return { pages, reports: 0 };
});
