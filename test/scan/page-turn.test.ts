import { describe, expect, test } from 'vitest';
import type { Locator } from '../../src/read/document.ts';
import { readPagePicture } from '../../src/read/scan-page.ts';
import type { GrayImage } from '../../src/scan/gray-image.ts';
import { boxInPicture, PAGE_TURNS, uprightPicture, uprightPoint, type PageTurn } from '../../src/scan/page-turn.ts';
import { drawTable } from './drawn-table.ts';

/** A piece of 三: labels of groups and items at the left, seven figures at the right. */
const piece = {
  heights: [40, 40, 40, 40, 40, 40],
  widths: [60, 90, 200, 60, 60, 60, 60, 60, 60, 60],
  spans: [
    { row: 0, column: 0, rowSpan: 6, columnSpan: 1 },
    { row: 0, column: 1, rowSpan: 4, columnSpan: 1 },
    { row: 4, column: 1, rowSpan: 2, columnSpan: 1 },
    ...Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 8 }, (_, at) => ({ row, column: at + 2, rowSpan: 1, columnSpan: 1 })),
    ).flat(),
  ].sort((one, other) => one.row - other.row || one.column - other.column),
};

/** Lays a page down turned clockwise. */
function laid(page: GrayImage, turn: PageTurn): GrayImage {
  return uprightPicture(page, ((360 - turn) % 360) as PageTurn);
}

function boxOf(locator: Locator): readonly [number, number, number, number] {
  return 'box' in locator ? locator.box : [0, 0, 0, 0];
}

describe('a page that lies turned', () => {
  test('is read as it would be upright, with its places in the picture as it came', async () => {
    const page = drawTable(piece, { slope: 0.008, grain: 6 });
    const upright = await readPagePicture({ picture: page, page: 1, unit: 1 }, null);
    const [table] = upright;
    expect(table?.kind === 'page-table' && table.block.cells).toHaveLength(piece.spans.length);
    if (table?.kind !== 'page-table') return;
    for (const turn of PAGE_TURNS) {
      const picture = laid(page, turn);
      const [other] = await readPagePicture({ picture, page: 1, unit: 1 }, null);
      expect(other?.kind).toBe('page-table');
      if (other?.kind !== 'page-table') continue;
      const shape = table.block.cells.map(({ row, column, rowSpan, columnSpan }) => [row, column, rowSpan, columnSpan]);
      expect(other.block.cells.map((cell) => [cell.row, cell.column, cell.rowSpan, cell.columnSpan])).toEqual(shape);
      other.block.cells.forEach((cell, index) => {
        const expected = boxInPicture(boxOf(table.block.cells[index]!.locator), turn, picture);
        boxOf(cell.locator).forEach((place, at) => expect(Math.abs(place - expected[at]!)).toBeLessThan(3));
      });
      const widths = table.columnLines.map((line) => line - table.columnLines[0]!);
      other.columnLines.forEach((line, at) =>
        expect(Math.abs(line - other.columnLines[0]! - widths[at]!)).toBeLessThan(3),
      );
    }
  });

  test('is turned back pixel by pixel, and its places with it', () => {
    const page = { width: 3, height: 2, pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]) };
    for (const turn of PAGE_TURNS) {
      const picture = laid(page, turn);
      expect(uprightPicture(picture, turn)).toEqual(page);
      const [left, top, right, bottom] = boxInPicture([1, 0, 2, 1], turn, picture);
      expect(picture.pixels[top * picture.width + left]).toBe(2);
      expect([right - left, bottom - top]).toEqual([1, 1]);
      const [x, y] = uprightPoint([(left + right) / 2, (top + bottom) / 2], turn, picture);
      expect([x, y]).toEqual([1.5, 0.5]);
    }
  });
});
