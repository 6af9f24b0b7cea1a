import type { Revisit } from '../../storage/revisits.ts';
import type { ItemKind } from '../../storage/frontier-items.ts';
import type { FetchOutcome } from '../../storage/records.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** A visit that is due within this time is made now: a nightly run that begins a little earlier than the last must not skip a night. */
const SLACK = 6 * HOUR;

/** Longest time to the next visit, in days, while reports are published (January to April) and in the other months. */
const LONGEST: Readonly<Record<'report' | 'column' | 'way', { season: number; otherwise: number }>> = {
  report: { season: 7, otherwise: 30 },
  /** Lists of reports: what is new stands there first. */
  column: { season: 2, otherwise: 7 },
  /** Pages on the way to the lists. */
  way: { season: 7, otherwise: 30 },
};

const LAST_MONTH_OF_SEASON = 4;

/** Beyond this no visit is put off; a later date was set by a clock that was wrong. */
const HORIZON_DAYS = 45;

/** What may change of a page without its being asked for sooner: it is asked for in vain by rule. */
const NO_USE: ReadonlySet<FetchOutcome> = new Set(['not_allowed', 'refused_by_robots', 'too_large']);

/** A visit, as the schedule looks at it. */
export interface Sighting {
  readonly kind: ItemKind;
  /** The step that reads the page; null unless `follow`. */
  readonly step: string | null;
  readonly outcome: FetchOutcome;
  /** It gave something else than before: other than its furniture. False at the first sight. */
  readonly changed: boolean;
  readonly at: Date;
  /** What was known before; null at the first sight. */
  readonly before: Revisit | null;
}

/** When an address is to be visited again, after a visit. */
export function scheduleAfter({ kind, step, outcome, changed, at, before }: Sighting): Revisit {
  const checkedAt = at.toISOString();
  const gave = outcome === 'ok' || outcome === 'unchanged';
  const failures = gave ? 0 : (before?.failures ?? 0) + 1;
  const missed = outcome === 'gone' ? (before?.missed ?? 0) + 1 : gave ? 0 : (before?.missed ?? 0);
  const changes = (before?.changes ?? 0) + (gave && changed ? 1 : 0);
  const changedAt = before === null || (gave && changed) ? checkedAt : before.changedAt;
  const longest = longestDays(kind, step, at) * DAY;
  const wait = gave
    ? waitAfterAnswer(kind, changes, at.getTime() - Date.parse(changedAt), longest)
    : NO_USE.has(outcome)
      ? longest
      : // A growing gap: after one day, two, four.
        Math.min(longest, 2 ** Math.min(failures - 1, 10) * DAY);
  return {
    outcome,
    checkedAt,
    changedAt,
    changes,
    failures,
    missed,
    dueAt: new Date(at.getTime() + wait).toISOString(),
  };
}

/** What has changed lately changes again soon: it is left alone for as long as it has stood still, within a day and the longest wait. */
function waitAfterAnswer(kind: ItemKind, changes: number, stoodStill: number, longest: number): number {
  if (kind !== 'follow' && changes === 0) return longest;
  return Math.max(DAY, Math.min(stoodStill, longest));
}

function longestDays(kind: ItemKind, step: string | null, at: Date): number {
  const { season, otherwise } = LONGEST[kind !== 'follow' ? 'report' : step === 'column' ? 'column' : 'way'];
  return monthInChina(at) <= LAST_MONTH_OF_SEASON ? season : otherwise;
}

function monthInChina(at: Date): number {
  return new Date(at.getTime() + 8 * HOUR).getUTCMonth() + 1;
}

/** Dates between which nothing is due at `now`, UTC ISO-8601: what lies before them is due, what lies after them cannot be. */
export function dueWindow(now: Date): { readonly until: string; readonly horizon: string } {
  return {
    until: new Date(now.getTime() + SLACK).toISOString(),
    horizon: new Date(now.getTime() + HORIZON_DAYS * DAY).toISOString(),
  };
}

/** Is a visit due at `now`? */
export function isDue({ dueAt }: Pick<Revisit, 'dueAt'>, now: Date): boolean {
  const { until, horizon } = dueWindow(now);
  return dueAt <= until || dueAt > horizon;
}
