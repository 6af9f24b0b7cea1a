import type { Organization } from '../src/identity/organization.ts';
import type { ReportContent } from './content.ts';
import type { KnownFinding } from './contradictions.ts';
import { codesOfTables, countOf, type Templates } from './figures.ts';

/** What an extractor must make of one cell. */
export type TrueCell = { readonly number: number } | { readonly blank: true };

/** What an extractor must make of a sample report, in the shape of the `expected.json` of a fixture. */
export interface ReportTruth {
  readonly organization: Organization;
  readonly fiscalYear: number;
  readonly template: Templates;
  readonly title: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly publishedOn: string;
  readonly cells: Readonly<Record<string, TrueCell>>;
  /** The contradictions written into the report on purpose; no other identity fails. */
  readonly findings: readonly KnownFinding[];
}

/** States the truth of a report. */
export function truthOf(content: ReportContent): ReportTruth {
  const year = content.slips.openingYear ?? content.fiscalYear;
  const cells = codesOfTables(content.templates).map((code): [string, TrueCell] => {
    const value = content.figures.get(code) ?? null;
    return [code, value === null ? { blank: true } : { number: value }];
  });
  return {
    organization: content.organization,
    fiscalYear: content.fiscalYear,
    template: content.templates,
    title: content.title,
    period: { from: `${year}-01-01`, to: `${year}-${content.slips.periodEnd ?? '12-31'}` },
    publishedOn: content.publishedOn,
    cells: Object.fromEntries(cells),
    findings: [...content.findings, ...idleDisputes(content), ...outdatedForms(content)],
  };
}

/** D1: disputes although nothing was asked for, or everything was granted. */
function idleDisputes(content: ReportContent): KnownFinding[] {
  const count = (code: string): number => countOf(content.figures, code);
  const disputes = ['reconsideration', 'litigation_direct', 'litigation_after_review'].reduce(
    (sum, block) => sum + count(`disputes.${block}.total`),
    0,
  );
  const outcomes = count('requests.outcome_total.total');
  const idle = disputes > 0 && (outcomes === 0 || outcomes === count('requests.granted.total'));
  return idle ? [{ rule: 'D1', subject: 'disputes' }] : [];
}

/** H3: a table that follows another form than its year's. */
function outdatedForms(content: ReportContent): KnownFinding[] {
  const due = content.fiscalYear < 2021 ? '2019' : '2021';
  return (['二', '三'] as const)
    .filter((table) => content.templates[table] !== due)
    .map((table) => ({ rule: 'H3', subject: `table_${table}` }));
}
