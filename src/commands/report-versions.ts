import type { SourcedReport } from '../extract/compare-readings.ts';
import { extractReport, isFromPixels, type Extraction, type ReadReport } from '../extract/extract.ts';
import { heldAgainst } from '../extract/second-reading.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { Document } from '../read/document.ts';
import { MOST_UNPACKED } from '../read/limits.ts';
import type { Listing } from '../../storage/listings.ts';
import type { SourceRole } from '../../storage/records.ts';
import { placedInPictures } from '../extract/picture-places.ts';
import { asPages, type ShownPicture } from '../read/picture-pages.ts';
import { picturesByReport, type ReadPicture } from './picture-runs.ts';
import {
  fileNameOf,
  isPicture,
  isUnpackedAmong,
  listingOfSource,
  readSource,
  readSourceAgain,
  type ReportSource,
} from './read-source.ts';
import { readOwnPictures } from './report-pictures.ts';

/** A source that was read as a report. */
export interface Version extends SourcedReport {
  readonly source: ReportSource;
  /** Further originals it was read from: the pictures that it shows, or that go on where it ends. */
  readonly pictures: readonly ReportSource[];
  /** Its own words, or its file's name, say whose report it is and of which year: not only the list or the page it was found on. */
  readonly namesItself: boolean;
}

/** What a reader made of a source, for `documents`. */
export interface SourceReading {
  readonly sha256: Sha256;
  readonly reader: string;
  readonly readerVersion: string;
  readonly pages?: number | undefined;
}

/** A source that gave no report, and why. */
export interface Miss {
  readonly source: ReportSource;
  readonly kind: 'unreadable' | 'not_a_report';
  readonly reason: string;
  /** Pictures in a document without tables: the tables may be among them. */
  readonly pictures: number;
}

/** All that the sources hold, each read by itself. */
export interface ReadVersions {
  readonly readings: readonly SourceReading[];
  readonly versions: readonly Version[];
  readonly misses: readonly Miss[];
}

/** Documents read of one page: a county's townships in one archive are some tens. */
const MOST_DOCUMENTS = 200;

/** The page says best whose report it is. */
const ROLE_ORDER: Readonly<Record<SourceRole, number>> = { page: 0, frame: 1, attachment: 2, image: 3 };

/** The order in which sources are read, whatever the order they were found in: an offline run must come to the same. */
function inReadingOrder(a: ReportSource, b: ReportSource): number {
  const spelling = (source: ReportSource): string => `${source.url} ${source.sha256}`;
  return ROLE_ORDER[a.role] - ROLE_ORDER[b.role] || (spelling(a) < spelling(b) ? -1 : 1);
}

/**
 * Reads every source by itself, the page first, and the files of archives as sources of their own. The year of the first report
 * found stands in for what a list said: an attachment often states none. The same bytes under two addresses are read once. A document
 * whose tables are pictures is read together with them; further pictures are read as the pages of one report, in their order.
 */
export async function readVersions(sources: readonly ReportSource[], context: Listing): Promise<ReadVersions> {
  const found = new Versions(sources, context);
  const queue = [...sources].sort(inReadingOrder);
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    queue.unshift(...(await found.take(source)).sort(inReadingOrder));
  }
  return found.finish();
}

/** Reading under way. */
class Versions {
  readonly #sources: readonly ReportSource[];
  readonly #context: Listing;
  readonly #readings = new Map<Sha256, SourceReading>();
  readonly #versions: Version[] = [];
  readonly #misses: Miss[] = [];
  readonly #seen = new Set<Sha256>();
  /** Bytes that archives may still unpack to. */
  #unpackable = MOST_UNPACKED;
  /** Pictures that no document among the sources shows. */
  readonly #pictures: ReadPicture[] = [];

  constructor(sources: readonly ReportSource[], context: Listing) {
    this.#sources = sources;
    this.#context = context;
  }

