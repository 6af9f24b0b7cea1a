import { isUtf8 } from 'node:buffer';

/** Bytes of a text file made into a string. */
export interface DecodedText {
  readonly text: string;
  /** The encoding it was decoded with: `utf-8`, `utf-16le`, `utf-16be`, `gb18030`, `big5`, `windows-1252`, … */
  readonly charset: string;
  /** True when some characters were lost, or when nothing but the bytes' plausibility speaks for the encoding. */
  readonly doubtful: boolean;
}

/** Pages say `gb2312` and use characters of its supersets, so all three names mean the largest. */
const SUPERSETS: ReadonlyMap<string, string> = new Map([
  ['gb2312', 'gb18030'],
  ['gb_2312-80', 'gb18030'],
  ['gb-2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['x-gbk', 'gb18030'],
  ['cp936', 'gb18030'],
  ['utf8', 'utf-8'],
  ['utf-16', 'utf-16le'],
]);

/** Servers send these by default whatever the page is in; they decode any bytes, so they are believed last. */
const SINGLE_BYTE = /^(?:iso-?8859-?\d+|latin-?1|windows-125\d|us-ascii|ascii|macintosh)$/;

const DECLARATION_WINDOW = 8192;
const META_CHARSET = /<meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;
const XML_ENCODING = /^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]+)/i;
const HEADER_CHARSET = /\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;

/** How many well-formed multi-byte characters must stand against one broken sequence for a damaged file to count as UTF-8. */
const WELL_FORMED_PER_BROKEN = 20;

/**
 * Decodes a text file of unknown encoding: byte order mark, then strict UTF-8, then what the header or the page itself
 * declares, then GB 18030. The first that decodes every byte wins; where none does, the one that loses least is taken
 * and `doubtful` is set, so a replacement character never passes unnoticed.
 *
 * @param contentType the HTTP header, when there is one
 */
export function decodeText(bytes: Uint8Array, contentType?: string | null): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked) {
    const body = bytes.subarray(marked.length);
    const text = decodeStrictly(body, marked.charset);
    if (text !== null) return { text, charset: marked.charset, doubtful: false };
    if (marked.charset !== 'utf-8') return leastLossy(body, [marked.charset]);
  }
  const body = marked?.charset === 'utf-8' ? bytes.subarray(marked.length) : bytes;
  const unmarked = marked ? null : unmarkedUtf16(body);
  if (unmarked) return { ...unmarked, doubtful: true };

  const utf8 = decodeStrictly(body, 'utf-8');
  if (utf8 !== null) return { text: utf8, charset: 'utf-8', doubtful: false };
  const damaged = damagedUtf8(body);
  if (damaged) return damaged;

  const declared = declaredCharsets(body, contentType);
  const candidates = [...declared.filter((charset) => !SINGLE_BYTE.test(charset)), 'gb18030'];
  for (const charset of candidates) {
    const text = decodeStrictly(body, charset);
    if (text === null) continue;
    const believed = declared.includes(charset) || mostlyCommonChinese(body);
    return { text, charset, doubtful: !believed };
  }
  return leastLossy(body, [...candidates, 'utf-8', ...declared.filter((charset) => SINGLE_BYTE.test(charset))]);
}

function byteOrderMark(bytes: Uint8Array): { charset: string; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { charset: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { charset: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { charset: 'utf-16be', length: 2 };
  return null;
}

/** UTF-16 without a mark shows by its zero bytes: markup, digits and spaces have one each, always on the same side. */
function unmarkedUtf16(bytes: Uint8Array): { text: string; charset: string } | null {
  const window = Math.min(bytes.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < window; index += 2) {
    if (bytes[index] === 0) even += 1;
    if (bytes[index + 1] === 0) odd += 1;
  }
  const enough = Math.max(2, window / 40);
  const charset = odd > enough && even * 10 < odd ? 'utf-16le' : even > enough && odd * 10 < even ? 'utf-16be' : null;
  if (!charset) return null;
  const text = decodeStrictly(bytes, charset);
  return text === null ? null : { text, charset };
}

function decodeStrictly(bytes: Uint8Array, charset: string): string | null {
  if (charset === 'utf-8') {
    // Several times faster than a fatal TextDecoder, with the same answer.
    return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : null;
  }
  try {
    const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
    // GB 18030 has four-byte codes for U+FFFD and for nothing at all, which a fatal decoder lets through.
    return text.includes('\uFFFD') ? null : text;
  } catch (error) {
    // TypeError: bytes not valid in this encoding; RangeError: an encoding this runtime does not have.
    if (error instanceof TypeError || error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * A page cut off inside a character, or a summary a CMS cut at a byte count, breaks strict UTF-8 at a few places only.
 * GB 18030 would decode such a page without complaint into nonsense, so this is settled before it is asked.
 */
function damagedUtf8(bytes: Uint8Array): DecodedText | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let wellFormed = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7ff) wellFormed += 1;
  }
  const cutAtTheEnd = broken === 1 && text.endsWith('\uFFFD') && wellFormed > 1;
  if (!cutAtTheEnd && wellFormed < broken * WELL_FORMED_PER_BROKEN) return null;
  return { text, charset: 'utf-8', doubtful: true };
}

function declaredCharsets(bytes: Uint8Array, contentType: string | null | undefined): string[] {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, DECLARATION_WINDOW));
  const names = [
    HEADER_CHARSET.exec(contentType ?? '')?.[1],
    META_CHARSET.exec(head)?.[1],
    XML_ENCODING.exec(head)?.[1],
  ];
  const charsets = new Set<string>();
  for (const name of names) {
    if (name === undefined) continue;
    const lower = name.toLowerCase();
    charsets.add(SUPERSETS.get(lower) ?? lower);
  }
  return [...charsets];
}

/** Are most two-byte characters of level 1 of GB 2312, which covers running Chinese text? */
function mostlyCommonChinese(bytes: Uint8Array): boolean {
  let common = 0;
  let other = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[index + 1] ?? 0;
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || lead === 0xa1 || lead === 0xa3)) common += 1;
    else other += 1;
    index += 1;
  }
  return common > other * 4;
}

function leastLossy(bytes: Uint8Array, charsets: readonly string[]): DecodedText {
  let best: { text: string; charset: string; lost: number } | null = null;
  for (const charset of charsets) {
    const decoder = lenientDecoder(charset);
    if (!decoder) continue;
    const text = decoder.decode(bytes);
    const lost = text.split('\uFFFD').length - 1;
    if (!best || lost < best.lost) best = { text, charset, lost };
  }
  return { text: best?.text ?? '', charset: best?.charset ?? 'utf-8', doubtful: true };
}

function lenientDecoder(charset: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(charset);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
