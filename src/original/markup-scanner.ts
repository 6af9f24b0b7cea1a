import { Tokenizer } from 'htmlparser2';

/** Attributes of one tag by lower-case name; the first of a repeated name wins. */
export type Attributes = Readonly<Record<string, string>>;

/** What a scan of markup reports, in source order. Tag names are lower case. Comments are passed over. */
export interface MarkupHandler {
  /** @param offset where the tag begins in the scanned text */
  readonly open: (name: string, attributes: Attributes, offset: number) => void;
  readonly close: (name: string, offset: number) => void;
  /** Character data with entities decoded; one run of text may come in several pieces. */
  readonly text: (data: string, offset: number) => void;
}

const NO_ATTRIBUTES: Attributes = Object.freeze(Object.create(null) as Record<string, string>);

const passOver = (): void => undefined;

/**
 * Scans HTML tag by tag in one pass. It keeps no tree and no stack, so neither depth nor stray and missing end tags cost
 * anything; what an unclosed element means is for the handler to say. The contents of `script`, `style`, `title` and
 * `textarea` come as text between their tags.
 */
export function scanMarkup(text: string, handler: MarkupHandler): void {
  let name = '';
  let openedAt = 0;
  let attributes: Record<string, string> | null = null;
  let attribute = '';
  let value = '';
  const lowered = (start: number, end: number): string => text.slice(start, end).toLowerCase();
  const finishTag = (): void => {
    const opened = name;
    const given = attributes ?? NO_ATTRIBUTES;
    name = '';
    attributes = null;
    if (opened !== '') handler.open(opened, given, openedAt);
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        openedAt = start - 1;
        name = lowered(start, end);
        attributes = null;
      },
      onattribname(start, end) {
        attribute = lowered(start, end);
        value = '';
      },
      onattribdata(start, end) {
        value = value === '' ? text.slice(start, end) : value + text.slice(start, end);
      },
      onattribentity(codepoint) {
        value += String.fromCodePoint(codepoint);
      },
      onattribend() {
        attributes ??= Object.create(null) as Record<string, string>;
        if (!(attribute in attributes)) attributes[attribute] = value;
        value = '';
      },
      onopentagend: finishTag,
      onselfclosingtag: finishTag,
      onclosetag(start, end) {
        handler.close(lowered(start, end), start - 2);
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
