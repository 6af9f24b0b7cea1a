import { lookalikesOf } from './lookalikes.ts';
import { type PlannedReport, reportsOf } from './planned-reports.ts';
import type { BodyLevel } from './figures.ts';
import type { County } from './province.ts';

/** A line of a list: a report, or something that only looks like one. */
export interface ListItem {
  readonly title: string;
  /** ISO date. */
  readonly date: string;
  /** The report, or null for a look-alike. */
  readonly report: PlannedReport | null;
  /** HTML of a look-alike's page; '' for a report. */
  readonly body: string;
}

/** What a 年报 column lists, newest first: the reports filed there and the look-alikes among them. */
export function annualReportItems(county: County, filedUnder?: BodyLevel): ListItem[] {
  const reports = reportsOf(county.id)
    .filter((report) => filedUnder === undefined || report.filedUnder === filedUnder)
    .map((report) => ({ title: report.content.title, date: report.content.publishedOn, report, body: '' }));
  const lookalikes =
    filedUnder === undefined || filedUnder === 'county'
      ? lookalikesOf(county).map((lookalike) => ({ ...lookalike, report: null }))
      : [];
  return [...reports, ...lookalikes].sort((left, right) =>
    left.date < right.date ? 1 : left.date > right.date ? -1 : 0,
  );
}

/** Cuts a list into pages; there is always at least one. */
export function paged<T>(items: readonly T[], perPage: number): readonly (readonly T[])[] {
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  return Array.from({ length: pages }, (_, page) => items.slice(page * perPage, (page + 1) * perPage));
}
