import type { ChangedInRun, RunChange } from '../../storage/run-record.ts';
import type { RunReport } from '../export/run-report.ts';
import type { ToldRun } from './run-report-files.ts';

/** What a run changed, as `--json` prints it. */
export type ChangesInSummary = Pick<RunReport, 'new' | 'revised' | 'withdrawn' | 'returned' | 'changes'>;

/** Reports named on a terminal; all of them stand in the run report. */
const MOST_NAMED = 20;

const WORDS: Readonly<Record<RunChange, string>> = {
  revised: 'Revised',
  withdrawn: 'Withdrawn',
  returned: 'Returned',
  new: 'New',
};
const ORDER: readonly RunChange[] = ['revised', 'withdrawn', 'returned', 'new'];

/** What a run changed; nothing where it was interrupted and is not told of yet. */
export function changesIn(told: ToldRun | null): ChangesInSummary {
  if (told === null) return { new: 0, revised: 0, withdrawn: 0, returned: 0, changes: [] };
  const { new: fresh, revised, withdrawn, returned, changes } = told.report;
  return { new: fresh, revised, withdrawn, returned, changes };
}

/** One line for each report that a run changed, the weightiest first; of many that are new, their number alone. */
export function describeChanges(told: ToldRun | null): string[] {
  const { changes } = changesIn(told);
  return ORDER.flatMap((wanted) => {
    const these = changes.filter(({ change }) => change === wanted);
    if (these.length > MOST_NAMED) return [`${WORDS[wanted]}: ${these.length} reports, named in the run report`];
    return these.map((change) => `${WORDS[wanted]}: ${describe(change)}`);
  });
}

function describe({ organization, fiscalYear, kinds, pageUrl }: ChangedInRun): string {
  return `${organization} ${fiscalYear}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`} ${pageUrl}`;
}
