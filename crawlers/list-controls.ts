import { NEXT_PAGE, PAGER_TRIMMINGS, SITE_PARTS, UNIT_KIND, YEAR_COLUMN } from './link-words.ts';

/** Words of controls that bring more of a list into the page that shows it. */
export const LIST_CONTROLS = {
  next: NEXT_PAGE,
  more: /^(?:点击|点此|点我|上拉|下拉)?(?:查看|加载|显示|展开|获取)更多(?:内容|信息|数据|年报|记录|文章)?[>»….]*$/,
  trimmings: PAGER_TRIMMINGS,
  /** A choice of years. */
  year: YEAR_COLUMN,
  /** A choice of kinds of bodies: 部门, 乡镇. */
  kind: UNIT_KIND,
  /** A choice of bodies: 教育局, 青石镇. */
  body: /^[\u4e00-\u9fff（）()]{1,18}(?:局|委|办|办公室|委员会|镇|乡|苏木|街道|街道办|街道办事处|人民政府|管委会|中心|法院|检察院)$/,
  /** Parts of a site that are called like a body. */
  other: SITE_PARTS,
} as const satisfies Readonly<Record<string, RegExp>>;

const SCRIPT = /<script\b[\s\S]*?<\/script>|<style\b[\s\S]*?<\/style>|<!--[\s\S]*?-->/gi;
const CONTROL = /<(a|button|input|span|li|div|p|em|i|b)\b([^>]*)>(?:\s*<(?!\/)[^>]*>)*([^<]{0,24})/gi;
const OPTION = /<option\b[^>]*\bvalue\s*=\s*["']?([^"'>\s]*)[^>]*>([^<]*)/gi;
/** An address in `href` that leads somewhere; one that begins a script or a fragment does not. */
const LEADS_SOMEWHERE =
  /\bhref\s*=\s*(?:"(?!\s*(?:#|javascript:|"))|'(?!\s*(?:#|javascript:|'))|(?![\s"'])(?!#|javascript:))/i;
const IS_OFF = /\bdisabled\b|\bclass\s*=\s*["'][^"']*\bdisabled\b/i;
const ACTS = /\bonclick\s*=|@click|\bng-click|\bid\s*=|\bclass\s*=|\bdata-/i;

/**
 * Are there controls on the page as served that bring more of its list by script: 下一页 or 加载更多 without an address, years or kinds of
 * bodies to choose from? What a script has yet to put into the page is not seen here.
 */
export function hasListControls(html: string): boolean {
  const markup = html.replace(SCRIPT, '');
  const chosen = { year: new Set<string>(), kind: new Set<string>() };
  for (const [tag, name = '', attributes = '', content = ''] of markup.matchAll(CONTROL)) {
    if (LEADS_SOMEWHERE.test(attributes) || IS_OFF.test(attributes)) continue;
    const words = (
      name.toLowerCase() === 'input' ? (/\bvalue\s*=\s*["']?([^"'>]*)/i.exec(tag)?.[1] ?? '') : content
    ).replace(/&\w+;|\s+/g, '');
    if (words === '') continue;
    const acts = /^(?:a|button|input)$/i.test(name)
      ? !/^input$/i.test(name) || /\bbutton\b/i.test(attributes)
      : ACTS.test(attributes);
    if (!acts) continue;
    const bare = words.replace(LIST_CONTROLS.trimmings, '') || words;
    if (LIST_CONTROLS.more.test(bare) || (bare.length > 1 && LIST_CONTROLS.next.test(bare))) return true;
    for (const kind of ['year', 'kind'] as const) if (LIST_CONTROLS[kind].test(words)) chosen[kind].add(words);
  }
  for (const [, value = '', content = ''] of markup.matchAll(OPTION)) {
    const words = content.replace(/\s+/g, '');
    if (/[/.]/.test(value)) continue;
    for (const kind of ['year', 'kind'] as const) if (LIST_CONTROLS[kind].test(words)) chosen[kind].add(words);
  }
  return chosen.year.size >= 2 || chosen.kind.size >= 2;
}
