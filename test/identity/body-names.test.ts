import { describe, expect, it } from 'vitest';

import { readBody } from '../../src/identity/bodies.ts';
import { BODY_TAILS, TOWNSHIP_TAILS } from '../../src/identity/body-names.ts';

/** For every tail a name that no other tail reads, and what it is read as. */
const EXAMPLES = [
  ['subdistrict', '北塬街道', '北塬街道办事处', 'township'],
  ['township', '闽兴回族乡政府', '闽兴回族乡人民政府', 'township'],
  ['zone-committee', '工业园区管委会', '工业园区管理委员会', 'other'],
  ['zone', '望远经济开发区', '望远经济开发区', 'other'],
  ['enterprise', '供水有限公司', '供水有限公司', 'other'],
  ['school-or-clinic', '第二中学', '第二中学', 'other'],
  ['court', '人民法院', '人民法院', 'other'],
  ['village', '政权村委会', '政权村委会', 'other'],
  ['party-organ', '组织部', '组织部', 'department'],
  ['bureau', '住房和城乡建设局机关', '住房和城乡建设局', 'department'],
  ['commission', '发展和改革委员会', '发展和改革委员会', 'department'],
  ['office', '乡村振兴办公室', '乡村振兴办公室', 'department'],
  ['centre', '融媒体中心', '融媒体中心', 'department'],
  ['brigade', '消防救援大队', '消防救援大队', 'department'],
  ['league', '残疾人联合会', '残疾人联合会', 'department'],
  ['archive', '档案馆', '档案馆', 'department'],
  ['institute', '地震研究所', '地震研究所', 'department'],
] as const;

describe('the name of a body without its county', () => {
  it.each(EXAMPLES)('%s: %s is %s, %s', (_, text, name, level) => {
    expect(readBody(text)).toEqual({ name, level });
  });

  it('has an example for every tail', () => {
    const shown: string[] = EXAMPLES.map(([id]) => id);
    expect([...TOWNSHIP_TAILS, ...BODY_TAILS].map(({ id }) => id).filter((id) => !shown.includes(id))).toEqual([]);
  });

  it.each(['', '人民政府', '政府', '县政府', '区人民政府', '本级', '全县', '（本级）'])(
    '%j is the government itself',
    (text) => {
      expect(readBody(text)).toEqual({ name: '', level: 'government' });
    },
  );

  it.each(['政府办', '人民政府办公室', '县政府办公室', '县府办'])('%s is the office of the government', (text) => {
    expect(readBody(text)).toEqual({ name: '人民政府办公室', level: 'department' });
  });

  it.each([
    '各乡镇',
    '政府部门',
    '乡镇（街道）',
    '县直部门',
    '我局',
    '本单位',
    '各部门、各单位',
    '政府信息公开',
    '2023年',
  ])('%s is no one body', (text) => {
    expect(readBody(text)).toBeUndefined();
  });
});
