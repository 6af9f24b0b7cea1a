import type { OrganizationLevel } from '../identity/organization.ts';
import type { CorpusOverview } from '../../storage/corpus-overview.ts';
import { cellAddress, organizationAddress, reportAddress } from './addresses.ts';
import type { Comparison, RankedBody } from './comparison.ts';
import { LEVELS, provinceName } from './coverage-page.ts';
import { distributionChart } from './distribution-chart.ts';
import { indicatorChoices, indicatorNamed, type Indicator } from './indicators.ts';
import { html, type Markup } from './markup.ts';
import { valueText } from './organization-page.ts';
import { choiceField, filterForm, type PageContent } from './page-frame.ts';
import { BadRequest } from './queries.ts';
import { CELL_MARKS, cellClass } from './status-marks.ts';
import { addressOf, type View } from './view.ts';
import type { World } from './world.ts';

/** What the address of a comparison asks for; null where it leaves the choice to us. */
export interface CompareQuery {
  readonly indicator: string | null;
  /** First two digits of its code, or `all`. */
  readonly province: string | null;
  readonly level: OrganizationLevel | null;
  readonly year: number | null;
}

/** A comparison with what it is of. */
export interface AskedComparison extends Comparison {
  readonly asked: {
    readonly indicator: string;
    readonly province: string | null;
    readonly level: OrganizationLevel;
    readonly year: number;
  };
}

/** Rows shown on the page; the CSV has all. */
const MOST_ROWS = 200;

/** Compares what the address asks for; where it asks nothing: county governments of the first province, the latest year, by requests received. */
export function comparisonFor(
  { comparisons, overview }: Pick<World, 'comparisons' | 'overview'>,
  query: CompareQuery,
): AskedComparison {
  const id = query.indicator ?? 'received';
  const indicator: Indicator | undefined = indicatorNamed(id);
  if (indicator === undefined) throw new BadRequest(`indicator: there is no ${id}`);
  const year = query.year ?? overview.years()[0] ?? new Date().getUTCFullYear() - 1;
  const first = overview.provinces()[0]?.code ?? null;
  const province = query.province === 'all' ? null : (query.province ?? first);
  const asked = { indicator: id, province, level: query.level ?? 'county', year } as const;
  return { asked, ...comparisons.of(asked, indicator) };
}

