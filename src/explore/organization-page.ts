import { REQUEST_ROWS } from '../codebook/requests.ts';
import type { Corpus } from '../../storage/corpus.ts';
import {
  figuresOfBody,
  namesOf,
  type Figure,
  type FiguresOfYear,
  type OrganizationHead,
} from '../../storage/figure-series.ts';
import { cellAddress, reportAddress } from './addresses.ts';
import { numberText } from './cell-labels.ts';
import { yearChart, type ChartSeries } from './charts.ts';
import { LEVELS } from './coverage-page.ts';
import { codesOfIndicator, INDICATORS, indicatorNamed, valueOf, type Indicator } from './indicators.ts';
import { html, type Markup } from './markup.ts';
import type { PageContent } from './page-frame.ts';
import { CELL_MARKS, cellClass } from './status-marks.ts';
import { addressOf, type View } from './view.ts';

const total = (stem: string): string => `requests.${stem}.total`;
const GROUNDS = REQUEST_ROWS.filter(
  ({ role, stem }) => role === 'outcome' && stem !== 'granted' && stem !== 'partly_granted',
);

/** Every figure the page may need. */
const CODES = [
  ...new Set([
    ...INDICATORS.flatMap(codesOfIndicator),
    ...GROUNDS.map(({ stem }) => total(stem)),
    ...['carried_in', 'carried_out', 'partly_granted', 'outcome_total'].map(total),
    'proactive.regulations.made',
    'requests.other.total',
  ]),
];

/** One body over the years: what it received, granted and refused, what it lost, and whether its years join up. */
export function organizationPage(view: View, corpus: Corpus, head: OrganizationHead): PageContent {
  const { say } = view;
  const known = figuresOfBody(corpus, head.id, CODES);
  const names = namesOf(corpus, head.id);
  const province = head.division?.slice(0, 2) ?? '00';
  const main = html`<p class="crumbs">
      <a href="${addressOf(`/coverage/${province}`, { division: head.division })}"
        >${say('Coverage of', '覆盖：')} <span lang="zh">${head.divisionName ?? head.name}</span></a
      >
    </p>
    <h1 lang="zh">${head.name}</h1>
    <p class="lead">
      ${say(...LEVELS[head.level])}${head.division === null ? null : ` · ${head.division}`}${head.divisionName === null ? null : html` · <span lang="zh">${head.divisionName}</span>`}
    </p>
    ${names.length < 2 ? null : html`<p>${say('Names it has had', '曾用名')}: <span lang="zh">${names.map(({ name, from, to }) => `${name} (${from ?? ''}–${to ?? ''})`).join(', ')}</span></p>`}
    ${known.length === 0 ? html`<p class="notice">${say('No report of this body is stored.', '未存有该机关的年报。')}</p>` : series(view, known)}`;
  return { title: head.name, main };
}

