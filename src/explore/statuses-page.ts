import { html, type Markup } from './markup.ts';
import type { PageContent } from './page-frame.ts';
import { CELL_MARKS, COVERAGE_MARKS, cellClass, squareClass, type StateMark } from './status-marks.ts';
import type { CellStatus } from '../extract/report.ts';
import type { CoverageStatus } from '../../storage/summary.ts';
import type { View } from './view.ts';

/** What every status of a cell and every state of a year means. */
export function statusesPage(view: View): PageContent {
  const { say } = view;
  const list = (marks: Readonly<Record<string, StateMark>>, classOf: (status: string) => string): Markup =>
    html`<ul class="legend long">
      ${Object.entries(marks).map(
        ([status, { glyph, english, chinese, meaning }]) =>
          html`<li>
            <span class="swatch ${classOf(status)}" aria-hidden="true">${glyph}</span>
            <strong>${say(english, chinese)}</strong> <code>${status}</code>
            <span class="means">${say(...meaning)}</span>
          </li>`,
      )}
    </ul>`;
  const title = say('Statuses', '状态说明');
  return {
    title,
    main: html`<h1>${title}</h1>
      <h2>${say('Of a cell', '单元格')}</h2>
      ${list(CELL_MARKS, (status) => cellClass(status as CellStatus))}
      <h2>${say('Of a year', '年度')}</h2>
      ${list(COVERAGE_MARKS, (status) => squareClass(status as CoverageStatus))}`,
  };
}
