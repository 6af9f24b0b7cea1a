import { describe, expect, test } from 'vitest';
import type { Block, TableCell } from '../../src/read/document.ts';
import { type PageTable, stitchPages } from '../../src/read/table-stitching.ts';
import { outlineOf } from './outline.ts';

/** Rows of cells, each `words` or `words [rows x columns]`; `~` behind the words: the last line runs on to the edge. */
function pageTable(
  page: number,
  columnLines: readonly number[],
  rows: readonly (readonly string[])[],
  more: Partial<PageTable> = {},
): PageTable {
  const taken = new Set<string>();
  const wrapping = new Set<TableCell['locator']>();
  const cells = rows.flatMap((texts, row) => {
    let column = 0;
    return texts.map((written): TableCell => {
      const [, words = '', wraps, down, right] = /^([^~[]*)(~?)(?:\[(\d+)x(\d+)\])?$/.exec(written) ?? [];
      const [rowSpan, columnSpan] = [Number(down ?? 1), Number(right ?? 1)];
      while (taken.has(`${row} ${column}`)) column += 1;
      const locator = { page, box: [column, row, column + columnSpan, row + rowSpan] as const };
      for (let y = row; y < row + rowSpan; y += 1) {
        for (let x = column; x < column + columnSpan; x += 1) taken.add(`${y} ${x}`);
      }
      if (wraps === '~') wrapping.add(locator);
      return { row, column, rowSpan, columnSpan, text: words.trim(), locator };
    });
  });
  const [rowCount, columnCount] = [rows.length, columnLines.length - 1];
  const block = { kind: 'table', index: 0, geometry: 'spans', rowCount, columnCount, cells } as const;
  return { kind: 'page-table', block, columnLines, wrapping, ...more };
}

function outline(blocks: readonly Block[]): string[] {
  const document = { reader: 'test', readerVersion: '1', metadata: new Map(), blocks };
  return outlineOf({ kind: 'document', document }).slice(1);
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text, locator: { page: 1, box: [0, 0, 1, 1] } });
const NARROW = [50, 80, 120, 200, 300];
const LABELS_ONLY = [50, 200, 300];

