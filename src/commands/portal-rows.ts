import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Portal } from '../../crawlers/crawler.ts';
import { readPortals } from '../../crawlers/portals.ts';
import { UsageError } from '../errors.ts';

/** A row as it is written: without an id the host names it. */
export type PortalRow = Omit<Portal, 'id'>;

/**
 * Adds a row to a file of portals, or brings the row with the same home page up to date; its name stays, and so does what was verified;
 * other rows and fields stay as they are. The
 * file is made where there is none. Returns what was done.
 *
 * @throws UsageError where the file is no list of portals or cannot be written
 */
export function writePortalRow(path: string, row: PortalRow): 'added' | 'updated' {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '[]';
  readPortals(text, path);
  const rows = JSON.parse(text) as Record<string, unknown>[];
  const known = rows.find((one) => typeof one['home'] === 'string' && isSameHome(one['home'], row.home));
  if (known === undefined) rows.push({ ...row });
  else
    Object.assign(known, row, known['verified'] === true && { verified: true }, {
      name: known['name'],
      home: known['home'],
    });
  const written = `${JSON.stringify(rows, null, 2)}\n`;
  readPortals(written, path);
  try {
    writeFileSync(path, written);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
  return known === undefined ? 'added' : 'updated';
}

function isSameHome(one: string, other: string): boolean {
  const bare = (address: string): string => {
    const { host, pathname } = new URL(address);
    return `${host.replace(/^www\./, '')}${pathname.replace(/\/(?:index\.\w+)?$/, '')}`;
  };
  return URL.canParse(one) && bare(one) === bare(other);
}
