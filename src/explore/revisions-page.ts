import type { Corpus } from '../../storage/corpus.ts';
import { differenceOf, type CellReading } from '../../storage/content-difference.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { cellAddress, reportAddress } from './addresses.ts';
import { cellLabel, numberText } from './cell-labels.ts';
import { html, type Markup } from './markup.ts';
import { outsideLink } from './outside-link.ts';
import type { PageContent } from './page-frame.ts';
import { CELL_MARKS } from './status-marks.ts';
import { statutoryTables } from './statutory-tables.ts';
import { minuteOf, type View } from './view.ts';

/** Two revisions of one report side by side, what differs marked. The earlier one stands left, whichever was asked for first. */
export function revisionsPage(view: View, corpus: Corpus, one: StoredReport, other: StoredReport): PageContent | null {
  if (one.organizationId !== other.organizationId || one.fiscalYear !== other.fiscalYear) return null;
  const { say } = view;
  const [earlier, later] = one.revision <= other.revision ? [one, other] : [other, one];
  const [before, after] = [corpus.contentOf(earlier.id), corpus.contentOf(later.id)];
  const difference = differenceOf(before, after);
  const figures = difference.cells.filter(
    ({ before: was, after: is }) => was?.number !== is?.number || was?.printed !== is?.printed,
  );
  const restated = difference.cells.filter((cell) => !figures.includes(cell));
  const changed = new Set(figures.map(({ code }) => code));
  const column = (report: StoredReport, { cells }: typeof before): Markup =>
    html`<section class="revision" aria-label="${revisionName(view, report)}">
      <h2><a href="${reportAddress(report.id)}">${revisionName(view, report)}</a></h2>
      <p>
        ${say(`seen from ${minuteOf(report.firstSeenAt)} to ${minuteOf(report.lastSeenAt)}`, `见于 ${minuteOf(report.firstSeenAt)} 至 ${minuteOf(report.lastSeenAt)}`)}<br />
        ${outsideLink(report.pageUrl)}
      </p>
      ${statutoryTables(view, {
        cells: new Map(cells.map((cell) => [cell.code, cell])),
        address: (code) => cellAddress(report.id, code),
        mark: (code) => (changed.has(code) ? 'changed' : ''),
      })}
    </section>`;
  const title = `${earlier.organization.name} ${earlier.fiscalYear}`;
  const main = html`<h1 lang="zh">${title}</h1>
    <p class="lead">
      ${say(
        `${changed.size} figures and ${difference.sections.length} sections differ. Changed figures have a violet frame.`,
        `${changed.size} 个数字、${difference.sections.length} 部分正文不同。有变动的数字以紫框标出。`,
      )}
    </p>
    ${changedCells(view, figures, earlier, later)}
    ${
      restated.length === 0
        ? null
        : html`<details>
            <summary>
              ${say(`${restated.length} cells say the same and have another status, or another value that the sums force`, `另有 ${restated.length} 格数字相同而状态或推得值不同`)}
            </summary>
            ${changedCells(view, restated, earlier, later)}
          </details>`
    }
    ${difference.sections.map(
      ({ number, before: was, after: is }) =>
        html`<h2>${say(`Section ${number}`, `第 ${number} 部分`)}</h2>
          <div class="two">
            ${passage(was, say('no such section', '无此部分'))}${passage(is, say('no such section', '无此部分'))}
          </div>`,
    )}
    <div class="two tables">${column(earlier, before)}${column(later, after)}</div>`;
  return { title, main, wide: true };
}

function passage(text: string | null, none: string): Markup {
  return text === null ? html`<p><em>${none}</em></p>` : html`<blockquote lang="zh">${text}</blockquote>`;
}

function revisionName({ say }: View, { revision, state }: StoredReport): string {
  return say(
    `Revision ${revision} (${state})`,
    `第 ${revision} 版（${{ current: '现行', superseded: '已被取代', withdrawn: '已撤下' }[state]}）`,
  );
}

function changedCells(
  view: View,
  cells: readonly { readonly code: string; readonly before: CellReading | null; readonly after: CellReading | null }[],
  earlier: StoredReport,
  later: StoredReport,
): Markup | null {
  if (cells.length === 0) return null;
  const { say } = view;
  return html`<table class="list">
    <caption>
      ${say('Cells that differ', '不同的格')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${say('Cell', '格')}</th>
        <th scope="col" class="n">${revisionName(view, earlier)}</th>
        <th scope="col" class="n">${revisionName(view, later)}</th>
      </tr>
    </thead>
    <tbody>
      ${cells.map(
        ({ code, before, after }) =>
          html`<tr>
            <th scope="row">${cellLabel(code, view)}</th>
            <td class="n"><a href="${cellAddress(earlier.id, code)}">${readingText(view, before)}</a></td>
            <td class="n"><a href="${cellAddress(later.id, code)}">${readingText(view, after)}</a></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function readingText(view: View, reading: CellReading | null): string {
  if (reading === null) return view.say('not there', '无');
  const { english, chinese } = CELL_MARKS[reading.status];
  const number = reading.number === null ? '' : `${numberText(reading.number)} `;
  return `${number}(${view.say(english, chinese)})`;
}
