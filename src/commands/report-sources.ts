import { checkReport } from '../check/check.ts';
import { isFirm, shareOfEqualFigures } from '../extract/compare-readings.ts';
import type { ExtractionContext, ReadReport } from '../extract/extract.ts';
import { joinReadings } from '../extract/join-readings.ts';
import type { ExtractedReport, Finding } from '../extract/report.ts';
import type { ReportSource } from './read-source.ts';
import { readVersions, type Miss, type SourceReading, type Version } from './report-versions.ts';

/** What the sources of one report together say. */
export type SourcesOutcome = { readonly readings: readonly SourceReading[] } & (
  | {
      readonly kind: 'report';
      readonly report: ExtractedReport;
      /** The main source: cells that name no other were read from it. */
      readonly cellSource: ReportSource;
    }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly source: ReportSource | undefined }
  | { readonly kind: 'not_a_report'; readonly reason: string }
);

/**
 * Reads the sources of a report, the page first, each by itself, and compares them: page and attachment, digital version and
 * picture are one report. The best reading is the main one; the others confirm, contradict or complete it (`joinReadings`).
 * What is of another body or year than the first, or says quite other things, is left out, with a finding that says so.
 */
export async function readReportSources(
  sources: readonly ReportSource[],
  context: ExtractionContext,
): Promise<SourcesOutcome> {
  const { readings, versions, misses } = await readVersions(sources, context);
  const { same, leftOut } = versionsOfFirst(versions);
  const [main, ...others] = [...same].sort(byWorth);
  const unreadable = misses.find(({ kind }) => kind === 'unreadable');
  if (main && (firmCells(main.read) > 0 || unreadable === undefined || main.read.fiscalYear < 2019)) {
    const read = others.reduce((soFar, other) => joinReadings({ ...main, read: soFar }, other), main.read);
    const publishedOn = same.find((version) => version.read.publishedOn !== null)?.read.publishedOn ?? null;
    const report = withFindings({ ...read, publishedOn }, leftOut);
    return { kind: 'report', readings, report, cellSource: main.source };
  }
  if (unreadable) return { kind: 'unreadable', readings, reason: unreadable.reason, source: unreadable.source };
  return { readings, ...whyNone(misses, sources) };
}

/** Two documents that share fewer of their figures are not versions of one statement, whatever their titles say. */
const FEWEST_EQUAL = 0.5;

/** The versions of the report that the first source holds, and what is to be said of the others. */
function versionsOfFirst(versions: readonly Version[]): { same: Version[]; leftOut: Finding[] } {
  const same: Version[] = [];
  const leftOut: Finding[] = [];
  for (const version of versions) {
    const obstacle = same[0] && obstacleBetween(same[0].read, version.read);
    if (obstacle === undefined) same.push(version);
    else leftOut.push(leftOutFinding(version, obstacle));
  }
  return { same, leftOut };
}

/** Why two documents are not versions of one report; undefined where they are. */
function obstacleBetween(first: ReadReport, second: ReadReport): string | undefined {
  const { organization, fiscalYear } = second;
  if (fiscalYear !== first.fiscalYear || organization.name !== first.organization.name) {
    return `it is the report of ${organization.name} for ${fiscalYear}`;
  }
  const share = shareOfEqualFigures(first.cells, second.cells);
  return share < FEWEST_EQUAL ? `only ${Math.round(share * 100)} % of its figures are those of this report` : undefined;
}

/** `twin.left_out`: a document beside the report that is no version of it. */
function leftOutFinding({ url, read }: Version, obstacle: string): Finding {
  return {
    rule: 'twin.left_out',
    subject: url,
    severity: 'notice',
    verdict: 'undetermined',
    codes: [],
    expected: null,
    actual: `${read.organization.name} ${read.fiscalYear}`,
    message: `${url} was not compared with this report: ${obstacle}`,
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

function withFindings(read: ReadReport, leftOut: readonly Finding[]): ExtractedReport {
  const { organization, fiscalYear, title, publishedOn, cells, sections } = read;
  const findings = [...checkReport(read), ...leftOut];
  return { organization, fiscalYear, title, publishedOn, cells, sections, findings };
}
