import type { Finding, Severity } from '../extract/report.ts';
import { findingOf, type Rule } from './rules.ts';

/** What must hold between the reports of one body's years, and between a county's report and those of its bodies. */
// prettier-ignore
export const RULES_ACROSS_REPORTS = [
  { id: 'F1', formula: '二、上年结转 in a year = 四、结转下年度 in the year before, in every column', normally: 'S', severity: 'warning', shownBy: '4 requests carried over, of which the next report knows 3' },
  { id: 'F2', formula: '现行有效 = 现行有效 of the year before + 制发 − 废止 (− 失效, which stands in the text alone)', normally: 'S', severity: 'notice', shownBy: 'one document more in force than the year before and this year’s account for' },
  { id: 'F3', formula: 'form of 2019: 上一年项目数量 = 上一年项目数量 + 增/减 of the year before', normally: 'S', severity: 'warning', shownBy: '40 items and 3 more, but 41 the year after' },
  { id: 'F4', formula: 'figures are not those of the year before all over again, and none is five times or a fifth of it', normally: '?', severity: 'warning', shownBy: 'two years with the same tables' },
  { id: 'G1', formula: 'a county that counts its whole area (全县, 全区) ≥ each of its bodies', normally: '?', severity: 'notice', shownBy: 'a town with more requests than its county' },
] as const satisfies readonly Rule[];

export type RuleAcrossReports = (typeof RULES_ACROSS_REPORTS)[number]['id'];

/** A finding of one of these rules with its own severity; a verdict must be given. */
export function findingAcross(
  rule: RuleAcrossReports,
  subject: string,
  message: string,
  told: Pick<Finding, 'verdict' | 'codes' | 'expected' | 'actual'> & { readonly severity?: Severity },
): Finding {
  return findingOf(
    RULES_ACROSS_REPORTS.find(({ id }) => id === rule) ?? RULES_ACROSS_REPORTS[0],
    subject,
    message,
    told,
  );
}
