/** A viewer that is given the file's address shows that file. */
const VIEWER = /(?:viewer|pdfjs|pdfview|previewfile|showpdf|readpdf)[^?]*$/i;
const FILE_PARAMETER = /[?&](?:file|url|src|path|fileurl|pdfurl)=([^&#]+)/i;
const DOCUMENT = /\.(?:pdf|ofd|docx?|wps)(?:[?#]|$)/i;

/**
 * The address of the document behind that of a viewer, `viewer.html?file=/a/b.pdf` → `/a/b.pdf`, relative to the viewer; the address
 * itself where it is no viewer's.
 */
export function documentBehind(url: URL): URL {
  const file = FILE_PARAMETER.exec(url.search)?.[1];
  if (file === undefined || !VIEWER.test(url.pathname)) return url;
  const address = unescaped(file);
  return DOCUMENT.test(address) && URL.canParse(address, url.href) ? new URL(address, url) : url;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Escapes of another charset than UTF-8: the address is usable as it is.
    return text.replace(/%2F/gi, '/').replace(/%3A/gi, ':');
  }
}

const NOT_ASCII = /[^\x20-\x7e]/g;

/**
 * An address as a page in a Chinese charset means it: what its query spells in Chinese is sent in that charset, as browsers do; the path
 * always in UTF-8.
 */
export function withQueryIn(charset: string, address: string): string {
  const query = address.indexOf('?');
  if (charset !== 'gb18030' || query < 0) return address;
  return address.slice(0, query) + address.slice(query).replace(NOT_ASCII, escapedInGbk);
}

/** Two-byte characters by what they stand for; made when first needed. */
let gbk: ReadonlyMap<string, string> | undefined;

function escapedInGbk(character: string): string {
  gbk ??= gbkEscapes();
  return gbk.get(character) ?? character;
}

function gbkEscapes(): Map<string, string> {
  const decoder = new TextDecoder('gbk');
  const escapes = new Map<string, string>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length !== 1 || character === '\uFFFD') continue;
      escapes.set(character, `%${lead.toString(16)}%${trail.toString(16)}`.toUpperCase());
    }
  }
  return escapes;
}
