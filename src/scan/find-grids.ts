import type { GrayImage } from './gray-image.ts';
import { fitGrids } from './grid/lattice-fit.ts';
import { linesOf, singleRows } from './grid/lattice-lines.ts';
import { inkOf } from './grid/paper-level.ts';
import { halved } from './grid/ridges.ts';
import { rectify } from './grid/rectification.ts';
import { marksOf } from './grid/rule-marks.ts';
import { slopesOf } from './grid/rule-slopes.ts';
import { tracesOf } from './grid/rule-traces.ts';
import { regionsOf } from './grid/ruled-regions.ts';
import type { PageGrid } from './page-grid.ts';

/** Shorter side of the pages that are looked at in full; larger ones are halved first. A picture of a whole web page may be far longer. */
const SHORTER_SIDE = 2100;
/** Height to width of a sheet of paper: what is longer is several sheets under one another. */
const SHEET = Math.SQRT2;

/**
 * Finds the ruled tables of a page, top to bottom, also where the page is turned a little, photographed at an angle, unevenly lit or
 * printed with faint rules. A page without tables gives none.
 */
export function findGrids(page: GrayImage): PageGrid[] {
  const full = inkOf(page);
  const shorter = Math.min(page.width, page.height);
  const scale = shorter > SHORTER_SIDE ? 2 : 1;
  const ink = scale === 2 ? halved(full) : full;
  const longer = Math.min(Math.max(page.width, page.height), shorter * SHEET) / scale;
  const near = Math.max(3, Math.round(longer / 600));
  const reach = { near, far: near * 2 };
  const level = rectify(ink, slopesOf(ink));
  const marks = marksOf(level.ink, reach);
  const across = tracesOf(marks.across);
  const regions = regionsOf(across, tracesOf(marks.down));
  const inRegion = new Set(regions.flatMap((region) => region.across));
  const lines = [
    ...regions.flatMap((region) => linesOf(region) ?? []),
    ...singleRows(
      across.filter((trace) => !inRegion.has(trace)),
      marks.down,
    ),
  ];
  const toPage = (x: number, y: number): readonly [number, number] => {
    const [u, v] = level.toPage(x, y);
    return [u * scale, v * scale];
  };
  return lines.flatMap((one) => fitGrids(one, marks, toPage)).sort((one, other) => topOf(one) - topOf(other));
}

function topOf(grid: PageGrid): number {
  return Math.min(...grid.cells.map((cell) => cell.corners[0][1]));
}
