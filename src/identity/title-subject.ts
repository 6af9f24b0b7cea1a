import { readBody } from './bodies.ts';
import { takeDivisions } from './division-prefix.ts';
import { AFFAIRS_PHRASE, REPORT_PHRASE, REPORT_PHRASE_CUT } from './report-phrase.ts';
import { foldTitle } from './title-text.ts';

/** The names a title holds: those that say whose report it is, and the site's name some templates append. */
export interface TitleSubjects {
  readonly named: readonly string[];
  readonly site: readonly string[];
}

const YEAR = /(?:19|20)\d{2}年?年?度?/g;
const FILLER = /^(?:关于|对|现将|附件\d*[:：]?|附[:：]|\d+[.、:：]|转[:：])+|(?:关于|的|发布|公布|公开|编制|年度)+$/g;
const REPORT_WORDS = /(?:年度工作报告|年度报告|工作报告|年报|报告)$/;
const BRACKETED = /[（(【[]([^（）()【】[\]]{2,30})[）)】\]]/g;

/**
 * The candidates for a body's name in a title, most telling first: before the words 政府信息公开, in the brackets after
 * them, after a dash. 永宁县人民政府信息公开年报 gives 永宁县人民政府, but 2023年永宁县政府信息公开年报 gives 永宁县.
 */
export function subjectsOf(title: string): TitleSubjects {
  const folded = foldTitle(title).replace(/[《》“”"]/g, '');
  if (folded === '') return { named: [], site: [] };
  const phrase = REPORT_PHRASE.exec(folded) ?? REPORT_PHRASE_CUT.exec(folded) ?? AFFAIRS_PHRASE.exec(folded);
  const before = phrase === null ? folded : folded.slice(0, phrase.index);
  const after = phrase === null ? '' : folded.slice(phrase.index + phrase[0].length);
  const named = [ownName(before, phrase?.[0] ?? '')];
  for (const bracketed of folded.matchAll(BRACKETED)) named.push(ownName(bracketed[1] ?? '', ''));
  const site: string[] = [];
  for (const part of after.split(/[-—_|–－]+/).slice(1)) {
    const name = ownName(part, '');
    const level = readBody(takeDivisions(name).rest)?.level;
    if (level === undefined) continue;
    (level === 'government' ? site : named).push(name);
  }
  return { named: named.filter((name) => name !== ''), site: site.filter((name) => name !== '') };
}

function ownName(text: string, phrase: string): string {
  let name = text
    .replace(BRACKETED, (whole, inside: string) => (YEAR.test(inside) || /版|图|附件|PDF/i.test(inside) ? '' : whole))
    .replace(YEAR, '')
    .replace(/[（(【[][^（）()【】[\]]*[）)】\]]/g, '')
    .replace(/[（）()【】[\]\-—_|–－,，、:：·.…]+/g, ' ')
    .trim();
  if (phrase === '') name = name.replace(REPORT_WORDS, '');
  for (let length = -1; length !== name.length;) {
    length = name.length;
    name = name.replace(FILLER, '').trim();
  }
  const [first = ''] = name.split(' ').filter((part) => part.length > 1);
  name = first;
  return name.endsWith('人民') && phrase.startsWith('政府') ? `${name}政府` : name;
}
