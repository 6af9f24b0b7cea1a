import { differenceOf } from './content-difference.ts';
import type { ContentDifference } from './content-difference.ts';
import type { ReportContent } from './report-content.ts';
import type { StoredReport } from './report-rows.ts';
import { comparedWords } from './report-words.ts';

/** In what a revision differs from the one before. One whose markup alone changed is no revision. */
export type ChangeKind = 'figures' | 'text' | 'attachment';

/** What a publisher changed from one revision to the next: what a page prints around its report is left out. */
export function revisionDifference(earlier: ReportContent, later: ReportContent): ContentDifference {
  const own = (content: ReportContent): ReportContent => ({ ...content, sections: comparedWords(content.sections) });
  return differenceOf(own(earlier), own(later));
}

/** Tells apart what changed between two revisions of a report; none where it is the same at another address. */
export function kindsOf(
  difference: ContentDifference,
  earlier: Pick<StoredReport, 'sources'>,
  later: Pick<StoredReport, 'sources'>,
): ChangeKind[] {
  const figures = difference.cells.some(
    ({ before, after }) => (before?.number ?? null) !== (after?.number ?? null) || before?.printed !== after?.printed,
  );
  const files = ({ sources }: Pick<StoredReport, 'sources'>): string =>
    sources
      .filter(({ role }) => role !== 'page')
      .map(({ sha256 }) => sha256)
      .sort()
      .join(' ');
  return [
    ...(figures ? (['figures'] as const) : []),
    ...(difference.sections.length > 0 ? (['text'] as const) : []),
    ...(files(earlier) === files(later) ? [] : (['attachment'] as const)),
  ];
}
