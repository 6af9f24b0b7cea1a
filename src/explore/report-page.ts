import type { ReportCell } from '../extract/report.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { documentEvidence, fetchesOf } from '../../storage/evidence.ts';
import { findingsOn, revisionsBeside, yearsOf } from '../../storage/report-evidence.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { cellAddress, organizationAddress, originalAddress, reportAddress } from './addresses.ts';
import { findingView } from './finding-view.ts';
import { html, type Markup } from './markup.ts';
import { outsideLink } from './outside-link.ts';
import type { PageContent } from './page-frame.ts';
import { verdictView, type SaidByPeople } from './verdict-view.ts';
import { statusLegend, statutoryTables } from './statutory-tables.ts';
import { minuteOf, type View } from './view.ts';
import { sumOfFinding } from './written-sums.ts';

const STATES: Readonly<Record<StoredReport['state'], readonly [english: string, chinese: string]>> = {
  current: ['current', '现行'],
  superseded: ['superseded by a later revision', '已被后来的版本取代'],
  withdrawn: ['withdrawn by its publisher', '已被发布者撤下'],
};

/** One revision of a report: its tables, findings, words and sources. */
export function reportPage(view: View, corpus: Corpus, report: StoredReport, said: SaidByPeople): PageContent {
  const { say } = view;
  const content = corpus.contentOf(report.id);
  const cells = new Map(content.cells.map((cell) => [cell.code, cell]));
  const findings = findingsOn(corpus, report.id);
  const judged = new Set(said.verdicts.map(({ code }) => code));
  const concerned = new Set(findings.flatMap(({ codes }) => codes));
  const address = (code: string): string => cellAddress(report.id, code);
  const tables = statutoryTables(view, {
    cells,
    address,
    mark: (code) => [concerned.has(code) ? 'in-finding' : '', judged.has(code) ? 'judged' : ''].join(' ').trim(),
  });
  const main = html` <h1 lang="zh">${report.title}</h1>
    <p class="lead">
      <a href="${organizationAddress(report.organizationId)}" lang="zh">${report.organization.name}</a> ·
      ${say(`fiscal year ${report.fiscalYear}`, `${report.fiscalYear} 年度`)} ·
      ${say(...STATES[report.state])}${report.publishedOn === null ? null : say(` · published ${report.publishedOn}`, ` · ${report.publishedOn} 发布`)}
    </p>
    ${neighbours(view, corpus, report)}
    <section aria-labelledby="tables">
      <h2 id="tables">${say('The statutory tables', '法定表格')}</h2>
      <p>
        ${say('Every figure leads to its receipt: the text as printed, the sums it takes part in, and the original with the place marked.', '点击任一数字可见其凭证：原文、所参与的勾稽关系，以及标出位置的原件。')}
      </p>
      ${statusLegend(view, content.cells)}
      ${cells.size === 0 ? html`<p>${say('No table was found in this document.', '该文件中未找到表格。')}</p>` : tables}
    </section>
    <section aria-labelledby="findings">
      <h2 id="findings">${say(`What does not hold (${findings.length})`, `不成立之处（${findings.length}）`)}</h2>
      ${
        findings.length === 0
          ? html`<p>${say('Nothing: every rule that could be tested holds.', '无：凡可检验的规则均成立。')}</p>`
          : findings.map(
              (finding) =>
                html`${findingView(view, finding, { sum: sumOfFinding(finding, cells), address })}
                ${verdictView(view, { rule: finding.rule, subject: finding.subject }, said)}`,
            )
      }
    </section>
    ${sectionList(view, content.sections)} ${sourceList(view, corpus, report, content.cells)}`;
  return { title: report.title, main, wide: true };
}

