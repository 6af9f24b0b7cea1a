import { Tokenizer } from 'htmlparser2';

/** Attributes of one tag, by lower-case name; the first of a repeated name wins. Only to be asked while the tag is reported. */
export interface Attributes {
  /** The value with entities decoded, '' where the attribute has none, undefined where there is no such attribute. */
  readonly get: (name: string) => string | undefined;
}

/** What a scan of markup reports, in source order. Tag names are lower case. Comments are passed over. */
export interface MarkupHandler {
  /** @param offset where the tag begins in the scanned text */
  readonly open: (name: string, attributes: Attributes, offset: number) => void;
  readonly close: (name: string, offset: number) => void;
  /** Character data with entities decoded; one run of text may come in several pieces. */
  readonly text: (data: string, offset: number) => void;
}

const passOver = (): void => undefined;

/**
 * Scans HTML tag by tag in one pass. It keeps no tree and no stack, so neither depth nor stray and missing end tags cost
 * anything; what an unclosed element means is for the handler to say. The contents of `script`, `style`, `title` and
 * `textarea` come as text between their tags.
 */
export function scanMarkup(text: string, handler: MarkupHandler): void {
  const attributes = new AttributeSpans(text);
  let name = '';
  let openedAt = 0;
  const finishTag = (): void => {
    const opened = name;
    name = '';
    if (opened !== '') handler.open(opened, attributes, openedAt);
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        openedAt = start - 1;
        name = text.slice(start, end).toLowerCase();
        attributes.clear();
      },
      onattribname(start, end) {
        attributes.begin(start, end);
      },
      onattribdata(start, end) {
        attributes.extend(start, end);
      },
      onattribentity(codepoint) {
        attributes.append(String.fromCodePoint(codepoint));
      },
      onattribend: passOver,
      onopentagend: finishTag,
      onselfclosingtag: finishTag,
      onclosetag(start, end) {
        handler.close(text.slice(start, end).toLowerCase(), start - 2);
      },
      ontext(start, end) {
        handler.text(text.slice(start, end), start);
      },
      ontextentity(codepoint, end) {
        handler.text(String.fromCodePoint(codepoint), end);
      },
      oncomment: passOver,
      oncdata: passOver,
      ondeclaration: passOver,
      onprocessinginstruction: passOver,
      onend: passOver,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
}

/** Remembers where attributes stand and cuts out only those that are asked for: most never are. */
class AttributeSpans implements Attributes {
  readonly #text: string;
  /** Four numbers an attribute: name from and to, value from and to. */
  readonly #spans: number[] = [];
  /** Values that are not one piece of the source, by number of the attribute. */
  readonly #decoded = new Map<number, string>();
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  clear(): void {
    this.#count = 0;
    if (this.#decoded.size > 0) this.#decoded.clear();
  }

  begin(nameFrom: number, nameTo: number): void {
    const at = this.#count * 4;
    this.#spans[at] = nameFrom;
    this.#spans[at + 1] = nameTo;
    this.#spans[at + 2] = 0;
    this.#spans[at + 3] = 0;
    this.#count += 1;
  }

  extend(from: number, to: number): void {
    const at = (this.#count - 1) * 4;
    const end = this.#spans[at + 3] ?? 0;
    if (this.#decoded.size > 0 && this.#decoded.has(this.#count - 1)) this.append(this.#text.slice(from, to));
    else if (end === 0) {
      this.#spans[at + 2] = from;
      this.#spans[at + 3] = to;
    } else if (end === from) this.#spans[at + 3] = to;
    else this.append(this.#text.slice(from, to));
  }

  append(piece: string): void {
    const last = this.#count - 1;
    this.#decoded.set(last, this.#valueOf(last) + piece);
  }

  get(name: string): string | undefined {
    for (let number = 0; number < this.#count; number += 1) {
      const from = this.#spans[number * 4] ?? 0;
      const to = this.#spans[number * 4 + 1] ?? 0;
      if (to - from !== name.length) continue;
      if (this.#text.startsWith(name, from) || this.#text.slice(from, to).toLowerCase() === name) {
        return this.#valueOf(number);
      }
    }
    return undefined;
  }

  #valueOf(number: number): string {
    const decoded = this.#decoded.size > 0 ? this.#decoded.get(number) : undefined;
    return decoded ?? this.#text.slice(this.#spans[number * 4 + 2], this.#spans[number * 4 + 3]);
  }
}
