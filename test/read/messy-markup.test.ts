import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtml } from '../../src/read/html.ts';

const TABLE = [
  ['信息内容', '本年制发件数', '本年废止件数', '现行有效件数'],
  ['规章', '0', '', '12'],
  ['行政规范性文件', '1,234', '+70', '-'],
  ['行政许可', '4986', '0', '251000元'],
] as const;

/** Ways in which editors write the same cell; each takes the words and gives markup. */
const CELL_DRESS: readonly ((words: string) => string)[] = [
  (words) => words,
  (words) => `<p class=MsoNormal>${words}<o:p></o:p></p>`,
  (words) => `<P align="center"><SPAN lang=EN-US style='font-family:"宋体"'>${words}</SPAN>`,
  (words) => `\n   <div><font face=仿宋>${words.slice(0, 1)}</font><b>${words.slice(1)}</b></div>\r\n`,
  (words) => `&nbsp;${[...words].join('<span></span>')}&nbsp;`,
  (words) => `<!-- <td>9</td> -->${words}<![if !supportEmptyParas]>&nbsp;<![endif]>`,
  (words) => `<span style="display:none">9</span>${[...words].join('&#8203;')}`,
  (words) => `<st1:chmetcnv w:st="on">${words}</st1:chmetcnv><a name="_GoBack"></a>`,
];
const CELL_START = ['<td>', '<TD width=57 valign=top>', "<td\n style='border:solid'>", '<td nowrap/>'];
const CELL_END = ['</td>', '', '</TD>\n', '</font></td>'];
const ROW_START = ['<tr>', '<TR style="height:20pt">', '</tr><tr>'];
const ROW_END = ['</tr>', '', '</tr>\n</p>'];
const AROUND: readonly (readonly [string, string])[] = [
  ['<table>', '</table>'],
  [
    '<div align=center><TABLE border=1 class=MsoTableGrid><colgroup><col width=90></colgroup><TBODY>',
    '</TBODY></TABLE></div>',
  ],
  ['<p><table><caption>附表</caption><thead></thead><tbody>', '</table></p>'],
  ['<table width="100%"><tr><td><p>正文。</p><table>', '</table></td></tr></table>'],
  ['<form><table>', ''],
];

describe('messy markup', () => {
  it('changes nothing in the grid', () => {
    const size = TABLE.length * 4;
    const choices = (count: number, of: number) =>
      fc.array(fc.nat({ max: of - 1 }), { minLength: count, maxLength: count });
    fc.assert(
      fc.property(
        choices(size, CELL_DRESS.length),
        choices(size, CELL_START.length),
        choices(size, CELL_END.length),
        choices(TABLE.length, ROW_START.length),
        choices(TABLE.length, ROW_END.length),
        fc.constantFrom(...AROUND),
        (dresses, starts, ends, rowStarts, rowEnds, [before, after]) => {
          const rows = TABLE.map((row, r) => {
            const cells = row.map((words, c) => {
              const at = r * 4 + c;
              return `${CELL_START[starts[at]!]!}${CELL_DRESS[dresses[at]!]!(words)}${CELL_END[ends[at]!]!}`;
            });
            return `${ROW_START[rowStarts[r]!]!}${cells.join('')}${ROW_END[rowEnds[r]!]!}`;
          });
          const html = `<html><body>${before}${rows.join('')}${after}</body></html>`;
          const reading = readHtml(new TextEncoder().encode(html), {
            contentType: null,
            url: 'https://portal.example/',
          });
          if (reading.kind === 'unreadable') throw new Error(reading.reason);
          const tables = reading.document.blocks.filter((block) => block.kind === 'table');
          const grid: string[][] = [];
          for (const cell of tables[0]?.cells ?? []) {
            const row = grid[cell.row] ?? [];
            row[cell.column] = cell.text;
            grid[cell.row] = row;
          }
          expect(grid).toEqual(TABLE);
          expect(tables).toHaveLength(1);
        },
      ),
      { numRuns: 400 },
    );
  });
});
