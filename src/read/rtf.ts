import type { Reading } from './document.ts';
import { readConverted } from './office-conversion.ts';

const MEDIA_TYPE = 'application/rtf';
const TAIL_BYTES = 4096;

/**
 * Reads an RTF document by way of LibreOffice. One that is cut off is refused, since LibreOffice would take what is left for
 * the whole.
 */
export async function readRtf(bytes: Uint8Array, hints: { url: string }): Promise<Reading> {
  const tail = Buffer.from(bytes.subarray(-TAIL_BYTES)).toString('latin1');
  if (!/\}[\s\0]*$/.test(tail)) {
    return { kind: 'unreadable', mediaType: MEDIA_TYPE, reason: 'the RTF document is cut off' };
  }
  return readConverted(bytes, { mediaType: MEDIA_TYPE, name: 'RTF documents (.rtf)', extension: 'rtf' }, hints.url);
}
