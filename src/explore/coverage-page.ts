import { divisionByCode } from '../identity/index.ts';
import type { OrganizationLevel } from '../identity/organization.ts';
import type {
  CoverageBody,
  CoverageFilter,
  CoverageSquare,
  CorpusOverview,
  CoveredProvince,
} from '../../storage/corpus-overview.ts';
import type { CoverageStatus } from '../../storage/summary.ts';
import { evidenceAddress, organizationAddress, reportAddress } from './addresses.ts';
import { html, type Markup } from './markup.ts';
import { choiceField, filterForm, pageLinks, type PageContent } from './page-frame.ts';
import { COVERAGE_MARKS, squareClass } from './status-marks.ts';
import { addressOf, minuteOf, type View } from './view.ts';

/** Rows of the heat map on one page. */
const ROWS = 120;
/** Says nothing of a single year. */
const OF_ALL_YEARS: ReadonlySet<CoverageStatus> = new Set(['unknown', 'blocked', 'unreachable']);
/** Shown where nothing is known of any single year. */
const YEARS_OF_NOTHING = 5;

export const LEVELS: Readonly<Record<OrganizationLevel, readonly [english: string, chinese: string]>> = {
  province: ['province', '省级'],
  prefecture: ['prefecture', '地级'],
  county: ['county', '县级政府'],
  department: ['department', '部门'],
  township: ['township', '乡镇街道'],
  other: ['other', '其他'],
};

/** What the address asks the heat map for. */
export interface CoverageQuery extends Omit<CoverageFilter, 'province'> {
  readonly page: number;
}

/** Name of a province by the first two digits of its code. */
export function provinceName({ say }: View, code: string, stored: string | null): string {
  if (code === '00') return say('no known division', '区划不详');
  return divisionByCode(`${code}0000`)?.name ?? stored ?? code;
}

