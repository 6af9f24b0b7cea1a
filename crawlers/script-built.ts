import type { Page } from './page.ts';

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
/** Calls that put something into a page: a request, a template engine, a piece of markup. */
const FILLS =
  /\bfetch\s*\(|XMLHttpRequest|\$\.(?:ajax|get|post|getJSON)\b|\.(?:ajax|getJSON|load|html|append|prepend)\s*\(|\baxios\b|innerHTML|insertAdjacentHTML|appendChild|document\.write|createApp|new\s+Vue\b|ReactDOM|createRoot|\blaytpl\b|\btemplate\s*\(|\bimport\s*\(/;
/** Scripts that by their names only help others, or count, or decorate. */
const LIBRARY =
  /(?:^|[/._-])(?:jquery|zepto|bootstrap|swiper|slick|layer|layui|superslide|html5shiv|respond|modernizr|es5-shim|polyfill|underscore|lodash|moment|tongji|hm|stat|piwik|matomo|analytics|gtag|cnzz|dynclicks|statpagedown|share|qrcode|wza|weather|echarts|video|player|flash|pageshow|common|public|global|base|menu|nav|search|scroll|tab)s?(?:[._-][\w.-]*)?\.js/i;
/** Where scripts put what they make. */
const EMPTY_PLACE =
  /<(div|ul|ol|dl|table|tbody|section|main|nav|article)\b[^>]*\bid\s*=\s*["']?[\w-]*(?:app|root|list|menu|nav|tree|column|content|main|data|con|body|items?|result|view)[\w-]*["']?[^>]*>\s*(?:<!--[\s\S]{0,200}?-->\s*)?(?:<(\w+)\b[^>]*>\s*<\/\2>\s*)?(?:正在加载|加载中|loading)?[.…\s]*<\/\1>/i;
const TEMPLATE_MARKS =
  /\{\{[^{}]{1,80}\}\}|\bv-(?:for|html|text)\s*=|\bng-(?:repeat|bind)\s*=|<noscript>[^<]{0,200}(?:JavaScript|脚本)/i;
const FEW_LINKS = 3;
/** A report, even the shortest, says more outside its links. */
const WORDS_OF_A_REPORT = 400;

/** Could scripts put a list into this page, which shows none? Never so for a page that has been rendered. */
export function mayBeFilled(page: Page): boolean {
  return !page.rendered && /<script\b/i.test(page.html) && scriptsOf(page).some(fillsPage);
}

/** Is this page plainly a frame for what its scripts bring: hardly a link, an empty place for a list or menu, marks of a template? */
export function isShell(page: Page): boolean {
  if (!mayBeFilled(page)) return false;
  return (
    page.links.length <= FEW_LINKS || EMPTY_PLACE.test(page.html) || TEMPLATE_MARKS.test(withoutScripts(page.html))
  );
}

/** Is the report on this page, which offers no files, to be put there by scripts? */
export function isArticleByScript(page: Page): boolean {
  return mayBeFilled(page) && wordsOutsideLinks(page) < WORDS_OF_A_REPORT;
}

interface PageScript {
  readonly source: string;
  readonly isModule: boolean;
  readonly code: string;
}

function scriptsOf(page: Page): PageScript[] {
  return [...page.html.matchAll(SCRIPT)].map(([, attributes = '', code = '']) => ({
    source: /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(attributes)?.[1] ?? '',
    isModule: /\btype\s*=\s*["']?module\b/i.test(attributes),
    code,
  }));
}

/** What a script of unknown name does is not known; it is taken to fill the page. */
function fillsPage({ source, isModule, code }: PageScript): boolean {
  if (source === '') return isModule || FILLS.test(code);
  return isModule || !LIBRARY.test(source);
}

function withoutScripts(html: string): string {
  return html.replace(SCRIPT, '').replace(/<style\b[\s\S]*?<\/style>/gi, '');
}

/** How much a page says, in characters, links and menus not counted. */
export function wordsOutsideLinks({ html }: Page): number {
  const body = withoutScripts(html).replace(
    /<head\b[\s\S]*?<\/head>|<a\b[^>]*>[\s\S]*?<\/a>|<option\b[\s\S]*?<\/option>/gi,
    '',
  );
  return body.replace(/<[^>]*>|&\w+;|\s+/g, '').length;
}
