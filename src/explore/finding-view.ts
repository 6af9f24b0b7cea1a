import { codebookEntry } from '../codebook/codebook.ts';
import { DISPUTE_BLOCKS } from '../codebook/disputes.ts';
import { APPLICANTS, REQUEST_ROWS } from '../codebook/requests.ts';
import type { Finding } from '../extract/report.ts';
import { cellLabel, numberText } from './cell-labels.ts';
import { html, type Markup } from './markup.ts';
import type { View } from './view.ts';
import type { WrittenSum } from './written-sums.ts';
import { writtenSum } from './written-sum-view.ts';

/** Whose fault a finding is, in words. */
export const VERDICTS: Readonly<Record<Finding['verdict'], readonly [english: string, chinese: string]>> = {
  source: ['fault of the source', '责任在原件'],
  extraction: ['most likely fault of our reading', '多半是读取有误'],
  undetermined: ['fault undetermined', '责任未定'],
};

export const SEVERITIES: Readonly<Record<Finding['severity'], readonly [english: string, chinese: string]>> = {
  error: ['error', '错误'],
  warning: ['warning', '警告'],
  notice: ['notice', '提示'],
};

/** One finding with its arithmetic: the sum with its figures, or what was expected beside what stands there. */
export function findingView(
  view: View,
  finding: Finding,
  { sum, address }: { readonly sum: WrittenSum | undefined; readonly address: (code: string) => string },
): Markup {
  const { say } = view;
  const { rule, subject, severity, verdict, codes, expected, actual, message } = finding;
  const arithmetic =
    sum !== undefined
      ? writtenSum(view, sum, { here: null, address })
      : expected === null && actual === null
        ? null
        : html`<p class="arithmetic">
            ${say('expected', '应为')} <strong>${expected ?? '—'}</strong> · ${say('stands', '实为')}
            <strong>${actual ?? '—'}</strong>${difference(view, expected, actual)}
          </p>`;
  const cells = codes.map(
    (code, index) => html`${index === 0 ? null : ', '}<a href="${address(code)}">${cellLabel(code, view)}</a>`,
  );
  return html`<div class="finding finding-${severity}">
    <p>
      <strong>${rule}</strong> ${subjectLabel(view, rule, subject)} · ${say(...SEVERITIES[severity])} ·
      ${say(...VERDICTS[verdict])}
    </p>
    <p lang="en">${message}</p>
    ${arithmetic}${codes.length === 0 ? null : html`<p class="cells">${say('Cells', '涉及')}: ${cells}</p>`}
  </div>`;
}

/** What a finding is about, in the words of the form where it is a row, an applicant or a block of it. */
function subjectLabel({ language }: View, rule: string, subject: string): string {
  const named = {
    A1: REQUEST_ROWS.map(({ stem, citation, english }) => ({ id: stem, citation, english })),
    A2: APPLICANTS.map(({ id, label, english }) => ({ id, citation: label, english })),
    A3: APPLICANTS.map(({ id, label, english }) => ({ id, citation: label, english })),
    B1: DISPUTE_BLOCKS.map(({ id, citation, english }) => ({ id, citation, english })),
  };
  const names = rule in named ? named[rule as keyof typeof named] : [];
  const found = names.find(({ id }) => id === subject);
  if (found !== undefined) return language === 'zh' ? found.citation : found.english;
  return codebookEntry(subject) === undefined ? subject : cellLabel(subject, { language });
}

function difference(view: View, expected: string | null, actual: string | null): Markup | null {
  const [right, left] = [Number(expected ?? 'none'), Number(actual ?? 'none')];
  if (!Number.isFinite(right) || !Number.isFinite(left) || expected === '' || actual === '') return null;
  return html` · ${view.say('difference', '相差')}
    <strong>${left > right ? '+' : ''}${numberText(left - right)}</strong>`;
}
