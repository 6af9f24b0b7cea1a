import { describe, expect, it } from 'vitest';

import { divisionByCode, divisionsNamed, findDivision } from '../../src/identity/index.ts';

describe('the table of divisions', () => {
  it.each([
    ['640121', '永宁县', '银川市', '宁夏回族自治区'],
    ['640303', '红寺堡区', '吴忠市', '宁夏回族自治区'],
    ['640402', '原州区', '固原市', '宁夏回族自治区'],
    ['630106', '湟中区', '西宁市', '青海省'],
    ['640181', '灵武市', '银川市', '宁夏回族自治区'],
    ['429004', '仙桃市', null, '湖北省'],
    ['110105', '朝阳区', null, '北京市'],
  ])('%s is %s', (code, name, prefecture, province) => {
    expect(divisionByCode(code)).toEqual({ code, name, rank: 'county', former: false, prefecture, province });
  });

  it('has the 22 counties of Ningxia and the 44 of Qinghai', () => {
    const codes = Array.from({ length: 10_000 }, (_, tail) => tail);
    const counties = (province: string) =>
      codes
        .map((tail) => divisionByCode(`${province}${String(tail).padStart(4, '0')}`))
        .filter((d) => d?.rank === 'county' && !d.former);
    expect(counties('64')).toHaveLength(22);
    expect(counties('63')).toHaveLength(44);
  });

  it('leaves namesakes undecided until a hint decides', () => {
    expect(divisionsNamed('鼓楼区')).toHaveLength(4);
    expect(findDivision('鼓楼区')).toBeUndefined();
    expect(findDivision('鼓楼区', { province: '江苏' })).toBeUndefined();
    expect(findDivision('鼓楼区', { prefecture: '南京市' })?.code).toBe('320106');
    expect(findDivision('鼓楼区', { code: '350100' })?.code).toBe('350102');
    expect(findDivision('鼓楼区', { province: '河南省' })?.code).toBe('410204');
  });

  it('keeps names that were replaced, as former', () => {
    expect(findDivision('湟中县')).toMatchObject({ code: '630122', former: true });
    expect(divisionByCode('630106')?.former).toBe(false);
  });

  it('knows no name that is not official', () => {
    expect(findDivision('云河县')).toBeUndefined();
    expect(divisionByCode('640199')).toBeUndefined();
  });
});
