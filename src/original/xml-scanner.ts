import { SkipThis } from '../errors.ts';
import { decodeReferences } from './character-references.ts';

/** Attributes of one tag. Only to be asked while the tag is reported. */
export interface XmlAttributes {
  /** The value with references resolved, undefined where there is no such attribute. The name is taken as written, prefix and all. */
  readonly get: (name: string) => string | undefined;
}

/** What a scan of XML reports, in source order. An empty element is opened and closed. Names are as written. */
export interface XmlHandler {
  readonly open: (name: string, attributes: XmlAttributes) => void;
  readonly close: (name: string) => void;
  /** Character data with references resolved; one run of text may come in several pieces. */
  readonly text: (data: string) => void;
}

/** Elements open at once; what is deeper was made to break readers. */
const DEPTH_CEILING = 2000;

/** The text of an XML file: UTF-8, or what its byte order mark says. @throws SkipThis where the bytes are no such text */
export function decodeXml(bytes: Uint8Array, name: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new SkipThis(`${name} is not valid ${encoding.toUpperCase()}`);
  }
}

/**
 * Scans XML tag by tag in one pass, and insists on tags that match: a document cut off in the middle is none. Declared
 * entities are not resolved, so that they cannot multiply.
 *
 * @param name what to call the file in an error
 * @throws SkipThis where it is not well formed
 */
export function scanXml(xml: string, name: string, handler: XmlHandler): void {
  const attributes = new AttributeText(xml);
  const open: string[] = [];
  const broken = (): SkipThis => new SkipThis(`${name} is not well-formed XML`);
  let from = 0;
  for (;;) {
    const at = xml.indexOf('<', from);
    if (at === -1) break;
    if (at > from) handler.text(decodeReferences(xml.slice(from, at)));
    const next = xml.charCodeAt(at + 1);
    if (next === SLASH) {
      const end = xml.indexOf('>', at + 2);
      const closed = xml.slice(at + 2, end).trimEnd();
      if (end === -1 || open.pop() !== closed) throw broken();
      handler.close(closed);
      from = end + 1;
    } else if (next === EXCLAMATION || next === QUESTION) {
      from = passOver(xml, at, handler);
      if (from === -1) throw broken();
    } else {
      const nameEnd = endOfName(xml, at + 1);
      const end = endOfTag(xml, nameEnd);
      if (end === -1 || nameEnd === at + 1 || open.length >= DEPTH_CEILING) throw broken();
      const opened = xml.slice(at + 1, nameEnd);
      attributes.from = nameEnd;
      attributes.to = end;
      handler.open(opened, attributes);
      if (xml.charCodeAt(end - 1) === SLASH) handler.close(opened);
      else open.push(opened);
      from = end + 1;
    }
  }
  if (open.length > 0) throw broken();
}

const SLASH = 0x2f;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const GREATER = 0x3e;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

function endOfName(xml: string, from: number): number {
  for (let at = from; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === GREATER || code === SLASH || code <= 0x20) return at;
  }
  return xml.length;
}

/** Where the `>` of a tag stands; one inside a value does not count. */
function endOfTag(xml: string, from: number): number {
  for (let at = from; at < xml.length; at += 1) {
    const code = xml.charCodeAt(at);
    if (code === GREATER) return at;
    if (code !== DOUBLE_QUOTE && code !== SINGLE_QUOTE) continue;
    at = xml.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1);
    if (at === -1) return -1;
  }
  return -1;
}

/** After a comment, a declaration, a processing instruction; text in a `CDATA` section is reported. */
function passOver(xml: string, at: number, handler: XmlHandler): number {
  const [start, ending] = PASSAGES.find(([opening]) => xml.startsWith(opening, at)) ?? ['<!', '>'];
  const end = xml.indexOf(ending, at + start.length);
  if (end === -1) return -1;
  if (start === '<![CDATA[') handler.text(xml.slice(at + start.length, end));
  return end + ending.length;
}

const PASSAGES: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

class AttributeText implements XmlAttributes {
  readonly #xml: string;
  /** After the tag's name. */
  from = 0;
  /** At its `>`. */
  to = 0;

  constructor(xml: string) {
    this.#xml = xml;
  }

  get(name: string): string | undefined {
    const xml = this.#xml;
    let at = this.from;
    while (at < this.to) {
      const equals = xml.indexOf('=', at);
      if (equals === -1 || equals >= this.to) return undefined;
      let quoteAt = equals + 1;
      while (quoteAt < this.to && xml.charCodeAt(quoteAt) <= 0x20) quoteAt += 1;
      const quote = xml.charAt(quoteAt);
      const end = quote === '"' || quote === "'" ? xml.indexOf(quote, quoteAt + 1) : -1;
      if (end === -1 || end >= this.to) return undefined;
      if (xml.slice(at, equals).trim() === name) return decodeReferences(xml.slice(quoteAt + 1, end));
      at = end + 1;
    }
    return undefined;
  }
}
