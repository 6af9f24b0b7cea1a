import type { Random } from './random.ts';

/** Characters that a scan or a careless typist puts for others. */
const SEEN = '信申请息密查未重转案决起第项法予件';
const TAKEN_FOR = '倌中清忍蜜杳末里传桉诀赴笫顶沃子仵';
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  [...SEEN].map((character, index) => [character, TAKEN_FOR[index] ?? character]),
);

/** The characters of the forms and of our prose that differ in traditional script. */
const SIMPLIFIED_FORMS =
  '条项规范发废现处决数许罚强业费单万结转办区计这种属国机关总维纠审经复议诉讼后无当补确认获组织务构会团权护执类内过询为与开报县乡镇气体门题时间满从来对应动还举访缴纳请据营义额购采减变让给较虽热线网页级师长资产进阅读标准';
const TRADITIONAL_FORMS =
  '條項規範發廢現處決數許罰強業費單萬結轉辦區計這種屬國機關總維糾審經復議訴訟後無當補確認獲組織務構會團權護執類內過詢為與開報縣鄉鎮氣體門題時間滿從來對應動還舉訪繳納請據營義額購採減變讓給較雖熱線網頁級師長資產進閱讀標準';
const TRADITIONAL: ReadonlyMap<string, string> = new Map(
  [...SIMPLIFIED_FORMS].map((character, index) => [character, TRADITIONAL_FORMS[index] ?? character]),
);

/** The text in traditional characters, as some portals print it; what has no pair stays. */
export function toTraditional(text: string): string {
  return [...text].map((character) => TRADITIONAL.get(character) ?? character).join('');
}

/** One character lost or taken for another; a label of fewer than six characters would no longer be recognised and stays. */
export function damageLabel(text: string, random: Random): string {
  const characters = [...text];
  if (characters.length < 6) return text;
  const open = characters.flatMap((character, index) => (LOOKALIKES.has(character) ? [index] : []));
  const lookalike = open[random.integer(0, open.length - 1)];
  if (lookalike !== undefined && random.chance(0.6)) {
    characters[lookalike] = LOOKALIKES.get(characters[lookalike] ?? '') ?? '';
  } else {
    characters.splice(random.integer(3, characters.length - 1), 1);
  }
  return characters.join('');
}

/** 三、本年度 becomes 三 、本 年 度: blanks strewn between characters. */
export function spaceLabel(text: string, random: Random): string {
  return [...text]
    .map((character) => (random.chance(0.35) ? `${character} ` : character))
    .join('')
    .trim();
}

/** A line break in the middle of a label, as narrow columns force. */
export function breakLabel(text: string, random: Random): string {
  const characters = [...text];
  if (characters.length < 4) return text;
  const at = random.integer(2, characters.length - 2);
  return `${characters.slice(0, at).join('')}\n${characters.slice(at).join('')}`;
}