function series(view: View, known: readonly FiguresOfYear[]): Markup {
  const { say } = view;
  const first = known[0]?.year ?? 0;
  const last = known.at(-1)?.year ?? first;
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const byYear = new Map(known.map((one) => [one.year, one]));
  const line = (id: string): ChartSeries => {
    const indicator = indicatorNamed(id);
    return {
      name: indicator === undefined ? id : say(indicator.english, indicator.chinese),
      values: years.map((year) => valueIn(indicator, byYear.get(year))),
    };
  };
  const breaks = formBreaks(view, known);
  const charts = [
    yearChart({
      title: say('Requests', '申请'),
      years,
      breaks,
      kind: 'lines',
      series: [line('received'), line('carried_out')],
    }),
    yearChart({
      title: say('Granted, as a share of what was decided', '予以公开占办理结果'),
      years,
      breaks,
      kind: 'lines',
      share: true,
      series: [line('granted_share'), line('granted_any_share')],
    }),
    yearChart({
      title: say('Refusals, by ground', '未予公开，按理由'),
      years,
      breaks,
      kind: 'layers',
      series: refusals(view, years, byYear),
    }),
    yearChart({
      title: say('Disputes', '复议和诉讼'),
      years,
      breaks,
      kind: 'lines',
      series: [line('disputes'), line('disputes_lost')],
    }),
  ];
  return html`<nav class="neighbours" aria-label="${say('Reports', '年报')}">
      <ul>
        ${known.map(
          ({ year, reportId, state }) =>
            html`<li>
              <a href="${reportAddress(reportId)}"
                >${year}${state === 'withdrawn' ? say(' (withdrawn)', '（已撤下）') : null}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    <p class="quiet">
      ${say(
        'Years without a report, and figures in doubt, are left out of the lines. A dashed rule marks where the official form changed.',
        '没有年报的年度和存疑的数字不画入折线。虚线表示官方表格改版。',
      )}
    </p>
    <div class="charts">${charts.map((chart) => html`<figure>${chart}</figure>`)}</div>
    ${figureTable(view, years, byYear)}${carryOvers(view, known)}`;
}

function valueIn(indicator: Indicator | undefined, year: FiguresOfYear | undefined): number | null {
  return indicator === undefined || year === undefined ? null : valueOf(indicator, year.figures).value;
}

const GROUND_GROUPS: readonly (readonly [beginning: string, english: string, chinese: string])[] = [
  ['denied_', 'denied', '不予公开'],
  ['unavailable_', 'unavailable', '无法提供'],
  ['rejected_', 'not processed', '不予处理'],
  ['other', 'other', '其他处理'],
];

/** The grounds in their four groups; 其他处理 is one row in the form of 2019 and three in that of 2021. */
function refusals({ say }: View, years: readonly number[], byYear: ReadonlyMap<number, FiguresOfYear>): ChartSeries[] {
  return GROUND_GROUPS.map(([beginning, english, chinese]) => ({
    name: say(english, chinese),
    values: years.map((year) => {
      const known = byYear.get(year);
      if (known === undefined) return null;
      const stems = GROUNDS.filter(({ stem }) => stem.startsWith(beginning)).map(({ stem }) => total(stem));
      const sum = stems.filter((code) => known.figures.has(code));
      return sum.length === 0 ? null : valueOf({ id: beginning, english, chinese, sum }, known.figures).value;
    }),
  }));
}

/** Where one year's tables follow another form than the year's before. */
function formBreaks({ say }: View, known: readonly FiguresOfYear[]): { year: number; label: string }[] {
  return known.flatMap((one, index) => {
    const before = known[index - 1];
    const form = formOf(one);
    if (before === undefined || formOf(before) === form) return [];
    return [{ year: one.year, label: say(`form of ${form}`, `${form} 年版表格`) }];
  });
}

function formOf({ figures }: FiguresOfYear): '2019' | '2021' {
  return figures.has('requests.other.total') || figures.has('proactive.regulations.made') ? '2019' : '2021';
}

function figureTable(view: View, years: readonly number[], byYear: ReadonlyMap<number, FiguresOfYear>): Markup {
  const { say } = view;
  const rows = [
    ...INDICATORS.map((indicator) => ({ label: say(indicator.english, indicator.chinese), indicator })),
    ...GROUNDS.map(({ stem, citation, english }) => ({
      label: say(english, citation),
      indicator: { id: total(stem), english, chinese: citation, sum: [total(stem)] },
    })),
  ];
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${say('The figures', '数字')}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${say('The figures', '数字')}">
      <table class="series" data-grid>
        <thead>
          <tr>
            <th scope="col">${say('Indicator', '指标')}</th>
            ${years.map((year) => html`<th scope="col" class="n">${year}</th>`)}
          </tr>
          <tr>
            <th scope="row">${say('Form', '表格版本')}</th>
            ${years.map((year) => {
              const known = byYear.get(year);
              return html`<td class="n">${known === undefined ? say('no report', '无年报') : formOf(known)}</td>`;
            })}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, indicator }) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${years.map((year) => indicatorCell(view, indicator, byYear.get(year)))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** A value with the mark of its least reliable figure, leading to the first of its figures. */
function indicatorCell(view: View, indicator: Indicator, known: FiguresOfYear | undefined): Markup {
  if (known === undefined || !indicator.sum.some((code) => known.figures.has(code))) return html`<td></td>`;
  const { value, status, derived } = valueOf(indicator, known.figures);
  const { glyph, english, chinese } = CELL_MARKS[status];
  const text = value === null ? glyph : `${valueText(indicator, value)}${derived ? '*' : ''}`;
  const after = value === null || status === 'verified' || status === 'read' ? '' : glyph;
  const name = derived
    ? view.say(`${english}; with a figure the sums force`, `${chinese}；含由勾稽推得的数字`)
    : view.say(english, chinese);
  return html`<td class="n ${cellClass(status)}">
    <a
      href="${cellAddress(known.reportId, indicator.sum.find((code) => known.figures.has(code)) ?? '')}"
      title="${name}"
      >${text === '' ? '–' : text}${after}</a
    >
  </td>`;
}

/** A value as it is shown: a share in percent. */
export function valueText(indicator: Indicator, value: number): string {
  return indicator.of === undefined ? numberText(value) : `${(value * 100).toFixed(1)}%`;
}

/** Does 结转下年度 of each year come back as 上年结转 of the next? */
function carryOvers(view: View, known: readonly FiguresOfYear[]): Markup | null {
  const { say } = view;
  const rows = known.flatMap((later) => {
    const earlier = known.find(({ year }) => year === later.year - 1);
    if (earlier === undefined) return [];
    const [out, back] = [earlier.figures.get(total('carried_out')), later.figures.get(total('carried_in'))];
    const tested = isFirm(out) && isFirm(back);
    const holds = tested && out.number === back.number;
    const verdict = !tested
      ? say('cannot be tested', '无法检验')
      : holds
        ? say('joins up', '相符')
        : say('does not join up', '不相符');
    return [
      html`<tr class="${tested && !holds ? 'fails' : ''}">
        <th scope="row">${earlier.year} → ${later.year}</th>
        <td class="n"><a href="${cellAddress(earlier.reportId, total('carried_out'))}">${figureText(out)}</a></td>
        <td class="n"><a href="${cellAddress(later.reportId, total('carried_in'))}">${figureText(back)}</a></td>
        <td>${tested ? (holds ? '=' : '≠') : '?'} ${verdict}</td>
      </tr>`,
    ];
  });
  if (rows.length === 0) return null;
  return html`<section aria-labelledby="carried">
    <h2 id="carried">${say('Carried over from year to year', '逐年结转')}</h2>
    <table class="list narrow">
      <thead>
        <tr>
          <th scope="col">${say('Years', '年度')}</th>
          <th scope="col" class="n">${say('carried out', '结转下年度')}</th>
          <th scope="col" class="n">${say('carried in', '上年结转')}</th>
          <th scope="col">${say('Link', '衔接')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function isFirm(figure: Figure | undefined): figure is Figure {
  return figure !== undefined && figure.number !== null && figure.status !== 'doubtful';
}

function figureText(figure: Figure | undefined): string {
  if (figure === undefined) return '×';
  const { glyph } = CELL_MARKS[figure.status];
  return figure.number === null ? glyph : `${numberText(figure.number)}${figure.status === 'verified' ? '' : glyph}`;
}
