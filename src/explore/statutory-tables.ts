import type { TableNumber } from '../codebook/codebook.ts';
import type { ReportCell } from '../extract/report.ts';
import { cellLabel, numberText } from './cell-labels.ts';
import { formTable, templateOf, type FormCell } from './form-layout.ts';
import { html, type Markup } from './markup.ts';
import { CELL_MARKS, cellClass } from './status-marks.ts';
import type { View } from './view.ts';

/** What is to be shown in the place of each figure. */
export interface FigureSource {
  readonly cells: ReadonlyMap<string, ReportCell>;
  /** Address that a figure leads to. */
  readonly address: (code: string) => string;
  /** Further class of a figure's cell: changed, in a finding. */
  readonly mark?: (code: string) => string;
}

const TABLES: readonly TableNumber[] = ['二', '三', '四'];

/** The three statutory tables in the layout of the official form, each figure coloured by its status and leading to its receipt. */
export function statutoryTables(view: View, source: FigureSource): Markup[] {
  const codes = new Set(source.cells.keys());
  return TABLES.map((table) => {
    const { caption, rows } = formTable(table, templateOf(table, codes));
    return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
      <table class="form form-${TABLES.indexOf(table) + 2}" data-grid>
        <caption lang="zh">
          ${caption}
        </caption>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => formCell(view, source, cell))}
            </tr>`,
        )}
      </table>
    </div>`;
  });
}

function formCell(view: View, source: FigureSource, cell: FormCell): Markup {
  const span = (name: string, size: number): Markup | null => (size === 1 ? null : html` ${name}="${size}"`);
  if (cell.kind === 'figure') return figureCell(view, source, cell.code, span('colspan', cell.columnSpan));
  const spans = html`${span('colspan', cell.columnSpan)}${span('rowspan', cell.rowSpan)}`;
  if (cell.heads === null) return html`<td class="note" lang="zh" ${spans}>${cell.text}</td>`;
  const scope =
    cell.heads === 'columns' ? (cell.columnSpan > 1 ? 'colgroup' : 'col') : cell.rowSpan > 1 ? 'rowgroup' : 'row';
  return html`<th scope="${scope}" lang="zh" ${spans}>${cell.text}</th>`;
}

function figureCell(view: View, source: FigureSource, code: string, span: Markup | null): Markup {
  const cell = source.cells.get(code);
  if (cell === undefined)
    return html`<td${span} class="figure s-absent"><span class="hidden">${view.say('no cell', '无此格')}</span></td>`;
  const { glyph, english, chinese } = CELL_MARKS[cell.status];
  const mark = source.mark?.(code) ?? '';
  const shown = cell.number === null ? glyph : numberText(cell.number);
  const after = cell.number === null || cell.status === 'verified' ? '' : glyph;
  const name = `${cellLabel(code, view)}: ${view.say(english, chinese)}`;
  return html`<td${span} class="figure ${cellClass(cell.status)}${mark === '' ? '' : ` ${mark}`}"><a href="${source.address(code)}" title="${name}">${shown}${
    after === '' ? null : html`<span class="glyph" aria-hidden="true">${after}</span>`
  }<span class="hidden"> ${view.say(english, chinese)}</span></a>${
    cell.number === null && cell.derived !== null
      ? html`<span class="derived" title="${view.say('not printed; forced by the sums', '原件未印，由勾稽关系推得')}"
          >(${numberText(cell.derived)})</span
        >`
      : null
  }</td>`;
}

/** What each colour and glyph means, with how many cells have it. */
export function statusLegend(view: View, cells: Iterable<ReportCell>): Markup {
  const counts = new Map<ReportCell['status'], number>();
  for (const { status } of cells) counts.set(status, (counts.get(status) ?? 0) + 1);
  const entries = [...counts].sort(([, one], [, other]) => other - one);
  return html`<ul class="legend">
    ${entries.map(([status, count]) => {
      const { glyph, english, chinese, meaning } = CELL_MARKS[status];
      return html`<li>
        <span class="swatch ${cellClass(status)}" aria-hidden="true">${glyph}</span>
        <strong>${count} ${view.say(english, chinese)}</strong> <span class="means">${view.say(...meaning)}</span>
      </li>`;
    })}
  </ul>`;
}
