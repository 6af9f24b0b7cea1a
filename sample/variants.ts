import type { OrganizationLevel } from '../src/identity/organization.ts';
import { type Appearance, HTML_STYLES, isTextStyle, TEXT_STYLES } from './appearance.ts';
import type { ReportContent } from './content.ts';
import { CONTRADICTIONS, contradiction, type ContradictionName } from './contradictions.ts';
import { type BodyLevel, countOf, type Figures, makeFigures, type Templates } from './figures.ts';
import { BLANK_MARKS } from './notation.ts';
import { type Random, randomFrom } from './random.ts';
import { type RenderedReport, renderReport } from './report.ts';
import { type ReportTruth, truthOf } from './truth.ts';

export interface ReportVariant {
  readonly seed: string;
  readonly content: ReportContent;
  readonly appearance: Appearance;
  readonly rendered: RenderedReport;
  readonly truth: ReportTruth;
}

/** Which appearances a variant may take; all of them when absent. */
export interface VariantChoice {
  readonly format?: 'html' | 'text';
  /** No damaged labels, lost headers, lost columns or odd numbers: what any reader must get wholly right. */
  readonly tidy?: true;
}

const BODIES: readonly [BodyLevel & OrganizationLevel, string][] = [
  ['county', '青梧县人民政府'],
  ['county', '澄沙区人民政府'],
  ['department', '青梧县水务局'],
  ['department', '澄沙区卫生健康局'],
  ['department', '青梧县发展和改革局'],
  ['township', '青梧县石磨镇人民政府'],
  ['township', '澄沙区东坝街道办事处'],
  ['township', '青梧县杏树乡人民政府'],
];

/** A report that no portal of the province serves, with its truth: equal seeds give equal reports. For tests of reading at scale. */
export function makeVariant(seed: string, choice: VariantChoice = {}): ReportVariant {
  const random = randomFrom(`variant ${seed}`);
  const content = variantContent(random);
  const appearance = variantAppearance(random, seed, choice);
  const printed = withBlanks(content, random, choice);
  return { seed, content: printed, appearance, rendered: renderReport(printed, appearance), truth: truthOf(printed) };
}

function variantContent(random: Random): ReportContent {
  const [level, name] = BODIES[random.integer(0, BODIES.length - 1)] ?? ['county', '青梧县人民政府'];
  const fiscalYear = random.integer(2019, 2025);
  const form = fiscalYear < 2021 ? '2019' : '2021';
  const mixed = form === '2021' && random.chance(0.15);
  const templates: Templates = { 二: form, 三: mixed ? '2019' : form, 四: form };
  const figures = makeFigures(random, level, templates);
  const chosen = random.chance(0.3) ? pickContradiction(random, figures, templates, level) : undefined;
  const printed = chosen ? contradiction(chosen).figures(figures) : figures;
  const divisionName = name.slice(0, 3);
  return {
    organization: { name, level, division: null, divisionName },
    level,
    fiscalYear,
    title: `${name}${fiscalYear}年政府信息公开工作年度报告`,
    templates,
    figures: printed,
    slips: chosen ? contradiction(chosen).slips(printed, fiscalYear) : {},
    findings: chosen ? contradiction(chosen).findings : [],
    publishedOn: `${fiscalYear + 1}-01-${random.integer(10, 28)}`,
  };
}

function pickContradiction(
  random: Random,
  figures: Figures,
  templates: Templates,
  level: BodyLevel,
): ContradictionName | undefined {
  const has = (code: string): boolean => countOf(figures, code) > 0;
  const possible = (Object.keys(CONTRADICTIONS) as ContradictionName[]).filter((name) => {
    switch (name) {
      case 'applicant misclassified':
        return has('requests.received.natural_person');
      case 'a township issues regulations':
        return templates['二'] === '2021' && level === 'township';
      case 'more published than there are':
        return templates['二'] === '2019';
      case 'all done but carried over':
        return has('requests.carried_out.total');
      case 'text counts other requests':
        return has('requests.received.total');
      case 'fee not stated':
        return templates['二'] === '2021';
      default:
        return true;
    }
  });
  return possible[random.integer(0, possible.length - 1)];
}

/** Some reports leave zeros blank: all of them, those of one table, or those outside the totals. */
function withBlanks(content: ReportContent, random: Random, choice: VariantChoice): ReportContent {
  const habit = random.integer(0, choice.tidy ? 9 : 5);
  const blanks = (code: string): boolean =>
    habit === 0 || (habit === 1 && code.startsWith('requests.')) || (habit === 2 && !code.endsWith('.total'));
  const figures = new Map(
    [...content.figures].map(([code, value]) => [code, value === 0 && blanks(code) ? null : value] as const),
  );
  return { ...content, figures };
}

function variantAppearance(random: Random, seed: string, choice: VariantChoice): Appearance {
  const styles =
    choice.format === 'html' ? HTML_STYLES : choice.format === 'text' ? TEXT_STYLES : [...HTML_STYLES, ...TEXT_STYLES];
  const style = styles[random.integer(0, styles.length - 1)] ?? 'clean';
  const text = isTextStyle(style);
  const flag = <K extends keyof Appearance>(name: K, probability: number): Partial<Record<K, true>> =>
    random.chance(probability) ? ({ [name]: true } as Partial<Record<K, true>>) : {};
  const blankMark = BLANK_MARKS[random.integer(0, BLANK_MARKS.length - 1)] ?? '';
  const neat: Appearance = {
    style: choice.tidy && style === 'tabs-ragged' ? 'tabs' : style,
    seed,
    blankMark: choice.tidy && text && blankMark.trim() === '' ? '-' : blankMark,
    ...flag('spacedLabels', 0.2),
    ...flag('brokenLabels', 0.25),
    ...flag('pageMarks', 0.3),
    ...(text ? {} : flag('mergedBlanks', 0.15)),
    charset: random.chance(0.2) ? 'gbk' : 'utf-8',
  };
  if (choice.tidy) return neat;
  const odd: Appearance = {
    ...neat,
    oddNumbers: style === 'columns' || style === 'lines' ? 0 : random.pick([0, 0, 0.1, 0.5]),
    damagedLabels: random.pick([0, 0, 0.1, 0.3]),
    ...flag('traditional', 0.1),
    ...flag('lostGroups', 0.15),
    ...flag('lostHeaders', 0.1),
    ...flag('repeatedHeader', 0.15),
    ...flag('wrongHeader', 0.1),
  };
  return odd.traditional ? { ...odd, charset: 'utf-8' } : odd;
}
