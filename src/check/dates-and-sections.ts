import { yearInTitle } from '../identity/index.ts';
import type { ReadReport } from '../extract/extract.ts';
import type { Finding } from '../extract/report.ts';
import { finding } from './rules.ts';

/** H1: title, opening and period speak of the same year, and the period runs to its last day. */
export function checkYears(report: ReadReport): Finding[] {
  const findings: Finding[] = [];
  const { period, titleYear, fiscalYear } = report;
  const due = { from: `${fiscalYear}-01-01`, to: `${fiscalYear}-12-31` };
  if (period && (period.from !== due.from || period.to !== due.to)) {
    findings.push(
      finding('H1', 'period', `the figures are said to run from ${period.from} to ${period.to}`, {
        expected: `${due.from} to ${due.to}`,
        actual: `${period.from} to ${period.to}`,
      }),
    );
  }
  const sentences = report.opening.split('\n').filter((line) => /[，。,]/u.test(line));
  const cited = yearsOfDisclosure(sentences.join('\n'));
  if (titleYear !== undefined && cited.length > 0 && !cited.includes(titleYear)) {
    findings.push(
      finding('H1', 'title_year', `the title says ${titleYear}, the opening ${cited.join(' and ')}`, {
        expected: String(titleYear),
        actual: cited.join(', '),
      }),
    );
  }
  return findings;
}

/** Years that the opening gives to the disclosure work or to the report itself: 2023年政府信息公开工作, 《…2023年度报告》. */
function yearsOfDisclosure(opening: string): number[] {
  const years = [...opening.matchAll(/(20\d{2})\s*年度?(?!\s*\d)[^。；，,《》〔（(\d]{0,16}信息公开/gu)].map((match) =>
    Number(match[1]),
  );
  const titles = [...opening.matchAll(/《([^《》]{4,60}(?:年度报告|年报))》/gu)].flatMap(
    (match) => yearInTitle(match[1] ?? '') ?? [],
  );
  return [...new Set([...years, ...titles])];
}

const SECTIONS = [1, 2, 3, 4, 5, 6] as const;
const NUMERALS = ['一', '二', '三', '四', '五', '六'] as const;
const FEE_STATED = /信息处理费|处理费|收取(?:任何)?费用|未收取|不收取|未收费|收费情况/u;

/** H2: six sections, the 信息处理费 in 六 (asked for since the form of 2021), published in time (《条例》 art. 49-50). */
export function checkSections(report: ReadReport): Finding[] {
  if (report.fiscalYear < 2019) return [];
  const findings = SECTIONS.filter((number) => !report.prose.some((section) => section.number === number)).map(
    (number) =>
      finding('H2', `section_${number}`, `section ${NUMERALS[number - 1] ?? number} is missing`, {
        severity: 'warning',
      }),
  );
  const last = report.prose.find((section) => section.number === 6);
  if (report.fiscalYear >= 2021 && last && !FEE_STATED.test(last.text)) {
    findings.push(
      finding('H2', 'information_fee', 'section 六 does not state the fee for handling requests (信息处理费)'),
    );
  }
  const deadline = deadlineOf(report);
  if (report.publishedOn !== null && report.publishedOn > deadline) {
    findings.push(
      finding('H2', 'deadline', `published on ${report.publishedOn}, due by ${deadline}`, {
        expected: deadline,
        actual: report.publishedOn,
      }),
    );
  }
  return findings;
}

/** Governments of county rank and above publish by 31 March, all other bodies by 31 January (《条例》 art. 49). */
function deadlineOf(report: ReadReport): string {
  const isGovernment = ['county', 'prefecture', 'province'].includes(report.organization.level);
  return `${report.fiscalYear + 1}-${isGovernment ? '03-31' : '01-31'}`;
}
