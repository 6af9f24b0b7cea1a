import { codebookEntry } from '../codebook/codebook.ts';
import type { ReportCell } from '../extract/report.ts';
import type { Locator } from '../read/document.ts';
import type { Sha256 } from '../original/sha256.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { documentEvidence, fetchesOf, type DocumentEvidence } from '../../storage/evidence.ts';
import { findingsOn } from '../../storage/report-evidence.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { cellAddress, originalAddress, reportAddress } from './addresses.ts';
import { cellLabel, numberText } from './cell-labels.ts';
import { findingView } from './finding-view.ts';
import { html, type Markup } from './markup.ts';
import type { OriginalFrame } from './original-frame.ts';
import { outsideLink } from './outside-link.ts';
import type { PageContent } from './page-frame.ts';
import { CELL_MARKS, cellClass } from './status-marks.ts';
import { verdictView, type SaidByPeople } from './verdict-view.ts';
import { minuteOf, type View } from './view.ts';
import { writtenSum } from './written-sum-view.ts';
import { sumOfFinding, sumsOf } from './written-sums.ts';

/** A cell with the original it was read from. */
export interface CellReceipt {
  readonly report: StoredReport;
  readonly cell: ReportCell;
  readonly url: string;
  readonly sha256: Sha256;
  /** How the original can be shown beside the receipt. */
  readonly shown:
    | {
        readonly kind: 'page';
        readonly page: number;
        readonly box: PageBox;
        readonly width: number;
        readonly height: number;
      }
    | { readonly kind: 'frame'; readonly frame: OriginalFrame }
    /** It cannot, and why. */
    | { readonly kind: 'none'; readonly reason: string };
}

type PageBox = readonly [left: number, top: number, right: number, bottom: number];

/** The receipt of one figure: what was printed, what it must agree with, and the original beside it with the place marked. */
export function receiptPage(view: View, corpus: Corpus, receipt: CellReceipt, said: SaidByPeople): PageContent {
  const { say } = view;
  const { report, cell } = receipt;
  const label = cellLabel(cell.code, view);
  const main = html` <p class="crumbs"><a href="${reportAddress(report.id)}" lang="zh">${report.title}</a></p>
    <h1>${label}</h1>
    <div class="beside">
      <section class="receipt" aria-label="${say('Receipt', '凭证')}">
        ${facts(view, corpus, receipt)} ${arithmetic(view, corpus, receipt)} ${humanVerdicts(view, cell.code, said)}
      </section>
      <section class="original" aria-label="${say('The original', '原件')}">
        <h2>${say('The original', '原件')}</h2>
        ${original(view, receipt)}
        <p>
          <a href="${originalAddress(receipt.sha256)}" download
            >${say('Download the original as served', '下载原件（原始字节）')}</a
          >
        </p>
      </section>
    </div>`;
  return { title: `${label} · ${report.organization.name} ${report.fiscalYear}`, main, wide: true };
}

