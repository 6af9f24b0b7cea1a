import { LIST_CONTROLS } from '../../crawlers/list-controls.ts';

/** What the words of a control are tested against, as the page gets it. */
const WORDS = JSON.stringify(
  Object.fromEntries(Object.entries(LIST_CONTROLS).map(([name, { source, flags }]) => [name, { source, flags }])),
);

/** How the page's own script is asked for its controls. */
export const CONTROLS = `window[Symbol.for('list controls')]`;

/**
 * Run in the page: finds what a reader would click to see more of a list (next page, more rows, years, kinds of bodies, bodies), and the rows
 * that have come up. Only controls without an address are clicked: those with one are links, which the crawl follows by itself.
 */
export const INSTALL_CONTROLS = `(() => {
  const words = Object.fromEntries(Object.entries(${WORDS}).map(([name, { source, flags }]) => [name, new RegExp(source, flags)]));
  const fold = (text) => (text ?? '').replace(/\\s+/g, '');
  const isAddress = (href) => href !== null && !/^\\s*(?:#.*|javascript:.*)?$/i.test(href);
  const isLink = (element) => isAddress(element.closest('a')?.getAttribute('href') ?? null);
  const isShown = (element) => element.getClientRects().length > 0;
  const OFF = '[disabled],[aria-disabled="true"],.disabled,.is-disabled,.layui-disabled,.ant-pagination-disabled';
  const isOff = (element) => element.closest(OFF) !== null;
  const PAGER = '[class*="pag" i],[id*="pag" i],[class*="fenye" i],[id*="fenye" i]';
  const NEXT_BY_MARK = '.ant-pagination-next,.btn-next,.layui-laypage-next,.page-next,.nextPage,.next-page,.pagination .next,.pager .next,[aria-label="Next"],[title="下一页"]';

  const leaves = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = fold(node.data);
      const element = node.parentElement;
      if (text === '' || text.length > 120 || element === null || /^(?:script|style|noscript|template|option)$/i.test(element.tagName)) continue;
      found.push({ element, text });
    }
    for (const element of document.querySelectorAll('input[type=button],input[type=submit],input[type=image]'))
      found.push({ element, text: fold(element.value) });
    return found.filter(({ element }) => isShown(element) && !isLink(element));
  };

  /** Pages turned since a tab was chosen, and whether the pager gives no more. */
  let turned = 0;
  let pagerSpent = false;
  let scrolled = false;
  let barren = 0;
  const chosen = new Set();
  const barrenTabs = { year: 0, kind: 0, body: 0 };
  let last = null;
  let column = [];

  const nextControl = (all) => {
    const live = all.filter(({ element }) => !isOff(element));
    const byWords = live.find(({ element, text }) => {
      const bare = text.replace(words.trimmings, '') || text;
      if (words.more.test(bare)) return true;
      return words.next.test(bare) && (bare.length > 1 || element.closest(PAGER) !== null);
    });
    if (byWords !== undefined) return byWords;
    const marked = [...document.querySelectorAll(NEXT_BY_MARK)].find((element) => isShown(element) && !isOff(element) && !isLink(element) && element.querySelector('a[href]:not([href^="#"]):not([href^="javascript"])') === null);
    if (marked !== undefined) return { element: marked, text: fold(marked.textContent) || '下一页' };
    return live.find(({ element, text }) => text === String(turned + 2) && element.closest(PAGER) !== null);
  };

  const tabsOf = (kind, all) => {
    const tabs = all.filter(({ text }) => words[kind].test(text) && !words.other.test(text)).map(({ element, text }) => ({ kind, text, element }));
    const options = [...document.querySelectorAll('select')].flatMap((select) => {
      const fitting = [...select.options].filter((option) => words[kind].test(fold(option.textContent)) && !/[/.]/.test(option.value));
      return fitting.length < 2 ? [] : fitting.map((option) => ({ kind, text: fold(option.textContent), element: select, option }));
    });
    const found = [...tabs, ...options];
    return found.length < (kind === 'body' ? 3 : 2) ? [] : found;
  };

  const nextTab = (all) => {
    const groups = ['year', 'kind', 'body'].map((kind) => tabsOf(kind, all)).filter((tabs) => tabs.length > 0);
    // The group further down is gone through anew for each choice further up.
    groups.sort(([left], [right]) => (left.element.compareDocumentPosition(right.element) & Node.DOCUMENT_POSITION_FOLLOWING ? 1 : -1));
    for (const [place, tabs] of groups.entries()) {
      const tab = tabs.find(({ kind, text }) => barrenTabs[kind] < 6 && !chosen.has(kind + text));
      if (tab === undefined) continue;
      for (const inner of groups.slice(0, place)) for (const { kind, text } of inner) chosen.delete(kind + text);
      chosen.add(tab.kind + tab.text);
      column = [...column.filter(({ kind }) => groups.slice(place + 1).some(([other]) => other.kind === kind)), { kind: tab.kind, text: tab.text }];
      return tab;
    }
    return undefined;
  };

  const seen = new Set();
  const looksLikeReport = (text) => /年报|年度(?:工作)?报告|(?:19|20)\\d{2}年/.test(text);

  window[Symbol.for('list controls')] = {
    /** Clicks what comes next and says what it was; null where nothing is left. */
    click() {
      const all = leaves();
      const next = pagerSpent ? undefined : nextControl(all);
      if (next !== undefined) {
        turned += 1;
        last = { kind: 'next' };
        next.element.click();
        return next.text;
      }
      if (!scrolled) {
        last = { kind: 'scroll' };
        scrolled = true;
        window.scrollTo(0, document.documentElement.scrollHeight);
        for (const target of [window, document]) target.dispatchEvent(new Event('scroll'));
        return '';
      }
      const tab = nextTab(all);
      if (tab === undefined) return null;
      [turned, pagerSpent, barren, scrolled] = [0, false, 0, false];
      last = tab;
      if (tab.option === undefined) tab.element.click();
      else {
        tab.element.value = tab.option.value;
        for (const name of ['input', 'change']) tab.element.dispatchEvent(new Event(name, { bubbles: true }));
      }
      return tab.text;
    },
    /** The control led to an address of its own; the pager behind it is the crawl's to follow. */
    leftThePage() {
      if (last?.kind === 'next') pagerSpent = true;
    },
    /** The rows that have come up since the last look. */
    look() {
      const rows = [];
      for (const anchor of document.querySelectorAll('a[href]')) {
        if (!isAddress(anchor.getAttribute('href'))) continue;
        const text = anchor.textContent.replace(/\\s+/g, ' ').trim();
        const key = anchor.href + ' ' + text + ' ' + column.filter(({ kind }) => kind === 'body').map(({ text }) => text).join();
        if (seen.has(key)) continue;
        seen.add(key);
        const row = anchor.closest('li,tr,dd,dt,p');
        const beside = (row?.textContent ?? '').replace(/\\s+/g, ' ').replace(text, '').trim().slice(0, 80);
        rows.push({ url: anchor.href, text, title: anchor.title, beside });
      }
      const fruitful = rows.some(({ text, title }) => looksLikeReport(text + title));
      if (last?.kind === 'next') {
        barren = fruitful ? 0 : barren + 1;
        if (barren >= 2) pagerSpent = true;
      } else if (last?.kind === 'scroll') scrolled = !fruitful;
      else if (last !== null) barrenTabs[last.kind] = fruitful ? 0 : barrenTabs[last.kind] + 1;
      return { rows, column: column.map(({ text }) => text).join(' › ') };
    },
    /** Clicks the next row that speaks of a report and names no address; null where there is none. */
    openRow() {
      const row = leaves().find(({ element, text }) => {
        const key = 'row ' + text + column.map(({ text }) => text).join();
        return !seen.has(key) && /(?:19|20)\\d{2}/.test(text) && /年报|年度(?:工作)?报告/.test(text) && element.closest('h1,h2,title,select') === null && !words.year.test(text) && seen.add(key);
      });
      if (row === undefined) return null;
      const beside = (row.element.closest('li,tr,dd,dt,p')?.textContent ?? '').replace(/\\s+/g, ' ').replace(row.text, '').trim().slice(0, 80);
      row.element.click();
      return { text: row.text, beside };
    },
  };
})()`;
