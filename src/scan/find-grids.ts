import type { GrayImage } from './gray-image.ts';
import { fitGrids } from './grid/lattice-fit.ts';
import { linesOf } from './grid/lattice-lines.ts';
import { inkOf } from './grid/paper-level.ts';
import { halved } from './grid/ridges.ts';
import { rectify } from './grid/rectification.ts';
import { marksOf } from './grid/rule-marks.ts';
import { slopesOf } from './grid/rule-slopes.ts';
import { tracesOf } from './grid/rule-traces.ts';
import { regionsOf } from './grid/ruled-regions.ts';
import type { PageGrid } from './page-grid.ts';

/** Longest side of the pages that are looked at in full; larger ones are halved first. */
const LONGEST_SIDE = 2600;

/**
 * Finds the ruled tables of a page, top to bottom, also where the page is turned a little, photographed at an angle, unevenly lit or
 * printed with faint rules. A page without tables gives none.
 */
export function findGrids(page: GrayImage): PageGrid[] {
  const full = inkOf(page);
  const scale = Math.max(page.width, page.height) > LONGEST_SIDE ? 2 : 1;
  const ink = scale === 2 ? halved(full) : full;
  const near = Math.max(3, Math.round(Math.max(ink.width, ink.height) / 600));
  const reach = { near, far: near * 2 };
  const level = rectify(ink, slopesOf(ink));
  const marks = marksOf(level.ink, reach);
  const regions = regionsOf(tracesOf(marks.across), tracesOf(marks.down));
  const toPage = (x: number, y: number): readonly [number, number] => {
    const [u, v] = level.toPage(x, y);
    return [u * scale, v * scale];
  };
  return regions
    .flatMap((region) => {
      const lines = linesOf(region);
      return lines ? fitGrids(lines, marks, toPage) : [];
    })
    .sort((one, other) => topOf(one) - topOf(other));
}

function topOf(grid: PageGrid): number {
  return Math.min(...grid.cells.map((cell) => cell.corners[0][1]));
}