function facts(view: View, corpus: Corpus, { report, cell, url, sha256 }: CellReceipt): Markup {
  const { say } = view;
  const { english, chinese, meaning } = CELL_MARKS[cell.status];
  const entry = codebookEntry(cell.code);
  const document = documentEvidence(corpus, sha256);
  const printed =
    cell.printed === null
      ? html`<em>${say('nothing: the row or table is not there', '无：原件没有该行或该表')}</em>`
      : cell.printed === ''
        ? html`<em>${say('an empty cell', '空格')}</em>`
        : html`<q lang="zh">${cell.printed}</q>`;
  return html`<dl class="facts">
    <dt>${say('Printed', '原文')}</dt>
    <dd class="printed">${printed}</dd>
    <dt>${say('Number', '数值')}</dt>
    <dd>
      ${cell.number === null ? html`<em>${say('none', '无')}</em>` : html`<strong class="number">${numberText(cell.number)}</strong> <span lang="zh">${entry?.unit ?? ''}</span>${unitNote(view, entry?.unit)}`}
    </dd>
    ${
      cell.derived === null
        ? null
        : html`<dt>${say('Derived', '推得')}</dt>
            <dd>
              <strong>${numberText(cell.derived)}</strong> ${say('not printed; forced by', '原件未印，依据')}
              <span lang="en">${cell.basis ?? ''}</span>
            </dd>`
    }
    <dt>${say('Status', '状态')}</dt>
    <dd>
      <span class="swatch ${cellClass(cell.status)}" aria-hidden="true">${CELL_MARKS[cell.status].glyph}</span>
      <strong>${say(english, chinese)}</strong><br />${say(...meaning)}
    </dd>
    <dt>${say('Form', '表格')}</dt>
    <dd lang="zh">${entry === undefined ? cell.code : `表${entry.table}：${entry.rowLabel} · ${entry.columnLabel}`}</dd>
    <dt>${say('Code', '代码')}</dt>
    <dd><code>${cell.code}</code></dd>
    <dt>${say('Address', '地址')}</dt>
    <dd>${outsideLink(url)}</dd>
    <dt>${say('Fetched', '获取')}</dt>
    <dd>${fetchTimes(view, corpus, sha256, document)}</dd>
    <dt>SHA-256</dt>
    <dd><code class="hash">${sha256}</code></dd>
    <dt>${say('Place', '位置')}</dt>
    <dd>${placeInWords(view, cell.locator)}</dd>
    <dt>${say('Read by', '读取')}</dt>
    <dd>
      ${document?.reader == null ? say('not noted', '未记') : `${document.reader} ${document.readerVersion ?? ''}`};
      ${say(`extraction ${report.extractorVersion}`, `提取版本 ${report.extractorVersion}`)}
    </dd>
  </dl>`;
}

function unitNote({ say }: View, unit: string | undefined): string {
  switch (unit) {
    case '万元':
      return say(' (ten thousand yuan)', '');
    case '件':
      return say(' (cases)', '');
    case '项':
      return say(' (items)', '');
    default:
      return '';
  }
}

function fetchTimes(view: View, corpus: Corpus, sha256: Sha256, document: DocumentEvidence | undefined): Markup {
  const [first] = fetchesOf(corpus, sha256, 1);
  if (first !== undefined) return html`<a href="/fetches/${first.id}">${minuteOf(first.fetchedAt)}</a>`;
  const seen = document === undefined ? '' : minuteOf(document.firstSeenAt);
  return html`${view.say(`not fetched by itself; kept since ${seen}`, `非单独获取；自 ${seen} 保存`)}`;
}

function placeInWords({ say }: View, locator: Locator | null): string {
  if (locator === null) return say('none', '无');
  if ('page' in locator) {
    const box = locator.box.map((edge) => Math.round(edge)).join(', ');
    return say(`page ${locator.page}, box ${box}`, `第 ${locator.page} 页，方框 ${box}`);
  }
  if ('line' in locator) return say(`line ${locator.line}`, `第 ${locator.line} 行`);
  const [table, row, column] = [locator.table + 1, locator.row + 1, locator.column + 1];
  return say(`table ${table}, row ${row}, column ${column}`, `第 ${table} 个表格，第 ${row} 行，第 ${column} 列`);
}

function arithmetic(view: View, corpus: Corpus, { report, cell }: CellReceipt): Markup {
  const { say } = view;
  const cells = new Map(corpus.contentOf(report.id).cells.map((one) => [one.code, one]));
  const address = (code: string): string => cellAddress(report.id, code);
  const sums = sumsOf(cell.code, cells);
  const findings = findingsOn(corpus, report.id).filter(({ codes }) => codes.includes(cell.code));
  return html`<h2>${say('What it must agree with', '勾稽关系')}</h2>
    ${
      sums.length === 0
        ? html`<p>${say('The form asks no sum of this cell.', '表格对该格没有勾稽要求。')}</p>`
        : sums.map((sum) => writtenSum(view, sum, { here: cell.code, address }))
    }
    ${
      findings.length === 0
        ? null
        : html`<h2>${say('Findings', '问题')}</h2>
            ${findings.map((finding) => findingView(view, finding, { sum: sumOfFinding(finding, cells), address }))}`
    }`;
}

