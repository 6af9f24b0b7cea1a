import { addressForm } from './addresses.ts';
import { classifyTitle } from '../src/identity/index.ts';
import { framesIn } from './frames.ts';
import { linkTitle } from './link-titles.ts';
import { picturesOf } from './page-pictures.ts';
import type { Page, PageLink } from './page.ts';
import { wordsOutsideLinks } from './script-built.ts';
import { documentBehind, withQueryIn } from './written-addresses.ts';

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
 * prints no tables either, the pictures that may be the pages of the report, or the frames that may hold it.
 */
export function attachmentsOf(page: Page): Attachment[] {
  const files = filesOf(page);
  if (files.length > 0) return files;
  const pictures = picturesOf(page);
  return pictures.length > 0 ? pictures : framedBody(page);
}

/** A page that says next to nothing itself shows the report in a frame. */
const WORDS_OF_A_REPORT = 400;

function framedBody(page: Page): Attachment[] {
  if (!/<i?frame\b/i.test(page.html) || wordsOutsideLinks(page) >= WORDS_OF_A_REPORT) return [];
  const { host } = new URL(page.url);
  return framesIn(page)
    .filter((url) => new URL(url).host === host)
    .map((url) => ({ url, title: '' }));
}

/**
 * Files by ending, by download servlet, or marked as an appendix; anchors that only a script writes count too. Forms, guides and reading
 * programs are left out.
 */
function filesOf(page: Page): Attachment[] {
  const files = new Map<string, Attachment>();
  const titles = new Map(page.links.map((link) => [link.url, linkTitle(link).title]));
  const offered = [
    ...page.links.filter((link) => addressForm(link.url) === 'file' || isOffered(link, page)).map((link) => link.url),
    ...markedFiles(page),
  ];
  for (const url of inPageOrder(offered, page)) {
    const title = titles.get(url) ?? '';
    if (OTHER_FILES.test(title) || READER_FILES.test(new URL(url).pathname)) continue;
    if (!files.has(url)) files.set(url, { url, title });
  }
  return [...files.values()];
}

/** Words of a link that name a format: 「…年度报告（PDF）」, 「报告.docx」. */
const NAMES_FORMAT = /[（(【[.．]\s*(?:pdf|docx?|wps|et|xlsx?|ofd|zip)(?:版|格式|文件|下载)?\s*(?:[）)】\]]|$)/iu;
const SAYS_ATTACHED = /^(?:附件|下载附件|附件下载|点击下载|下载全文|全文下载|下载)\s*\d{0,2}(?:[:：].*|$)/u;
/** Addresses of servlets that hand out files under a number. */
const HANDS_OUT =
  /(?:^|[/_?&=.-])(?:dl|down(?:load|file)?|get_?file|file(?:down(?:load)?|id)?|attach(?:ment)?s?|annex|fj|fujian|pdf|docx?|ofd)(?=$|[/_?&=.-])/iu;

/**
 * Does a link offer a file though its address has no ending that says so? Its words must name a format or an attachment, or they are
 * the title of a report and the address that of a servlet for files.
 */
function isOffered(link: PageLink, page: Page): boolean {
  if (link.url === page.url || addressForm(link.url) === 'article') return false;
  const { title } = linkTitle(link);
  if (NAMES_FORMAT.test(title)) return true;
  const { pathname, search } = new URL(link.url);
  if (!HANDS_OUT.test(`${pathname}${search}`)) return false;
  return SAYS_ATTACHED.test(title) || classifyTitle(title, { column: '' }).kind === 'report';
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
  for (const match of page.html.matchAll(FRAMED_FILE)) found.push(match[1] ?? '');
  for (const match of page.html.matchAll(WRITTEN_ANCHOR)) found.push(match[1] ?? '');
  return found.flatMap((address) => {
    const plain = withQueryIn(page.charset, address.replaceAll('&amp;', '&'));
    if (plain === '' || !URL.canParse(plain, page.url)) return [];
    const url = documentBehind(new URL(plain, page.url));
    url.hash = '';
    return /^https?:$/.test(url.protocol) ? [url.href] : [];
  });
}

/** Sorts by where the file's name first stands in the page; names that do not stand there keep their order at the end. */
function inPageOrder(urls: readonly string[], page: Page): string[] {
  const place = (url: string) => {
    const name = decodedName(url);
    const places = [name, name.replaceAll('&', '&amp;')].map((spelling) => page.html.indexOf(spelling));
    return Math.min(...places.map((at) => (at < 0 ? Number.MAX_SAFE_INTEGER : at)));
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
