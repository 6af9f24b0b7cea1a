import { checkReport } from '../check/check.ts';
import { settledByText } from '../check/prose-witness.ts';
import { isFirm, shareOfEqualFigures } from '../extract/compare-readings.ts';
import type { ReadReport } from '../extract/extract.ts';
import { joinReadings } from '../extract/join-readings.ts';
import type { ExtractedReport, Finding } from '../extract/report.ts';
import type { Listing } from '../../storage/listings.ts';
import { foundIn, type ReportSource } from './read-source.ts';
import { isSameReport, readVersions, type Miss, type SourceReading, type Version } from './report-versions.ts';

/** One report that was found among sources. */
export interface FoundReport {
  readonly report: ExtractedReport;
  /** The main source: cells that name no other were read from it. */
  readonly cellSource: ReportSource;
  /** All originals that belong to it, archives included. */
  readonly sources: readonly ReportSource[];
  /** Where it is published: its page, of several the one it was read from; or the document itself where no page is its own. */
  readonly pageUrl: string;
}

/** What the sources that belong together say. */
export type SourcesOutcome = { readonly readings: readonly SourceReading[]; readonly misses: readonly Miss[] } & (
  | {
      readonly kind: 'report';
      readonly report: FoundReport;
      /** Reports of other bodies or years that stood beside it: the townships of a county in one archive. */
      readonly others: readonly FoundReport[];
    }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly source: ReportSource | undefined }
  | { readonly kind: 'not_a_report'; readonly reason: string }
);

/**
 * Reads the sources of a report, the page first, each by itself, and compares them: page and attachment, digital version and
 * picture are one report. The best reading is the main one; the others confirm, contradict or complete it (`joinReadings`).
 * What says by itself that it is of another body or year is a report of its own; what says quite other things is left out, and a
 * finding says so. `pageUrl` is where the sources were found.
 */
export async function readReportSources(
  sources: readonly ReportSource[],
  context: Listing,
  pageUrl: string,
): Promise<SourcesOutcome> {
  const { readings, versions, misses } = await readVersions(sources, context);
  const [first, ...others] = groupByReport(versions);
  const unreadable = misses.find(({ kind }) => kind === 'unreadable');
  const main = first && joinVersions(first);
  if (main && (main.report.cells.some(isFirm) || unreadable === undefined || main.report.fiscalYear < 2019)) {
    const further = others.map(joinVersions).filter(({ report }) => report.cells.some(isFirm));
    const notOthers = new Set(
      others.flatMap(({ same }) => same.flatMap(({ source, pictures }) => [source, ...pictures])),
    );
    const own = sources.filter((source) => !notOthers.has(source));
    const pageIsItsOwn = others.length === 0 || first.same.some(({ url }) => url === pageUrl);
    return {
      kind: 'report',
      readings,
      misses,
      report: {
        ...main,
        sources: [...new Set([...own, ...main.sources])],
        pageUrl: main.cellSource.role !== 'page' && pageIsItsOwn ? pageUrl : main.cellSource.url,
      },
      others: further,
    };
  }
  const outcome = { readings, misses };
  if (unreadable) return { ...outcome, kind: 'unreadable', reason: unreadable.reason, source: unreadable.source };
  return { ...outcome, ...whyNone(misses, sources) };
}

/** The versions of one report, and what is to be said of those left out. */
interface VersionGroup {
  readonly same: Version[];
  readonly leftOut: Finding[];
}

/** A document that does not say itself whose and of which year it is, and shares fewer figures, is no version of the statement beside it. */
const FEWEST_EQUAL = 0.5;

/** The report of the first source first. */
function groupByReport(versions: readonly Version[]): VersionGroup[] {
  const groups: VersionGroup[] = [];
  for (const version of versions) {
    const group = groups.find(({ same: [one] }) => one && isSameReport(one.read, version.read));
    if (group === undefined) {
      const [first] = groups;
      if (first === undefined || version.namesItself) groups.push({ same: [version], leftOut: [] });
      else first.leftOut.push(leftOutFinding(version, 'seems to be the report of another body or year'));
      continue;
    }
    const share = shareOfEqualFigures(group.same[0]?.read.cells ?? [], version.read.cells);
    if (version.namesItself || share >= FEWEST_EQUAL) group.same.push(version);
    else group.leftOut.push(leftOutFinding(version, `has only ${Math.round(share * 100)} % of its figures`));
  }
  return groups;
}

function joinVersions({ same, leftOut }: VersionGroup): FoundReport {
  const [main, ...others] = [...same].sort(byWorth);
  if (main === undefined) throw new TypeError('Expected a group of versions to hold one');
  const read = others.reduce((joined, other) => joinReadings({ ...main, read: joined }, other), main.read);
  const originals = same.flatMap(({ source, pictures }) => [source, ...pictures]);
  const publishedOn = same.find((version) => version.read.publishedOn !== null)?.read.publishedOn ?? null;
  return {
    report: withFindings({ ...read, publishedOn }, leftOut),
    cellSource: main.source,
    sources: [...new Set(originals.flatMap((source) => [source, ...foundIn(source)]))],
    pageUrl: main.url,
  };
}

/** `twin.left_out`: a document beside the report that is no version of it. */
function leftOutFinding({ url, read }: Version, obstacle: string): Finding {
  const whose = `${read.organization.name} ${read.fiscalYear}`;
  return {
    rule: 'twin.left_out',
    subject: url,
    severity: 'notice',
    verdict: 'undetermined',
    codes: [],
    expected: null,
    actual: whose,
    message: `${url} (${whose}) stands beside this report and was not compared with it: it ${obstacle}`,
  };
}

/** The better version first: with tables before without, digital before pictures, whole before partial; else the first. */
function byWorth(a: Version, b: Version): number {
  return (
    Number(firmCells(b.read) > 0) - Number(firmCells(a.read) > 0) ||
    Number(a.fromPixels) - Number(b.fromPixels) ||
    tables(b.read) - tables(a.read) ||
    firmCells(b.read) - firmCells(a.read)
  );
}

function tables({ templates }: ReadReport): number {
  return Object.values(templates).filter((template) => template !== null).length;
}

function firmCells(read: ReadReport): number {
  return read.cells.filter(isFirm).length;
}

function whyNone(
  misses: readonly Miss[],
  sources: readonly ReportSource[],
): { kind: 'unreadable'; reason: string; source: ReportSource | undefined } | { kind: 'not_a_report'; reason: string } {
  const [first] = misses;
  if (misses.some(({ pictures }) => pictures > 0) && first?.reason.startsWith('it holds none')) {
    return { kind: 'unreadable', reason: 'its tables are pictures', source: sources[0] };
  }
  return { kind: 'not_a_report', reason: first?.reason ?? 'there is no document' };
}

function withFindings(joined: ReadReport, leftOut: readonly Finding[]): ExtractedReport {
  const read = settledByText(joined);
  const { organization, fiscalYear, title, publishedOn, cells, sections } = read;
  const findings = [...checkReport(read), ...leftOut];
  return { organization, fiscalYear, title, publishedOn, cells, sections, findings };
}
