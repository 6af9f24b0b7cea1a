import type { Corpus } from '../../storage/corpus.ts';
import type { CorpusOverview } from '../../storage/corpus-overview.ts';
import { fetchEvidence, type FetchEvidence } from '../../storage/evidence.ts';
import { organizationAddress, originalAddress, reportAddress } from './addresses.ts';
import { html, type Markup } from './markup.ts';
import { outsideLink } from './outside-link.ts';
import type { PageContent } from './page-frame.ts';
import { COVERAGE_MARKS, squareClass } from './status-marks.ts';
import { minuteOf, type View } from './view.ts';

/** How it is known what `coverage` says of one body and year: the state in words, and the fetch that shows it. */
export function evidencePage(
  view: View,
  corpus: Corpus,
  overview: CorpusOverview,
  { body, year }: { readonly body: string; readonly year: number },
): PageContent | null {
  const { say } = view;
  const about = overview.body(body);
  const square = overview.squaresOf(body).find(({ fiscalYear }) => fiscalYear === year);
  if (about === undefined || square === undefined) return null;
  const { glyph, english, chinese, meaning } = COVERAGE_MARKS[square.status];
  const fetch = square.fetchId === null ? undefined : fetchEvidence(corpus, square.fetchId);
  const title = `${about.name} ${year}`;
  const main = html`<h1 lang="zh">${title}</h1>
    <dl class="facts">
      <dt>${say('State', '状态')}</dt>
      <dd>
        <span class="swatch ${squareClass(square.status)}" aria-hidden="true">${glyph}</span>
        <strong>${say(english, chinese)}</strong><br />${say(...meaning)}
      </dd>
      ${
        square.detail === null
          ? null
          : html`<dt>${say('In words', '说明')}</dt>
              <dd lang="en">${square.detail}</dd>`
      }
      ${
        square.url === null
          ? null
          : html`<dt>${say('Address', '地址')}</dt>
              <dd>${outsideLink(square.url)}</dd>`
      }
      ${
        square.reportId === null
          ? null
          : html`<dt>${say('Report', '年报')}</dt>
              <dd><a href="${reportAddress(square.reportId)}">${say('as stored', '所存年报')}</a></dd>`
      }
      ${
        about.organizationId === null
          ? null
          : html`<dt>${say('Organization', '机关')}</dt>
              <dd><a href="${organizationAddress(about.organizationId)}" lang="zh">${about.name}</a></dd>`
      }
    </dl>
    <h2>${say('The fetch that shows it', '作为依据的访问')}</h2>
    ${fetch === undefined ? html`<p>${say('No fetch shows anything of this year.', '没有访问记录涉及该年度。')}</p>` : fetchFacts(view, fetch)}`;
  return { title, main };
}

/** One visit to an address, with what came of it. */
export function fetchPage(view: View, fetch: FetchEvidence): PageContent {
  const title = view.say(`Fetch ${fetch.id}`, `访问 ${fetch.id}`);
  return {
    title,
    main: html`<h1>${title}</h1>
      ${fetchFacts(view, fetch)}`,
  };
}

function fetchFacts(view: View, fetch: FetchEvidence): Markup {
  const { say } = view;
  return html`<dl class="facts">
    <dt>${say('Asked', '请求')}</dt>
    <dd>${outsideLink(fetch.url)}</dd>
    ${
      fetch.finalUrl === null || fetch.finalUrl === fetch.url
        ? null
        : html`<dt>${say('Answered', '应答')}</dt>
            <dd>${outsideLink(fetch.finalUrl)}</dd>`
    }
    <dt>${say('When', '时间')}</dt>
    <dd>
      ${minuteOf(fetch.fetchedAt)} (<a href="/fetches/${fetch.id}">${say(`fetch ${fetch.id}`, `访问 ${fetch.id}`)}</a>,
      ${say(`run ${fetch.runId}`, `运行 ${fetch.runId}`)})
    </dd>
    <dt>${say('Outcome', '结果')}</dt>
    <dd>
      <strong>${fetch.outcome}</strong
      >${fetch.status === null ? null : ` · HTTP ${fetch.status}`}${fetch.mediaType === null ? null : ` · ${fetch.mediaType}`}
    </dd>
    ${
      fetch.detail === null
        ? null
        : html`<dt>${say('Why', '原因')}</dt>
            <dd lang="en">${fetch.detail}</dd>`
    }
    ${
      fetch.sha256 === null
        ? null
        : html`<dt>${say('Kept', '保存')}</dt>
            <dd>
              <code class="hash">${fetch.sha256}</code>
              <a href="${originalAddress(fetch.sha256)}" download>${say('download', '下载')}</a>
            </dd>`
    }
    ${
      fetch.headersJson === null
        ? null
        : html`<dt>${say('Headers', '响应头')}</dt>
            <dd><pre tabindex="0">${headerLines(fetch.headersJson)}</pre></dd>`
    }
  </dl>`;
}

function headerLines(json: string): string {
  const headers: unknown = JSON.parse(json);
  if (typeof headers !== 'object' || headers === null) return '';
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
}
