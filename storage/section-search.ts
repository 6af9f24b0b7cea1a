import type { OrganizationLevel } from '../src/identity/organization.ts';
import type { Corpus } from './corpus.ts';
import { explainingFailures } from './database.ts';
import type { Db } from './database.ts';
import { filterValues, REPORT_FILTER } from './report-filter.ts';
import type { ReportFilter } from './report-filter.ts';
import { foldForSearch, indexedWords, matchExpression, wantedWords } from './search-words.ts';

/** A piece of a passage; `hit` where it is what was looked for. */
export interface SnippetPart {
  readonly text: string;
  readonly hit: boolean;
}

export interface SectionHit {
  readonly reportId: number;
  readonly organizationId: number;
  readonly name: string;
  readonly level: OrganizationLevel;
  readonly division: string | null;
  readonly fiscalYear: number;
  readonly title: string;
  readonly pageUrl: string;
  /** Number of the section, 1-6. */
  readonly section: number;
  readonly heading: string;
  /** The first passage that has a word, in its order. */
  readonly snippet: readonly SnippetPart[];
}

export interface SearchAnswer {
  /** The report filed last comes first. */
  readonly hits: readonly SectionHit[];
  /** Where to go on (`after`); null where these are all. */
  readonly next: number | null;
}

/** Rows of `section_search` are numbered by report and section. */
const SECTIONS_PER_REPORT = 8;

/** Length of a passage on either side of what was found, in characters. */
const AROUND = 40;

/** Puts the sections of a report into the index in place of those that stand there. To be called whenever they are written, in that transaction. */
export function indexSections(db: Db, reportId: number): void {
  const first = reportId * SECTIONS_PER_REPORT;
  // Asked of the table beneath: to look into the index itself would write out all that a transaction has gathered for it.
  const indexed = db
    .prepare<[number, number], number>('SELECT id FROM section_search_docsize WHERE id BETWEEN ? AND ?')
    .pluck();
  const remove = db.prepare('DELETE FROM section_search WHERE rowid = ?');
  for (const row of indexed.all(first, first + SECTIONS_PER_REPORT - 1)) remove.run(row);
  const insert = db.prepare('INSERT INTO section_search (rowid, words) VALUES (?, ?)');
  const sections = db.prepare<[number], { number: number; heading: string; text: string }>(
    'SELECT number, heading, text FROM sections WHERE report_id = ? ORDER BY number',
  );
  for (const { number, heading, text } of sections.all(reportId)) {
    insert.run(first + number, indexedWords(`${heading}\n${text}`));
  }
}

/** Is there an index where there are sections? A corpus of an older version has none. */
export function searchIndexIsFilled(db: Db): boolean {
  return (
    db
      .prepare('SELECT EXISTS (SELECT 1 FROM sections) <= EXISTS (SELECT 1 FROM section_search_docsize)')
      .pluck()
      .get() === 1
  );
}

/** Puts every section into the index. To be called inside a transaction, on an empty index. */
export function fillSearchIndex(db: Db): void {
  const reports = db.prepare<[], number>('SELECT DISTINCT report_id FROM sections ORDER BY 1').pluck().all();
  for (const reportId of reports) indexSections(db, reportId);
}

interface HitRow extends Omit<SectionHit, 'snippet'> {
  readonly place: number;
  readonly text: string;
}

/**
 * Looks for words in the sections of current reports. Several words, divided by spaces, must stand in one section; words in quotation
 * marks stand one after the other. No hits, and no error, for a question without a word.
 */
export function searchSections(
  corpus: Corpus,
  typed: string,
  filter: ReportFilter,
  page: { readonly limit: number; readonly after?: number | null },
): SearchAnswer {
  const words = wantedWords(typed);
  const match = matchExpression(words);
  if (match === null) return { hits: [], next: null };
  const rows = explainingFailures(corpus.file, () =>
    corpus.db
      .prepare<Record<string, string | number | null>, HitRow>(
        `SELECT f.rowid AS place, r.id AS reportId, o.id AS organizationId, o.name, o.level, o.division, r.fiscal_year AS fiscalYear,
           r.title, r.page_url AS pageUrl, s.number AS section, s.heading, s.text
         FROM section_search f CROSS JOIN reports r ON r.id = f.rowid / ${SECTIONS_PER_REPORT}
         CROSS JOIN sections s ON s.report_id = r.id AND s.number = f.rowid % ${SECTIONS_PER_REPORT}
         CROSS JOIN organizations o ON o.id = r.organization_id
         WHERE section_search MATCH @match AND f.rowid < @after AND r.state = 'current'
           AND ${REPORT_FILTER}
         ORDER BY f.rowid DESC LIMIT @limit`,
      )
      .all({
        match,
        after: page.after ?? Number.MAX_SAFE_INTEGER,
        ...filterValues(filter),
        limit: page.limit + 1,
      }),
  );
  const shown = rows.slice(0, page.limit);
  return {
    hits: shown.map(({ place: _place, text, ...hit }) => ({ ...hit, snippet: snippetOf(text, hit.heading, words) })),
    next: rows.length > shown.length ? (shown.at(-1)?.place ?? null) : null,
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The passage around the first word found in the text; where all stand in the heading, its beginning. */
function snippetOf(text: string, heading: string, words: readonly string[]): SnippetPart[] {
  const inText = spansIn(text, words);
  if (inText.length > 0) return passage(text, inText);
  return passage(heading, spansIn(heading, words));
}

/** Where any of the words stands, in order, overlapping ones joined. */
function spansIn(text: string, words: readonly string[]): Span[] {
  const folded = foldForSearch(text);
  const spans: Span[] = [];
  for (const word of words) {
    for (let at = folded.text.indexOf(word); at !== -1; at = folded.text.indexOf(word, at + word.length)) {
      spans.push({ start: folded.from[at] ?? 0, end: folded.from[at + word.length] ?? text.length });
    }
  }
  spans.sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else joined.push(span);
  }
  return joined;
}

function passage(text: string, spans: readonly Span[]): SnippetPart[] {
  const first = spans[0]?.start ?? 0;
  const start = wholeCharacter(text, Math.max(0, first - AROUND));
  const end = wholeCharacter(text, Math.min(text.length, first + 2 * AROUND));
  const parts: SnippetPart[] = [];
  const add = (from: number, to: number, hit: boolean): void => {
    const piece = text.slice(from, to).replace(/\s+/gu, ' ');
    if (piece !== '') parts.push({ text: piece, hit });
  };
  let at = start;
  for (const span of spans) {
    if (span.start >= end) break;
    add(at, span.start, false);
    add(span.start, span.end, true);
    at = span.end;
  }
  add(at, Math.max(at, end), false);
  if (start > 0) parts.unshift({ text: '…', hit: false });
  if (Math.max(at, end) < text.length) parts.push({ text: '…', hit: false });
  return parts;
}

/** `index`, or the one before where it lies within a character of two code units. */
function wholeCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}