  /** Reads a source; the files of an archive are to be read next. */
  async take(source: ReportSource): Promise<ReportSource[]> {
    if (this.#seen.has(source.sha256) || (await isUnpackedAmong(source, this.#sources))) return [];
    this.#seen.add(source.sha256);
    if (this.#seen.size > MOST_DOCUMENTS) {
      this.#miss(source, 'unreadable', `it is beyond the first ${MOST_DOCUMENTS} documents`);
      return [];
    }
    const read = await readSource(source, this.#unpackable);
    switch (read.kind) {
      case 'unreadable':
        this.#miss(source, 'unreadable', read.reason);
        return [];
      case 'archive':
        this.#unpackable = Math.max(0, this.#unpackable - read.unpacked);
        for (const { url, reason } of read.unread) this.#miss(source, 'unreadable', `${url}: ${reason}`);
        return [...read.members];
      case 'document':
        this.#note(source, read.document);
        if (await isPicture(source)) this.#pictures.push({ source, document: read.document });
        else await this.#takeDocument(source, read.document);
        return [];
    }
  }

  /** Reads the pictures that are left, those of one report together. */
  finish(): ReadVersions {
    for (const run of picturesByReport(this.#pictures)) {
      const [first] = run;
      if (first === undefined) continue;
      const [source, ...further] = run.map((picture) => picture.source);
      if (source === undefined) continue;
      if (further.length === 0) this.#add({ source, document: first.document, pictures: [] });
      else
        this.#add({
          source,
          document: { ...first.document, blocks: asPages(run.map(pageOf)) },
          pictures: [source, ...further],
        });
    }
    return { readings: [...this.#readings.values()], versions: this.#versions, misses: this.#misses };
  }

  async #takeDocument(source: ReportSource, document: Document): Promise<void> {
    const own = await readOwnPictures(source, document, { listing: this.#listing(source), sources: this.#sources });
    for (const picture of own.read) this.#note(picture.source, picture.document);
    for (const { source: picture, reason } of own.unread) {
      this.#seen.add(picture.sha256);
      this.#miss(picture, 'unreadable', reason);
    }
    if (own.pictured && this.#isReport(source, own.pictured.document)) {
      for (const { sha256 } of own.pictured.pictures) this.#seen.add(sha256);
      this.#add({ source, ...own.pictured });
    } else this.#add({ source, document, pictures: [] }, await this.#readAgain(source, document));
  }

  /** A PDF whose sums fail is read by a second reader, before the failure is laid at the source's door. */
  async #readAgain(source: ReportSource, document: Document): Promise<Document | null> {
    if (document.reader !== 'pdf') return null;
    const extraction = this.#extract(source, document);
    const fails =
      extraction.kind === 'report' && extraction.report.cells.some(({ status }) => status === 'conflicting');
    return fails ? readSourceAgain(source) : null;
  }

  #extract(source: ReportSource, document: Document): Extraction {
    return extractReport(document, { ...this.#listing(source), fileName: fileNameOf(source) });
  }

  #add({ source, document, pictures }: PicturedSource, again: Document | null = null): void {
    const extraction = this.#extract(source, document);
    if (extraction.kind === 'report') {
      const second = again && this.#extract(source, again);
      const own = { ...source, reader: document.reader, fromPixels: false, read: extraction.report };
      const other = again && second?.kind === 'report' ? { ...own, reader: again.reader, read: second.report } : null;
      const read = other ? heldAgainst(own, other) : placedInPictures(extraction.report, pictures);
      this.#versions.push(
        versionOf({ source, document, pictures }, read, { context: this.#context, first: this.#versions[0]?.read }),
      );
    } else {
      const shown = document.blocks.filter((block) => block.kind === 'image').length;
      this.#misses.push({ source, kind: 'not_a_report', reason: extraction.reason, pictures: shown });
    }
  }

  #isReport(source: ReportSource, document: Document): boolean {
    return this.#extract(source, document).kind === 'report';
  }

  #listing(source: ReportSource): Listing {
    return listingOfSource(source, this.#context, this.#versions[0]?.read.fiscalYear);
  }

  #note({ sha256 }: ReportSource, { reader, readerVersion, pages }: Document): void {
    this.#readings.set(sha256, { sha256, reader, readerVersion, pages });
  }

  #miss(source: ReportSource, kind: Miss['kind'], reason: string): void {
    this.#misses.push({ source, kind, reason, pictures: 0 });
  }
}

/** A document to be read as a report. */
interface PicturedSource {
  readonly source: ReportSource;
  readonly document: Document;
  /** Originals of their own among its pages: page 1 first. */
  readonly pictures: readonly ReportSource[];
}

function pageOf({ document }: ReadPicture, index: number): ShownPicture {
  return { blocks: document.blocks, page: index + 1 };
}

function versionOf(
  { source, document, pictures }: PicturedSource,
  read: ReadReport,
  { context, first }: { readonly context: Listing; readonly first: ReadReport | undefined },
): Version {
  const { url, sha256 } = source;
  const namesItself = first === undefined || isSameReport(first, read) || confirmsItself();
  const fromPixels = isFromPixels(document);
  return { source, pictures, url, sha256, reader: document.reader, fromPixels, read, namesItself };

  function confirmsItself(): boolean {
    const itself = extractReport(
      document,
      listingOfSource(source, context.portal === undefined ? {} : { portal: context.portal }),
    );
    return itself.kind === 'report' && isSameReport(itself.report, read);
  }
}

/** Of the same body and year, as far as they say. */
export function isSameReport(a: ReadReport, b: ReadReport): boolean {
  return a.fiscalYear === b.fiscalYear && a.organization.name === b.organization.name;
}
