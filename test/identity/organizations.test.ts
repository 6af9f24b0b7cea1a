import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { BODY_TAILS } from '../../src/identity/body-names.ts';
import { divisionsNamed, identifyOrganization } from '../../src/identity/index.ts';
import type { OrganizationClues } from '../../src/identity/index.ts';

const cluesSchema = z.strictObject({
  opening: z.string().optional(),
  siteName: z.string().optional(),
  column: z.string().optional(),
  listedAs: z.string().optional(),
  portal: z.object({ name: z.string(), division: z.string().optional() }).optional(),
});

interface OrganizationCase {
  readonly expected: { name: string; level: string; division: string | null; divisionName: string };
  readonly clues: OrganizationClues;
  readonly note: string;
}

const cases: OrganizationCase[] = readFileSync(new URL('./organization-cases.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [name = '', level = '', division = '', divisionName = '', title = '', clues = ''] = line.split('\t');
    return {
      expected: { name, level: level || 'department', division: division || null, divisionName },
      clues: { title, ...cluesSchema.parse(JSON.parse(clues)) },
      note: `${title} ${clues === '{}' ? '' : clues}`.trim(),
    };
  });

describe('whose report it is', () => {
  it.each(cases)('$expected.name: $note', ({ expected, clues }) => {
    expect(identifyOrganization(clues)).toEqual(expected);
  });

  it('says nothing when nothing tells', () => {
    expect(identifyOrganization({ title: '2023年政府信息公开工作年度报告' })).toBeUndefined();
    expect(identifyOrganization({ title: '' })).toBeUndefined();
  });

  it('names every county with one code by that code, with or without its prefecture before it', () => {
    const names = [
      '永宁县',
      '原州区',
      '红寺堡区',
      '湟中区',
      '灵武市',
      '大通回族土族自治县',
      '循化撒拉族自治县',
      '乌审旗',
      '神农架林区',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.boolean(), fc.integer({ min: 2008, max: 2030 }), (name, full, year) => {
        const [division] = divisionsNamed(name);
        const place = full ? `${division?.province ?? ''}${division?.prefecture ?? ''}${name}` : name;
        const told = identifyOrganization({ title: `${place}${year}年政府信息公开工作年度报告` });
        expect(told).toEqual({
          name: `${name}人民政府`,
          level: 'county',
          division: division?.code,
          divisionName: name,
        });
      }),
    );
  });

  it('gives every kind of body an id of its own', () => {
    expect(new Set(BODY_TAILS.map((tail) => tail.id)).size).toBe(BODY_TAILS.length);
  });

  it('never throws, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, opening) => {
        identifyOrganization({ title, opening, siteName: opening, column: title, listedAs: opening });
      }),
    );
  });
});
