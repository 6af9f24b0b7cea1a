import { describe, expect, test } from 'vitest';
import { rolesOf } from '../../src/scan/cell-roles.ts';
import type { GridCell, PageGrid } from '../../src/scan/page-grid.ts';

type Span = readonly [row: number, column: number, rowSpan: number, columnSpan: number];

function gridOf(rowCount: number, columnCount: number, spans: readonly Span[]): PageGrid {
  const corners: GridCell['corners'] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const cells = spans.map(([row, column, rowSpan, columnSpan]) => ({ row, column, rowSpan, columnSpan, corners }));
  return { rowCount, columnCount, cells, support: 1 };
}

/** Cells of one row, each a field, from one column on. */
function fields(row: number, from: number, count: number): Span[] {
  return Array.from({ length: count }, (_, index): Span => [row, from + index, 1, 1]);
}

/** Row by row: `w` for words, `f` for figures, `.` where the place says nothing. */
function drawn(grid: PageGrid): string[] {
  const roles = rolesOf(grid);
  const rows = Array.from({ length: grid.rowCount }, () => '');
  for (const cell of grid.cells) rows[cell.row] = `${rows[cell.row] ?? ''}${roles.get(cell)?.charAt(0) ?? '.'}`;
  return rows;
}

describe('the place of a cell', () => {
  test('in a piece of 三 whose items have a column for their numbers', () => {
    const rows: Span[] = [
      [0, 0, 2, 1],
      [0, 1, 1, 1],
      [0, 2, 1, 1],
      ...fields(0, 3, 7),
      [1, 1, 1, 2],
      ...fields(1, 3, 7),
    ];
    expect(drawn(gridOf(2, 10, rows))).toEqual(['wwwfffffff', 'wfffffff']);
  });

  test('in the head of 三', () => {
    const head: Span[] = [[0, 0, 3, 3], [0, 3, 1, 7], [1, 3, 2, 1], [1, 4, 1, 5], [1, 9, 2, 1], ...fields(2, 4, 5)];
    const rows: Span[] = [[3, 0, 1, 3], ...fields(3, 3, 7), [4, 0, 1, 3], ...fields(4, 3, 7)];
    expect(drawn(gridOf(5, 10, [...head, ...rows]))).toEqual(['ww', 'www', 'wwwww', 'wfffffff', 'wfffffff']);
  });

  test('in 四: its last row, also alone on its page, but not the last row of its head', () => {
    const head: Span[] = [[0, 0, 2, 5], [0, 5, 1, 10], [1, 5, 1, 5], [1, 10, 1, 5], ...fields(2, 0, 15)];
    expect(drawn(gridOf(4, 15, [...head, ...fields(3, 0, 15)]))).toEqual(['ww', 'ww', 'w'.repeat(15), 'f'.repeat(15)]);
    expect(drawn(gridOf(1, 15, fields(0, 0, 15)))).toEqual(['f'.repeat(15)]);
    expect(drawn(gridOf(3, 15, head))).toEqual(['..', '..', '.'.repeat(15)]);
  });

  test('in 二: behind the labels below the head of each item; before the first item nothing is known', () => {
    const rows: Span[] = [...fields(0, 0, 4), [1, 0, 1, 4], ...fields(2, 0, 4), ...fields(3, 0, 4)];
    expect(drawn(gridOf(4, 4, rows))).toEqual(['....', 'w', 'wwww', 'wfff']);
  });

  test('in a table of another form is unknown', () => {
    expect(drawn(gridOf(2, 5, [...fields(0, 0, 5), ...fields(1, 0, 5)]))).toEqual(['.....', '.....']);
  });
});