/** Other years of the body, and other revisions of this year. */
function neighbours(view: View, corpus: Corpus, report: StoredReport): Markup {
  const { say } = view;
  const years = yearsOf(corpus, report.organizationId);
  const revisions = revisionsBeside(corpus, report.organizationId, report.fiscalYear);
  const others = revisions.filter(({ id }) => id !== report.id);
  return html`<nav class="neighbours" aria-label="${say('Other years and revisions', '其他年度与版本')}">
    <ul>
      ${years.map(({ year, reportId }) =>
        year === report.fiscalYear
          ? html`<li>
              <a href="${reportAddress(reportId)}" aria-current="${reportId === report.id ? 'page' : 'true'}"
                >${year}</a
              >
            </li>`
          : html`<li><a href="${reportAddress(reportId)}">${year}</a></li>`,
      )}
    </ul>
    ${
      others.length === 0
        ? null
        : html`<p>
            ${say(`Revision ${report.revision} of ${revisions.length}.`, `第 ${report.revision} 版，共 ${revisions.length} 版。`)}
            ${others.map(
              (other) =>
                html`<a href="${reportAddress(report.id)}/beside/${other.id}"
                  >${say(`Compare with revision ${other.revision}`, `与第 ${other.revision} 版对照`)}</a
                > `,
            )}
          </p>`
    }
  </nav>`;
}

function sectionList(
  view: View,
  sections: readonly { readonly number: number; readonly heading: string; readonly text: string }[],
): Markup {
  const { say } = view;
  const parts = sections.map(
    ({ number, heading, text }) =>
      html`<details>
        <summary lang="zh">${heading}</summary>
        <div class="prose" lang="zh" id="section-${number}">
          ${text.split('\n').map((paragraph) => html`<p>${paragraph}</p>`)}
        </div>
      </details>`,
  );
  return html`<section aria-labelledby="words">
    <h2 id="words">${say('The words of the report', '年报正文')}</h2>
    ${parts.length === 0 ? html`<p>${say('No section was found.', '未找到正文各部分。')}</p>` : parts}
  </section>`;
}

const MOST_FETCHES = 5;

function sourceList(view: View, corpus: Corpus, report: StoredReport, cells: readonly ReportCell[]): Markup {
  const { say } = view;
  const rows = report.sources.map(({ url, sha256, role }) => {
    const document = documentEvidence(corpus, sha256);
    const fetches = fetchesOf(corpus, sha256, MOST_FETCHES);
    const main = report.cellSource?.sha256 === sha256;
    const others = cells.filter(({ source }) => source?.sha256 === sha256).length;
    return html`<tr>
      <th scope="row">${outsideLink(url)}<br /><code class="hash">${sha256}</code></th>
      <td>
        ${role}${main ? say(', most cells are from here', '，多数格出自此处') : others === 0 ? null : say(`, ${others} cells are from here`, `，${others} 格出自此处`)}
      </td>
      <td>
        ${document === undefined ? null : html`${document.mediaType}<br />${say(`${document.bytes.toLocaleString('en')} bytes`, `${document.bytes.toLocaleString('en')} 字节`)}`}
      </td>
      <td>
        ${
          fetches.length === 0
            ? say('a local file', '本地文件')
            : fetches.map(
                ({ id, fetchedAt, outcome }) =>
                  html`<a href="/fetches/${id}">${minuteOf(fetchedAt)}</a> ${outcome}<br />`,
              )
        }
      </td>
      <td><a href="${originalAddress(sha256)}" download>${say('original', '原件')}</a></td>
    </tr>`;
  });
  return html`<section aria-labelledby="sources">
    <h2 id="sources">${say('Sources', '来源')}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${say('Sources', '来源')}">
      <table class="list">
        <thead>
          <tr>
            <th scope="col">${say('Address and SHA-256', '地址与 SHA-256')}</th>
            <th scope="col">${say('Role', '角色')}</th>
            <th scope="col">${say('Format', '格式')}</th>
            <th scope="col">${say('Fetched', '获取时间')}</th>
            <th scope="col">${say('Download', '下载')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p>
      ${say('Page', '页面')}: ${outsideLink(report.pageUrl)} ·
      ${say(
        `first seen ${minuteOf(report.firstSeenAt)}, last seen ${minuteOf(report.lastSeenAt)}; read by extraction version ${report.extractorVersion}`,
        `首见 ${minuteOf(report.firstSeenAt)}，末见 ${minuteOf(report.lastSeenAt)}；提取版本 ${report.extractorVersion}`,
      )}
    </p>
  </section>`;
}
