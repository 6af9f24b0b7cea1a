import { join } from 'node:path';
import Table from 'cli-table3';
import { provinceFile } from '../../crawlers/province-files.ts';
import { projectRoot } from '../config.ts';
import { projectDialects } from '../crawl/dialects.ts';
import { probePortal, type PortalProbe } from '../crawl/portal-probe.ts';
import { Visitor } from '../crawl/visitor.ts';
import { SkipThis, UsageError } from '../errors.ts';
import { divisionByCode } from '../identity/index.ts';
import type { Command, CommandIo, ProbeOptions } from './command.ts';
import { writePortalRow, type PortalRow } from './portal-rows.ts';
import { mannersOf, webAddress } from './web-visits.ts';

/** robots.txt included: a probe is a glance. */
const MOST_REQUESTS = 14;
const SAMPLE_TITLES = 12;

/** What a probe comes to: everything within reach was searched, or how much was not. */
interface Guess {
  readonly complete: boolean;
  readonly remarks: readonly string[];
}

/** `nianbao probe`: recognises a portal from a few requests, storing nothing in the corpus. */
export const runProbe: Command<ProbeOptions> = async ({ url, write, portalsFile }, io, settings) => {
  const home = webAddress(url, 'a home page');
  if (portalsFile !== null && !write) throw new UsageError('--portals names the file for --write; give both.');
  io.progress(`looking at ${url}`);
  const limits = {
    ...settings.ceilings,
    requestsPerPortal: Math.min(MOST_REQUESTS, settings.ceilings.requestsPerPortal),
  };
  const visitor = new Visitor({ id: 'probed', name: home, home }, { ...mannersOf(settings, io), limits });
  const probe = await probePortal(home, visitor, projectDialects).finally(() => visitor.close());
  if (probe.family === null) {
    const [failure] = probe.failures;
    throw new SkipThis(`${home} could not be had: ${failure?.outcome ?? 'error'}, ${failure?.reason ?? 'no answer'}.`);
  }
  const guess = guessOf(probe);
  const row = rowOf(probe, probe.family, guess);
  if (io.json) io.out(JSON.stringify({ ...probe, guess, row }));
  else io.out(describeProbe(probe, guess, row, io));
  if (write) {
    const path = portalsFile ?? builtInFile(row);
    io.note(`${path}: row ${writePortalRow(path, row)}`);
  }
  return probe.columns.length > 0 ? 0 : 3;
};

/**
 * The row that a harvest would start from. A harvest stays in the columns that a row declares, so they stand in it only where nothing
 * speaks against their being all.
 */
function rowOf({ home, divisionName, division, columns }: PortalProbe, family: string, { complete }: Guess): PortalRow {
  const province = division === null ? undefined : divisionByCode(division)?.province;
  return {
    name: divisionName ?? new URL(home).host,
    ...(division !== null && { division }),
    ...(province != null && { province }),
    home,
    family,
    ...(complete && { columns: columns.map(({ url }) => url) }),
  };
}

function builtInFile({ division, name }: PortalRow): string {
  const file = division === undefined ? undefined : provinceFile(division);
  if (file !== undefined) return join(projectRoot, 'crawlers', 'portals', file);
  throw new UsageError(
    `${name}: the page does not say which division it belongs to, so there is no file for its row. Name one with --portals FILE.`,
  );
}

function guessOf({ reports, unread, failures, divisionName }: PortalProbe): Guess {
  const own =
    divisionName === null ? [] : reports.filter(({ organization }) => organization === `${divisionName}人民政府`);
  const years = [...new Set(own.flatMap(({ year }) => year ?? []))].sort((one, other) => one - other);
  const [first = 0] = years;
  const gaps = Array.from({ length: (years.at(-1) ?? first) - first }, (_, step) => first + step).filter(
    (year) => !years.includes(year),
  );
  const remarks = [
    ...(years.length > 0 ? [`${divisionName ?? ''}人民政府: ${years.join(', ')}`] : []),
    ...(years.length === 0 && reports.length > 0 ? ['no report of the county itself on the lists that were read'] : []),
    ...(gaps.length > 0 ? [`between them ${gaps.join(', ')} are missing`] : []),
    ...(unread > 0 ? [`${unread} pages with lists were not read in ${MOST_REQUESTS} requests`] : []),
    ...failures.map(({ url, reason }) => `${url} could not be read: ${reason}`),
  ];
  return { complete: reports.length > 0 && gaps.length === 0 && unread === 0 && failures.length === 0, remarks };
}

function describeProbe(probe: PortalProbe, guess: Guess, row: PortalRow, io: CommandIo): string {
  const { home, family, columns, reports, requests } = probe;
  const table = new Table({ head: ['year', 'body', 'title'], style: { head: [], border: [], compact: true } });
  const widest = Math.max(20, io.width - 50);
  for (const { year, organization, title } of reports.slice(0, SAMPLE_TITLES))
    table.push([year ?? '?', organization ?? '?', title.slice(0, widest)]);
  return [
    `${row.name}  ${home}`,
    `Family   ${family ?? 'unknown'}`,
    columns.length === 0
      ? 'Columns  none found: no list with annual reports (年报) is linked from the home page, or scripts fill it'
      : `Columns  ${columns.length}`,
    ...columns.map(
      ({ url, label, reports: own, furtherPages }) =>
        `  ${label}  ${url}  ${own.length} reports` + (furtherPages > 0 ? `, ${furtherPages} further pages` : ''),
    ),
    ...(reports.length > 0 ? [`Reports  ${reports.length} seen`, table.toString()] : []),
    ...(reports.length > SAMPLE_TITLES ? [`… and ${reports.length - SAMPLE_TITLES} more`] : []),
    `Guess    ${guess.complete ? 'complete' : 'not complete'}, ${requests} requests`,
    ...guess.remarks.map((remark) => `  ${remark}`),
    'Row',
    JSON.stringify(row, null, 2),
  ].join('\n');
}
