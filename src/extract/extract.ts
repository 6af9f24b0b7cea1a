import { CODEBOOK, type TableNumber, type TemplateYear } from '../codebook/codebook.ts';
import { identifyOrganization, readPeriod, readPublishedOn, type Period } from '../identity/index.ts';
import type { Organization } from '../identity/organization.ts';
import type { Document } from '../read/document.ts';
import type { CellReading } from './cell-reading.ts';
import { judgeCells } from './cell-status.ts';
import { readDisputesTable } from './disputes-table.ts';
import { withFormLabels } from './form-labels.ts';
import { identitiesOf, type Identity } from './identities.ts';
import { readProactiveTable } from './proactive-table.ts';
import type { ReportCell, ReportSection } from './report.ts';
import { readRequestsTable, type TableFault, type TableReading } from './requests-table.ts';
import { toSimplified } from './script.ts';
import type { ReadingComparison } from './compare-readings.ts';
import { cutIntoSections } from './sections.ts';
import { settleDoubtfulCells } from './settle.ts';
import { findStatutoryLines, type StatutoryLines } from './statutory-tables.ts';
import type { TableLine } from './table-lines.ts';
import { findTitle, type FoundTitle } from './title.ts';
import { tellWhose, type ReadingNote } from './whose-report.ts';

/** Goes into `reports.extractor_version`; raised whenever the same bytes may give other cells, sections or findings. */
export const EXTRACTOR_VERSION = '4';

/** What is known of a document besides its bytes. `organization` and `year` given by a person decide. */
export interface ExtractionContext {
  readonly listedTitle?: string | undefined;
  readonly listedOrganization?: string | undefined;
  readonly listedYear?: number | undefined;
  readonly listedOn?: string | undefined;
  readonly column?: string | undefined;
  readonly portal?: { readonly name: string; readonly division?: string | undefined } | undefined;
  readonly organization?: string | undefined;
  readonly year?: number | undefined;
  /** Name of the file, without ending; asked last. */
  readonly fileName?: string | undefined;
}

/** A document read as a report: figures with their statuses, and all that the checks need. */
export interface ReadReport {
  readonly organization: Organization;
  readonly fiscalYear: number;
  readonly title: string;
  readonly titleYear: number | undefined;
  /** What of this was concluded, not read, and what could not be read at all. */
  readonly notes: readonly ReadingNote[];
  readonly publishedOn: string | null;
  readonly opening: string;
  readonly period: Period | undefined;
  /** The form each table follows; null where the table is not in the document. */
  readonly templates: Readonly<Record<TableNumber, TemplateYear | null>>;
  readonly cells: readonly ReportCell[];
  readonly readings: ReadonlyMap<string, CellReading>;
  readonly identities: readonly Identity[];
  readonly faults: readonly TableFault[];
  readonly sections: readonly ReportSection[];
  /** The sections in simplified characters, for the checks. */
  readonly prose: readonly ReportSection[];
  /** True where every table came from a markup grid: there a contradiction is most likely the source's own. */
  readonly fromGrid: boolean;
  /** What other readings of the same report say of these cells; absent where there was none. */
  readonly comparison?: ReadingComparison;
}

export type Extraction =
  { readonly kind: 'report'; readonly report: ReadReport } | { readonly kind: 'not_a_report'; readonly reason: string };

/** First fiscal year of the forms of 2021 and of 2019; before that reports are free text. */
const FIRST_YEAR: Readonly<Record<TemplateYear, number>> = { '2021': 2021, '2019': 2019 };
const FEWEST_WORDS_OF_A_TEXT_REPORT = 200;

/** Reads a document as an annual report, or says why it is none. */
export function extractReport(document: Document, context: ExtractionContext = {}): Extraction {
  const cut = cutIntoSections(document.blocks.map(withFormLabels));
  const judged = findTitle(document, cut.opening, context.listedTitle);
  const lines = findStatutoryLines(cut);
  const tables = tablesAmong(lines);
  const isLookAlike = judged.kind === 'look_alike';
  if (isLookAlike && !(isFromPixels(document) && tables.length === 3))
    return notAReport(`its title is that of another kind of document: ${judged.title}`);
  // Words of a picture may have lost the letter that told them apart; all three tables together are in no other document.
  const found: FoundTitle = isLookAlike ? { ...judged, kind: 'unrelated' } : judged;
  if (tables.length === 0 && found.kind !== 'report' && !isFromPixels(document))
    return notAReport('neither its title nor a table is that of a report');

  const opening = toSimplified(cut.opening.slice(-15).join('\n').slice(-2000));
  const prose = cut.sections.map((section) => ({ ...section, text: toSimplified(section.text) }));
  const text = [opening, ...prose.map((section) => section.text)].join('\n');
  // The headline of a page that shows its tables as pictures is words of the page itself.
  const fromPixels = isFromPixels(document) && (document.reader === 'scan' || found.kind !== 'report');
  const whose = tellWhose({ document, cut, found, context, opening, text, fromPixels });
  if ('missing' in whose) return notAReport(whose.missing);
  const { organization, fiscalYear } = whose;
  if (tables.length === 0) {
    const missing = whyNoTextReport(fiscalYear, cut.sections, text);
    if (missing !== undefined) return notAReport(missing);
  }

  const readings = readTables(lines, fiscalYear, tables);
  const identities = identitiesOf(readings.三.template);
  const cells = settleDoubtfulCells(inCodebookOrder(readings, tables), identities);
  return {
    kind: 'report',
    report: {
      organization,
      fiscalYear,
      title: whose.title.replace(/\s+/gu, ''),
      titleYear: whose.titleYear,
      notes: [...whose.notes, ...unreadPages(document)],
      publishedOn: readPublishedOn({ meta: document.metadata, text: opening, listed: context.listedOn }) ?? null,
      opening,
      period: readPeriod(opening) ?? readPeriod(text),
      templates: {
        二: tables.includes('二') ? readings.二.template : null,
        三: tables.includes('三') ? readings.三.template : null,
        四: tables.includes('四') ? readings.四.template : null,
      },
      cells: judgeCells(cells, identities),
      readings: cells,
      identities,
      faults: Object.values(readings).flatMap((reading) => reading.faults),
      sections: cut.sections,
      prose,
      fromGrid: Object.values(lines)
        .flat()
        .every((line) => line.geometry === 'spans'),
    },
  };
}

