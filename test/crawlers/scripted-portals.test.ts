import { describe, expect, it } from 'vitest';

import { startScriptedPortal } from './scripted-portal.ts';
import { SCRIPTED_SITES } from './scripted-sites.ts';
import { overHttp, walkPortal } from './walk-portal.ts';

/** Rows of a year on a scripted portal: fourteen reports and what sounds alike. */
const ROWS_A_YEAR = 15;
/** Home, hubs, the column itself, and the empty page that ends a list. */
const REQUESTS_BESIDE_LIST = 5;

describe.each(SCRIPTED_SITES)('a portal of the make $family, over HTTP', (site) => {
  it.each([1, 5, 17])('gives the reports of %i years and nothing else, for few requests', async (years) => {
    const portal = await startScriptedPortal(site, years);
    try {
      const walked = await walkPortal({ id: 'made', name: '云河县', home: portal.home }, overHttp);
      expect(walked.family).toBe(site.family);
      expect(walked.reports.map(({ url }) => url).sort()).toEqual([...portal.reports].sort());
      expect(walked.reports.every(({ publishedOn }) => publishedOn !== undefined)).toBe(true);
      expect(walked.reports.every(({ organization }) => organization?.startsWith('云河县') === true)).toBe(true);
      const pages = Math.ceil((years * ROWS_A_YEAR) / site.pageSize);
      expect(portal.asked.length).toBeLessThanOrEqual(pages + REQUESTS_BESIDE_LIST);
    } finally {
      await portal.stop();
    }
  });
});

describe.each(SCRIPTED_SITES.filter(({ needsFamily }) => needsFamily !== true))(
  'a portal of the make $family',
  (site) => {
    it('gives all the same where its home page does not tell its make', async () => {
      const portal = await startScriptedPortal(site, 5);
      try {
        const walked = await walkPortal({ id: 'made', name: '云河县', home: portal.home, family: 'generic' }, overHttp);
        expect(walked.reports.map(({ url }) => url).sort()).toEqual([...portal.reports].sort());
      } finally {
        await portal.stop();
      }
    });
  },
);
