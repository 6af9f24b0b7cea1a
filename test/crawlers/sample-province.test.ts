import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SampleProvince } from '../../sample/server.ts';
import { startSampleProvince } from '../../sample/server.ts';
import { overHttp, walkPortal } from './walk-portal.ts';

/** Family and portal of the sample that is written in it; the sixth answers every request with a challenge. */
const PORTALS = [
  ['sample-yunling', 'trs'],
  ['sample-shaquan', 'trs'],
  ['sample-wangchuan', 'hanweb'],
  ['sample-chisong', 'table-site'],
  ['sample-yanzhou', 'generic'],
] as const;

let province: SampleProvince;

beforeAll(async () => {
  province = await startSampleProvince();
});
afterAll(async () => {
  await province.stop();
});

describe('the portals of the sample province, over HTTP', () => {
  it.each(PORTALS)('%s is walked as %s to all its reports and nothing else', async (id, family) => {
    const portal = province.portals.find((candidate) => candidate.id === id);
    if (portal === undefined) throw new TypeError(`The sample has no portal ${id}`);
    const walked = await walkPortal(portal, overHttp);
    const expected = [...province.reportUrls.values()].filter((url) => url.startsWith(portal.home));
    expect(walked.family).toBe(family);
    expect(walked.reports.map(({ url }) => url).sort()).toEqual(expected.sort());
    expect(walked.requests.length).toBeLessThanOrEqual(12);
  });
});