/** All provinces: how many reports of each year were found, and a link to the heat map of each. */
export function provincesPage(view: View, overview: CorpusOverview): PageContent {
  const { say } = view;
  const provinces = overview.provinces();
  const years = yearsShown(provinces.flatMap(({ counts }) => counts));
  const rows = provinces.map((province) => provinceRow(view, province, years));
  const main = html`<h1>${say('Coverage', '覆盖')}</h1>
    <p class="lead">
      ${say(
        'What is known of each body and year since 2008. A missing report is a statement, with the fetch that shows it.',
        '2008 年以来各机关各年度的情况。没有年报也是一项结论，并附有作为依据的访问记录。',
      )}
    </p>
    ${
      provinces.length === 0
        ? html`<p class="notice">
            ${say('No organization is known yet: run nianbao harvest or nianbao ingest.', '尚无机关：请运行 nianbao harvest 或 nianbao ingest。')}
          </p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="${say('Provinces by year', '各省各年')}">
            <table class="grid" data-grid>
              <caption>
                ${say('Share of bodies whose report was found, by province and fiscal year', '各省各年度已得年报的机关所占比例')}
              </caption>
              <thead>
                <tr>
                  <th scope="col">${say('Province', '省份')}</th>
                  <th scope="col" class="n">${say('Bodies', '机关')}</th>
                  ${years.map((year) => html`<th scope="col" class="n">${year}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`
    }
    <p class="quiet">${say(`As of ${minuteOf(overview.takenAt)}.`, `截至 ${minuteOf(overview.takenAt)}。`)}</p>`;
  return { title: say('Coverage', '覆盖'), main };
}

function provinceRow(
  view: View,
  { code, name, organizations, counts }: CoveredProvince,
  years: readonly number[],
): Markup {
  const shown = provinceName(view, code, name);
  const cells = years.map((year) => {
    const ofYear = counts.filter(({ fiscalYear }) => fiscalYear === year);
    const all = ofYear.reduce((sum, { count }) => sum + count, 0);
    const found = ofYear.find(({ status }) => status === 'found')?.count ?? 0;
    if (all === 0) return html`<td></td>`;
    const share = Math.round((100 * found) / all);
    const step = found === 0 ? 0 : Math.min(5, 1 + Math.floor(share / 20));
    const title = view.say(
      `${shown} ${year}: ${found} of ${all} found`,
      `${shown} ${year}：${all} 个机关中已得 ${found}`,
    );
    return html`<td class="share share-${step}"><a href="/coverage/${code}" title="${title}">${share}%</a></td>`;
  });
  return html`<tr>
    <th scope="row" lang="zh"><a href="/coverage/${code}">${shown}</a></th>
    <td class="n">${organizations.toLocaleString('en')}</td>
    ${cells}
  </tr>`;
}

/** The heat map of one province: body by year, each square leading to its evidence. */
export function coveragePage(
  view: View,
  overview: CorpusOverview,
  code: string,
  query: CoverageQuery,
): PageContent | null {
  const { say } = view;
  const province = overview.provinces().find((one) => one.code === code);
  if (province === undefined) return null;
  const name = provinceName(view, code, province.name);
  const years = yearsShown(province.counts);
  const since = years[0] ?? 0;
  const filter: CoverageFilter = { province: code, division: query.division, level: query.level, status: query.status };
  const count = overview.count(filter, since);
  const pages = Math.max(1, Math.ceil(count / ROWS));
  const page = Math.min(query.page, pages);
  const bodies = overview.bodies(filter, since, { from: (page - 1) * ROWS, most: ROWS });
  const path = `/coverage/${code}`;
  const asked = { division: query.division, level: query.level, status: query.status };
  const links = pageLinks(view, path, asked, { page, pages });
  const main = html`<p class="crumbs"><a href="/">${say('All provinces', '各省')}</a></p>
    <h1 lang="zh">${name}</h1>
    ${filterForm(view, path, filterFields(view, overview, code, query))} ${totals(view, province, years)}
    <p>
      ${say(`${count.toLocaleString('en')} bodies.`, `${count.toLocaleString('en')} 个机关。`)}
      <a href="${addressOf('/compare', { province: code })}"
        >${say('Compare figures of this province', '比较本省数字')}</a
      >
    </p>
    ${links}
    <div class="scroll" tabindex="0" role="region" aria-label="${say('Bodies by year', '各机关各年度')}">
      <table class="grid squares" data-grid>
        <caption>
          ${say('What is known of each body and fiscal year; each square leads to what shows it', '各机关各年度的情况；每格均可点开依据')}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say('Organization', '机关')}</th>
            ${years.map((year) => html`<th scope="col">${year}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${bodies.map((body) => bodyRow(view, body, overview.squaresOf(body.body), years))}
        </tbody>
      </table>
    </div>
    ${links}
    <p class="quiet">${say(`As of ${minuteOf(overview.takenAt)}.`, `截至 ${minuteOf(overview.takenAt)}。`)}</p>`;
  return { title: `${name} · ${say('Coverage', '覆盖')}`, main, wide: true };
}

function filterFields(view: View, overview: CorpusOverview, code: string, query: CoverageQuery): Markup[] {
  const { say } = view;
  const any: readonly [string, string] = ['', say('all', '全部')];
  const divisions = overview
    .divisions(code)
    .map(({ division, name }): readonly [string, string] => [division, `${name ?? ''} ${division}`.trim()]);
  return [
    choiceField('division', say('County', '县区'), [any, ...divisions], query.division ?? ''),
    choiceField(
      'level',
      say('Rank', '类别'),
      [any, ...Object.entries(LEVELS).map(([level, names]) => [level, say(...names)] as const)],
      query.level ?? '',
    ),
    choiceField(
      'status',
      say('With a year that is', '含有状态'),
      [
        any,
        ...Object.entries(COVERAGE_MARKS).map(([status, mark]) => [status, say(mark.english, mark.chinese)] as const),
      ],
      query.status ?? '',
    ),
  ];
}

/** The legend, with how many squares of the years shown have each state. */
function totals(view: View, { counts }: CoveredProvince, years: readonly number[]): Markup {
  const states = Object.entries(COVERAGE_MARKS).map(([status, mark]) => {
    const count = counts
      .filter((one) => one.status === status && years.includes(one.fiscalYear))
      .reduce((sum, one) => sum + one.count, 0);
    return html`<li>
      <span class="swatch ${squareClass(status as CoverageStatus)}" aria-hidden="true">${mark.glyph}</span>
      <strong>${count.toLocaleString('en')} ${view.say(mark.english, mark.chinese)}</strong>
      <span class="means">${view.say(...mark.meaning)}</span>
    </li>`;
  });
  return html`<ul class="legend">
    ${states}
  </ul>`;
}

function bodyRow(view: View, body: CoverageBody, squares: readonly CoverageSquare[], years: readonly number[]): Markup {
  const name =
    body.organizationId === null
      ? html`${body.name}`
      : html`<a href="${organizationAddress(body.organizationId)}">${body.name}</a>`;
  const byYear = new Map(squares.map((square) => [square.fiscalYear, square]));
  return html`<tr class="level-${body.level}">
    <th scope="row" lang="zh">${name}</th>
    ${years.map((year) => squareCell(view, body, byYear.get(year), year))}
  </tr>`;
}

function squareCell(view: View, body: CoverageBody, square: CoverageSquare | undefined, year: number): Markup {
  if (square === undefined) return html`<td></td>`;
  const { glyph, english, chinese } = COVERAGE_MARKS[square.status];
  const address =
    square.status === 'found' && square.reportId !== null
      ? reportAddress(square.reportId)
      : evidenceAddress(body.body, year);
  return html`<td class="${squareClass(square.status)}">
    <a href="${address}" aria-label="${body.name} ${year}: ${view.say(english, chinese)}">${glyph}</a>
  </td>`;
}

/** The years from the first of which anything is known: of the ones before there is nothing to show. */
function yearsShown(counts: readonly { readonly fiscalYear: number; readonly status: CoverageStatus }[]): number[] {
  const years = [...new Set(counts.map(({ fiscalYear }) => fiscalYear))].sort((one, other) => one - other);
  const told = new Set(counts.filter(({ status }) => !OF_ALL_YEARS.has(status)).map(({ fiscalYear }) => fiscalYear));
  const first = years.findIndex((year) => told.has(year));
  return first < 0 ? years.slice(-YEARS_OF_NOTHING) : years.slice(first);
}