/** Any indicator over the bodies of a province and year: how it is spread, and each with its rank. */
export function comparePage(view: View, overview: CorpusOverview, comparison: AskedComparison): PageContent {
  const { say } = view;
  const { asked, bodies, spread, indicator } = comparison;
  const title = titleOf(view, overview, comparison);
  const without = bodies.length - (spread?.count ?? 0);
  const query = { indicator: asked.indicator, province: asked.province ?? 'all', level: asked.level, year: asked.year };
  const main = html`<h1>${say('Compare', '比较')}</h1>
    ${filterForm(view, '/compare', fields(view, overview, asked))}
    <figure>${distributionOf(view, overview, comparison)}</figure>
    ${
      spread === null
        ? null
        : html`<p>
            ${say(`${spread.count} bodies with a value`, `${spread.count} 个机关有值`)}: ${say('mean', '均值')}
            ${valueText(indicator, rounded(spread.mean))}, ${say('median', '中位数')}
            ${valueText(indicator, spread.median)}, ${say('middle half', '中间一半')}
            ${valueText(indicator, spread.lowerQuartile)} – ${valueText(indicator, spread.upperQuartile)}.
            ${without === 0 ? null : say(`${without} have a report and no value: a figure is blank, absent or in doubt.`, `另有 ${without} 个机关有年报而无值（空白、缺失或存疑）。`)}
          </p>`
    }
    <p>
      <a href="${addressOf('/compare.csv', query)}" download>CSV</a> ·
      <a href="${addressOf('/compare.svg', { ...query, lang: view.language })}" download>SVG</a>
    </p>
    ${bodies.length === 0 ? html`<p class="notice">${say('No such body has a report of this year.', '没有机关有该年度的年报。')}</p>` : ranking(view, comparison)}`;
  return { title, main };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The distribution by itself, with its title. */
export function distributionOf(view: View, overview: CorpusOverview, comparison: AskedComparison): Markup {
  const { say } = view;
  return distributionChart(comparison, {
    title: titleOf(view, overview, comparison),
    bodies: say('bars: number of bodies', '柱：机关数'),
    median: say('median', '中位数'),
    none: say('no value', '无值'),
  });
}

function titleOf(view: View, overview: CorpusOverview, { asked, indicator }: AskedComparison): string {
  const { say } = view;
  const where = asked.province === null ? say('all provinces', '全部省份') : nameOf(view, overview, asked.province);
  return `${say(indicator.english, indicator.chinese)} · ${where} · ${say(...LEVELS[asked.level])} · ${asked.year}`;
}

function nameOf(view: View, overview: CorpusOverview, code: string): string {
  return provinceName(view, code, overview.provinces().find((one) => one.code === code)?.name ?? null);
}

function fields(view: View, overview: CorpusOverview, asked: AskedComparison['asked']): Markup[] {
  const { say } = view;
  const provinces = overview
    .provinces()
    .map(({ code, name }): readonly [string, string] => [code, provinceName(view, code, name)]);
  const years = overview.years().map((year): readonly [string, string] => [String(year), String(year)]);
  return [
    choiceField('indicator', say('Indicator', '指标'), indicatorChoices(view), asked.indicator),
    choiceField(
      'province',
      say('Province', '省份'),
      [['all', say('all', '全部')], ...provinces],
      asked.province ?? 'all',
    ),
    choiceField(
      'level',
      say('Rank', '类别'),
      Object.entries(LEVELS).map(([level, names]) => [level, say(...names)] as const),
      asked.level,
    ),
    choiceField('year', say('Year', '年度'), years, String(asked.year)),
  ];
}

function ranking(view: View, { bodies, indicator, asked }: AskedComparison): Markup {
  const { say } = view;
  const more = bodies.length - MOST_ROWS;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${say('Ranking', '排名')}">
      <table class="list" data-grid>
        <caption>
          ${say('Largest first; equal values share a rank', '由大到小；同值同名次')}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="n">${say('Rank', '名次')}</th>
            <th scope="col">${say('Organization', '机关')}</th>
            <th scope="col">${say('Division', '区划')}</th>
            <th scope="col" class="n">${say('Value', '值')}</th>
            <th scope="col">${say('Status', '状态')}</th>
          </tr>
        </thead>
        <tbody>
          ${bodies.slice(0, MOST_ROWS).map((body) => rankedRow(view, body, indicator))}
        </tbody>
      </table>
    </div>
    ${more <= 0 ? null : html`<p>${say(`${more} more are in the CSV.`, `另有 ${more} 行见 CSV。`)} ${asked.year}</p>`}`;
}

function rankedRow(view: View, body: RankedBody, indicator: Indicator): Markup {
  const { value, status, derived } = body.value;
  const { glyph, english, chinese } = CELL_MARKS[status];
  const code = indicator.sum.find((one) => body.figures.has(one));
  const address = code === undefined ? reportAddress(body.reportId) : cellAddress(body.reportId, code);
  return html`<tr>
    <td class="n">${body.rank ?? '–'}</td>
    <th scope="row" lang="zh"><a href="${organizationAddress(body.id)}">${body.name}</a></th>
    <td>${body.division ?? ''}</td>
    <td class="n">
      <a href="${address}"
        >${value === null ? view.say('none', '无') : valueText(indicator, value)}${derived && value !== null ? '*' : null}</a
      >
    </td>
    <td><span class="swatch ${cellClass(status)}" aria-hidden="true">${glyph}</span> ${view.say(english, chinese)}</td>
  </tr>`;
}

/** What is shown, every row, as CSV lines: values in full, shares from 0 to 1. */
export function comparisonRows({ bodies, asked }: AskedComparison): (string | number | null)[][] {
  return [
    [
      'rank',
      'organization_id',
      'name',
      'level',
      'division',
      'fiscal_year',
      'report_id',
      'indicator',
      'value',
      'status',
      'derived',
    ],
    ...bodies.map(({ rank, id, name, level, division, reportId, value }) => [
      rank,
      id,
      name,
      level,
      division,
      asked.year,
      reportId,
      asked.indicator,
      value.value,
      value.status,
      value.derived ? 1 : 0,
    ]),
  ];
}
