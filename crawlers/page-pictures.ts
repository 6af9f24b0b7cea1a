import type { Attachment } from './attachments.ts';
import type { Page } from './page.ts';

/** Words of the three statutory tables: a page that prints them all as text does not need its pictures read. */
const WORDS_OF_TABLES = [/现行有效|处理决定数量/, /商业企业/, /结果维持|尚未审结/];
/** A report has no more pages; a page with more pictures is a photo series. */
const MOST_PICTURES = 20;
/** A page of print is wider than this on the screen. */
const NARROWEST = 300;
const NOT_CONTENT =
  /logo|icon|banner|qr_?code|ewm|erweima|weixin|wechat|share|button|btn|nav|head(?:er)?[_.-]|foot|sprite|loading|blank|spacer|beian|gongan|jiucuo|top[_.-]|bg[_.-]|\.svg(?:[?#]|$)/i;
const NOT_CONTENT_WORDS = /二维码|扫一扫|微信|微博|客户端|分享|打印|关闭|备案|纠错|适老|无障碍|LOGO|标志/i;
/** Below the article stand the pictures of the site itself. */
const END_OF_ARTICLE = /版权所有|主办单位|ICP备|公网安备|相关链接|相关阅读|上一篇|下一篇|网站地图/;

const IMAGE_OR_LINK = /<(?:img\b[^>]*|a\b[^>]*|\/a)>/gi;
const PICTURE_FILE = /\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:[?#]|$)/i;
/** Words of a link to a picture that is a page of the report, offered like an attachment. */
const WORDS_OF_PAGES = /年报|年度报告|附件|图片版|扫描件|第.{1,3}页/;
const NO_MARKUP = /<!--[\s\S]*?-->|<script\b[\s\S]*?<\/script>|<style\b[\s\S]*?<\/style>/gi;

/**
 * Pictures of an article that may be the pages of the report, in the order of the page: only where the page itself does not print
 * the tables. Links to such pictures that say so count like the pictures. Pictures of the site (logos, codes, buttons, links to elsewhere) are left out, and so are those written into the page
 * itself, which need no fetching.
 */
export function picturesOf(page: Page): Attachment[] {
  const html = page.html.replace(NO_MARKUP, '');
  if (WORDS_OF_TABLES.every((words) => words.test(html))) return [];
  const found = new Map<string, Attachment>();
  const article = articleOf(html);
  let link: string | null = null;
  for (const { 0: tag, index } of article.matchAll(IMAGE_OR_LINK)) {
    if (/^<\/a/i.test(tag)) link = null;
    else if (/^<a/i.test(tag)) {
      link = attribute(tag, 'href') ?? '';
      const words = PICTURE_FILE.test(link) ? wordsUpTo(article, index + tag.length) : '';
      if (!WORDS_OF_PAGES.test(words) || !URL.canParse(link, page.url)) continue;
      const address = new URL(link, page.url).href;
      if (!found.has(address)) found.set(address, { url: address, title: words });
    } else {
      const address = contentPicture(tag, page.url);
      const leadsElsewhere = link !== null && link !== '' && !PICTURE_FILE.test(link) && !/^#|^javascript:/i.test(link);
      if (address === null || leadsElsewhere || found.has(address)) continue;
      found.set(address, { url: address, title: attribute(tag, 'alt') ?? attribute(tag, 'title') ?? '' });
    }
  }
  return found.size > MOST_PICTURES ? [] : [...found.values()];
}

/** The words of a link that begins here; '' where it shows a picture. */
function wordsUpTo(html: string, from: number): string {
  const inside = html.slice(from, from + 500).split(/<\/a\b/i)[0] ?? '';
  return /<img\b/i.test(inside) ? '' : inside.replace(/<[^>]*>/g, '').trim();
}

function articleOf(html: string): string {
  const start = Math.max(0, html.search(/<body\b/i));
  const body = html.slice(start);
  const headline = body.search(/年度报告|年报/);
  const from = Math.max(0, headline);
  const end = body.slice(from).search(END_OF_ARTICLE);
  return body.slice(from, end < 0 ? undefined : from + end);
}

function contentPicture(tag: string, base: string): string | null {
  const source = attribute(tag, 'data-original') ?? attribute(tag, 'data-src') ?? attribute(tag, 'src') ?? '';
  const words = `${attribute(tag, 'alt') ?? ''} ${attribute(tag, 'title') ?? ''} ${attribute(tag, 'class') ?? ''}`;
  const width = Number.parseFloat(attribute(tag, 'width') ?? /width\s*:\s*([\d.]+)px/i.exec(tag)?.[1] ?? '');
  if (source === '' || /^data:/i.test(source) || width < NARROWEST) return null;
  if (NOT_CONTENT_WORDS.test(words) || /\b(?:icon|logo)\b/i.test(words) || !URL.canParse(source, base)) return null;
  const url = new URL(source, base);
  url.hash = '';
  const name = url.pathname.split('/').at(-1) ?? '';
  return /^https?:$/.test(url.protocol) && !NOT_CONTENT.test(name) ? url.href : null;
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return (match?.[1] ?? match?.[2] ?? match?.[3])?.replaceAll('&amp;', '&').trim();
}
