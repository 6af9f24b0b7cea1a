import { html, type Markup } from './markup.ts';
import { addressOf, type View } from './view.ts';

/** A page to be framed. */
export interface PageContent {
  readonly title: string;
  readonly main: Markup;
  /** Takes the width of the window: a wide table, an original beside its receipt. */
  readonly wide?: true;
}

const MENU: readonly (readonly [path: string, english: string, chinese: string])[] = [
  ['/', 'Coverage', '覆盖'],
  ['/compare', 'Compare', '比较'],
  ['/findings', 'Findings', '问题'],
  ['/search', 'Search', '检索'],
  ['/runs', 'Runs', '运行'],
];

/** A whole page: head, menu, the other language, and what it is about. */
export function framePage(view: View, { title, main, wide }: PageContent): Markup {
  const { say, language } = view;
  const other = language === 'en' ? 'zh' : 'en';
  return html`<!doctype html>
    <html lang="${language === 'zh' ? 'zh-Hans' : 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · nianbao 年报</title>
        <link rel="stylesheet" href="/explorer.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <script src="/explorer.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">${say('Skip to the content', '跳到正文')}</a>
        <header class="site">
          <a class="mark" href="/">nianbao <span lang="zh">年报</span></a>
          <nav aria-label="${say('Main', '主菜单')}">
            <ul>
              ${MENU.map(([path, english, chinese]) => menuItem(view, path, say(english, chinese)))}
            </ul>
          </nav>
          <form
            class="quick"
            action="/organizations"
            role="search"
            aria-label="${say('Find an organization', '查找机关')}"
          >
            <label for="quick">${say('Organization', '机关')}</label>
            <input id="quick" name="name" autocomplete="off" placeholder="永宁县" lang="zh" />
            <button>${say('Find', '查找')}</button>
          </form>
          <a class="language" href="${view.otherLanguage}" hreflang="${other}" lang="${other}"
            >${other === 'zh' ? '中文' : 'English'}</a
          >
        </header>
        <main id="main" tabindex="-1" ${wide === true ? html` class="wide"` : null}>${main}</main>
        <footer>
          <p>
            ${say(
              'Figures as read from the originals on this machine; nothing here was changed by hand. What each status means:',
              '数字均由本机所存原件读出，未经人工改动。各状态的含义：',
            )} <a href="/statuses">${say('statuses', '状态说明')}</a> · <a href="/api">JSON API</a>
          </p>
        </footer>
      </body>
    </html>`;
}

function menuItem(view: View, path: string, label: string): Markup {
  const here = path === '/' ? view.path === '/' || view.path.startsWith('/coverage') : view.path.startsWith(path);
  return html`<li><a href="${path}" ${here ? html` aria-current="page"` : null}>${label}</a></li>`;
}

/** A form whose fields make the query of an address, sent without a script. */
export function filterForm(view: View, action: string, fields: readonly Markup[]): Markup {
  return html`<form class="filter" action="${action}">${fields}<button>${view.say('Show', '显示')}</button></form>`;
}

/** A field of a filter: one of several values. */
export function choiceField(
  name: string,
  label: string,
  choices: readonly (readonly [value: string, label: string])[],
  chosen: string,
): Markup {
  const options = choices.map(
    ([value, text]) => html`<option value="${value}" ${value === chosen ? html` selected` : null}>${text}</option>`,
  );
  return html`<label
    >${label}
    <select name="${name}">
      ${options}
    </select></label
  >`;
}

/** Links to the pages of a long list; nothing where there is one. */
export function pageLinks(
  view: View,
  path: string,
  query: Readonly<Record<string, string | number | null>>,
  { page, pages }: { readonly page: number; readonly pages: number },
): Markup | null {
  if (pages <= 1) return null;
  const { say } = view;
  const to = (number: number): string => addressOf(path, { ...query, page: number === 1 ? null : number });
  return html`<nav class="pages" aria-label="${say('Pages', '分页')}">
    ${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">← ${say('previous', '上一页')}</a>` : null}
    <span>${say(`page ${page} of ${pages}`, `第 ${page} 页，共 ${pages} 页`)}</span>
    ${page < pages ? html`<a rel="next" href="${to(page + 1)}">${say('next', '下一页')} →</a>` : null}
  </nav>`;
}
