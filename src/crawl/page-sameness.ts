import type { Page } from '../../crawlers/page.ts';
import { scanMarkup } from '../original/markup-scanner.ts';

/** Not shown to a reader. Scripts may hold the article itself, and count where they hold text. */
const UNSEEN: ReadonlySet<string> = new Set(['style', 'noscript', 'template']);
/** A script with this many Chinese characters holds something to read. */
const SCRIPT_WITH_TEXT = /[\u4e00-\u9fff](?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){199}/;

const COUNTED = '(?:浏览|访问|点击|阅读|查看|人气|在线|累计访问)(?:次数|人数|人次|总量|量|数)?';
/** 浏览次数：123次, a piece of text of its own: within a sentence the same words are part of a report. */
const COUNTER = new RegExp(`^[\\[【(（|]?(?:本[页站文])?(?:您是第)?${COUNTED}[:：]?\\d*(?:次|人次|人)?[\\]】)）|]?$`);
const COUNTER_LABEL = new RegExp(`^[\\[【(（|]?(?:本[页站文])?${COUNTED}[:：]?$`);
/** 今天是2024年3月1日 星期五 */
const CLOCK = /^(?:今天是|现在是|当前时间|北京时间|今日)[:：]?[\d年月日星期一二三四五六日天:：\-/]*$/;
const LONGEST_FURNITURE = 40;

/**
 * Would a reader take two states of one page for the same? Markup, scripts, counters of visits and the clock of the page do not matter,
 * every other word and figure does, and so do the addresses of links and pictures.
 */
export function looksTheSame(before: Page, after: Page): boolean {
  return readerText(before.html) === readerText(after.html);
}

function readerText(html: string): string {
  const parts: string[] = [];
  let unseen = '';
  let inScript = false;
  let afterLabel = false;
  scanMarkup(html, {
    open: (name, attributes) => {
      if (UNSEEN.has(name)) unseen = name;
      inScript = name === 'script';
      const address = attributes.get('href') ?? attributes.get('src');
      if (address !== undefined && !inScript && name !== 'link' && name !== 'iframe')
        parts.push(`<${withoutSession(address)}>`);
    },
    close: (name) => {
      if (name === unseen) unseen = '';
      if (name === 'script') inScript = false;
    },
    text: (data) => {
      const text = data.replace(/\s+/g, '');
      if (text === '' || unseen !== '') return;
      if (inScript) {
        if (SCRIPT_WITH_TEXT.test(text)) parts.push(text);
        return;
      }
      const counted = afterLabel && /^\d+(?:次|人次|人)?$/.test(text);
      afterLabel = COUNTER_LABEL.test(text);
      const furniture = text.length <= LONGEST_FURNITURE && (counted || COUNTER.test(text) || CLOCK.test(text));
      parts.push(furniture ? '#' : text);
    },
  });
  return parts.join('\n').replace(/#\n(?=#)/g, '');
}

/** A session's number and a random one differ each time. */
function withoutSession(address: string): string {
  return address.replace(/;jsessionid=[^?#]*/i, '').replace(/([?&])(?:_|t|rnd|random|timestamp|v)=[\d.]+/gi, '$1');
}