function humanVerdicts(view: View, code: string, said: SaidByPeople): Markup | null {
  const shown = verdictView(view, { code }, said);
  return shown === null
    ? null
    : html`<h2>${view.say('What people say of it', '人工判断')}</h2>
        ${shown}`;
}

/** Around the box in the enlarged piece, in the page's unit, for PDF points; pictures have more pixels. */
const AROUND = { across: 170, down: 60 };

function original(view: View, receipt: CellReceipt): Markup {
  const { say } = view;
  const { report, cell, sha256, shown } = receipt;
  switch (shown.kind) {
    case 'none':
      return html`<p class="notice">${shown.reason}</p>`;
    case 'frame': {
      const source = `${cellAddress(report.id, cell.code)}/original`;
      const note = {
        marked: say('The place is outlined.', '位置已用框线标出。'),
        moved: say(
          'The place cannot be shown: what stands there in the kept original is not what was printed. It may have been read by another version; run nianbao extract.',
          '无法标出位置：原件该处的内容与所记原文不符，可能由其他版本读取。请运行 nianbao extract。',
        ),
        nowhere: say(
          'This cell has no place: the row or table is not in the document.',
          '该格没有位置：原件中没有该行或该表。',
        ),
      }[shown.frame.place];
      const kind = {
        page: say('The page as served, without scripts, styles and pictures.', '网页原文，已去除脚本、样式和图片。'),
        reading: say(
          'A format that browsers do not show: the document as nianbao read it.',
          '浏览器不能显示该格式：以下为 nianbao 读出的内容。',
        ),
        text: say('The text as it stands; its place is a line.', '文本原样；位置以行为单位。'),
      }[shown.frame.kind];
      return html`<p${shown.frame.place === 'moved' ? html` class="notice"` : null}>${note} ${kind}</p>
<iframe class="frame" name="original" width="820" height="600" sandbox="" src="${source}#place" title="${say('The original with the place marked', '标出位置的原件')}"></iframe>${
        shown.frame.place === 'marked'
          ? html`<p>
              <a class="to-place" href="${source}#place" target="original">${say('Back to the place', '回到该处')}</a>
            </p>`
          : null
      }`;
    }
    case 'page': {
      const { page, box, width, height } = shown;
      const [left, top, right, bottom] = box;
      const address = `${originalAddress(sha256)}/pages/${page}.png`;
      const scale = Math.max(1, width / 900);
      const piece = {
        x: Math.max(0, left - AROUND.across * scale),
        y: Math.max(0, top - AROUND.down * scale),
        w: Math.min(width, right - left + 2 * AROUND.across * scale),
        h: Math.min(height, bottom - top + 2 * AROUND.down * scale),
      };
      const frame = html`<image href="${address}" x="0" y="0" width="${width}" height="${height}" /><rect
          class="box"
          x="${left - 1}"
          y="${top - 1}"
          width="${right - left + 2}"
          height="${bottom - top + 2}"
          vector-effect="non-scaling-stroke"
        />`;
      return html`<p>
          ${say(`Page ${page}, with the cell in a box; above it the same, enlarged.`, `第 ${page} 页，该格已框出；上方为其放大。`)}
        </p>
        <svg
          class="piece"
          viewBox="${piece.x} ${piece.y} ${piece.w} ${piece.h}"
          role="img"
          aria-label="${say('The cell, enlarged', '该格放大')}"
        >
          ${frame}
        </svg>
        <svg
          class="page"
          viewBox="0 0 ${width} ${height}"
          role="img"
          aria-label="${say(`Page ${page} with the cell in a box`, `第 ${page} 页，该格已框出`)}"
        >
          ${frame}
        </svg>`;
    }
  }
}
