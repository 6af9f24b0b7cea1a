import type { Random } from './random.ts';

/** Signs that stand in cells beside figures, and what the recognisers are to say of each. */
const SAME_MARK: ReadonlyMap<string, string> = new Map([
  ['—', '-'],
  ['–', '-'],
  ['一', '-'],
]);

const KNOWN = new Set('0123456789.,-+/件宗元万个无');
const DASHES = ['-', '-', '—', '—', '–', '一'] as const;
const UNITS = ['件', '宗', '元', '万元', '个', '件', '次', '人', '项', '%'] as const;

/** Pieces of the words that stand in and around the tables; each character is a mark that is no figure. */
const WORDS =
  '申请政府信息公开行为结果维持纠正尚未审结总计其他自然人法企业科研机构社会团体服务组织商本年新收上年转予以部分区处理属于国家秘密律法规禁止危及安全稳定保护第三方合法权益内部事务执案卷查询无法提供机关不掌握没有现成需要另行制作补后仍明确重复要求说理由逾期注销撤回决定数量单位作出规章范性文件许可罚强费金额办';
const SIGNS = '（）()、。：:;*·°年月日注见表☆√×%ABCEGKMNRTWabeghknrt';

export const RENDERED_CHARACTERS: readonly string[] = [
  ...new Set('0123456789.,-+/—–一件宗元万个无次人项%' + WORDS + SIGNS),
];

/** The marks a recogniser is to read in a row of characters: a run of strange ones is one `□`. */
export function marksOf(characters: readonly string[]): string {
  return characters
    .map((character) => SAME_MARK.get(character) ?? (KNOWN.has(character) ? character : '□'))
    .join('')
    .replace(/□+/g, '□');
}

function digits(random: Random, count: number): string {
  if (count > 1 && random.chance(0.12)) return String(random.whole(0, 9)).repeat(count);
  let text = '';
  for (let place = 0; place < count; place++) {
    const last = text.at(-1);
    text += last !== undefined && random.chance(0.12) ? last : String(random.whole(0, 9));
  }
  return text;
}

function strange(random: Random, count: number): string {
  const pool = random.chance(0.75) ? [...WORDS] : [...SIGNS];
  return Array.from({ length: count }, () => random.of(pool)).join('');
}

/**
 * What stands in one cell. Lengths and digits are drawn evenly, unlike in real tables, where most cells are 0: a recogniser that
 * knew what is usual would read it where something else stands.
 */
export function cellText(random: Random): string[] {
  return [...drawn(random)];
}

function drawn(random: Random): string {
  const kind = random.next();
  if (kind < 0.17) return digits(random, 1);
  if (kind < 0.52) return digits(random, random.chance(0.7) ? random.whole(1, 4) : random.whole(4, 7));
  if (kind < 0.62) return decimal(random);
  if (kind < 0.69) {
    const groups = Array.from({ length: random.chance(0.85) ? 1 : 2 }, () => digits(random, 3));
    return (
      [digits(random, random.whole(1, 3)), ...groups].join(',') + (random.chance(0.15) ? `.${digits(random, 2)}` : '')
    );
  }
  if (kind < 0.74) return random.of(['-', '-', '—', '+']) + digits(random, random.whole(1, 4));
  if (kind < 0.78) return random.of(DASHES);
  if (kind < 0.81) return '/';
  if (kind < 0.825) return '无';
  if (kind < 0.88) return digits(random, random.whole(1, 3)) + random.of(UNITS);
  if (kind < 0.91) return decimal(random) + random.of(['万元', '元']);
  if (kind < 0.935) return strange(random, random.whole(1, 2)) + digits(random, random.whole(1, 3));
  if (kind < 0.955) return digits(random, random.whole(1, 3)) + strange(random, random.whole(1, 3));
  if (kind < 0.98) return strange(random, random.whole(1, 6));
  return '';
}

function decimal(random: Random): string {
  return `${digits(random, random.whole(1, 4))}.${digits(random, random.whole(1, 3))}`;
}
