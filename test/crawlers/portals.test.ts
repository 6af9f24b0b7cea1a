import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { FAMILIES } from '../../crawlers/index.ts';
import { builtInPortals, portalsOfProvince, readPortals, selectPortals } from '../../crawlers/portals.ts';
import { provinceFile } from '../../crawlers/province-files.ts';
import { UsageError } from '../../src/errors.ts';
import { countiesBelow, divisionByCode } from '../../src/identity/index.ts';

describe('the portals that come with the program', () => {
  const portals = builtInPortals();

  it.each(portals.map((portal) => [portal.name, portal] as const))(
    '%s agrees with GB/T 2260, names a family only if there is one, and says what shows it',
    (_, portal) => {
      expect(divisionByCode(portal.division ?? '')?.name).toBe(portal.name);
      expect(divisionByCode(portal.division ?? '')?.province).toBe(portal.province);
      if (portal.family !== undefined) expect(FAMILIES.map(({ family }) => family)).toContain(portal.family);
      expect(portal.verified).toBeDefined();
      expect(portal.notes).toMatch(/\S/);
    },
  );

  it('have ids, divisions and hosts of their own over all files', () => {
    const hosts = portals.map(({ home }) => new URL(home).host.replace(/^www\./, ''));
    for (const values of [portals.map(({ id }) => id), portals.map(({ division }) => division), hosts]) {
      expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
    }
  });

  it('are found by id, name, part of the name, host, and province in its long and short form', () => {
    const names = (words: string) => selectPortals(portals, [words]).map(({ name }) => name);
    for (const words of ['yongning', '永宁县', '永宁', 'www.nxyn.gov.cn', 'nxyn.gov.cn'])
      expect(names(words)).toEqual(['永宁县']);
    const ningxia = portalsOfProvince(portals, '宁夏').map(({ name }) => name);
    expect(ningxia).toEqual(expect.arrayContaining(['银川市', '红寺堡区', '原州区', '永宁县']));
    expect(portalsOfProvince(portals, '宁夏回族自治区').map(({ name }) => name)).toEqual(ningxia);
    expect(portalsOfProvince(portals, '青海').map(({ name }) => name)).toContain('湟中区');
  });

  it('say which are known when asked for one that is not', () => {
    expect(() => selectPortals(portals, ['火星县'])).toThrow(/火星县.*永宁县 \(yongning\)/);
    expect(() => portalsOfProvince(portals, '火星省')).toThrow(/火星省.*宁夏回族自治区/);
  });
});

describe.each([
  { province: '宁夏回族自治区', code: '640000', prefectures: 5, counties: 22 },
  { province: '青海省', code: '630000', prefectures: 8, counties: 44 },
])('the divisions of $province', ({ province, code, prefectures, counties }) => {
  const page = readFileSync(new URL('../../docs/portals.md', import.meta.url), 'utf8');
  const counted = countiesBelow(code).map((division) => division.code);
  const divisions = [...new Set(counted.map((county) => `${county.slice(0, 4)}00`)), ...counted].sort();
  const rows = portalsOfProvince(builtInPortals(), province).map(({ division }) => division ?? '');
  const part = page.split(/^#+ /m).find((section) => section.startsWith(`${province}\n`)) ?? '';
  const missing = [...part.matchAll(/^- (\d{6}) (\S+)$/gm)].map(([, division = '', name]) => ({ division, name }));

  it('are as many as GB/T 2260 has', () => {
    expect(divisions).toHaveLength(prefectures + counties);
    expect(counted).toHaveLength(counties);
  });

  it('are each a row, or named in docs/portals.md as one without a known home page', () => {
    expect([...rows, ...missing.map(({ division }) => division)].sort()).toEqual(divisions);
    for (const { division, name } of missing) expect(divisionByCode(division)?.name).toBe(name);
  });

  it('are counted right in docs/portals.md', () => {
    const inRows = (ofRank: (division: string) => boolean): number => rows.filter(ofRank).length;
    const cells = [
      province,
      `\`${provinceFile(code) ?? ''}\``,
      `${inRows((division) => division.endsWith('00'))} of ${prefectures}`,
      `${inRows((division) => !division.endsWith('00'))} of ${counties}`,
      String(missing.length),
    ];
    expect(page).toContain(`| ${cells.join(' | ')} |`);
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
