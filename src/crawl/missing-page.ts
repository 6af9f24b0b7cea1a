import { decodeText } from '../original/charset.ts';

/** What a page says that a portal sends in place of one it no longer has, with a status of success (a soft 404). */
const SAYS_IT_IS_MISSING =
  /(?:页面|网页|信息|文章|内容|文件|资源|地址)(?:已经?|可能)?(?:不存在|未找到|找不到|无法找到|没有找到|被?删除|被?移除|被?下线|失效)|(?:找不到|没有找到|未找到|不存在)(?:您|你)?(?:要|所|想)?(?:访问|查找|浏览|请求)?的?(?:页面|网页|信息|文章|内容|文件)|(?:page|file)(?:was)?notfound/iu;
const TITLE_OF_MISSING =
  /^\s*(?:404|(?:错误|出错)(?:页面?|提示)?|页面?(?:不存在|未找到|找不到|已删除)|(?:page )?not found)/iu;
/** Characters beside the links of such a page: it has little to say. */
const MOST_WORDS = 300;
/** With its chrome. A larger page is taken for one that is there, and not looked at. */
const LARGEST_BYTES = 200_000;
const FIGURES = /<table[\s>]/iu;

/**
 * Says in which words a page that came with a success status says that it is not there, or null. Only a page with little other text and
 * no table is taken at its word.
 * @param contentType of the response, where it says one
 */
export function recogniseMissingPage(contentType: string | undefined, bytes: Uint8Array): string | null {
  if (bytes.byteLength > LARGEST_BYTES || (contentType !== undefined && !/html/iu.test(contentType))) return null;
  if (!looksLikeMarkup(bytes)) return null;
  const markup = decodeText(bytes, contentType ?? null).text;
  const title = /<title[^>]*>([^<]*)/iu.exec(markup)?.[1] ?? '';
  const words = wordsBesideLinks(markup);
  if (words.length > MOST_WORDS || FIGURES.test(markup)) return null;
  const said = TITLE_OF_MISSING.exec(title)?.[0] ?? SAYS_IT_IS_MISSING.exec(words)?.[0];
  return said === undefined ? null : said.trim();
}

function looksLikeMarkup(bytes: Uint8Array): boolean {
  return /^[\s\uFEFF\u00EF\u00BB\u00BF]*</u.test(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1'),
  );
}

function wordsBesideLinks(markup: string): string {
  return markup
    .replace(/<!--[\s\S]*?-->|<(script|style|title|noscript|a)\b[\s\S]*?<\/\1\s*>/giu, ' ')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&nbsp;|\s+/gu, '');
}
