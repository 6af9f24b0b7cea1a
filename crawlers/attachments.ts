import { addressForm } from './addresses.ts';
import { linkTitle } from './link-titles.ts';
import { picturesOf } from './page-pictures.ts';
import type { Page } from './page.ts';

/** A file in an article that may be the report, or a twin of it. */
export interface Attachment {
  readonly url: string;
  readonly title: string;
}

/** Files that stand on many pages and are never the report. */
const OTHER_FILES =
  /申请表|申请书|指南|流程图|说明书|操作手册|使用手册|须知|阅读器|浏览器|客户端|控件|插件|Adobe|Reader|WPS办公|填报|模板|样表|通知$|二维码|APP下载|安装/i;
const READER_FILES = /reader|setup|install|flash|plugin|chrome|firefox|adobe/i;

/**
 * What a report page offers besides itself, in the order of the page, each once: its files, and where there are none and the page
 * prints no tables either, the pictures that may be the pages of the report.
 */
export function attachmentsOf(page: Page): Attachment[] {
  const files = filesOf(page);
  return files.length > 0 ? files : picturesOf(page);
}

/**
 * Files by ending, by download servlet, or marked as an appendix; anchors that only a script writes count too. Forms, guides and reading
 * programs are left out.
 */
function filesOf(page: Page): Attachment[] {
  const files = new Map<string, Attachment>();
  const titles = new Map(page.links.map((link) => [link.url, linkTitle(link).title]));
  const offered = [
    ...page.links.filter((link) => addressForm(link.url) === 'file').map((link) => link.url),
    ...markedFiles(page),
  ];
  for (const url of inPageOrder(offered, page)) {
    const title = titles.get(url) ?? '';
    if (OTHER_FILES.test(title) || READER_FILES.test(new URL(url).pathname)) continue;
    if (!files.has(url)) files.set(url, { url, title });
  }
  return [...files.values()];
}

const APPENDIX_TAG = /<a\b[^>]*\bappendix\s*=\s*\\?["']?true[^>]*>/gi;
const FRAMED_FILE =
  /<(?:iframe|embed|object)\b[^>]*?\b(?:src|data)\s*=\s*["']?([^"'\s>]+\.(?:pdf|ofd|docx?)(?:\?[^"'\s>]*)?)/gi;
const WRITTEN_ANCHOR = /<a\b[^>]*?\bhref\s*=\s*\\?["']([^"'\\\s>]+\.(?:pdf|docx?|wps|xlsx?|ofd|zip))\\?["']/gi;

/** Files that the parsed links do not hold: appendices without a known ending, framed files, anchors inside scripts. */
function markedFiles(page: Page): string[] {
  const found: string[] = [];
  for (const [tag] of page.html.matchAll(APPENDIX_TAG))
    found.push(/\bhref\s*=\s*\\?["']?([^"'\\\s>]+)/i.exec(tag)?.[1] ?? '');
  for (const match of page.html.matchAll(FRAMED_FILE)) found.push(fileOfViewer(match[1] ?? ''));
  for (const match of page.html.matchAll(WRITTEN_ANCHOR)) found.push(match[1] ?? '');
  return found.flatMap((address) => {
    const plain = address.replaceAll('&amp;', '&');
    if (plain === '' || !URL.canParse(plain, page.url)) return [];
    const url = new URL(plain, page.url);
    url.hash = '';
    return /^https?:$/.test(url.protocol) ? [url.href] : [];
  });
}

/** A viewer that is given the file's address shows that file: `viewer.html?file=/a/b.pdf` → `/a/b.pdf`. */
function fileOfViewer(address: string): string {
  const file = /[?&]file=([^&]+)/i.exec(address)?.[1];
  return file === undefined ? address : decodeURIComponent(file);
}

/** Sorts by where the file's name first stands in the page; names that do not stand there keep their order at the end. */
function inPageOrder(urls: readonly string[], page: Page): string[] {
  const place = (url: string) => {
    const at = page.html.indexOf(decodedName(url));
    return at < 0 ? Number.MAX_SAFE_INTEGER : at;
  };
  return [...new Set(urls)]
    .map((url) => ({ url, at: place(url) }))
    .sort((left, right) => left.at - right.at)
    .map(({ url }) => url);
}

function decodedName(url: string): string {
  const { pathname, search } = new URL(url);
  return search === '' ? (pathname.split('/').at(-1) ?? url) : search;
}
