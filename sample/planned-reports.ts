import type { Appearance } from './appearance.ts';
import type { ReportContent } from './content.ts';
import { contradiction } from './contradictions.ts';
import { type BodyLevel, type Figures, makeFigures, type Templates } from './figures.ts';
import {
  BODIES,
  COUNTIES,
  type County,
  type CountyId,
  type Delivery,
  PECULIARITIES,
  type TitleHabit,
} from './province.ts';
import { randomFrom } from './random.ts';

/** One report of the sample province: what it says, how it looks, where and how it is published. */
export interface PlannedReport {
  readonly county: County;
  readonly content: ReportContent;
  readonly appearance: Appearance;
  readonly delivery: Delivery;
  /** The kind of body under whose column it is filed. */
  readonly filedUnder: BodyLevel;
  readonly bogusDate: boolean;
  /** Where its PDF lies under `sample/attachments/`, where it has one. */
  readonly pdf: string | null;
}

/** All reports of the province, in the order of the plan, oldest first. */
export const PLANNED_REPORTS: readonly PlannedReport[] = BODIES.flatMap((body) => {
  const county = countyOf(body.county);
  const name = county.name + body.suffix;
  let previous: { year: number; figures: Figures } | undefined;
  return body.years.map((fiscalYear): PlannedReport => {
    const peculiarity = PECULIARITIES[`${name} ${fiscalYear}`] ?? {};
    const form = fiscalYear < 2021 ? '2019' : '2021';
    const templates: Templates = { 二: form, 三: form, 四: form, ...peculiarity.templates };
    const random = randomFrom(`${name} ${fiscalYear}`);
    const before = previous?.year === fiscalYear - 1 ? previous.figures : undefined;
    const figures = makeFigures(random, body.level, templates, before);
    previous = { year: fiscalYear, figures };
    const broken = peculiarity.contradiction === undefined ? undefined : contradiction(peculiarity.contradiction);
    const printed = blanked(broken?.figures(figures) ?? figures, peculiarity.blankZeros === true);
    const delivery = peculiarity.delivery ?? 'page';
    const content: ReportContent = {
      organization: { name, level: body.level, division: county.division, divisionName: county.name },
      level: body.level,
      fiscalYear,
      title: titleOf(county.name, body.suffix, fiscalYear, body.title),
      templates,
      figures: printed,
      slips: broken?.slips(printed, fiscalYear) ?? {},
      findings: broken?.findings ?? [],
      publishedOn: publicationDate(body.level, fiscalYear, random.integer(10, 28)),
    };
    return {
      county,
      content,
      appearance: { style: body.style, seed: name, ...peculiarity.look },
      delivery,
      filedUnder: peculiarity.misfiled ? 'department' : body.level,
      bogusDate: peculiarity.bogusDate === true,
      pdf: delivery.includes('pdf') ? `${body.county}-${body.level}-${fiscalYear}.pdf` : null,
    };
  });
});

/** The reports of one county. */
export function reportsOf(county: CountyId): readonly PlannedReport[] {
  return PLANNED_REPORTS.filter((report) => report.county.id === county);
}

function countyOf(id: CountyId): County {
  const county = COUNTIES.find((candidate) => candidate.id === id);
  if (!county) throw new TypeError(`Expected a county of the sample province, got ${id}`);
  return county;
}

function blanked(figures: Figures, blankZeros: boolean): Figures {
  if (!blankZeros) return figures;
  return new Map([...figures].map(([code, value]) => [code, value === 0 ? null : value]));
}

function titleOf(county: string, suffix: string, year: number, habit: TitleHabit): string {
  const full = county + suffix;
  const short = suffix === '人民政府' ? county : suffix.endsWith('人民政府') ? suffix.slice(0, -4) : full;
  switch (habit) {
    case 'name first':
      return `${short}${year}年政府信息公开工作年度报告`;
    case 'full name first':
      return `${full}${year}年政府信息公开工作年度报告`;
    case 'year first':
      return `${year}年${short}政府信息公开工作年度报告`;
    case 'annual':
      return `${short}${year}年度政府信息公开年度报告`;
  }
}

/** Bodies publish by the end of January, governments by the end of March. */
function publicationDate(level: BodyLevel, year: number, day: number): string {
  return `${year + 1}-${level === 'county' ? '03' : '01'}-${day}`;
}
