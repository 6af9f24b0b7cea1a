import { describe, expect, test } from 'vitest';
import { divisionByCode } from '../../src/identity/divisions.ts';
import { identifyOrganization, namesOverTime } from '../../src/identity/index.ts';
import { presentDivision, successions } from '../../src/identity/successions.ts';

describe('divisions that were renamed or made districts', () => {
  test.each(successions())(
    '$formerName $formerCode lives on in a division of today',
    ({ formerCode, formerName, since }) => {
      const present = presentDivision(formerCode, formerName);
      expect(divisionByCode(present?.code ?? '')).toMatchObject({ name: present?.name, former: false });
      expect(since).toBeGreaterThanOrEqual(2008);
    },
  );

  test('take as many steps as there were', () => {
    expect(presentDivision('341422', '无为县')).toMatchObject({ code: '340281', name: '无为市' });
    expect(presentDivision('632121', '平安县')).toMatchObject({ code: '630203', name: '平安区' });
    expect(presentDivision('630106', '湟中区')).toBeUndefined();
  });

  test.each([
    ['湟中县人民政府2018年政府信息公开工作年度报告', '湟中区人民政府', '630106'],
    ['湟中县教育局2018年政府信息公开工作年度报告', '湟中区教育局', '630106'],
    ['湟中县多巴镇人民政府2018年政府信息公开工作年度报告', '湟中区多巴镇人民政府', '630106'],
    ['2014年乐都县人民政府信息公开工作年度报告', '乐都区人民政府', '630202'],
    ['襄樊市襄阳区人民政府2009年政府信息公开工作年度报告', '襄州区人民政府', '420607'],
    ['绍兴县人民政府2012年政府信息公开工作年度报告', '柯桥区人民政府', '330603'],
    ['云南省蒙自县人民政府2009年政府信息公开工作年度报告', '蒙自市人民政府', '532503'],
  ])('%s is a report of %s', (title, name, division) => {
    expect(identifyOrganization({ title })).toMatchObject({ name, division });
  });

  test('without a single successor keep their own name', () => {
    expect(identifyOrganization({ title: '邢台县人民政府2018年政府信息公开工作年度报告' })).toMatchObject({
      name: '邢台县人民政府',
      division: '130521',
    });
  });

  test('leave namesakes elsewhere alone', () => {
    const portal = { name: '桥东区', division: '130702' };
    expect(identifyOrganization({ title: '桥东区教育局2022年政府信息公开工作年度报告', portal })).toMatchObject({
      name: '桥东区教育局',
      division: '130702',
    });
  });

  test('give their bodies the names and codes of each time', () => {
    const bureau = { name: '湟中区教育局', level: 'department', division: '630106', divisionName: '湟中区' } as const;
    expect(namesOverTime(bureau)).toMatchObject([
      { name: '湟中县教育局', division: '630122', from: null, to: 2019 },
      { name: '湟中区教育局', division: '630106', from: 2020, to: null },
    ]);
    const city = { name: '无为市人民政府', level: 'county', division: '340281', divisionName: '无为市' } as const;
    expect(namesOverTime(city).map(({ name, from, to }) => [name, from, to])).toEqual([
      ['无为县人民政府', null, 2010],
      ['无为县人民政府', 2011, 2018],
      ['无为市人民政府', 2019, null],
    ]);
  });
});
