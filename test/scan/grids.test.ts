import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutCell } from '../../src/scan/cut-cell.ts';
import { findGrids } from '../../src/scan/find-grids.ts';
import type { PageGrid } from '../../src/scan/page-grid.ts';
import { withoutTables } from '../../src/scan/text-areas.ts';
import { drawTable, mergedSpans, plainSpans } from './drawn-table.ts';
import type { DrawnSpan } from './drawn-table.ts';

function spansOf(grid: PageGrid | undefined): DrawnSpan[] | undefined {
  return grid?.cells.map(({ row, column, rowSpan, columnSpan }) => ({ row, column, rowSpan, columnSpan }));
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

const plain = { heights: [40, 30, 30, 52], widths: [120, 60, 60, 80, 60], spans: plainSpans(4, 5) };

describe('tables in a picture', () => {
  test('a page without a table has no grid', () => {
    expect(findGrids({ width: 600, height: 800, pixels: new Uint8Array(480_000).fill(255) })).toEqual([]);
  });

  test('shades without rules are no table', () => {
    const pixels = Uint8Array.from({ length: 640 * 480 }, (_, at) => {
      const [x, y] = [at % 640, Math.floor(at / 640)];
      return 128 + 60 * Math.sin(x / 23) + 50 * Math.cos((x + y) / 31) + ((x * 7919 + y * 104729) % 13);
    });
    expect(findGrids({ width: 640, height: 480, pixels })).toEqual([]);
  });

  test('a plain table is found with the corners of its cells', () => {
    const [grid, ...others] = findGrids(drawTable(plain));
    expect(others).toEqual([]);
    expect(spansOf(grid)).toEqual(plain.spans);
    expect(grid?.support).toBeGreaterThan(0.95);
    const [topLeft, , bottomRight] = grid!.cells[6]!.corners;
    const expected = [180, 110, 240, 140];
    [...topLeft, ...bottomRight].forEach((place, at) => expect(Math.abs(place - expected[at]! - 1)).toBeLessThan(2));
  });

  test('a table on the very edge of its picture is found whole', () => {
    const page = drawTable(plain);
    const [left, top, right, bottom] = [60, 70, 442, 224];
    const width = right - left;
    const pixels = new Uint8Array(width * (bottom - top));
    for (let y = top; y < bottom; y += 1) {
      pixels.set(page.pixels.subarray(y * page.width + left, y * page.width + right), (y - top) * width);
    }
    expect(spansOf(findGrids({ width, height: bottom - top, pixels })[0])).toEqual(plain.spans);
  });

  test('a single row of figures is found, though its upright rules are no longer than letters', () => {
    const row = { heights: [40], widths: Array.from({ length: 15 }, () => 50), spans: plainSpans(1, 15) };
    expect(findGrids(drawTable(row)).map(spansOf)).toEqual([row.spans]);
    expect(findGrids(drawTable(row, { slope: 0.01, grain: 14 })).map(spansOf)).toEqual([row.spans]);
  });

  test('a frame around words is no row of figures', () => {
    expect(findGrids(drawTable({ heights: [40], widths: [700], spans: plainSpans(1, 1) }))).toEqual([]);
  });

  test('short rules of a picture as long as several pages are found', () => {
    const heights = [...Array.from({ length: 60 }, () => 50), 48, 48];
    const widths = Array.from({ length: 8 }, () => 60);
    const wide = heights.slice(2).map((_, row) => ({ row, column: 0, rowSpan: 1, columnSpan: 8 }));
    const tall = { heights, widths, spans: mergedSpans(heights.length, 8, wide) };
    expect(findGrids(drawTable(tall)).map(spansOf)).toEqual([tall.spans]);
  });

  test('a cell is cut out without its rules and with what stands in it', () => {
    const page = drawTable(plain);
    const cell = findGrids(page)[0]!.cells[6]!;
    const cut = cutCell(page, cell);
    const edge = [...cut.pixels.subarray(0, cut.width), ...cut.pixels.subarray(cut.pixels.length - cut.width)];
    expect(Math.min(...edge)).toBeGreaterThan(200);
    expect(Math.min(...cut.pixels)).toBeLessThan(60);
    expect([cut.width, cut.height].map((size, at) => Math.abs(size - [60, 30][at]!) <= 2)).toEqual([true, true]);
  });

  test('without its tables a page is bare', () => {
    const page = drawTable(plain, { slope: 0.02 });
    const bare = withoutTables(page, findGrids(page));
    expect(bare.pixels.filter((tone) => tone < 200)).toEqual(new Uint8Array());
  });

  test('any ruled table is found again: merged cells, skew, faint rules, grain', () => {
    const table = fc
      .record({
        heights: fc.array(fc.integer({ min: 26, max: 70 }), { minLength: 2, maxLength: 12 }),
        widths: fc.array(fc.integer({ min: 40, max: 130 }), { minLength: 2, maxLength: 9 }),
        wishes: fc.array(
          fc.record({
            row: fc.nat({ max: 11 }),
            column: fc.nat({ max: 8 }),
            rowSpan: fc.integer({ min: 1, max: 4 }),
            columnSpan: fc.integer({ min: 1, max: 4 }),
          }),
          { maxLength: 4 },
        ),
      })
      .map(({ heights, widths, wishes }) => ({
        heights,
        widths,
        spans: mergedSpans(
          heights.length,
          widths.length,
          wishes.filter(({ row, column }) => row < heights.length && column < widths.length),
        ),
      }))
      // A line of which nothing is drawn cannot be found.
      .filter(({ heights, widths, spans }) => {
        // Nor are rules shorter than some letters followed.
        if (sumOf(heights) < 120 || sumOf(widths) < 120) return false;
        const everyRow = heights.every((_, row) => row === 0 || spans.some((span) => span.row === row));
        return everyRow && widths.every((_, column) => column === 0 || spans.some((span) => span.column === column));
      });
    const drawing = fc.record({
      slope: fc.double({ min: -0.06, max: 0.06, noNaN: true }),
      thickness: fc.integer({ min: 1, max: 4 }),
      tone: fc.integer({ min: 0, max: 150 }),
      grain: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(table, drawing, (drawn, how) => {
        const grids = findGrids(drawTable(drawn, how));
        expect(grids).toHaveLength(1);
        expect(spansOf(grids[0])).toEqual(drawn.spans);
      }),
      { numRuns: 25, seed: 20_240_116 },
    );
  });
});
