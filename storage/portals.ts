import type { Portal } from '../crawlers/crawler.ts';
import type { Db } from './database.ts';

export interface StoredPortal {
  readonly id: string;
  readonly name: string;
  readonly division: string | null;
  readonly province: string | null;
  readonly homeUrl: string;
  readonly family: string | null;
}

/**
 * Files a portal, or brings its row up to date. A family, division or province that is not given leaves what is stored:
 * a family once recognised is known.
 */
export function upsertPortal(db: Db, portal: Portal): void {
  db.prepare(
    `INSERT INTO portals (id, name, division, province, home_url, family)
     VALUES (@id, @name, @division, @province, @home, @family)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, home_url = excluded.home_url,
       division = coalesce(excluded.division, division), province = coalesce(excluded.province, province),
       family = coalesce(excluded.family, family)`,
  ).run({
    id: portal.id,
    name: portal.name,
    division: portal.division ?? null,
    province: portal.province ?? null,
    home: portal.home,
    family: portal.family ?? null,
  });
}

/** Every portal that was ever harvested, in order of id. */
export function storedPortals(db: Db): StoredPortal[] {
  return db
    .prepare<[], StoredPortal>(
      'SELECT id, name, division, province, home_url AS homeUrl, family FROM portals ORDER BY id',
    )
    .all();
}
