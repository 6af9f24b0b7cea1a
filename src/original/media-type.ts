import { SkipThis } from '../errors.ts';
import { decodeText } from './charset.ts';
import { OleFile } from './ole-file.ts';

/** What is known of a file besides its bytes. */
export interface MediaTypeHints {
  readonly contentType?: string | null;
  readonly url?: string;
}

interface Signature {
  readonly mediaType: string;
  readonly bytes: readonly number[];
}

const SIGNATURES: readonly Signature[] = [
  { mediaType: 'application/rtf', bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/gif', bytes: [0x47, 0x49, 0x46, 0x38] },
  { mediaType: 'image/tiff', bytes: [0x49, 0x49, 0x2a, 0x00] },
  { mediaType: 'image/tiff', bytes: [0x4d, 0x4d, 0x00, 0x2a] },
  // A zip archive with nothing in it.
  { mediaType: 'application/zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { mediaType: 'application/gzip', bytes: [0x1f, 0x8b, 0x08] },
  { mediaType: 'application/vnd.rar', bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07] },
  { mediaType: 'application/x-7z-compressed', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
];

/** First that is among the entries of a zip wins. */
const ZIP_ENTRIES: readonly (readonly [entry: string, mediaType: string])[] = [
  ['word/document', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['xl/workbook.bin', 'application/vnd.ms-excel.sheet.binary.macroEnabled.12'],
  ['ppt/presentation.xml', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  ['OFD.xml', 'application/ofd'],
  ['content.xml', 'application/vnd.oasis.opendocument'],
];

/** Names of streams in an OLE compound file, UTF-16 in its directory. */
const OLE_STREAMS: readonly (readonly [stream: string, mediaType: string])[] = [
  ['EncryptedPackage', 'application/x-ole-encrypted'],
  ['WordDocument', 'application/msword'],
  ['Workbook', 'application/vnd.ms-excel'],
  ['Book', 'application/vnd.ms-excel'],
  ['PowerPoint Document', 'application/vnd.ms-powerpoint'],
];

/** WPS Office writes the same compound files under its own names. */
const WPS_NAMES: readonly (readonly [extension: string, mediaType: string])[] = [
  ['.wps', 'application/wps-office.wps'],
  ['.et', 'application/wps-office.et'],
  ['.dps', 'application/wps-office.dps'],
];

/** A PDF may have some junk before its header; readers accept it within the first kilobyte. */
const PDF_WINDOW = 1024;
const TEXT_WINDOW = 65_536;

/**
 * Tells what a file is by its bytes; what the server or the name says only decides between kinds of text. An empty file is
 * `application/x-empty`.
 */
export function sniffMediaType(bytes: Uint8Array, hints: MediaTypeHints): string {
  if (bytes.length === 0) return 'application/x-empty';
  return binaryMediaType(bytes, hints) ?? textMediaType(bytes, hints);
}

function binaryMediaType(bytes: Uint8Array, hints: MediaTypeHints): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = buffer.subarray(0, PDF_WINDOW).indexOf('%PDF-');
  if (header === 0 || (header > 0 && !/<(?:html|!doctype|body)\b/i.test(buffer.toString('latin1', 0, header)))) {
    return 'application/pdf';
  }
  for (const { mediaType, bytes: magic } of SIGNATURES) {
    if (magic.every((byte, index) => bytes[index] === byte)) return mediaType;
  }
  if (isBitmap(buffer)) return 'image/bmp';
  if (buffer.toString('latin1', 0, 4) === 'RIFF' && buffer.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  if (buffer.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return zipMediaType(buffer);
  if (buffer.subarray(0, 8).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))) {
    return oleMediaType(buffer, hints);
  }
  return null;
}

function isBitmap(buffer: Buffer): boolean {
  if (buffer.length < 30 || buffer.toString('latin1', 0, 2) !== 'BM') return false;
  return buffer.readUInt32LE(6) === 0 && buffer.readUInt32LE(10) < buffer.length;
}

/** Entry names stand in the central directory and in the local headers; the latter are there in a truncated file too. */
function zipMediaType(buffer: Buffer): string {
  for (const [entry, mediaType] of ZIP_ENTRIES) {
    let at = buffer.indexOf(entry);
    while (at !== -1) {
      const local = at >= 30 && buffer.readUInt32LE(at - 30) === 0x04034b50;
      const central = at >= 46 && buffer.readUInt32LE(at - 46) === 0x02014b50;
      if (local || central) return mediaType;
      at = buffer.indexOf(entry, at + 1);
    }
  }
  return 'application/zip';
}

function oleMediaType(buffer: Buffer, hints: MediaTypeHints): string {
  const path = pathOf(hints.url);
  for (const [extension, mediaType] of WPS_NAMES) if (path.endsWith(extension)) return mediaType;
  const names = oleStreams(buffer);
  for (const [stream, mediaType] of OLE_STREAMS) {
    if (names ? names.has(stream) : buffer.includes(Buffer.from(`${stream}\0`, 'utf16le'))) return mediaType;
  }
  return 'application/x-ole-storage';
}

/** The streams of a whole file; in one that is cut off, names can only be looked for. */
function oleStreams(buffer: Buffer): ReadonlySet<string> | undefined {
  try {
    const { names } = new OleFile(buffer);
    return names.size > 0 ? names : undefined;
  } catch (error) {
    if (error instanceof SkipThis) return undefined;
    throw error;
  }
}

const HTML_START =
  /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|script|style|link|center|font)\b/i;
const HTML_ANYWHERE = /<!doctype\s+html|<(?:html|body)[\s>]/i;
const HTML_END_TAG = /<\/(?:p|div|table|tr|td|span|a|li|ul|h[1-6]|font|script)\s*>/i;
const MARKDOWN_LINE = /^(?:#{1,6} \S|\|.*\|\s*$|\*\*\S)/m;

function textMediaType(bytes: Uint8Array, hints: MediaTypeHints): string {
  const { text } = decodeText(bytes.subarray(0, TEXT_WINDOW), hints.contentType);
  if (looksBinary(text)) return 'application/octet-stream';
  const declared = (hints.contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const path = pathOf(hints.url);
  const start = text.trimStart();
  const namedText = /\.(?:md|markdown|txt|text)$/.test(path);
  if (/^mime-version:/i.test(start) && /multipart\/related/i.test(start.slice(0, 2000))) return 'multipart/related';
  if (start.startsWith('<?xml') && !HTML_ANYWHERE.test(text)) return 'application/xml';
  if (HTML_ANYWHERE.test(text)) return 'text/html';
  if (!namedText && (HTML_START.test(start) || (declared === 'text/html' && HTML_END_TAG.test(text))))
    return 'text/html';
  if (/^[[{]/.test(start) && (declared.includes('json') || path.endsWith('.json') || isJson(bytes, text))) {
    return 'application/json';
  }
  if (/[/+]xml$/.test(declared) && start.startsWith('<')) return 'application/xml';
  if (/\.(?:md|markdown)$/.test(path) || declared === 'text/markdown' || MARKDOWN_LINE.test(text))
    return 'text/markdown';
  return 'text/plain';
}

function isJson(bytes: Uint8Array, text: string): boolean {
  if (bytes.length > TEXT_WINDOW) return /^[[{]\s*["{[]/.test(text.trimStart());
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Text has no zero characters and hardly any other controls. */
function looksBinary(text: string): boolean {
  let controls = 0;
  const window = Math.min(text.length, 4096);
  for (let index = 0; index < window; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0 || code === 0xfffd || (code < 0x20 && code !== 9 && code !== 10 && code !== 12 && code !== 13))
      controls += 1;
  }
  return controls * 20 > window;
}

function pathOf(url: string | undefined): string {
  return (url ?? '').split(/[?#]/)[0]?.toLowerCase() ?? '';
}
