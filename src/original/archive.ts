import { gunzipSync } from 'node:zlib';
import { SkipThis } from '../errors.ts';
import { ZipArchive, type ArchiveLimits } from './zip-archive.ts';

/** One file in an archive of documents. */
export interface ArchiveMember {
  /** Path in the archive, with `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is in an archive: files to be read, and those that could not be unpacked, each with the reason. */
export interface UnpackedArchive {
  readonly members: readonly ArchiveMember[];
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
}

/** What packers and desktops leave behind, and what is no document: never opened. */
const JUNK =
  /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|~\$|thumbs\.db$|desktop\.ini$)|\.(?:exe|dll|com|bat|cmd|msi|scr|ps1|vbs|js|jar|apk|lnk|url|css|ttf|ttc|otf|db|tmp|mp3|mp4|avi|wmv|mov)$/i;

/** Is this media type one whose files are read each by itself? */
export function isArchive(mediaType: string): boolean {
  return mediaType === 'application/zip' || mediaType === 'application/gzip';
}

/**
 * Unpacks a zip archive of documents, or a file packed by gzip, in memory; nothing is written or run by the names in it.
 *
 * @param name of the archive, from which that of a gzipped file follows
 * @throws SkipThis where it is damaged, holds no file, or is larger than is bearable
 */
export function unpackArchive(
  bytes: Uint8Array,
  { mediaType, name, most }: { readonly mediaType: string; readonly name: string; readonly most: ArchiveLimits },
): UnpackedArchive {
  const unpacked = mediaType === 'application/gzip' ? gunzip(bytes, name, most) : unzip(bytes, most);
  if (unpacked.members.length + unpacked.unread.length === 0) throw new SkipThis('there is no document in it');
  return unpacked;
}

function unzip(bytes: Uint8Array, most: ArchiveLimits): UnpackedArchive {
  const archive = new ZipArchive(bytes, most);
  const members: ArchiveMember[] = [];
  const unread: { name: string; reason: string }[] = [];
  for (const name of archive.names) {
    if (name.endsWith('/') || JUNK.test(name)) continue;
    try {
      const content = archive.read(name);
      if (content === undefined || content.length === 0) continue;
      members.push({ name: name.replace(/^(?:\.?\/)+/, ''), bytes: content });
    } catch (error) {
      // Of a bomb nothing is read, not even what fitted in before it.
      if (!(error instanceof SkipThis) || error.message.includes('unpacks to more than')) throw error;
      unread.push({ name, reason: error.message });
    }
  }
  return { members, unread };
}

/** `a.docx.gz` holds `a.docx`. */
function gunzip(bytes: Uint8Array, name: string, most: ArchiveLimits): UnpackedArchive {
  let content: Uint8Array;
  try {
    content = gunzipSync(bytes, { maxOutputLength: most.unpacked });
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new SkipThis(tooLarge ? `it unpacks to more than ${most.unpacked} bytes` : 'it is cut off or damaged');
  }
  if (Buffer.from(content.subarray(257, 262)).toString('latin1') === 'ustar')
    throw new SkipThis('there is a tar archive in it, which is not unpacked: unpack it and read its files');
  const inner = name.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  return { members: [{ name: inner.replace(/\.t?gz(?:ip)?$/i, '') || 'content', bytes: content }], unread: [] };
}
