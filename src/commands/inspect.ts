import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { attachmentsOf } from '../../crawlers/attachments.ts';
import type { Lead } from '../../crawlers/crawler.ts';
import { recogniseFamily } from '../../crawlers/index.ts';
import { parsePage } from '../../crawlers/parse-page.ts';
import type { Settings } from '../config.ts';
import { visitOnce } from '../crawl/visitor.ts';
import { SkipThis, UsageError } from '../errors.ts';
import type { ExtractedReport } from '../extract/report.ts';
import { isArchive } from '../original/archive.ts';
import { sniffMediaType } from '../original/media-type.ts';
import { sha256Of } from '../original/sha256.ts';
import { membersOf, memberLines, reportsIn } from './archive-view.ts';
import type { Command, CommandIo, InspectOptions } from './command.ts';
import { picturesBeside } from './pictures-beside.ts';
import type { ReportSource } from './read-source.ts';
import { readReportSources } from './report-sources.ts';
import { reportTables } from './report-view.ts';
import { mannersOf } from './web-visits.ts';

interface Target {
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly isWeb: boolean;
}

/** `nianbao inspect`: one page or document, dry: what it is and what would be stored of it. */
export const runInspect: Command<InspectOptions> = async (options, io, settings) => {
  const target = /^https?:\/\//iu.test(options.target)
    ? await fetchTarget(options.target, io, settings)
    : readTarget(options.target);
  if (target.bytes.byteLength === 0) throw new SkipThis(`${options.target} is empty: there is nothing to inspect.`);
  const { url, bytes, contentType } = target;
  const sha256 = sha256Of(bytes);
  const mediaType = sniffMediaType(bytes, { contentType, url });
  const document: ReportSource = { url, sha256, role: 'page', contentType, bytes: () => Promise.resolve(bytes) };
  const source = target.isWeb ? document : { ...document, beside: picturesBeside(document, resolve(options.target)) };
  const outcome = await readReportSources([source], {}, url);
  const original = { url, sha256, mediaType, bytes: bytes.byteLength };
  if (isArchive(mediaType) && outcome.misses.every((miss) => miss.source !== source || miss.kind !== 'unreadable')) {
    const members = membersOf(outcome);
    if (io.json) io.out(JSON.stringify({ kind: 'archive', original, members, reports: reportsIn(outcome) }));
    else io.out([...describeOriginal(original), ...memberLines(members, url)].join('\n'));
    return outcome.kind === 'report' ? 0 : 3;
  }
  if (outcome.kind === 'report') {
    const { report } = outcome.report;
    if (io.json) io.out(JSON.stringify({ kind: 'report', original, report }));
    else io.out(describeReport(original, report, io));
    if (options.image !== null) {
      const { writeInspectionImage } = await import('./inspect-image.ts');
      await writeInspectionImage({ url, bytes, mediaType }, report, options.image);
      io.note(`${options.image}: the pages with the cells' boxes`);
    }
    return 0;
  }
  const page = mediaType.includes('html') ? describePage(target) : undefined;
  if (io.json) io.out(JSON.stringify({ kind: outcome.kind, original, reason: outcome.reason, page }));
  else {
    const verdict = outcome.kind === 'unreadable' ? 'It cannot be read' : 'It is no report';
    io.out(
      [...describeOriginal(original), `${verdict}: ${outcome.reason}.`, ...(page ? pageLines(page) : [])].join('\n'),
    );
  }
  return 3;
};

function readTarget(path: string): Target {
  try {
    return { url: `file:${basename(path)}`, bytes: readFileSync(path), contentType: null, isWeb: false };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*'$/, '') : String(error);
    throw new UsageError(`${path} cannot be read: ${reason}. Give the path of a file, or a URL that begins with http.`);
  }
}

async function fetchTarget(url: string, io: CommandIo, settings: Settings): Promise<Target> {
  if (!URL.canParse(url)) throw new UsageError(`${url} is not a URL.`);
  io.progress(`asking for ${url}`);
  const answer = await visitOnce(url, mannersOf(settings, io));
  if (answer.bytes === null) {
    const status = answer.status === null ? '' : ` (HTTP ${answer.status})`;
    throw new SkipThis(
      `${url} could not be had: ${answer.outcome}${status}${answer.detail === null ? '' : `, ${answer.detail}`}.`,
    );
  }
  return {
    url: answer.finalUrl,
    bytes: answer.bytes,
    contentType: answer.headers?.['content-type'] ?? null,
    isWeb: true,
  };
}

