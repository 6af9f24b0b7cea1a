import { commonSubsequence, foldLabel } from './label-text.ts';

export type SectionNumber = 1 | 2 | 3 | 4 | 5 | 6;

interface StatutorySection {
  readonly number: SectionNumber;
  /** The wording of the form, then wordings seen in its place. */
  readonly headings: readonly string[];
}

/** The six sections a report must have (国办公开办函〔2021〕30号; 《条例》 art. 50). */
const STATUTORY_SECTIONS: readonly StatutorySection[] = [
  { number: 1, headings: ['总体情况', '总体工作情况', '基本情况', '概述', '总体概况'] },
  { number: 2, headings: ['主动公开政府信息情况', '主动公开政府信息的情况', '政府信息主动公开情况', '主动公开情况'] },
  {
    number: 3,
    headings: ['收到和处理政府信息公开申请情况', '收到和处理政府信息公开申请的情况', '依申请公开政府信息情况'],
  },
  {
    number: 4,
    headings: [
      '政府信息公开行政复议行政诉讼情况',
      '政府信息公开行政复议和行政诉讼情况',
      '因政府信息公开工作被申请行政复议提起行政诉讼情况',
      '政府信息公开行政复议情况',
      '行政复议行政诉讼情况',
    ],
  },
  {
    number: 5,
    headings: [
      '存在的主要问题及改进情况',
      '存在的主要问题及改进措施',
      '存在的问题及改进情况',
      '主要问题及改进情况',
      '存在问题及改进措施',
    ],
  },
  { number: 6, headings: ['其他需要报告的事项', '需要报告的其他事项', '其他需要报告事项', '其他报告事项'] },
];

const FOLDED = STATUTORY_SECTIONS.map(({ number, headings }) => ({ number, headings: headings.map(foldLabel) }));
const NUMERALS = '一二三四五六';
const NUMBERED = /^[\s#*]*[（(]?([一二三四五六])[）)]?\s*[、.．,，:：]\s*(.{2,40}?)[\s:：*]*$/u;
const OPENING = /^[\s#*]*([一二三四五六])\s*[、.．]\s*(.+)$/u;

export interface SectionHeading {
  readonly number: SectionNumber;
  readonly heading: string;
  /** Text of the same paragraph behind the heading, when the two were run together. */
  readonly rest: string;
}

/** Recognises a statutory section heading, numbered or (where the numbering was automatic) not; damage of a few characters is borne. */
export function readSectionHeading(text: string): SectionHeading | undefined {
  if (text.length <= 60) {
    const numbered = NUMBERED.exec(text);
    const body = foldLabel(numbered?.[2] ?? text);
    const number = numbered ? NUMERALS.indexOf(numbered[1] ?? '') + 1 : undefined;
    for (const section of FOLDED) {
      if (number !== undefined && number !== section.number) continue;
      if (section.headings.includes(body)) return { number: section.number, heading: text.trim(), rest: '' };
      if (number !== undefined && section.headings.some((heading) => isLike(body, heading))) {
        return { number: section.number, heading: text.trim(), rest: '' };
      }
    }
  }
  return runTogether(text);
}

/** More than half of the heading's characters, in order, and little else. */
function isLike(text: string, heading: string): boolean {
  const shared = commonSubsequence(text, heading);
  return shared / heading.length >= 0.6 && shared / text.length >= 0.6;
}

/** 「一、总体情况 2023年，……」: the heading and its first sentence in one paragraph. */
function runTogether(text: string): SectionHeading | undefined {
  const match = OPENING.exec(text);
  if (!match) return undefined;
  const number = NUMERALS.indexOf(match[1] ?? '') + 1;
  const section = STATUTORY_SECTIONS.find((one) => one.number === number);
  const body = match[2] ?? '';
  const heading = section?.headings.find((one) => body.replace(/\s/gu, '').startsWith(one));
  if (!section || heading === undefined) return undefined;
  let end = 0;
  for (let seen = 0; end < body.length && seen < heading.length; end++) if (!/\s/u.test(body[end] ?? '')) seen += 1;
  const start = text.length - body.length;
  return { number: section.number, heading: text.slice(0, start + end).trim(), rest: body.slice(end).trim() };
}
