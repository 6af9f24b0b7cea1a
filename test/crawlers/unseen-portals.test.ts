import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MADE_DIALECTS, MADE_PAGERS, MADE_ROWS } from './made-dialects.ts';
import type { MadeDialectName, MadePagerName, MadeRowName } from './made-dialects.ts';
import { makePortal } from './made-portal.ts';
import type { MadeSpec } from './made-portal.ts';
import { walkPortal } from './walk-portal.ts';

const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[];

const specs: fc.Arbitrary<MadeSpec> = fc.record({
  county: fc.constantFrom('云河县', '青峰区', '南屏市', '白塔旗', '永宁县'),
  dialect: fc.constantFrom<MadeDialectName>(...namesOf(MADE_DIALECTS)),
  structure: fc.constantFrom('flat', 'years', 'kinds', 'years and kinds', 'zones'),
  depth: fc.constantFrom(1, 2, 3),
  label: fc.constantFrom(
    '政府信息公开年报',
    '信息公开年报',
    '政府信息公开工作年度报告',
    '年报',
    '年度报告',
    '> 政府信息公开年报 (12)',
    '',
  ),
  titles: fc.constantFrom('full', 'short', 'year first', 'bare', 'year inside'),
  row: fc.constantFrom<MadeRowName>(...namesOf(MADE_ROWS)),
  pager: fc.constantFrom<MadePagerName>(...namesOf(MADE_PAGERS)),
  cut: fc.boolean(),
  perPage: fc.constantFrom(5, 8, 15),
  years: fc.integer({ min: 2, max: 4 }),
  departments: fc.integer({ min: 2, max: 9 }),
  townships: fc.integer({ min: 1, max: 6 }),
  proxy: fc.constantFrom('by page', 'by record'),
});

/** The ceiling the project sets itself, reports included. */
const REQUESTS_PER_REPORT = 6;

describe('a portal nobody has seen', () => {
  it('gives all its reports and nothing else, for few requests', async () => {
    await fc.assert(
      fc.asyncProperty(specs, async (spec) => {
        const made = makePortal(spec);
        const walked = await walkPortal({ id: 'made', name: spec.county, home: made.home }, made.fetch);
        expect(new Set(walked.reports.map(({ url }) => url))).toEqual(made.reports);
        expect(walked.requests.length + made.reports.size).toBeLessThanOrEqual(REQUESTS_PER_REPORT * made.reports.size);
      }),
      { numRuns: 250 },
    );
  }, 60_000);
});
