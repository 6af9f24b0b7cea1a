import { decodeText } from '../src/original/charset.ts';
import { scanMarkup } from '../src/original/markup-scanner.ts';
import type { Attributes } from '../src/original/markup-scanner.ts';
import { withScriptedArticle } from '../src/original/scripted-article.ts';
import type { Page, PageLink } from './page.ts';
import { documentBehind, withQueryIn } from './written-addresses.ts';

/** A fetched page as the engine has it. */
export interface FetchedPage {
  /** Final URL, after redirects. */
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** The words of the link that led here. */
  readonly label: string;
  /** True where the bytes are what a browser made of the page. */
  readonly rendered?: boolean;
}

/** Rows of a list: what stands in one after a link belongs to the link. */
const ROWS: ReadonlySet<string> = new Set(['li', 'tr', 'p', 'dd', 'dt']);
const ROW_GROUPS: ReadonlySet<string> = new Set(['table', 'ul', 'ol', 'dl']);
/** End a link that was never closed. */
const LINK_ENDS: ReadonlySet<string> = new Set(['li', 'tr', 'table', 'ul', 'ol', 'dl', 'body', 'html']);
const RAW_TEXT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'noembed',
  'noframes',
  'textarea',
  'title',
  'iframe',
]);
const FRAMES: ReadonlySet<string> = new Set(['iframe', 'frame', 'area']);
const TRAILING_LENGTH = 200;
const TEXT_LENGTH = 1000;
/** A row with more links than this is a menu; its first ones get no more trailing text. */
const LINKS_IN_ROW = 20;

