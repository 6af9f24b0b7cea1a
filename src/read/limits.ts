import type { Document } from './document.ts';

/**
 * What reading one original may cost. A report stays far below every one of these; what exceeds one was made to break readers, or is
 * something else, and ends as unreadable with a reason that names the limit.
 */

/** Limits of a document's content, whatever its format. */
export const MOST = {
  /** Table cells of one document; the largest reports have some 600. */
  cells: 200_000,
  /** Rows times columns of all its tables, after spans are laid out. */
  places: 1_000_000,
  /** Tables within tables. */
  tableDepth: 32,
  /** Pages of a PDF; a county's longest report has some forty. */
  pages: 300,
  /** Characters and drawn objects of one page. */
  pageCharacters: 100_000,
  pageObjects: 50_000,
  /** Characters of all its text; the longest report has 60,000. */
  characters: 5_000_000,
  /** Paragraphs, headings, pictures and tables. */
  blocks: 200_000,
  /** Pixels of a picture: an A4 page at 600 dpi has 35 million. */
  pixels: 60_000_000,
} as const;

/** Limits of a zip archive, which .docx and .xlsx are. */
export const MOST_OF_ARCHIVE = {
  /** Office files have some tens of parts, with pictures some hundreds. */
  entries: 5000,
  /** Bytes that all entries read may unpack to; the longest report's text takes some 5 MB. */
  unpacked: 64_000_000,
  /** Tables in XML pack to a fiftieth; a thousandth is deflate's own limit and a bomb. */
  ratio: 300,
  ratioMattersFrom: 1_000_000,
} as const;

/** Limits of an archive of documents: a county's townships together, some of them scans. */
export const MOST_OF_BUNDLE = { ...MOST_OF_ARCHIVE, entries: 2000, unpacked: 128_000_000 } as const;

/** Bytes that all archives of one report may unpack to together, those within archives included: what is unpacked waits its turn in memory. */
export const MOST_UNPACKED = 256_000_000;

/** Limits of a workbook, whose library sets itself none: above these it would work for minutes. A report's takes some 30 kB. */
export const MOST_OF_WORKBOOK = {
  /** Bytes of one that is not packed (.xls), and that all parts of a packed one have together. */
  binary: 16_000_000,
  unpacked: 48_000_000,
  sheets: 200,
  /** Merged cells of a sheet. */
  merges: 20_000,
  /** Rows times columns of one table. */
  places: 200_000,
} as const;

/** What the pages of a scan may take together: less than their PDF may, so that those read in time are not lost with those that are not. */
export const MOST_OF_SCANS = { pages: 60, seconds: 140 } as const;

/** Limits of LibreOffice, which reads what we cannot. */
export const MOST_OF_CONVERSION = { seconds: 60, megabytes: 4000 } as const;

/** What reading one original of a format may take. */
export interface FormatLimits {
  /** What to call it in a message: `the PDF`. */
  readonly name: string;
  readonly bytes: number;
  readonly seconds: number;
  /** Resident memory of the process that reads it, the program itself (some 110 MB) included. */
  readonly megabytes: number;
  /** Up to so many bytes it is read where it is: our own scanners take less time over it than it takes to send it elsewhere. */
  readonly inPlaceBytes: number;
}

const MARKUP: FormatLimits = {
  name: 'the page',
  bytes: 64_000_000,
  seconds: 20,
  megabytes: 600,
  inPlaceBytes: 1_000_000,
};
const TEXT: FormatLimits = { ...MARKUP, name: 'the text', bytes: 16_000_000 };
const WORD: FormatLimits = {
  name: 'the Word document',
  bytes: 64_000_000,
  seconds: 20,
  megabytes: 500,
  inPlaceBytes: 0,
};
const WORKBOOK: FormatLimits = { ...WORD, name: 'the workbook', bytes: 48_000_000 };
/** A PDF may hold scans, some seconds a page. */
const PDF: FormatLimits = { ...WORD, name: 'the PDF', seconds: 180, megabytes: 700 };
const PICTURE: FormatLimits = { ...WORD, name: 'the picture', seconds: 90, megabytes: 700 };
/** Read by LibreOffice, which has a minute of its own. */
const FOREIGN: FormatLimits = { ...WORD, name: 'the document', bytes: 30_000_000, seconds: 90 };

const FORMATS: readonly (readonly [mediaType: RegExp, limits: FormatLimits])[] = [
  [/^text\/html$/, MARKUP],
  [/^text\//, TEXT],
  [/^application\/pdf$/, PDF],
  [/^image\//, PICTURE],
  [/^application\/rtf$/, FOREIGN],
  [/excel|spreadsheet|\.et$/, WORKBOOK],
];

/** The limits of a format; of one that has none of its own, those of Word documents. */
export function limitsOf(mediaType: string): FormatLimits {
  return FORMATS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? WORD;
}

/** Why an original of so many bytes is not read, undefined where it is. */
export function tooLarge(mediaType: string, bytes: number): string | undefined {
  const { name, bytes: most } = limitsOf(mediaType);
  return bytes > most ? `${name} has ${inMegabytes(bytes)} MB, more than ${inMegabytes(most)}` : undefined;
}

/** Why a document is larger than any report, undefined where it is not. */
export function excessOf({ blocks }: Document): string | undefined {
  if (blocks.length > MOST.blocks) return `it has ${blocks.length} paragraphs and tables, more than ${MOST.blocks}`;
  let characters = 0;
  let cells = 0;
  let places = 0;
  for (const block of blocks) {
    if (block.kind === 'paragraph' || block.kind === 'heading') characters += block.text.length;
    if (block.kind !== 'table') continue;
    cells += block.cells.length;
    places += block.rowCount * block.columnCount;
    for (const cell of block.cells) characters += cell.text.length;
  }
  if (characters > MOST.characters) return `it has ${characters} characters of text, more than ${MOST.characters}`;
  if (cells > MOST.cells) return `it has ${cells} table cells, more than ${MOST.cells}`;
  if (places > MOST.places) return `its tables have ${places} places for cells, more than ${MOST.places}`;
  return undefined;
}

function inMegabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1).replace(/\.0$/, '');
}
