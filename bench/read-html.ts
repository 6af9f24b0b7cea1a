import { load } from 'cheerio';
import { readHtml } from '../src/read/html.ts';
import { parsePage } from '../crawlers/parse-page.ts';

/**
 * How long one page takes to become a `Document` or a `Page`, against `cheerio.load` of the same page in the same run.
 * Prints milliseconds a page (median) and the ratios.
 */
const ROUNDS = 100;
const WARM_UP = 20;

const page = reportPage(100_000);
const bytes = new TextEncoder().encode(page);
const hints = { contentType: 'text/html; charset=utf-8', url: 'https://example.org/2023/report.html' };

const works = {
  'cheerio.load': () => load(page),
  readHtml: () => readHtml(bytes, hints),
  parsePage: () => parsePage({ ...hints, bytes, label: '' }),
};
const quartiles = measure(works);
const base = quartiles['cheerio.load'] ?? 1;
console.log(`page of ${(bytes.length / 1000).toFixed(0)} kB, lower quartiles of ${ROUNDS} rounds taken in turn`);
for (const [name, time] of Object.entries(quartiles)) {
  console.log(`${name.padEnd(14)}${time.toFixed(2)} ms   ${(time / base).toFixed(2)} x cheerio.load`);
}

/** Takes the works in turn, so that whatever else the machine does falls on all of them alike. */
function measure(candidates: Readonly<Record<string, () => unknown>>): Record<string, number> {
  const times = new Map<string, number[]>();
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(candidates)) {
      const start = performance.now();
      work();
      if (round >= 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
    }
  }
  return Object.fromEntries(
    [...times].map(([name, taken]) => [name, taken.sort((one, other) => one - other)[taken.length >> 2] ?? 0]),
  );
}

/** A report as Word exports it: a menu, styled paragraphs, and a table of 28 by 10 with a span of styles in each cell. */
function reportPage(length: number): string {
  const style = "style='mso-bidi-font-size:10.5pt;font-family:宋体;mso-ascii-font-family:Calibri'";
  const menu = Array.from(
    { length: 80 },
    (_, n) => `<li><a href="/column/${n}.html" title="栏目${n}">栏目${n}</a></li>`,
  );
  const cell = (text: string | number): string =>
    `<td width=57 ${style}><p class=MsoNormal align=center><span lang=EN-US ${style}>${text}<o:p></o:p></span></p></td>`;
  const rows = Array.from({ length: 28 }, (_, row) => {
    const figures = Array.from({ length: 7 }, (_unused, column) => cell(row * column));
    return `<tr style='height:20pt'>${cell('三、本年度办理结果')}${cell('（一）予以公开')}${cell(`第${row}行`)}${figures.join('\n')}</tr>`;
  });
  const head = `<html><head><title>年度报告</title></head><body><ul>${menu.join('')}</ul><table border=1>${rows.join('\n')}</table>`;
  const paragraph = `<p class=MsoNormal style='text-indent:32pt'><span ${style}>本年度共公开政府信息若干条，其中规范性文件若干件，按规定时限答复申请。</span></p>\n`;
  const missing = Math.max(0, length - new TextEncoder().encode(head).length);
  return head + paragraph.repeat(Math.ceil(missing / new TextEncoder().encode(paragraph).length)) + '</body></html>';
}