const SCRIPTED_ADDRESS = /(?:window\.open|location(?:\.href|\.assign|\.replace)?)\s*(?:=|\()\s*(['"])(.+?)\1/;
const OPTION_ADDRESS = /^(?:https?:)?\/\/|^\.{0,2}\/|^[^\s<>"']+\.(?:s?html?|jsp|aspx?|php|do|action)(?:[?#]|$)/i;
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z0-9+.-]*:/i;

interface OpenLink {
  readonly address: string;
  readonly tag: string;
  readonly title: string;
  text: string;
  alternative: string;
  trailing: string;
  readonly listedUnder: string;
}

/**
 * Decodes a page and gathers its links in one pass over the markup: anchors, image maps, frames, options that hold an
 * address, and elements that open one by script. Addresses are resolved against `base href`, then the page; fragments are
 * cut, and only http and https are kept, in the order of the page. A link to a viewer is one to the document that it shows.
 */
export function parsePage(input: FetchedPage): Page {
  const { text, charset } = decodeText(input.bytes, input.contentType);
  const html = withScriptedArticle(text);
  const collector = new LinkCollector();
  scanMarkup(html, {
    open: (name, attributes) => collector.open(name, attributes),
    close: (name) => collector.close(name),
    text: (data) => collector.text(data),
  });
  const base =
    collector.base !== '' && URL.canParse(collector.base, input.url)
      ? new URL(collector.base, input.url).href
      : input.url;
  const resolved = new Map<string, string | null>();
  const links: PageLink[] = [];
  for (const link of collector.links) {
    let url = resolved.get(link.address);
    if (url === undefined) {
      url = resolveAddress(withQueryIn(charset, link.address), base);
      resolved.set(link.address, url);
    }
    if (url === null) continue;
    const title = fold(link.title);
    links.push({
      url,
      text: fold(link.text) || title || fold(link.alternative),
      title,
      trailing: fold(link.trailing),
      ...(link.listedUnder === '' ? {} : { listedUnder: link.listedUnder }),
    });
  }
  return {
    url: input.url,
    label: input.label,
    charset,
    html,
    title: fold(collector.title ?? ''),
    meta: collector.meta,
    links,
    rendered: input.rendered ?? false,
  };
}

function resolveAddress(address: string, base: string): string | null {
  const trimmed = address.trim().replace(/[\t\r\n]/g, '');
  if (trimmed === '' || trimmed.startsWith('#') || OTHER_SCHEME.test(trimmed)) return null;
  const usual = trimmed.replace(/\\/g, '/');
  if (!URL.canParse(usual, base)) return null;
  const url = documentBehind(new URL(usual, base));
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const { href } = url;
  const fragment = href.indexOf('#');
  return fragment === -1 ? href : href.slice(0, fragment);
}

function fold(text: string): string {
  return text
    .replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

class LinkCollector {
  readonly links: OpenLink[] = [];
  readonly meta = new Map<string, string>();
  base = '';
  title: string | null = null;
  #raw = '';
  #link: OpenLink | null = null;
  /** Links of the row under way, which what follows still belongs to. */
  #trailed: OpenLink[] = [];
  /** Tag of the row under way, or ''. */
  #row = '';
  #titleDone = false;
  /** What a rendered page's list was clicked to show, while its rows last. */
  #listedUnder = '';

  text(data: string): void {
    if (this.#raw !== '') {
      if (this.#raw === 'title' && !this.#titleDone) this.title = (this.title ?? '') + data;
      return;
    }
    if (this.#link) {
      if (this.#link.text.length < TEXT_LENGTH) this.#link.text += data;
      return;
    }
    for (const link of this.#trailed) if (link.trailing.length < TRAILING_LENGTH) link.trailing += data;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#raw !== '') return;
    if (ROWS.has(name)) this.#startRow(name);
    if (this.#link && LINK_ENDS.has(name)) this.#endLink();
    if (name === 'a') {
      this.#openAnchor(attributes);
      return;
    }
    if (name === 'section') this.#listedUnder = attributes.get('data-list-of') ?? '';
    const scripted = attributes.get('onclick');
    if (scripted !== undefined && !this.#link) this.#startScripted(name, attributes, scripted);
    if (RAW_TEXT.has(name)) this.#raw = name;
    if (FRAMES.has(name)) this.#pushFrame(name, attributes);
    else if (name === 'option') this.#openOption(attributes);
    else if (name === 'img' && this.#link && this.#link.alternative === '') {
      this.#link.alternative = `${attributes.get('alt') ?? ''} ${attributes.get('title') ?? ''}`;
    } else if (name === 'base' && this.base === '') this.base = attributes.get('href') ?? '';
    else if (name === 'meta') this.#readMeta(attributes);
  }

  close(name: string): void {
    if (this.#raw !== '') {
      if (name !== this.#raw) return;
      if (name === 'title' && (this.title ?? '').trim() !== '') this.#titleDone = true;
      this.#raw = '';
      return;
    }
    if (this.#link && (this.#link.tag === name || LINK_ENDS.has(name))) this.#endLink();
    if (name === 'section') this.#listedUnder = '';
    if (name === this.#row || ROW_GROUPS.has(name)) {
      this.#trailed = [];
      this.#row = '';
    }
  }

  #startRow(name: string): void {
    if (this.#link && this.#link.tag !== 'a' && name !== 'p') this.#endLink();
    // A paragraph inside a table row or a list item does not begin a row of its own.
    if (name === 'p' && this.#row !== '' && this.#row !== 'p') return;
    this.#trailed = [];
    this.#row = name;
  }

  #openAnchor(attributes: Attributes): void {
    this.#endLink();
    if (this.#row === '') this.#trailed = [];
    const href = attributes.get('href') ?? '';
    const scripted = SCRIPTED_ADDRESS.exec(attributes.get('onclick') ?? '')?.[2] ?? SCRIPTED_ADDRESS.exec(href)?.[2];
    const idle = href === '' || href.startsWith('#') || /^\s*javascript:/i.test(href);
    const address = idle ? scripted : href;
    if (address !== undefined) this.#start('a', address, attributes.get('title') ?? '');
  }

  #startScripted(name: string, attributes: Attributes, script: string): void {
    const address = SCRIPTED_ADDRESS.exec(script)?.[2];
    if (address === undefined) return;
    if (this.#row === '') this.#trailed = [];
    this.#start(name, address, attributes.get('title') ?? attributes.get('value') ?? '');
    if (name === 'img' || name === 'input' || name === 'area') this.#endLink();
  }

  #openOption(attributes: Attributes): void {
    this.#endLink();
    const value = attributes.get('value')?.trim() ?? '';
    if (OPTION_ADDRESS.test(value)) this.#start('option', value, '');
  }

  #pushFrame(name: string, attributes: Attributes): void {
    const address = attributes.get(name === 'area' ? 'href' : 'src');
    if (address === undefined) return;
    const title = attributes.get('title') ?? '';
    const alternative = attributes.get('alt') ?? attributes.get('name') ?? '';
    this.links.push({ address, tag: name, title, text: '', alternative, trailing: '', listedUnder: this.#listedUnder });
  }

  #start(tag: string, address: string, title: string): void {
    this.#link = { address, tag, title, text: '', alternative: '', trailing: '', listedUnder: this.#listedUnder };
    this.links.push(this.#link);
  }

  #endLink(): void {
    if (!this.#link) return;
    this.#trailed.push(this.#link);
    if (this.#trailed.length > LINKS_IN_ROW) this.#trailed.shift();
    this.#link = null;
  }

  #readMeta(attributes: Attributes): void {
    const name = (attributes.get('name') ?? attributes.get('property') ?? attributes.get('http-equiv') ?? '')
      .trim()
      .toLowerCase();
    const content = attributes.get('content') ?? '';
    if (name !== '' && !this.meta.get(name)) this.meta.set(name, fold(content));
  }
}
