import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { checkCounts, checkSums } from './arithmetic.ts';
import { checkSections, checkYears } from './dates-and-sections.ts';
import { checkStatedCounts } from './counts-in-prose.ts';
import { checkDenials } from './denials.ts';
import { checkForm, checkTemplates } from './form.ts';
import { checkNotes } from './reading-notes.ts';
import { checkPercentages } from './percentages.ts';
import { checkAmounts, checkDisputes, checkItemChanges, checkReconsidered, checkRegulations } from './plausibility.ts';
import { checkReceipts } from './receipts.ts';
import { checkStatedSums } from './sums-in-prose.ts';
import { checkTwins } from './twin-differences.ts';

const CHECKS: readonly ((report: ReadReport) => Finding[])[] = [
  checkSums,
  checkCounts,
  checkReconsidered,
  checkForm,
  checkRegulations,
  checkAmounts,
  checkItemChanges,
  checkDisputes,
  checkReceipts,
  checkStatedCounts,
  checkPercentages,
  checkStatedSums,
  checkDenials,
  checkYears,
  checkSections,
  checkTemplates,
  checkTwins,
  checkNotes,
];

/** Everything in a report that does not hold, in the order of the rules. It annotates; no figure is changed. */
export function checkReport(report: ReadReport): Finding[] {
  const findings = CHECKS.flatMap((check) => check(report));
  const fromPixels = [...report.readings.values()].some(({ recognised }) => recognised);
  return fromPixels ? findings.map(undeterminedUntilReread) : findings;
}

/** What the words and rows of a picture lack or contradict may be misread (A5, and the checks of the text, E and H): not the source's until read again. */
function undeterminedUntilReread(finding: Finding): Finding {
  return /^(?:A5|[EH]\d)/.test(finding.rule) && finding.verdict === 'source'
    ? { ...finding, verdict: 'undetermined' }
    : finding;
}