interface OriginalView {
  readonly url: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
}

function describeOriginal({ url, sha256, mediaType, bytes }: OriginalView): string[] {
  return [url, `${mediaType}, ${bytes} bytes, SHA-256 ${sha256}`];
}

function describeReport(original: OriginalView, report: ExtractedReport, io: CommandIo): string {
  const { organization } = report;
  const counts = new Map<string, number>();
  for (const cell of report.cells) counts.set(cell.status, (counts.get(cell.status) ?? 0) + 1);
  return [
    ...describeOriginal(original),
    '',
    report.title,
    `${organization.name} (${organization.level}, ${organization.division ?? 'division unknown'}), fiscal year ${report.fiscalYear}` +
      (report.publishedOn === null ? '' : `, published on ${report.publishedOn}`),
    '',
    reportTables(report, io),
    '',
    `Cells: ${[...counts].map(([status, count]) => `${count} ${status}`).join(', ') || 'none'}`,
    `Sections: ${report.sections.map(({ heading, text }) => `${heading} (${text.length} characters)`).join(' · ') || 'none'}`,
    report.findings.length === 0 ? 'Findings: none' : 'Findings:',
    ...report.findings.map(({ rule, severity, verdict, message }) => `  ${rule} ${severity} (${verdict}): ${message}`),
  ].join('\n');
}

interface PageView {
  readonly family: string;
  readonly title: string;
  readonly reports: readonly { readonly title: string; readonly url: string }[];
  readonly follows: readonly { readonly step: string; readonly label: string; readonly url: string }[];
  readonly attachments: readonly { readonly title: string; readonly url: string }[];
}

/** Where a saved page is taken to stand, so that its links can be followed in thought; never shown. */
const SAVED = 'https://saved.invalid/';

/** What a crawl would make of the page: its family, the reports it lists, where it would go on. */
function describePage({ url: address, bytes, contentType, isWeb }: Target): PageView {
  const url = isWeb ? address : SAVED + address.replace(/^file:/, '');
  const asWritten = (one: string): string => (one.startsWith(SAVED) ? one.slice(SAVED.length) : one);
  const page = parsePage({ url, bytes, contentType, label: '' });
  const crawler = recogniseFamily(page);
  const portal = { id: 'inspected', name: page.title, home: url };
  const leads = [...crawler.steps.column(page, portal), ...crawler.steps.home(page, portal)];
  const follows = leads.filter((lead): lead is Extract<Lead, { kind: 'follow' }> => lead.kind === 'follow');
  const reports = leads.filter((lead): lead is Extract<Lead, { kind: 'report' }> => lead.kind === 'report');
  return {
    family: crawler.family,
    title: page.title,
    reports: distinct(reports.map((lead) => ({ title: lead.title, url: asWritten(lead.url) }))),
    follows: distinct(follows.map((lead) => ({ step: lead.step, label: lead.label ?? '', url: asWritten(lead.url) }))),
    attachments: attachmentsOf(page).map(({ title, url: one }) => ({ title, url: asWritten(one) })),
  };
}

function distinct<Item extends { readonly url: string }>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.url, item])).values()];
}

const SHOWN = 12;

function pageLines(page: PageView): string[] {
  const list = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0
      ? []
      : [
          `${name} (${lines.length}):`,
          ...lines.slice(0, SHOWN).map((line) => `  ${line}`),
          ...(lines.length > SHOWN ? ['  …'] : []),
        ];
  return [
    `As a page of a portal: ${page.title || '(no title)'}; CMS family ${page.family}.`,
    ...list(
      'Reports it lists',
      page.reports.map(({ title, url }) => `${title}  ${url}`),
    ),
    ...list(
      'Links a crawl would follow',
      page.follows.map(({ step, label, url }) => `${step}: ${label}  ${url}`),
    ),
    ...list(
      'Attachments',
      page.attachments.map(({ title, url }) => `${title}  ${url}`),
    ),
  ];
}
