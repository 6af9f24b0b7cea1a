import type { Page } from '../../crawlers/page.ts';
import { scanMarkup } from '../original/markup-scanner.ts';

/** Not shown to a reader. Scripts may hold the article itself, and count where they hold text. */
const UNSEEN: ReadonlySet<string> = new Set(['style', 'noscript', 'template']);
/** A script with this many Chinese characters holds something to read. */
const SCRIPT_WITH_TEXT = /[\u4e00-\u9fff](?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){199}/;

const COUNTED = '(?:浏览|访问|点击|阅读|查看|人气|在线|累计访问)(?:次数|人数|人次|总量|量|数)?';
/** 浏览次数：123次, in a line that says little else: within a sentence the same words are part of a report. */
const COUNTER = new RegExp(
  `(?:您是第\\d+位(?:访客|访问者|来访者)?|(?:本[页站文])?(?:您是第)?${COUNTED}[:：]?\\d*(?:次|人次|人)?)`,
  'g',
);
const COUNTER_LABEL = new RegExp(`^[\\[【(（|]?(?:本[页站文])?${COUNTED}[:：]?$`);
/** 今天是2024年3月1日 星期五; 更新时间：2024-03-01 08:00 */
const CLOCK =
  /(?:今天是|现在是|当前时间|北京时间|今日|(?:页面|最后|最近)?更新(?:时间|日期|于)|当前日期|系统时间)[:：]?[\d年月日星期一二三四五六日天时分秒:：./-]*|\d{4}年\d{1,2}月\d{1,2}日,?星期[一二三四五六日天](?:\d{1,2}:\d{2}(?::\d{2})?)?/g;
/** A line of furniture is short and no sentence. */
const LONGEST_FURNITURE = 80;
const ENDS_SENTENCE = /[。！？；]$/;

/** What a link may lead to that belongs to a report: a file, or a picture. Others lead to other pages, and change with the news. */
const FILE =
  /\.(?:pdf|ofd|docx?|wps|rtf|xlsx?|xlsb|et|txt|csv|zip|rar|7z|jpe?g|png|gif|bmp|tiff?|webp)(?:[?#]|$)|[?&][^=]*(?:file|attach|down)[^=]*=|download|attach/i;
/** Words of such a link are a headline; a bare figure is not, whatever it leads to. */
const HEADLINE = /[\u4e00-\u9fff]/;

/**
 * Would a reader of the report take two states of one page for the same? Markup, scripts, counters of visits, the clock of the page and
 * links to other pages do not matter; every other word and figure does, and so do the addresses of files and pictures.
 */
export function looksTheSame(before: Page, after: Page): boolean {
  return readerText(before.html) === readerText(after.html);
}

function readerText(html: string): string {
  const parts: string[] = [];
  let unseen = '';
  let inScript = false;
  let inHeadline = false;
  let afterLabel = false;
  scanMarkup(html, {
    open: (name, attributes) => {
      if (UNSEEN.has(name)) unseen = name;
      inScript = name === 'script';
      const address = attributes.get('href') ?? attributes.get('src');
      if (name === 'a') inHeadline = attributes.get('href') !== undefined && !FILE.test(address ?? '');
      if (address !== undefined && !inScript && !inHeadline && name !== 'link' && name !== 'iframe')
        parts.push(`<${withoutSession(address)}>`);
    },
    close: (name) => {
      if (name === unseen) unseen = '';
      if (name === 'script') inScript = false;
      if (name === 'a') inHeadline = false;
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
      if (counted) parts.push('#');
      else if (!inHeadline || !HEADLINE.test(text)) parts.push(withoutFurniture(text));
    },
  });
  return parts.join('\n').replace(/#\n(?=#)/g, '');
}

function withoutFurniture(text: string): string {
  if (text.length > LONGEST_FURNITURE || ENDS_SENTENCE.test(text)) return text;
  const rest = text.replace(COUNTER, '#').replace(CLOCK, '#');
  // Where words are left, it was no line of furniture: 全年阅读量12次 is a part of a report.
  return /[\u4e00-\u9fff\d]/.test(rest) ? text : '#';
}

/** An address without what differs each time: a session's number, a random one. */
export function withoutSession(address: string): string {
  return address.replace(/;jsessionid=[^?#]*/i, '').replace(/([?&])(?:_|t|rnd|random|timestamp|v)=[\d.]+/gi, '$1');
}
