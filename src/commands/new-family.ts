import { resolve } from 'node:path';
import { projectRoot } from '../config.ts';
import { projectDialects } from '../crawl/dialects.ts';
import { probePortal } from '../crawl/portal-probe.ts';
import { Visitor } from '../crawl/visitor.ts';
import { SkipThis, UsageError } from '../errors.ts';
import type { Command, NewOptions } from './command.ts';
import { writeFamilyScaffold, type RecordedPage } from './family-scaffold.ts';
import { mannersOf, webAddress } from './web-visits.ts';

/** A glance at the portal, and the three pages that are recorded. */
const MOST_REQUESTS = 20;

/**
 * `nianbao new family`: records a home page, a list and a report page of a portal, and writes the module and the fixture folder of a new family, with
 * expectations that fail until somebody has read the pages.
 */
export const runNew: Command<NewOptions> = async ({ what, name, from, folder }, io, settings) => {
  if (what !== 'family')
    throw new UsageError(`new makes a family; got ${what}. Write: nianbao new family NAME --from URL`);
  const home = webAddress(from, 'a home page', '--from');
  io.progress(`looking at ${home}`);
  const visitor = new Visitor(
    { id: name, name: home, home },
    { ...mannersOf(settings, io), limits: { ...settings.ceilings, requestsPerPortal: MOST_REQUESTS } },
  );
  const record = async (url: string, label: string): Promise<RecordedPage | null> => {
    const { bytes, finalUrl } = await visitor.ask(url);
    return bytes === null ? null : { url: finalUrl, bytes, label };
  };
  try {
    const first = await record(home, '');
    if (first === null) throw new SkipThis(`${home} could not be had, so there is nothing to record.`);
    const { columns, divisionName, division } = await probePortal(home, visitor, projectDialects, PROBE_REQUESTS);
    const [list] = columns;
    const column = list === undefined ? null : await record(list.url, list.label);
    const report = list?.reports.find(({ url }) => /\.(?:s?html?|aspx?|jsp)$|\/[^.]*$/i.test(new URL(url).pathname));
    const article = report === undefined ? null : await record(report.url, report.title);
    const portal = {
      id: name,
      name: divisionName ?? new URL(home).host,
      ...(division !== null && { division }),
      home,
    };
    const written = writeFamilyScaffold(folder === null ? projectRoot : resolve(folder), name, {
      portal,
      home: first,
      column,
      article,
    });
    if (io.json) io.out(JSON.stringify({ family: name, written }));
    else io.out([...written, '', `Next: npx vitest run test/crawlers shows what is still to be written.`].join('\n'));
    return column === null || article === null ? 3 : 0;
  } finally {
    await visitor.close();
  }
};

/** What is left after the home page and for the list and the report page. */
const PROBE_REQUESTS = MOST_REQUESTS - 4;