/** Pages of a scan on which nothing was found, or for which the time did not suffice. */
function unreadPages({ metadata }: Document): ReadingNote[] {
  const pages = metadata.get('unreadable-pages');
  if (pages === undefined) return [];
  const message = `nothing could be read on page ${pages} of the document`;
  return [{ subject: 'pages', read: null, taken: null, message }];
}

/** Which of the three statutory tables the document holds, and what share of each table's cells is there. */
export function tablesIn(document: Pick<Document, 'blocks'>): ReadonlyMap<TableNumber, number> {
  const lines = findStatutoryLines(cutIntoSections(document.blocks.map(withFormLabels)));
  const tables = tablesAmong(lines);
  const readings = readTables(lines, FIRST_YEAR['2021'], tables);
  return new Map(
    tables.map((table) => {
      const { cells } = readings[table];
      return [table, cells.filter(({ state }) => state !== 'absent').length / Math.max(1, cells.length)];
    }),
  );
}

function tablesAmong(lines: StatutoryLines): TableNumber[] {
  return (['二', '三', '四'] as const).filter((table) => holdsTable(lines, table));
}

/** The body and year of the report that a headline of the document itself names, as one word to compare; undefined where it names none. */
export function reportNamedBy(document: Document): string | undefined {
  const { kind, title, year } = findTitle(document, cutIntoSections(document.blocks).opening, undefined);
  const body =
    kind === 'report' && year !== undefined ? identifyOrganization({ title: toSimplified(title) }) : undefined;
  return body && `${body.name} ${year ?? ''}`;
}

/** Were figures of the document recognised from pixels? */
export function isFromPixels(document: Document): boolean {
  return document.blocks.some(
    (block) => block.kind === 'table' && block.cells.some((cell) => cell.recognition !== undefined),
  );
}

function notAReport(reason: string): Extraction {
  return { kind: 'not_a_report', reason };
}

/** One line of label is not a table: a narrative may name 行政许可 too. A lone line of figures may have lost its head. */
function holdsTable(lines: StatutoryLines, table: TableNumber): boolean {
  return lines[table].length >= 2 || lines[table].some((line) => placesIn(line) >= 10);
}

function placesIn(line: TableLine): number {
  return line.values.reduce((sum, token) => sum + token.columnSpan, 0);
}

/** Reports before the forms of 2019 have no tables; later ones without tables still prove themselves by their sections. */
function whyNoTextReport(year: number, sections: readonly ReportSection[], text: string): string | undefined {
  if (year < FIRST_YEAR['2019'] && text.length >= FEWEST_WORDS_OF_A_TEXT_REPORT) return undefined;
  if (sections.length >= 3) return undefined;
  return 'it holds none of the three tables and fewer than three of the six sections';
}

function readTables(
  lines: StatutoryLines,
  year: number,
  tables: readonly TableNumber[],
): Readonly<Record<TableNumber, TableReading>> {
  const fallback: TemplateYear = year >= FIRST_YEAR['2021'] ? '2021' : '2019';
  const own = (table: TableNumber): StatutoryLines[TableNumber] => (tables.includes(table) ? lines[table] : []);
  const 三 = readRequestsTable(own('三'), fallback);
  return { 二: readProactiveTable(own('二'), fallback), 三, 四: readDisputesTable(own('四'), 三.template) };
}

const CODE_ORDER = new Map(CODEBOOK.map((entry, index) => [entry.code, index]));

/** All cells of the forms in use. A report from before 2019 that has no table has no cells either. */
function inCodebookOrder(
  readings: Readonly<Record<TableNumber, TableReading>>,
  tables: readonly TableNumber[],
): ReadonlyMap<string, CellReading> {
  if (tables.length === 0) return new Map();
  const cells = Object.values(readings).flatMap((reading) => reading.cells);
  cells.sort((a, b) => (CODE_ORDER.get(a.code) ?? 0) - (CODE_ORDER.get(b.code) ?? 0));
  return new Map(cells.map((cell) => [cell.code, cell]));
}
