import { sniffMediaType } from '../original/media-type.ts';
import { withEndInDoubt } from './cut-end.ts';
import type { Document, Reading } from './document.ts';
import { readDoc } from './doc.ts';
import { DOCX_MEDIA_TYPE, readDocx } from './docx.ts';
import { readHtml } from './html.ts';
import { excessOf, limitsOf, tooLarge } from './limits.ts';
import { readPdfAgain } from './pdf-again.ts';
import { readPdf } from './pdf.ts';
import { readPictures } from './picture.ts';
import { readRtf } from './rtf.ts';
import { readSheets } from './sheets.ts';
import { readText } from './text.ts';

/** What is known of an original besides its bytes. */
export interface ReadingHints {
  readonly contentType: string | null;
  readonly url: string;
  /** Ask the second reader of the format, where it has one: what two readers make of the same bytes is compared. */
  readonly again?: true;
}

type Reader = (bytes: Uint8Array, hints: ReadingHints) => Reading | Promise<Reading>;

const asDocument = (document: Document): Reading => ({ kind: 'document', document });
const doc =
  (mediaType: string): Reader =>
  (bytes, { url }) =>
    readDoc(bytes, mediaType, url);
const sheets =
  (mediaType: string): Reader =>
  (bytes) =>
    readSheets(bytes, mediaType);
const text: Reader = (bytes, { contentType }) => asDocument(readText(bytes, contentType));

/** WPS Office writes the formats of Microsoft Office under its own names. */
const DOC_TYPES = ['application/msword', 'application/wps-office.wps'];
const SHEET_TYPES = [
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
  'application/wps-office.et',
];

const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/tiff', 'image/webp'];
const picture =
  (mediaType: string): Reader =>
  (bytes) =>
    readPictures([bytes], mediaType);

/** Which reader takes which format. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['text/html', readHtml],
  ['application/pdf', (bytes, { again }) => (again ? readPdfAgain(bytes) : readPdf(bytes))],
  ...PICTURE_TYPES.map((mediaType) => [mediaType, picture(mediaType)] as const),
  [DOCX_MEDIA_TYPE, readDocx],
  ...DOC_TYPES.map((mediaType) => [mediaType, doc(mediaType)] as const),
  ...SHEET_TYPES.map((mediaType) => [mediaType, sheets(mediaType)] as const),
  ['application/rtf', readRtf],
  ['text/plain', text],
  ['text/markdown', text],
]);

/** Formats known by name but not read yet, with what to call them. */
const UNREAD: ReadonlyMap<string, string> = new Map([
  ['application/x-empty', 'the file is empty'],
  ['application/wps-office.dps', 'WPS presentations (.dps) hold no report tables'],
  ['application/ofd', 'OFD documents are not read yet'],
  ['application/vnd.ms-powerpoint', 'presentations hold no report tables'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'presentations hold no report tables'],
  ['application/vnd.oasis.opendocument', 'OpenDocument files are not read yet'],
  ['application/x-ole-storage', 'an OLE file that is neither Word nor Excel'],
  ['application/x-ole-encrypted', 'an Office document that opens with a password only'],
  ['application/zip', 'an archive, whose files are read each by itself'],
  ['application/gzip', 'a packed file, which is read unpacked'],
  ['application/vnd.rar', 'a RAR archive, which is not unpacked: unpack it and read its files'],
  ['application/x-7z-compressed', 'a 7z archive, which is not unpacked: unpack it and read its files'],
  ['multipart/related', 'web archives (.mht) are not read yet'],
  ['application/json', 'data, not a document'],
  ['application/xml', 'data, not a document'],
]);

/**
 * Reads an original, whatever its format, into a `Document`. The format is told by the bytes; the hints only decide between
 * kinds of text. What cannot be read comes back as `unreadable` with the reason in words; nothing is thrown for it.
 */
export async function readOriginal(bytes: Uint8Array, hints: ReadingHints): Promise<Reading> {
  const mediaType = sniffMediaType(bytes, hints);
  const unreadable = (reason: string): Reading => ({ kind: 'unreadable', mediaType, reason });
  const reader = READERS.get(mediaType);
  if (!reader) {
    const isPicture = mediaType.startsWith('image/');
    return unreadable(
      UNREAD.get(mediaType) ??
        (isPicture
          ? 'a picture in a format that is not read (PNG, JPEG, GIF, TIFF and WebP are)'
          : 'an unknown binary format'),
    );
  }
  const size = tooLarge(mediaType, bytes.length);
  if (size !== undefined) return unreadable(size);
  const whole = await reader(bytes, hints);
  const reading =
    whole.kind === 'document' && mediaType.startsWith('text/')
      ? asDocument(withEndInDoubt(whole.document, bytes))
      : whole;
  const excess = reading.kind === 'document' ? excessOf(reading.document) : undefined;
  return excess === undefined
    ? reading
    : unreadable(`${limitsOf(mediaType).name} is larger than any report: ${excess}`);
}
