import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchedOutcomes, harvest, openHarbour, portalFindings } from './harvesting.ts';
import type { Harbour } from './harvesting.ts';
import { pageOf, startPortal } from './portal-server.ts';
import type { PortalServer } from './portal-server.ts';

let harbour: Harbour;
let portal: PortalServer;

beforeEach(async () => {
  harbour = openHarbour();
  portal = await startPortal({
    '/': pageOf('某县人民政府', { '/nb/': '政府信息公开年报', '/news': '新闻' }),
    '/nb/': pageOf('年报', {
      '/nb/2023.html': '某县2023年度报告',
      '/nb/2022.html': '某县2022年度报告',
      '/nb/2.html': '下一页',
    }),
    '/nb/2.html': pageOf('年报', { '/nb/2021.html': '某县2021年度报告', '/nb/2023.html#top': '某县2023年度报告' }),
    '/nb/2023.html': pageOf('2023', { '/files/2023.pdf': '附件', '/files/lost.pdf': '附件' }),
    '/nb/2022.html': pageOf('2022'),
    '/nb/2021.html': pageOf('2021'),
    '/files/2023.pdf': { type: 'application/pdf', body: '%PDF-1.4 nothing' },
  });
});

afterEach(async () => {
  harbour.dispose();
  await portal.close();
});

describe('a crawl from the home page', () => {
  it('hands over every report with its attachments, in the order of the visits, and asks for each page once', async () => {
    const { reports, summaries } = await harvest(harbour, [{ home: `${portal.origin}/` }]);
    expect(reports).toEqual([
      {
        title: '某县2023年度报告',
        urls: [`${portal.origin}/nb/2023.html`, `${portal.origin}/files/2023.pdf`],
        missing: [`${portal.origin}/files/lost.pdf`],
      },
      { title: '某县2022年度报告', urls: [`${portal.origin}/nb/2022.html`], missing: [] },
      { title: '某县2021年度报告', urls: [`${portal.origin}/nb/2021.html`], missing: [] },
    ]);
    expect(portal.paths().sort()).toEqual(
      [
        '/',
        '/files/2023.pdf',
        '/files/lost.pdf',
        '/nb/',
        '/nb/2.html',
        '/nb/2021.html',
        '/nb/2022.html',
        '/nb/2023.html',
        '/robots.txt',
      ].sort(),
    );
    expect(portal.mostAtOnce).toBe(1);
    expect(summaries[0]).toMatchObject({ state: 'done', family: 'plain', requests: 9, reports: { recorded: 3 } });
    expect(portalFindings(harbour)).toEqual([]);
  });
});
