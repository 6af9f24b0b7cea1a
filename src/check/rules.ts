import type { Finding, Severity } from '../extract/report.ts';

/**
 * What must hold in a report. `normally` says whose fault a violation usually is: S the government's own contradiction, E ours,
 * ? to be told from the case.
 */
export interface Rule {
  readonly id: string;
  readonly formula: string;
  readonly normally: 'S' | 'E' | '?';
  readonly severity: Severity;
  /** A report that shows a violation, among the fixtures or the sample province. */
  readonly shownBy: string;
}

// prettier-ignore
export const RULES = [
  { id: 'A1', formula: 'each request row: the six applicants sum to 总计', normally: '?', severity: 'error', shownBy: 'sample: a row whose total is one too high' },
  { id: 'A2', formula: 'each column: the outcome rows sum to （七）总计', normally: '?', severity: 'error', shownBy: 'sample: a misclassified request' },
  { id: 'A3', formula: 'each column: 一 + 二 = （七） + 四', normally: '?', severity: 'error', shownBy: 'sample: a carry-over that was left out' },
  { id: 'A4', formula: 'counts are non-negative integers; each outcome ≤ （七）', normally: '?', severity: 'error', shownBy: 'an outcome larger than the total' },
  { id: 'A5', formula: 'row and label count match the form of that table; each label once', normally: 'E', severity: 'warning', shownBy: '红寺堡区 2023: 结果纠正 twice in one head' },
  { id: 'B1', formula: '维持 + 纠正 + 其他 + 未审结 = 总计 in each of three blocks', normally: '?', severity: 'error', shownBy: 'sample: a lawsuit missing from its total' },
  { id: 'B2', formula: '复议后起诉 ≤ reconsiderations concluded, this year and before', normally: '?', severity: 'notice', shownBy: 'lawsuits after reconsideration, none of which was concluded' },
  { id: 'C1', formula: 'county and township: 规章 = 0 (《立法法》 gives them no power to make them)', normally: 'S', severity: 'warning', shownBy: 'a county that claims a 规章' },
  { id: 'C2', formula: 'fees are decimal 万元; a ×10⁴ jump is a unit error', normally: '?', severity: 'warning', shownBy: 'fees typed in 元' },
  { id: 'C3', formula: 'form of 2019: 上一年 + 增/减 ≥ 0; 新公开 ≤ 对外公开总数', normally: 'S', severity: 'warning', shownBy: 'more items abolished than there were' },
  { id: 'D1', formula: 'disputes > 0 while everything was granted, or with no requests', normally: 'S', severity: 'notice', shownBy: '湟中区 2023: sixteen disputes, all granted' },
  { id: 'E1', formula: 'requests received in the text ∈ {一, 一+二, natural persons only, 本级 only}', normally: 'S', severity: 'warning', shownBy: '湟中区 2023: 12 in the text, 22 in the table' },
  { id: 'E2', formula: 'outcomes, disputes, decisions, documents, fees and purchases that the text counts = the cells', normally: 'S', severity: 'warning', shownBy: 'a text that counts other penalties than table 二' },
  { id: 'E3', formula: 'stated shares and changes in percent recompute; a change against last year implies last year’s value', normally: 'S', severity: 'warning', shownBy: '永宁县 2023: +208.1 % implies 37 last year' },
  { id: 'E4', formula: 'lists in the text: the parts sum to the stated whole', normally: 'S', severity: 'warning', shownBy: 'a text whose 自然人 and 法人 are more than its requests' },
  { id: 'E5', formula: 'the text does not deny what the table counts (均已办结, 无行政诉讼, 未收到申请)', normally: 'S', severity: 'warning', shownBy: '红寺堡镇 2024: no lawsuit in the text, two in the table' },
  { id: 'H1', formula: 'year in title = in the opening = period; the period ends on 12-31', normally: 'S', severity: 'warning', shownBy: '湟中区 2023: the period ends on 12-28' },
  { id: 'H2', formula: 'six sections; 信息处理费 stated in 六 (form of 2021); published in time', normally: 'S', severity: 'notice', shownBy: '湟中区 2023: section 六 is 无' },
  { id: 'H3', formula: 'the form by labels, by year and by the notice cited agree', normally: 'S', severity: 'notice', shownBy: 'a report of 2023 with a single （六） row' },
] as const satisfies readonly Rule[];

export type RuleId = (typeof RULES)[number]['id'];

/** Makes a finding of a rule; what is not said takes the rule's own severity and usual verdict. */
export function finding(
  rule: RuleId,
  subject: string,
  message: string,
  more: Partial<Pick<Finding, 'severity' | 'verdict' | 'codes' | 'expected' | 'actual'>> = {},
): Finding {
  return findingOf(RULES.find((one) => one.id === rule) ?? RULES[0], subject, message, more);
}

/** The same for any table of rules. */
export function findingOf(
  { id, severity, normally }: Rule,
  subject: string,
  message: string,
  more: Partial<Pick<Finding, 'severity' | 'verdict' | 'codes' | 'expected' | 'actual'>>,
): Finding {
  const usual = { S: 'source', E: 'extraction', '?': 'undetermined' } as const;
  return {
    rule: id,
    subject,
    severity: more.severity ?? severity,
    verdict: more.verdict ?? usual[normally],
    codes: more.codes ?? [],
    expected: more.expected ?? null,
    actual: more.actual ?? null,
    message,
  };
}
