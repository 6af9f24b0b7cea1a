import { describe, expect, it } from 'vitest';

import { FAMILIES } from '../../crawlers/index.ts';
import { builtInPortals, portalsOfProvince, readPortals, selectPortals } from '../../crawlers/portals.ts';
import { UsageError } from '../../src/errors.ts';
import { divisionByCode } from '../../src/identity/index.ts';

describe('the portals that come with the program', () => {
  const portals = builtInPortals();

  it.each(portals.map((portal) => [portal.name, portal] as const))(
    '%s agrees with GB/T 2260 and names a family',
    (_, portal) => {
      expect(divisionByCode(portal.division ?? '')?.name).toBe(portal.name);
      expect(divisionByCode(portal.division ?? '')?.province).toBe(portal.province);
      expect(FAMILIES.map(({ family }) => family)).toContain(portal.family);
    },
  );

  it('are found by id, name, part of the name, host, and province in its long and short form', () => {
    const names = (words: string) => selectPortals(portals, [words]).map(({ name }) => name);
    for (const words of ['yongning', '永宁县', '永宁', 'www.nxyn.gov.cn', 'nxyn.gov.cn'])
      expect(names(words)).toEqual(['永宁县']);
    const ningxia = portalsOfProvince(portals, '宁夏').map(({ name }) => name);
    expect(ningxia).toEqual(['红寺堡区', '原州区', '永宁县']);
    expect(portalsOfProvince(portals, '宁夏回族自治区').map(({ name }) => name)).toEqual(ningxia);
    expect(portalsOfProvince(portals, '青海').map(({ name }) => name)).toEqual(['湟中区']);
  });

  it('say which are known when asked for one that is not', () => {
    expect(() => selectPortals(portals, ['火星县'])).toThrow(/火星县.*永宁县 \(yongning\)/);
    expect(() => portalsOfProvince(portals, '火星省')).toThrow(/火星省.*宁夏回族自治区/);
  });
});

describe('a file of portals', () => {
  const read = (rows: unknown) => readPortals(typeof rows === 'string' ? rows : JSON.stringify(rows), 'my.json');

  it('needs only name and home; the id comes from the host', () => {
    const { portals, warnings } = read([{ name: '云河县', home: 'http://127.0.0.1:4711/' }]);
    expect(portals).toEqual([{ id: '127.0.0.1-4711', name: '云河县', home: 'http://127.0.0.1:4711/' }]);
    expect(warnings).toEqual([]);
  });

  it('takes a division outside GB/T 2260 with a warning', () => {
    const { portals, warnings } = read([{ name: '云河县', home: 'http://a.example/', division: '990121' }]);
    expect(portals[0]?.division).toBe('990121');
    expect(warnings).toEqual([expect.stringMatching(/my\.json, row 1: division 990121/)]);
  });

  it.each([
    ['not JSON', '[{', /my\.json: not valid JSON/],
    ['no array', {}, /my\.json: expected a JSON array/],
    ['no name', [{ home: 'http://a.example/' }], /my\.json, row 1: name/],
    ['no address', [{ name: '甲县', home: 'a.example' }], /my\.json, row 1: home: must be an http or https address/],
    ['another scheme', [{ name: '甲县', home: 'ftp://a.example/' }], /row 1: home/],
    [
      'a short code',
      [{ name: '甲县', home: 'http://a.example/', division: '6401' }],
      /row 1: division: must have six digits/,
    ],
    ['an unknown field', [{ name: '甲县', home: 'http://a.example/', colour: 1 }], /row 1: unknown field colour/],
    ['a second row that is wrong', [{ name: '甲县', home: 'http://a.example/' }, 3], /row 2/],
    [
      'an id twice',
      [
        { id: 'a', name: '甲县', home: 'http://a.example/' },
        { id: 'a', name: '乙县', home: 'http://b.example/' },
      ],
      /two portals have the id a/,
    ],
  ])('refuses %s', (_, rows, message) => {
    expect(() => read(rows)).toThrow(UsageError);
    expect(() => read(rows)).toThrow(message);
  });
});
