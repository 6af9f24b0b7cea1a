import type { Organization } from '../src/identity/organization.ts';
import type { Db } from './database.ts';
import { keepNames } from './organization-names.ts';

export interface StoredOrganization extends Organization {
  readonly id: number;
  /** The portal it was first met on; null for a body known from local files only. */
  readonly portalId: string | null;
}

/**
 * Returns the id of an organization, filing it when it is new. Identity is (name, division): the same name in another
 * division, or in none, is another body. What a later sighting knows better (level, county name, portal) is filled in.
 */
export function ensureOrganization(db: Db, organization: Organization, portalId: string | null): number {
  const row = db
    .prepare<unknown[], { id: number }>(
      `INSERT INTO organizations (name, level, division, division_name, portal_id) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (name, coalesce(division, '')) DO UPDATE SET level = excluded.level,
         division_name = coalesce(excluded.division_name, division_name), portal_id = coalesce(portal_id, excluded.portal_id)
       RETURNING id`,
    )
    .get(organization.name, organization.level, organization.division, organization.divisionName, portalId);
  if (row === undefined) throw new TypeError(`Expected an id for organization ${organization.name}`);
  keepNames(db, row.id, organization);
  return row.id;
}

/** Every organization, in order of division and name. */
export function storedOrganizations(db: Db): StoredOrganization[] {
  return db
    .prepare<[], StoredOrganization>(
      `SELECT id, name, level, division, division_name AS divisionName, portal_id AS portalId
       FROM organizations ORDER BY coalesce(division, '~'), name`,
    )
    .all();
}
