import type { Organization } from '../src/identity/organization.ts';
import { namesOverTime } from '../src/identity/index.ts';
import type { Db } from './database.ts';

/** Keeps the names an organization has had, where they are not kept yet. To be called inside a transaction. */
export function keepNames(db: Db, organizationId: number, organization: Organization): void {
  const kept = db.prepare<[number], number>('SELECT 1 FROM organization_names WHERE organization_id = ?').pluck();
  if (kept.get(organizationId) !== undefined) return;
  const insert = db.prepare(
    `INSERT INTO organization_names (organization_id, name, division, division_name, valid_from, valid_to, source)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  for (const { name, division, divisionName, from, to, source } of namesOverTime(organization))
    insert.run(organizationId, name, division, divisionName, from, to, source);
}

interface UnnamedRow extends Organization {
  readonly id: number;
}

/** Organizations of a known division whose names are not kept yet: those of a corpus from before there were any. */
function unnamed(db: Db): UnnamedRow[] {
  return db
    .prepare<[], UnnamedRow>(
      `SELECT id, name, level, division, division_name AS divisionName FROM organizations o
       WHERE division IS NOT NULL AND substr(name, 1, length(division_name)) = division_name
         AND NOT EXISTS (SELECT 1 FROM organization_names n WHERE n.organization_id = o.id)`,
    )
    .all();
}

/** Are the names of all organizations kept? */
export function namesAreKept(db: Db): boolean {
  return unnamed(db).length === 0;
}

/** Keeps the names of all organizations that have none yet. */
export function keepMissingNames(db: Db): void {
  for (const { id, ...organization } of unnamed(db)) keepNames(db, id, organization);
}
