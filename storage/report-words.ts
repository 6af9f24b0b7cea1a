import type { ReportSection } from '../src/extract/report.ts';

/** 浏览次数：123 and the like, within a line: it counts on while the report stays as it is. */
const COUNTER =
  /(?:您是第\d+位|(?:本[页站文])?(?:浏览|访问|点击|阅读|查看|人气|在线|累计访问)(?:次数|人数|人次|总量|量|数)?[:：]\d*(?:次|人次|人)?)/gu;
/** 更新时间：2024-03-01 08:00, 今天是2024年3月1日星期五. */
const CLOCK =
  /(?:(?:页面|最后|最近)?更新(?:时间|日期|于)|今天是|现在是|当前时间|北京时间)[:：]?[\d年月日星期一二三四五六日天时分秒:：./-]*/gu;

const ENDS_SENTENCE = /[。！？；!?;]["”』」）)》]*$/u;
/** Who signed, and when. */
const SIGNATURE =
  /(?:政府|局|委|办|办公室|街道|镇|乡|中心|院|厅)$|^[〇○零一二三四五六七八九十\d]{4}年[一二三四五六七八九十\d]{1,2}月[一二三四五六七八九十\d]{1,3}日$/u;
/** A page prints headlines and links below the report; a longer line is no signature. */
const LONGEST_SIGNATURE = 30;

/**
 * The words of a report by which two states of it are compared: without counters and clocks, and without what the page prints below
 * it. The last section ends with its last sentence, and with the signature after that; its first line always counts.
 */
export function comparedWords(sections: readonly ReportSection[]): ReportSection[] {
  const last = Math.max(...sections.map(({ number }) => number));
  return sections.map((section) => {
    const lines = section.text
      .split('\n')
      .map((line) => line.replace(/\s+/gu, '').replace(COUNTER, '').replace(CLOCK, ''))
      .filter((line) => line !== '');
    return { ...section, text: (section.number === last ? ownLines(lines) : lines).join('\n') };
  });
}

function ownLines(lines: readonly string[]): string[] {
  const end = Math.max(
    0,
    lines.findLastIndex((line) => ENDS_SENTENCE.test(line)),
  );
  const signature = lines.slice(end + 1).filter((line) => line.length <= LONGEST_SIGNATURE && SIGNATURE.test(line));
  return [...lines.slice(0, end + 1), ...signature];
}
