import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedHarvest } from '../../sample/harvest-truth.ts';
import { PLANNED_REPORTS } from '../../sample/planned-reports.ts';
import { type SampleProvince, startSampleProvince } from '../../sample/server.ts';
import { sha256Of } from '../../src/original/sha256.ts';

let province: SampleProvince;

beforeAll(async () => {
  province = await startSampleProvince();
});
afterAll(async () => {
  await province.stop();
});

async function bytesOf(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; bytes: Uint8Array; headers: Headers }> {
  const response = await fetch(url, { headers });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** All pages of a portal that links lead to, scripts of the dialects included: what a patient reader with a browser would see. */
async function reachable(home: string): Promise<Set<string>> {
  const seen = new Set([home]);
  const queue = [home];
  for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
    const { bytes, headers } = await bytesOf(url);
    if (!/html|xml/.test(headers.get('content-type') ?? '')) continue;
    const text = textOf(bytes).replaceAll('&amp;', '&');
    const addresses = [...text.matchAll(/href=["']([^"']+)["']/g)].map((match) => match[1] ?? '');
    const paging = /createPageHTML\((\d+), 0/.exec(text);
    for (let page = 1; page < Number(paging?.[1] ?? 0); page++) addresses.push(`index_${page}.html`);
    const shtml = /currentPage = 0;\s*var countPage = (\d+)/.exec(text);
    for (let page = 1; page < Number(shtml?.[1] ?? 0); page++) addresses.push(`list_${page}.shtml`);
    const proxied = /totalpage>(\d+)</.exec(text);
    for (let page = 2; page <= Number(proxied?.[1] ?? 0); page++)
      addresses.push(url.replace(/page=\d+/, `page=${page}`));
    for (const address of addresses) {
      const next = URL.canParse(address, url) ? new URL(address, url) : null;
      if (next?.origin !== new URL(home).origin || seen.has(next.href)) continue;
      seen.add(next.href);
      queue.push(next.href);
    }
  }
  return seen;
}

describe('sample province', () => {
  test('every report of the plan is linked from its portal', async () => {
    const expected = expectedHarvest(province);
    expect(expected).toHaveLength(PLANNED_REPORTS.length);
    for (const portal of province.portals) {
      const pages = await reachable(portal.home);
      const reports = expected.filter((report) => report.portalId === portal.id);
      expect(reports.filter((report) => !pages.has(report.url)).map((report) => report.truth.title)).toEqual([]);
    }
  });

  test('every page of a report names it, and only the missing one is missing', async () => {
    for (const report of expectedHarvest(province)) {
      const { status, bytes, headers } = await bytesOf(report.url);
      expect(status, report.url).toBe(report.outcome === 'gone' ? 404 : 200);
      if (status === 200 && headers.get('content-type')?.startsWith('text/html'))
        expect(textOf(bytes)).toContain(report.truth.title);
    }
  });

  test('serves the same bytes at every start', async () => {
    const again = await startSampleProvince();
    try {
      const first = expectedHarvest(province);
      for (const [index, report] of expectedHarvest(again).entries()) {
        const one = await bytesOf(first[index]?.url ?? '');
        const two = await bytesOf(report.url);
        expect(sha256Of(two.bytes)).toBe(sha256Of(one.bytes));
      }
    } finally {
      await again.stop();
    }
  });

  test('no two reports share an address', () => {
    const urls = expectedHarvest(province).map((report) => report.url);
    expect(new Set(urls).size).toBe(urls.length);
  });

  test('portals with validators answer 304, the others send the page again', async () => {
    const statuses: Record<string, number> = {};
    for (const portal of province.portals.slice(0, 5)) {
      const { headers } = await bytesOf(portal.home);
      const etag = headers.get('etag');
      const modified = headers.get('last-modified');
      const again = await bytesOf(portal.home, {
        ...(etag ? { 'if-none-match': etag } : {}),
        ...(modified ? { 'if-modified-since': modified } : {}),
      });
      statuses[portal.id] = again.status;
    }
    expect(statuses).toEqual({
      'sample-yunling': 304,
      'sample-shaquan': 304,
      'sample-wangchuan': 200,
      'sample-chisong': 304,
      'sample-yanzhou': 200,
    });
  });

  test('a blocked portal answers every address with the challenge', async () => {
    const blocked = province.portals.find((portal) => portal.id === 'sample-linlan');
    const { status, headers } = await bytesOf(new URL('/robots.txt', blocked?.home).href);
    expect(status).toBe(521);
    expect(headers.get('set-cookie')).toContain('__jsluid_s');
  });

  test('a taken port is named', async () => {
    const taken = Number(new URL(province.portals[0]?.home ?? '').port);
    await expect(startSampleProvince({ port: taken })).rejects.toThrow(`Port ${taken}`);
  });

  test('logs what it answered', async () => {
    const home = province.portals[0]?.home ?? '';
    await bytesOf(`${home}nowhere`, { 'user-agent': 'sample-test' });
    await expect
      .poll(() => province.requests.find((request) => request.target === '/nowhere'))
      .toMatchObject({ portalId: 'sample-yunling', method: 'GET', status: 404, userAgent: 'sample-test' });
  });
});
