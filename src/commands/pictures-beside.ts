import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { sha256Of } from '../original/sha256.ts';
import { isDataAddress } from '../read/embedded-picture.ts';
import type { ReportSource } from './read-source.ts';

/** No picture of a page is larger. */
const LARGEST_PICTURE = 64_000_000;

/**
 * Finds the pictures of a saved page that lie beside it, by their addresses as the page names them: in its folder or below, never
 * outside of it, also not by way of a link.
 *
 * @param page the page as a source; `path` is its file
 */
export function picturesBeside(
  page: ReportSource,
  path: string,
): (address: string) => Promise<ReportSource | undefined> {
  const folder = dirname(path);
  return (address) => {
    const place = relativePlace(address, page.url);
    const bytes = place === undefined ? undefined : bytesWithin(folder, place);
    if (place === undefined || bytes === undefined) return Promise.resolve(undefined);
    const url = page.url.slice(0, page.url.lastIndexOf('/') + 1) || 'file:';
    return Promise.resolve({
      url: page.url.startsWith('file:') ? `${url}${place}` : new URL(address, page.url).href,
      sha256: sha256Of(bytes),
      role: 'image',
      contentType: null,
      bytes: () => Promise.resolve(bytes),
      host: page,
    });
  };
}

/** Where the picture lies as seen from the page's folder; undefined for one that is named by a place elsewhere. */
function relativePlace(address: string, pageUrl: string): string | undefined {
  if (isDataAddress(address) || !URL.canParse(pageUrl)) return undefined;
  const folder = new URL('.', pageUrl).href;
  const whole = URL.canParse(address, pageUrl) ? new URL(address, pageUrl) : undefined;
  if (!whole?.href.startsWith(folder)) return undefined;
  whole.search = '';
  whole.hash = '';
  try {
    return decodeURIComponent(whole.href.slice(folder.length));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function bytesWithin(folder: string, place: string): Uint8Array | undefined {
  if (place === '' || place.includes('\0')) return undefined;
  try {
    const home = realpathSync(folder);
    const path = realpathSync(join(home, place));
    if (!path.startsWith(home.endsWith(sep) ? home : home + sep)) return undefined;
    const { size } = statSync(path);
    return statSync(path).isFile() && size > 0 && size <= LARGEST_PICTURE ? readFileSync(path) : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
