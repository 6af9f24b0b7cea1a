import { extractReport, tablesIn } from '../extract/extract.ts';
import type { TableNumber } from '../codebook/codebook.ts';
import { sniffMediaType } from '../original/media-type.ts';
import { sha256Of } from '../original/sha256.ts';
import type { Block, Document } from '../read/document.ts';
import { embeddedPicture, isDataAddress } from '../read/embedded-picture.ts';
import { picturesShown, withPictures, type ShownPicture } from '../read/picture-pages.ts';
import type { Listing } from '../../storage/listings.ts';
import { readSource, type ReportSource } from './read-source.ts';

/** A document read together with the pictures it shows. */
export interface PicturedDocument {
  /** Locators with a page are those of `pictures`, page 1 first. */
  readonly document: Document;
  readonly pictures: readonly ReportSource[];
}

/** What came of looking for the pictures of a document. */
export interface PicturesOutcome {
  /** Undefined where its pictures add nothing. */
  readonly pictured?: PicturedDocument;
  /** Every picture that was read, used or not. */
  readonly read: readonly { readonly source: ReportSource; readonly document: Document }[];
  readonly unread: readonly { readonly source: ReportSource; readonly reason: string }[];
}

/** A report has no more pages; a document with more pictures is a photo series. */
const MOST_PICTURES = 40;
/** Smaller files are icons, signs and codes. */
const FEWEST_BYTES = 2500;
/** Words of a picture from which it is a page of text rather than a sign. */
const FEWEST_LETTERS = 60;
const NOTHING: PicturesOutcome = { read: [], unread: [] };

/**
 * Reads the pictures that a document shows and puts what they hold in their place, where the document itself lacks a statutory table: those
 * it carries with it (`data:`, members of a Word document), those among the sources, and those that lie beside it. A table
 * that the document prints itself is not read from a picture too.
 */
export async function readOwnPictures(
  source: ReportSource,
  document: Document,
  { listing, sources }: { readonly listing: Listing; readonly sources: readonly ReportSource[] },
): Promise<PicturesOutcome> {
  const shown = picturesShown(document);
  if (shown.length === 0) return NOTHING;
  const own = tablesIn(document);
  if (own.size === 3 || isSomethingElse(document, listing)) return NOTHING;
  const found = await picturesFound(
    source,
    shown.map((image) => image.source),
    sources,
  );
  if (found.length > MOST_PICTURES) {
    const reason = `it shows ${found.length} pictures, more than the ${MOST_PICTURES} pages a report may have`;
    return { read: [], unread: [{ source, reason }] };
  }
  const readings = await Promise.all(found.map(async (one) => ({ ...one, reading: await readSource(one.source) })));
  const pictures: ReportSource[] = [];
  const contents = new Map<string, ShownPicture>();
  for (const { address, source: picture, reading } of readings) {
    if (reading.kind !== 'document') continue;
    const blocks = withoutTables(reading.document.blocks, own);
    if (tablesIn({ blocks }).size === 0 && lettersIn(blocks) < FEWEST_LETTERS) continue;
    pictures.push(picture);
    contents.set(address, { blocks, page: pictures.length });
  }
  const read = readings.flatMap(({ source: picture, reading }) =>
    reading.kind === 'document' ? [{ source: picture, document: reading.document }] : [],
  );
  const unread = readings.flatMap(({ source: picture, reading }) =>
    reading.kind === 'unreadable' ? [{ source: picture, reason: reading.reason }] : [],
  );
  if (pictures.length === 0) return { read, unread };
  return { pictured: { document: withPictures(document, contents), pictures }, read, unread };
}

/** Another kind of document by its own title: its pictures are none of ours. */
function isSomethingElse(document: Document, listing: Listing): boolean {
  const extraction = extractReport(document, listing);
  return extraction.kind === 'not_a_report' && extraction.reason.startsWith('its title is that of another');
}

interface FoundPicture {
  /** As the document names it. */
  readonly address: string;
  readonly source: ReportSource;
}

/** Pictures by their addresses, in the order of the document, each content once; small ones and those that cannot be had are left out. */
async function picturesFound(
  host: ReportSource,
  addresses: readonly string[],
  sources: readonly ReportSource[],
): Promise<FoundPicture[]> {
  const bytes = await host.bytes();
  const mediaType = sniffMediaType(bytes, { contentType: host.contentType, url: host.url });
  const byKey = new Map(sources.map((source) => [placeKey(source.url), source]));
  const found = new Map<string, FoundPicture>();
  for (const [index, address] of addresses.entries()) {
    const embedded = embeddedPicture(address, { bytes, mediaType, url: host.url });
    const source =
      embedded === null
        ? (byKey.get(placeKey(address)) ?? (await host.beside?.(address)))
        : embeddedSource(host, embedded, isDataAddress(address) ? `picture-${index + 1}` : address);
    if (source === undefined) continue;
    const known = byKey.get(placeKey(source.url)) ?? source;
    const content = await known.bytes();
    const isPicture = sniffMediaType(content, { url: known.url }).startsWith('image/');
    if (isPicture && content.byteLength >= FEWEST_BYTES && !found.has(known.sha256)) {
      found.set(known.sha256, { address, source: known });
    }
  }
  return [...found.values()];
}

/** @param name its whole address, or what to call it in the document */
function embeddedSource(host: ReportSource, bytes: Uint8Array, name: string): ReportSource {
  const extension = sniffMediaType(bytes, {}).replace('image/', '').replace('jpeg', 'jpg');
  const url = name.startsWith(host.url) ? name : `${host.url}!/${name}.${extension}`;
  return { url, sha256: sha256Of(bytes), role: 'image', contentType: null, bytes: () => Promise.resolve(bytes), host };
}

/** Address of a place whatever the scheme it is fetched by and however it is spelt. */
function placeKey(address: string): string {
  const whole = address.replace(/#.*$/s, '');
  const plain = /^file:/i.test(whole)
    ? whole.replace(/^file:\/{0,3}/i, 'file:').replace(/\?.*$/s, '')
    : whole.replace(/^https?:/i, '');
  try {
    return decodeURIComponent(plain);
  } catch (error) {
    if (error instanceof URIError) return plain;
    throw error;
  }
}

function withoutTables(blocks: readonly Block[], tables: ReadonlyMap<TableNumber, number>): Block[] {
  if (tables.size === 0) return [...blocks];
  return blocks.filter((block) => {
    const held = block.kind === 'table' ? [...tablesIn({ blocks: [block] }).keys()] : [];
    return held.length === 0 || held.some((table) => !tables.has(table));
  });
}

function lettersIn(blocks: readonly Block[]): number {
  const text = blocks.map((block) => (block.kind === 'paragraph' ? block.text : '')).join('');
  return [...text.matchAll(/\p{Script=Han}/gu)].length;
}
