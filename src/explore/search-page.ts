import type { Corpus } from '../../storage/corpus.ts';
import type { CorpusOverview } from '../../storage/corpus-overview.ts';
import { organizationsNamed } from '../../storage/figure-series.ts';
import { provinceScope, type ReportFilter } from '../../storage/report-filter.ts';
import { searchSections, type SearchAnswer } from '../../storage/section-search.ts';
import { organizationAddress, reportAddress } from './addresses.ts';
import { LEVELS, provinceName } from './coverage-page.ts';
import { html, type Markup } from './markup.ts';
import { choiceField, filterForm, type PageContent } from './page-frame.ts';
import type { SearchQuery } from './queries.ts';
import { addressOf, type View } from './view.ts';

/** Passages on one page. */
export const HITS_SHOWN = 30;
const ORGANIZATIONS_SHOWN = 200;

/** What a search of the words of the reports gives. */
export function searchAnswer(corpus: Corpus, overview: CorpusOverview, query: SearchQuery): SearchAnswer {
  if (query.q === null) return { hits: [], next: null };
  const filter: ReportFilter = {
    years: query.year === null ? null : { from: query.year, to: query.year },
    province: query.province === null ? null : scopeOf(corpus, overview, query.province),
    level: query.level,
  };
  return searchSections(corpus, query.q, filter, { limit: HITS_SHOWN, after: query.after });
}

function scopeOf(corpus: Corpus, overview: CorpusOverview, code: string): ReportFilter['province'] {
  const known = overview.provinces().find((province) => province.code === code);
  if (known === undefined) return { prefix: code, name: code };
  return known.name === null ? provinceScope(corpus, code) : { prefix: code, name: known.name };
}

/** Full text search over the sections of current reports. */
export function searchPage(view: View, corpus: Corpus, overview: CorpusOverview, query: SearchQuery): PageContent {
  const { say } = view;
  const { hits, next } = searchAnswer(corpus, overview, query);
  const results =
    query.q === null
      ? null
      : hits.length === 0
        ? html`<p class="notice">
            ${say('No section of a current report has these words.', '现行年报的正文中没有这些词。')}
          </p>`
        : html`<ol class="hits">
            ${hits.map(
              (hit) =>
                html`<li>
                  <h2 lang="zh">
                    <a href="${reportAddress(hit.reportId)}#section-${hit.section}">${hit.name} ${hit.fiscalYear}</a>
                  </h2>
                  <p lang="zh">
                    <strong>${hit.heading}</strong>
                    ${hit.snippet.map((part) => (part.hit ? html`<mark>${part.text}</mark>` : part.text))}
                  </p>
                </li>`,
            )}
          </ol>`;
  const more =
    next === null
      ? null
      : html`<p class="pages">
          <a rel="next" href="${addressOf('/search', { ...query, after: next })}">${say('more', '更多')} →</a>
        </p>`;
  const main = html`<h1>${say('Search', '检索')}</h1>
    <p>
      ${say('Words divided by spaces must stand in one section; words in quotation marks stand one after the other.', '以空格分开的词须同在一部分；引号内的词须前后相连。')}
    </p>
    ${filterForm(view, '/search', fields(view, overview, query))} ${results} ${more}`;
  return { title: say('Search', '检索'), main };
}

function fields(view: View, overview: CorpusOverview, query: SearchQuery): Markup[] {
  const { say } = view;
  const any: readonly [string, string] = ['', say('all', '全部')];
  const provinces = overview
    .provinces()
    .map(({ code, name }): readonly [string, string] => [code, provinceName(view, code, name)]);
  const years = overview.years().map((year): readonly [string, string] => [String(year), String(year)]);
  return [
    html`<label>${say('Words', '词')} <input type="search" name="q" value="${query.q ?? ''}" lang="zh" /></label>`,
    choiceField('province', say('Province', '省份'), [any, ...provinces], query.province ?? ''),
    choiceField(
      'level',
      say('Rank', '类别'),
      [any, ...Object.entries(LEVELS).map(([level, names]) => [level, say(...names)] as const)],
      query.level ?? '',
    ),
    choiceField('year', say('Year', '年度'), [any, ...years], query.year === null ? '' : String(query.year)),
  ];
}

/** Bodies whose name holds the words. */
export function organizationsPage(view: View, corpus: Corpus, words: string): PageContent {
  const { say } = view;
  const found = organizationsNamed(corpus, words, ORGANIZATIONS_SHOWN);
  const title = say('Organizations', '机关');
  const main = html`<h1>${title}</h1>
    <p>
      ${say(`Names that hold “${words}”`, `名称含“${words}”`)}:
      ${found.length === ORGANIZATIONS_SHOWN ? say(`the first ${found.length}`, `前 ${found.length} 个`) : found.length}
    </p>
    <ul class="names">
      ${found.map(
        ({ id, name, level, division }) =>
          html`<li>
            <a href="${organizationAddress(id)}" lang="zh">${name}</a> ${say(...LEVELS[level])} ${division ?? ''}
          </li>`,
      )}
    </ul>`;
  return { title, main };
}
