import { divisionsNamed, findDivision, officialNames, type Division, type DivisionHints } from './divisions.ts';

/** Characters that are taken for one another in print, by their looks; of each group the names of divisions hold at least one. */
const LOOK_ALIKES = [
  '荥荣莹茔萦',
  '太大天夫犬',
  '未末朱来',
  '土士上',
  '千干于',
  '日曰目',
  '汉汊',
  '乌鸟岛',
  '泾径经',
  '源原',
  '湟惶煌',
  '洮桃逃',
  '兖衮充',
  '鄄甄郵',
  '睢雎维',
  '汜氾',
  '涿琢',
  '栾峦',
  '滦漆',
  '阜卓早',
  '宁宇',
  '永水',
  '丰半',
  '平乎',
  '安女',
  '互亙五',
  '贵责',
  '循偱',
  '隆降',
  '德徳',
  '玛码',
  '祁祀',
  '门们',
  '海悔梅',
  '盐益',
  '池地',
  '灵录',
  '武式',
  '青靑清',
  '铜钢',
  '彭膨',
  '吉古',
  '沙抄',
  '坡城',
  '中申',
  '卫工',
  '固周国',
  '兴共',
  '县具',
  '区匹',
  '市巿布',
  '镇填',
  '乐东',
  '民尼',
  '都部',
  '杂条',
  '曲由',
  '麻床',
  '囊襄',
  '称你',
  '治冶',
  '莒营',
  '蒲浦',
  '潢黄',
  '郏郑',
  '鄢焉',
  '郾偃',
  '沭沐',
  '邳邱',
  '歙翕',
  '黟黝',
  '婺务',
  '浔得',
  '濮璞',
  '隰湿',
  '蓟荆',
  '邛邓',
  '崃莱',
  '牟车',
] as const;

const groups = new Map<string, number[]>();
LOOK_ALIKES.forEach((group, index) => {
  for (const character of group) groups.set(character, [...(groups.get(character) ?? []), index]);
});

function lookAlike(one: string, other: string): boolean {
  return (groups.get(one) ?? []).some((group) => groups.get(other)?.includes(group) === true);
}

/**
 * The one division whose name a misread name must be: as many characters, all but one the same and that one easily taken for the other;
 * undefined for a name that is a division's own, and where there is none such or several.
 */
export function divisionMisreadAs(name: string, hints: DivisionHints = {}): Division | undefined {
  if (divisionsNamed(name).length > 0) return undefined;
  const near = [...new Set([...officialNames('county'), ...officialNames('prefecture')])].filter((official) => {
    if (official.length !== name.length) return false;
    const differing = [...official].flatMap((character, at) => (character === name.charAt(at) ? [] : [at]));
    const [at, ...further] = differing;
    return at !== undefined && further.length === 0 && lookAlike(official.charAt(at), name.charAt(at));
  });
  const [only, ...others] = near;
  return only === undefined || others.length > 0 ? undefined : findDivision(only, hints);
}
