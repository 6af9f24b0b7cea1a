import { SkipThis } from '../errors.ts';
import { decodeImage } from '../scan/decode-image.ts';
import { findTextEngine } from '../scan/text-engines.ts';
import type { TextEngine } from '../scan/text-engine.ts';
import type { Reading } from './document.ts';
import { readPagePicture, SCAN_VERSION } from './scan-page.ts';
import { stitchPages, type PageContent } from './table-stitching.ts';

/** More pages than a report has. */
const MOST_PICTURES = 60;

/** The version of what reads pictures on this machine, its text engine included. */
export function pictureReaderVersion(engine: TextEngine | null): string {
  return `${SCAN_VERSION} (${engine?.name ?? 'no text engine'})`;
}

/**
 * Reads picture files as the pages of one document, in their order; a table may go on from one to the next. Pictures that hold neither a
 * table nor words count as pages without content.
 *
 * @param engine what reads the words; the machine's own where not given
 * @returns unreadable where a picture cannot be decoded, or none holds anything
 */
export async function readPictures(
  pictures: readonly Uint8Array[],
  mediaType: string,
  engine?: TextEngine | null,
): Promise<Reading> {
  const unreadable = (reason: string): Reading => ({ kind: 'unreadable', mediaType, reason });
  if (pictures.length > MOST_PICTURES) return unreadable(`${pictures.length} pictures are more than ${MOST_PICTURES}`);
  const reader = engine === undefined ? await findTextEngine() : engine;
  const pages: PageContent[] = [];
  try {
    for (const [index, bytes] of pictures.entries()) {
      const picture = await decodeImage(bytes);
      pages.push(await readPagePicture({ picture, page: index + 1, unit: 1 }, reader));
    }
  } catch (error) {
    if (error instanceof SkipThis) return unreadable(error.message);
    throw error;
  }
  if (pages.every((page) => page.length === 0)) {
    return unreadable(
      reader === null
        ? 'the picture holds no ruled table, and no text engine is installed to read words (npm run -s setup)'
        : 'the picture holds neither a ruled table nor printed words',
    );
  }
  return {
    kind: 'document',
    document: {
      reader: 'scan',
      readerVersion: pictureReaderVersion(reader),
      metadata: new Map(),
      blocks: stitchPages(pages),
      pages: pages.length,
    },
  };
}