describe('a table over a page break', () => {
  test('begins with a row of its own, where the page cuts no more than the rule between them', () => {
    const above = pageTable(1, [50, 80, 120, 200, 250, 300], [['（六）其他处理', '3', '其他', '0', '1']], {
      openBelow: true,
    });
    const below = pageTable(2, [50, 80, 120, 200, 250, 300], [['（七）总计', '', '', '1', '2']], { openAbove: true });
    const rows = outline(stitchPages([[above], [below]])).filter((line) => line.includes('row'));
    expect(rows).toEqual([
      '  row: 0 （六）其他处理 | 1 3 | 2 其他 | 3 0 | 4 1',
      '  row: 0 （七）总计 | 1 | 2 | 3 1 | 4 2',
    ]);
  });

  test('goes on in the middle of a group, whose label stands on one of the pages', () => {
    const above = pageTable(1, NARROW, [
      ['（三）不予公开[2x2]', '1.国家秘密', '3'],
      ['2.法律禁止', '4'],
    ]);
    const below = pageTable(2, NARROW, [
      ['[1x2]', '3.三安全', '5'],
      ['总计[1x3]', '12'],
    ]);
    expect(outline(stitchPages([[above], [below]]))).toEqual([
      'table 0 spans 4x4',
      '  row: 0 （三）不予公开 [3x2] | 2 1.国家秘密 | 3 3',
      '  row: 2 2.法律禁止 | 3 4',
      '  row: 2 3.三安全 | 3 5',
      '  row: 0 总计 [1x3] | 3 12',
      'page-break',
    ]);
  });

  test('joins a group label that the break cut in two, and not the labels of two groups', () => {
    const above = [
      pageTable(1, NARROW, [
        ['三、本年度办[2x1]', '公开[2x1]', '甲', '1'],
        ['乙', '2'],
      ]),
    ];
    const cut = [
      pageTable(2, NARROW, [
        ['理结果[2x1]', '（四）无法提供[2x1]', '丙', '3'],
        ['丁', '4'],
      ]),
    ];
    expect(outline(stitchPages([above, cut])).slice(1, 4)).toEqual([
      '  row: 0 三、本年度办理结果 [4x1] | 1 公开 [2x1] | 2 甲 | 3 1',
      '  row: 2 乙 | 3 2',
      '  row: 1 （四）无法提供 [2x1] | 2 丙 | 3 3',
    ]);
  });

  test('joins a row that the break cut in the middle of its label', () => {
    const above = pageTable(1, LABELS_ONLY, [['1.无正当理由逾期不补正、行政机关不~', '7']]);
    const below = pageTable(2, LABELS_ONLY, [
      ['再处理其申请', ''],
      ['2.逾期未缴费', '8'],
    ]);
    expect(outline(stitchPages([[above], [below]]))).toEqual([
      'table 0 spans 2x2',
      '  row: 0 1.无正当理由逾期不补正、行政机关不再处理其申请 | 1 7',
      '  row: 0 2.逾期未缴费 | 1 8',
      'page-break',
    ]);
  });

  test('joins a row whose figures all fell below the break', () => {
    const above = pageTable(1, LABELS_ONLY, [['重复申请', '']]);
    const below = pageTable(2, LABELS_ONLY, [['', '8']]);
    expect(outline(stitchPages([[above], [below]]))[1]).toBe('  row: 0 重复申请 | 1 8');
  });

  test('joins a figure that was cut, and doubts it', () => {
    const above = pageTable(1, NARROW, [['本年新收', '282', '0', '282']]);
    const below = pageTable(2, NARROW, [
      ['', '3', '', '3'],
      ['上年结转', '1', '0', '1'],
    ]);
    const [table] = stitchPages([[above], [below]]);
    expect(
      table?.kind === 'table' ? table.cells.slice(0, 4).map(({ text, doubtful }) => [text, doubtful]) : [],
    ).toEqual([
      ['本年新收', undefined],
      ['2823', true],
      ['0', undefined],
      ['2823', true],
    ]);
  });

  test('keeps rows apart that only look cut: a blank row, two figures, a label that opens an item', () => {
    const rows = (first: string[], second: string[]): number => {
      const [table] = stitchPages([[pageTable(1, LABELS_ONLY, [first])], [pageTable(2, LABELS_ONLY, [second])]]);
      return table?.kind === 'table' ? table.rowCount : 0;
    };
    expect(rows(['规章', ''], ['行政规范性文件', ''])).toBe(2);
    expect(rows(['逾期未缴~', '3'], ['纳费用', '4'])).toBe(2);
    expect(rows(['逾期未按要求缴纳费用~', ''], ['3.其他', '4'])).toBe(2);
  });

  test('leaves out a head that is printed again', () => {
    const head = ['行政复议', '总计'];
    const above = pageTable(1, LABELS_ONLY, [head, ['甲', '1']]);
    const below = pageTable(2, LABELS_ONLY, [head, ['乙', '2']]);
    expect(outline(stitchPages([[above], [paragraph('（续表）'), below]])).slice(0, 4)).toEqual([
      'table 0 spans 3x2',
      '  row: 0 行政复议 | 1 总计',
      '  row: 0 甲 | 1 1',
      '  row: 0 乙 | 1 2',
    ]);
  });

  test('goes on where a part has only some of the columns, and stands a little askew', () => {
    const above = pageTable(1, [50, 300], [['第二十条第（一）项']], { otherwise: [paragraph('第二十条第（一）项')] });
    const below = pageTable(2, [61, 211.5, 312], [['规章', '2']]);
    expect(outline(stitchPages([[above], [below]]))).toEqual([
      'table 0 spans 2x2',
      '  row: 0 第二十条第（一）项 [1x2]',
      '  row: 0 规章 | 1 2',
      'page-break',
    ]);
  });

  test('ends where the next one has other columns within the same edges, or words stand between', () => {
    const third = pageTable(1, NARROW, [['总', '计', '', '1']]);
    const fourth = pageTable(2, [50, 112, 175, 237, 300], [['2', '3', '4', '5']]);
    const tables = (blocks: readonly Block[]): number => blocks.filter(({ kind }) => kind === 'table').length;
    expect(tables(stitchPages([[third], [fourth]]))).toBe(2);
    expect(tables(stitchPages([[third], [paragraph('四、行政复议情况'), { ...fourth, columnLines: NARROW }]]))).toBe(2);
  });

  test('a frame that belongs to no table stays what it is', () => {
    const frame = pageTable(1, [50, 300], [['公开']], { otherwise: [paragraph('公开')] });
    expect(outline(stitchPages([[frame], [paragraph('正文')]]))).toEqual([
      'p @{"page":1,"box":[0,0,1,1]} 公开',
      'page-break',
      'p @{"page":1,"box":[0,0,1,1]} 正文',
    ]);
  });
});
