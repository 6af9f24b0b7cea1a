import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { checkCounts, checkSums } from './arithmetic.ts';
import { checkSections, checkYears } from './dates-and-sections.ts';
import { checkForm, checkTemplates } from './form.ts';
import { checkDenials, checkReceipts } from './narrative.ts';
import { checkAmounts, checkDisputes, checkItemChanges, checkRegulations } from './plausibility.ts';

const CHECKS: readonly ((report: ReadReport) => Finding[])[] = [
  checkSums,
  checkCounts,
  checkForm,
  checkRegulations,
  checkAmounts,
  checkItemChanges,
  checkDisputes,
  checkReceipts,
  checkDenials,
  checkYears,
  checkSections,
  checkTemplates,
];

/** Everything in a report that does not hold, in the order of the rules. It annotates; no figure is changed. */
export function checkReport(report: ReadReport): Finding[] {
  return CHECKS.flatMap((check) => check(report));
}
