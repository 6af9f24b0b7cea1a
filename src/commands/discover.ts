import Table from 'cli-table3';
import { parsePage } from '../../crawlers/parse-page.ts';
import { builtInPortals } from '../../crawlers/portals.ts';
import { subordinatePortals } from '../../crawlers/subordinate-portals.ts';
import { visitOnce } from '../crawl/visitor.ts';
import { SkipThis, UsageError } from '../errors.ts';
import { countiesBelow, divisionByCode, identifyOrganization } from '../identity/index.ts';
import type { Command, DiscoverOptions } from './command.ts';
import { writePortalRow, type PortalRow } from './portal-rows.ts';
import { mannersOf, webAddress } from './web-visits.ts';

/**
 * `nianbao discover`: rows for the portals that a provincial or prefectural portal lists. What the list does not hold is named as missing, never
 * guessed.
 */
export const runDiscover: Command<DiscoverOptions> = async ({ url, division, portalsFile }, io, settings) => {
  webAddress(url, 'a page');
  if (division !== null && divisionByCode(division) === undefined)
    throw new UsageError(
      `--division ${division} is not in GB/T 2260. Give the six digits of a province or prefecture.`,
    );
  io.progress(`asking for ${url}`);
  const visit = await visitOnce(url, mannersOf(settings, io));
  if (visit.bytes === null) throw new SkipThis(`${url} could not be had: ${visit.outcome}, ${visit.detail ?? ''}.`);
  const contentType = visit.headers?.['content-type'] ?? null;
  const page = parsePage({ url: visit.finalUrl, bytes: visit.bytes, contentType, label: '' });
  const above =
    division ??
    identifyOrganization({ title: '', siteName: page.meta.get('sitename') ?? page.title })?.division ??
    null;
  const found = subordinatePortals(page, above ?? undefined);
  const rows = found.map(({ name, division: code, province, home }): PortalRow => ({
    name,
    ...(code !== null && { division: code }),
    ...(province !== null && { province }),
    home,
    verified: false,
  }));
  const listed = new Set(found.map((portal) => portal.division));
  const missing = above === null ? [] : countiesBelow(above).filter(({ code }) => !listed.has(code));
  const known = new Set(builtInPortals().map((portal) => portal.division));
  if (io.json) io.out(JSON.stringify({ url: page.url, above, rows, missing }));
  else {
    const table = new Table({
      head: ['division', 'name', 'home', ''],
      style: { head: [], border: [], compact: true },
    });
    for (const { name, division: code, home } of rows)
      table.push([code ?? '?', name, home, code !== undefined && known.has(code) ? 'known' : 'new']);
    const where = above === null ? 'the division above them is not known' : (divisionByCode(above)?.name ?? above);
    io.out(
      [
        `${rows.length} portals listed at ${page.url} (${where})`,
        ...(rows.length > 0 ? [table.toString()] : []),
        ...(missing.length > 0
          ? [`Not on the list (${missing.length}): ${missing.map(({ name, code }) => `${name} ${code}`).join(', ')}`]
          : []),
      ].join('\n'),
    );
  }
  if (portalsFile !== null) {
    for (const row of rows) io.note(`${portalsFile}: ${row.name} ${writePortalRow(portalsFile, row)}`);
  }
  return rows.length > 0 ? 0 : 3;
};
