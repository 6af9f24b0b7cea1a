import { Tokenizer } from 'htmlparser2';

/** The references that make up nearly all there are; whatever else stands there is left to htmlparser2. */
const COMMON: ReadonlyMap<string, string> = new Map([
  ['&nbsp;', '\u00A0'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&ensp;', '\u2002'],
  ['&emsp;', '\u2003'],
  ['&middot;', '·'],
  ['&mdash;', '—'],
  ['&hellip;', '…'],
  ['&ldquo;', '“'],
  ['&rdquo;', '”'],
]);
const REFERENCE = /&(?:[a-z]{2,6};)?/g;

/** Resolves character references (`&nbsp;`, `&#x4e00;`) in text. */
export function decodeReferences(text: string): string {
  return decodeCommon(text) ?? decodeAny(text, '');
}

/** Resolves character references in an attribute, where `&copy=1` is no reference but part of an address. */
export function decodeAttribute(value: string): string {
  return decodeCommon(value) ?? decodeAny(value, value.includes('"') ? "'" : '"');
}

function decodeCommon(text: string): string | null {
  if (!text.includes('&')) return text;
  const references = text.match(REFERENCE) ?? [];
  if (!references.every((reference) => COMMON.has(reference))) return null;
  return text.replace(REFERENCE, (reference) => COMMON.get(reference) ?? reference);
}

/** @param quote the quote to read it in as an attribute; '' for text */
function decodeAny(text: string, quote: string): string {
  const source = quote === '' ? text.replace(/</g, '&lt;') : `<a b=${quote}${text}${quote}>`;
  let decoded = '';
  const take = (start: number, end: number): void => {
    decoded += source.slice(start, end);
  };
  const takeCode = (codepoint: number): void => {
    decoded += String.fromCodePoint(codepoint);
  };
  const passOver = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: take,
      ontextentity: takeCode,
      onattribdata: take,
      onattribentity: takeCode,
      onattribend: passOver,
      onattribname: passOver,
      oncdata: passOver,
      onclosetag: passOver,
      oncomment: passOver,
      ondeclaration: passOver,
      onend: passOver,
      onopentagend: passOver,
      onopentagname: passOver,
      onprocessinginstruction: passOver,
      onselfclosingtag: passOver,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return decoded;
}
