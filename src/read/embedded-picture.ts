import { SkipThis } from '../errors.ts';
import { ZipArchive } from '../original/zip-archive.ts';
import { DOCX_MEDIA_TYPE } from './docx.ts';
import { MOST_OF_ARCHIVE } from './limits.ts';

const DATA_ADDRESS = /^data:image\/[\w.+-]+((?:;[\w.+=-]+)*),/i;

/** Is the picture at this address written into the address itself? */
export function isDataAddress(address: string): boolean {
  return /^data:/i.test(address);
}

/** The bytes of a picture that a page carries in its own text (`data:image/png;base64,…`); null where they are none. */
export function pictureOfDataAddress(address: string): Uint8Array | null {
  const head = DATA_ADDRESS.exec(address);
  if (!head) return null;
  const content = address.slice(head[0].length);
  const bytes = /;base64$/i.test(head[1] ?? '')
    ? Buffer.from(decoded(content), 'base64')
    : latinBytes(decoded(content));
  return bytes.length > 0 ? Uint8Array.from(bytes) : null;
}

/**
 * The bytes of a picture that an original carries with it, by the address that its reader gave the picture: `data:` in any document, a
 * member of a Word document (`URL!/word/media/image1.png`). Null where it stands elsewhere, or cannot be had.
 */
export function embeddedPicture(
  address: string,
  host: { readonly bytes: Uint8Array; readonly mediaType: string; readonly url: string },
): Uint8Array | null {
  if (isDataAddress(address)) return pictureOfDataAddress(address);
  const inside = `${host.url}!/`;
  if (host.mediaType !== DOCX_MEDIA_TYPE || !address.startsWith(inside)) return null;
  try {
    return new ZipArchive(host.bytes, MOST_OF_ARCHIVE).read(decoded(address.slice(inside.length))) ?? null;
  } catch (error) {
    if (error instanceof SkipThis) return null;
    throw error;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

function latinBytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
