import { decodeAttribute, decodeReferences } from './character-references.ts';

/** Attributes of one tag, by lower-case name; the first of a repeated name wins. Only to be asked while the tag is reported. */
export interface Attributes {
  /** The value with references resolved, '' where the attribute has none, undefined where there is no such attribute. */
  readonly get: (name: string) => string | undefined;
}

/** What a scan of markup reports, in source order. Tag names are lower case. Comments are passed over. */
export interface MarkupHandler {
  /** @param offset where the tag begins in the scanned text */
  readonly open: (name: string, attributes: Attributes, offset: number) => void;
  readonly close: (name: string, offset: number) => void;
  /** Character data with references resolved; one run of text may come in several pieces. */
  readonly text: (data: string, offset: number) => void;
}

/** Elements whose content is text up to their own end tag; true where references in it are resolved. */
const TEXT_ELEMENTS: ReadonlyMap<string, boolean> = new Map([
  ['script', false],
  ['style', false],
  ['iframe', false],
  ['noembed', false],
  ['noframes', false],
  ['xmp', false],
  ['title', true],
  ['textarea', true],
]);

/**
 * Scans HTML tag by tag in one pass. It keeps no tree and no stack, so neither depth nor stray and missing end tags cost
 * anything; what an unclosed element means is for the handler to say. It goes from bracket to bracket instead of from
 * character to character, and cuts out only those attributes that are asked for: on pages exported by Word, three
 * quarters of the source are styles nobody asks for. A tag that the text ends within is dropped.
 */
export function scanMarkup(text: string, handler: MarkupHandler): void {
  const attributes = new AttributeSpans(text);
  let from = 0;
  let search = 0;
  const flushText = (to: number): void => {
    if (to > from) handler.text(decodeReferences(text.slice(from, to)), from);
  };
  for (;;) {
    const at = text.indexOf('<', search);
    if (at === -1) {
      flushText(text.length);
      return;
    }
    const next = text.charCodeAt(at + 1);
    if (isLetter(next)) {
      flushText(at);
      const nameEnd = endOfName(text, at + 1);
      const end = attributes.read(nameEnd);
      if (end === -1) return;
      const name = text.slice(at + 1, nameEnd).toLowerCase();
      handler.open(name, attributes, at);
      from = end;
      const decodes = TEXT_ELEMENTS.get(name);
      if (decodes !== undefined) {
        const close = endOfTextElement(text, name, end);
        if (close > end) {
          const content = text.slice(end, close);
          handler.text(decodes ? decodeReferences(content) : content, end);
        }
        from = close;
      }
    } else if (next === SLASH && isLetter(text.charCodeAt(at + 2))) {
      flushText(at);
      const nameEnd = endOfName(text, at + 2);
      const end = text.indexOf('>', nameEnd);
      if (end === -1) return;
      handler.close(text.slice(at + 2, nameEnd).toLowerCase(), at);
      from = end + 1;
    } else if (next === SLASH || next === EXCLAMATION || next === QUESTION) {
      flushText(at);
      from = endOfComment(text, at);
    } else {
      search = at + 1;
      continue;
    }
    search = from;
  }
}

const SLASH = 0x2f;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const GREATER = 0x3e;
const EQUALS = 0x3d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0x0c;
}

function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === GREATER || code === SLASH || isSpace(code)) break;
  }
  return at;
}

/** After a comment, a conditional comment, a doctype or any other `<!…>`, `<?…>`, `</ …>`. */
function endOfComment(text: string, at: number): number {
  if (text.startsWith('<!--', at)) {
    if (text.startsWith('>', at + 4)) return at + 5;
    if (text.startsWith('->', at + 4)) return at + 6;
    const end = text.indexOf('-->', at + 4);
    return end === -1 ? text.length : end + 3;
  }
  const end = text.indexOf('>', at + 2);
  return end === -1 ? text.length : end + 1;
}

const END_TAGS: ReadonlyMap<string, RegExp> = new Map(
  [...TEXT_ELEMENTS.keys()].map((name) => [name, new RegExp(`</${name}(?=[\\s/>])`, 'gi')]),
);

/** Where the end tag of a text element begins; the end of the text where there is none. */
function endOfTextElement(text: string, name: string, from: number): number {
  const endTag = END_TAGS.get(name);
  if (!endTag) return from;
  endTag.lastIndex = from;
  return endTag.exec(text)?.index ?? text.length;
}

/** Remembers where the attributes of a tag stand. */
class AttributeSpans implements Attributes {
  readonly #text: string;
  /** Four numbers an attribute: name from and to, value from and to. */
  readonly #spans: number[] = [];
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Reads the attributes of the tag whose name ends at `from`.
   *
   * @returns where the tag ends, -1 where the text ends first
   */
  read(from: number): number {
    const text = this.#text;
    const { length } = text;
    this.#count = 0;
    let at = from;
    for (;;) {
      let code = text.charCodeAt(at);
      while (at < length && (isSpace(code) || code === SLASH)) code = text.charCodeAt((at += 1));
      if (at >= length) return -1;
      if (code === GREATER) return at + 1;
      const nameFrom = at;
      code = text.charCodeAt((at += 1));
      while (at < length && code !== EQUALS && code !== GREATER && code !== SLASH && !isSpace(code)) {
        code = text.charCodeAt((at += 1));
      }
      const nameTo = at;
      while (at < length && isSpace(code)) code = text.charCodeAt((at += 1));
      if (code !== EQUALS) {
        this.#push(nameFrom, nameTo, at, at);
        continue;
      }
      code = text.charCodeAt((at += 1));
      while (at < length && isSpace(code)) code = text.charCodeAt((at += 1));
      if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
        const end = text.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1);
        if (end === -1) return -1;
        this.#push(nameFrom, nameTo, at + 1, end);
        at = end + 1;
      } else {
        const valueFrom = at;
        while (at < length && code !== GREATER && !isSpace(code)) code = text.charCodeAt((at += 1));
        this.#push(nameFrom, nameTo, valueFrom, at);
      }
    }
  }

  #push(nameFrom: number, nameTo: number, valueFrom: number, valueTo: number): void {
    const at = this.#count * 4;
    this.#spans[at] = nameFrom;
    this.#spans[at + 1] = nameTo;
    this.#spans[at + 2] = valueFrom;
    this.#spans[at + 3] = valueTo;
    this.#count += 1;
  }

  get(name: string): string | undefined {
    for (let at = 0; at < this.#count * 4; at += 4) {
      const from = this.#spans[at] ?? 0;
      const to = this.#spans[at + 1] ?? 0;
      if (to - from !== name.length) continue;
      if (this.#text.startsWith(name, from) || this.#text.slice(from, to).toLowerCase() === name) {
        return decodeAttribute(this.#text.slice(this.#spans[at + 2], this.#spans[at + 3]));
      }
    }
    return undefined;
  }
}
