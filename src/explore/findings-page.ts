import { RULES } from '../check/rules.ts';
import { RULES_ACROSS_REPORTS } from '../check/rules-across-reports.ts';
import type { Corpus } from '../../storage/corpus.ts';
import type { CorpusOverview } from '../../storage/corpus-overview.ts';
import {
  findFindings,
  type FindingCount,
  type FindingFilter,
  type FoundFinding,
} from '../../storage/finding-search.ts';
import { figuresOfReport } from '../../storage/figure-series.ts';
import { cellAddress, organizationAddress, reportAddress } from './addresses.ts';
import { provinceName } from './coverage-page.ts';
import { findingView, SEVERITIES, VERDICTS } from './finding-view.ts';
import { html, type Markup } from './markup.ts';
import { choiceField, filterForm, type PageContent } from './page-frame.ts';
import { addressOf, type View } from './view.ts';
import { codesOfFinding, sumOfFinding } from './written-sums.ts';

/** Findings on one page. */
export const FINDINGS_SHOWN = 40;

/** What does not hold, in the whole corpus, with the arithmetic written out; filtered as the address asks. */
export function findingsPage(
  view: View,
  world: { readonly corpus: Corpus; readonly overview: CorpusOverview },
  filter: FindingFilter,
  before: number | null,
): PageContent {
  const { say } = view;
  const { corpus, overview } = world;
  const found = findFindings(corpus, filter, { before, most: FINDINGS_SHOWN + 1 });
  const shown = found.slice(0, FINDINGS_SHOWN);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  const kinds = overview.findingKinds();
  const main = html`<h1>${say('Findings', '问题')}</h1>
    <p class="lead">
      ${say('What does not hold in the reports, and whose fault it is. Nothing is repaired: cells stay as printed.', '年报中不成立之处及其责任。未作任何修补：各格按原样保留。')}
    </p>
    ${filterForm(view, '/findings', fields(view, overview, filter))} ${kindTable(view, kinds, filter)}
    ${
      shown.length === 0
        ? html`<p class="notice">${say('There is no such finding.', '没有符合条件的问题。')}</p>`
        : html`<ol class="findings">
            ${shown.map((finding) => html`<li>${foundFinding(view, corpus, finding)}</li>`)}
          </ol>`
    }
    ${last === undefined ? null : html`<p class="pages"><a rel="next" href="${addressOf('/findings', { ...filter, before: last.id })}">${say('older findings', '更早的问题')} →</a></p>`}`;
  return { title: say('Findings', '问题'), main };
}

function foundFinding(view: View, corpus: Corpus, finding: FoundFinding): Markup {
  const { reportId, organizationId, fiscalYear, name, portalId } = finding;
  if (reportId === null || organizationId === null) {
    return html`<h2><span lang="zh">${name}</span> <code>${portalId ?? ''}</code></h2>
      ${findingView(view, finding, { sum: undefined, address: () => '' })}`;
  }
  const codes = codesOfFinding(finding);
  const sum = codes.length === 0 ? undefined : sumOfFinding(finding, figuresOfReport(corpus, reportId, codes));
  return html`<h2 lang="zh">
      <a href="${organizationAddress(organizationId)}">${name}</a>
      <a href="${reportAddress(reportId)}">${fiscalYear ?? ''}</a>
    </h2>
    ${findingView(view, finding, { sum, address: (code) => cellAddress(reportId, code) })}`;
}

function fields(view: View, overview: CorpusOverview, filter: FindingFilter): Markup[] {
  const { say } = view;
  const any: readonly [string, string] = ['', say('all', '全部')];
  const rules = [...new Set(overview.findingKinds().map(({ rule }) => rule))];
  const years = overview.years().map((year): readonly [string, string] => [String(year), String(year)]);
  const provinces = overview
    .provinces()
    .map(({ code, name }): readonly [string, string] => [code, provinceName(view, code, name)]);
  return [
    choiceField('rule', say('Rule', '规则'), [any, ...rules.map((rule) => [rule, rule] as const)], filter.rule ?? ''),
    choiceField(
      'severity',
      say('Severity', '程度'),
      [any, ...Object.entries(SEVERITIES).map(([severity, words]) => [severity, say(...words)] as const)],
      filter.severity ?? '',
    ),
    choiceField(
      'verdict',
      say('Whose fault', '责任'),
      [any, ...Object.entries(VERDICTS).map(([verdict, words]) => [verdict, say(...words)] as const)],
      filter.verdict ?? '',
    ),
    choiceField('province', say('Province', '省份'), [any, ...provinces], filter.province ?? ''),
    choiceField('year', say('Year', '年度'), [any, ...years], filter.year === null ? '' : String(filter.year)),
  ];
}

/** How many findings each rule has in the corpus, by whose fault they are. */
function kindTable(view: View, kinds: readonly FindingCount[], filter: FindingFilter): Markup | null {
  const { say } = view;
  const rules = [...new Set(kinds.map(({ rule }) => rule))];
  if (rules.length === 0) return null;
  const verdicts = Object.keys(VERDICTS);
  const count = (rule: string, verdict: string): number =>
    kinds.filter((kind) => kind.rule === rule && kind.verdict === verdict).reduce((sum, kind) => sum + kind.count, 0);
  return html`<details>
    <summary>${say('How many of each rule, in the whole corpus', '全库各规则的数量')}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="${say('Findings by rule', '各规则的问题')}">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">${say('Rule', '规则')}</th>
            <th scope="col">${say('What must hold', '应成立的关系')}</th>
            ${Object.values(VERDICTS).map((words) => html`<th scope="col" class="n">${say(...words)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rules.map(
            (rule) =>
              html`<tr>
                <th scope="row"><a href="${addressOf('/findings', { ...filter, rule })}">${rule}</a></th>
                <td lang="en">${FORMULAS.get(rule) ?? ''}</td>
                ${verdicts.map((verdict) => html`<td class="n">${count(rule, verdict).toLocaleString('en')}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

const FORMULAS: ReadonlyMap<string, string> = new Map(
  [...RULES, ...RULES_ACROSS_REPORTS].map(({ id, formula }) => [id, formula]),
);
