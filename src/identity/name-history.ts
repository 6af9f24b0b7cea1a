import { readFileSync } from 'node:fs';
import type { Organization } from './organization.ts';
import { successions } from './successions.ts';

/** A name that an organization has had, and the years of it. */
export interface DatedName {
  readonly name: string;
  readonly division: string;
  readonly divisionName: string;
  /** First year of it; null where it is older than the tables go back (2008). */
  readonly from: number | null;
  /** Last year of it; null for the name of today. */
  readonly to: number | null;
  readonly source: string;
}

let foundings: ReadonlyMap<string, number> | undefined;

/** Divisions set up since 2008 that took no other's place, by code and name: the year they were set up. */
function foundedIn(code: string, name: string): number | null {
  foundings ??= new Map(
    readFileSync(new URL('./foundations.tsv', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .map(([division = '', divisionName = '', since]) => [`${division} ${divisionName}`, Number(since)]),
  );
  return foundings.get(`${code} ${name}`) ?? null;
}

/**
 * The names of an organization from its division's first to that of today, which comes last: a bureau is renamed with its county.
 * Empty for a body whose division is not known, or that is not named after it.
 */
export function namesOverTime({ name, division, divisionName }: Organization): DatedName[] {
  if (division === null || divisionName === null || !name.startsWith(divisionName)) return [];
  return namesUntil(null, name.slice(divisionName.length), division, divisionName, new Set());
}

function namesUntil(
  to: number | null,
  rest: string,
  code: string,
  divisionName: string,
  seen: Set<string>,
): DatedName[] {
  const key = `${code} ${divisionName}`;
  if (seen.has(key)) return [];
  seen.add(key);
  const steps = successions().filter((step) => step.code === code && step.name === divisionName);
  const founded = foundedIn(code, divisionName);
  const since = steps.length > 0 ? Math.min(...steps.map((step) => step.since)) : founded;
  const earlier = steps.flatMap((step) => namesUntil(step.since - 1, rest, step.formerCode, step.formerName, seen));
  const source = steps.length > 0 ? 'GB/T 2260' : founded === null ? 'as met' : 'founding of the division';
  return [...earlier, { name: divisionName + rest, division: code, divisionName, from: since, to, source }];
}
