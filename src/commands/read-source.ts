import { SkipThis } from '../errors.ts';
import type { Provenance } from '../extract/report.ts';
import { classifyTitle, identifyOrganization } from '../identity/index.ts';
import { isArchive, unpackArchive } from '../original/archive.ts';
import { sniffMediaType } from '../original/media-type.ts';
import { sha256Of } from '../original/sha256.ts';
import type { Document, Reading } from '../read/document.ts';
import { MOST_OF_BUNDLE, MOST_UNPACKED } from '../read/limits.ts';
import { readApart } from '../read/reading-pool.ts';
import type { Listing } from '../../storage/listings.ts';
import type { SourceRole } from '../../storage/records.ts';

/** One kept original that may hold the report, or a part of it. */
export interface ReportSource extends Provenance {
  readonly role: SourceRole;
  /** As the server stated it; null for a file. */
  readonly contentType: string | null;
  readonly bytes: () => Promise<Uint8Array>;
  /** The archive it was unpacked from, just now: its bytes are not kept yet. */
  readonly archive?: ReportSource;
  /** The document that shows it, a picture found just now: its bytes are not kept yet. */
  readonly host?: ReportSource;
  /** Finds a picture that the document names and that lies beside it; only files have anything beside them. */
  readonly beside?: (address: string) => Promise<ReportSource | undefined>;
  /** What was known of this source before it was read, where that is not what is known of the report. */
  readonly listing?: Listing;
}

/** What a source is: a document, an archive of further sources, or nothing that can be read. */
export type ReadSource =
  | Reading
  | {
      readonly kind: 'archive';
      readonly members: readonly ReportSource[];
      /** Bytes of all of them. */
      readonly unpacked: number;
      /** Files in it that could not be unpacked. */
      readonly unread: readonly { readonly url: string; readonly reason: string }[];
    };

/** Stands between the address of an archive and the path of a file in it. */
const INSIDE = '!/';

/**
 * Reads one source; the only place that hands bytes of a report to a reader. What cannot be read says why. The files of an archive
 * become sources of their own, an archive among them too, but no archive within that.
 *
 * @param unpackable bytes that an archive may still unpack to, of what all archives of a report may together
 */
export async function readSource(source: ReportSource, unpackable = MOST_UNPACKED): Promise<ReadSource> {
  const bytes = await source.bytes();
  const hints = { contentType: source.contentType, url: source.url };
  const mediaType = sniffMediaType(bytes, hints);
  if (!isArchive(mediaType)) return readApart(bytes, hints);
  const unreadable = (reason: string): ReadSource => ({ kind: 'unreadable', mediaType, reason });
  if (source.url.split(INSIDE).length > 2) return unreadable('an archive within an archive within an archive');
  try {
    const most = { ...MOST_OF_BUNDLE, unpacked: Math.min(unpackable, MOST_OF_BUNDLE.unpacked) };
    const { members, unread } = unpackArchive(bytes, { mediaType, name: source.url, most });
    if (members.length === 0 && unread.every(({ reason }) => reason === 'it is encrypted'))
      return unreadable('the archive opens with a password only: unpack it and read its files');
    return {
      kind: 'archive',
      members: members.map(({ name, bytes: content }) => memberOf(source, name, content)),
      unpacked: members.reduce((sum, { bytes: content }) => sum + content.length, 0),
      unread: unread.map(({ name, reason }) => ({ url: `${source.url}${INSIDE}${name}`, reason })),
    };
  } catch (error) {
    if (error instanceof SkipThis) return unreadable(`the archive cannot be unpacked: ${error.message}`);
    throw error;
  }
}

/** Asks the second reader of the source's format; null where it cannot tell. */
export async function readSourceAgain(source: ReportSource): Promise<Document | null> {
  const hints = { contentType: source.contentType, url: source.url, again: true } as const;
  const reading = await readApart(await source.bytes(), hints);
  return reading.kind === 'document' ? reading.document : null;
}

function memberOf(archive: ReportSource, name: string, bytes: Uint8Array): ReportSource {
  const url = `${archive.url}${INSIDE}${name}`;
  const role = sniffMediaType(bytes, { url }).startsWith('image/') ? 'image' : archive.role;
  return { url, sha256: sha256Of(bytes), role, contentType: null, bytes: () => Promise.resolve(bytes), archive };
}

/** Is there among the sources what this archive holds? It was unpacked before, and its files are kept. */
export async function isUnpackedAmong(source: ReportSource, sources: readonly ReportSource[]): Promise<boolean> {
  if (!sources.some(({ url }) => url.startsWith(`${source.url}${INSIDE}`))) return false;
  return isArchive(sniffMediaType(await source.bytes(), { contentType: source.contentType, url: source.url }));
}

/** Is it a picture by its bytes? */
export async function isPicture(source: ReportSource): Promise<boolean> {
  return sniffMediaType(await source.bytes(), { contentType: source.contentType, url: source.url }).startsWith(
    'image/',
  );
}

/** What an original was found in, the nearest first: a picture's document, a document's archive. */
export function foundIn(source: ReportSource): ReportSource[] {
  const outer = source.host ?? source.archive;
  return outer === undefined ? [] : [outer, ...foundIn(outer)];
}

/** The last part of its address, without ending. */
export function fileNameOf({ url }: ReportSource): string {
  const name = (url.split(/[?#]/)[0] ?? '').split('/').at(-1) ?? '';
  const bare = name.replace(/^file:/, '').replace(/\.\w{2,5}$/, '');
  try {
    return decodeURIComponent(bare);
  } catch (error) {
    if (error instanceof URIError) return bare;
    throw error;
  }
}

/**
 * What is known of a source before it is read: of a file in an archive its own name, where that names a body, in place of what the
 * archive is listed as. `year` is that of the report it was found beside.
 */
export function listingOfSource(source: ReportSource, listing: Listing, year?: number): Listing {
  const known = { ...(source.listing ?? listing), ...(year === undefined ? {} : { listedYear: year }) };
  if (!source.url.includes(INSIDE)) return known;
  const name = fileNameOf(source);
  const ownYear = classifyTitle(name).year;
  const named = { ...known, ...(ownYear === undefined ? {} : { listedYear: ownYear }) };
  if (identifyOrganization({ title: name }) === undefined) return named;
  const { listedOrganization: _archive, ...rest } = named;
  return { ...rest, listedTitle: name };
}
