import type { GrayImage } from './gray-image.ts';
import { fitGrid } from './grid/lattice-fit.ts';
import { linesOf } from './grid/lattice-lines.ts';
import { inkOf } from './grid/paper-level.ts';
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
  const level = rectify(ink, slopesOf(ink, reach));
  const marks = marksOf(level.ink, reach);
  const regions = regionsOf(tracesOf(marks.across), tracesOf(marks.down));
  const toPage = (x: number, y: number): readonly [number, number] => {
    const [u, v] = level.toPage(x, y);
    return [u * scale, v * scale];
  };
  return regions
    .flatMap((region) => {
      const lines = linesOf(region, marks.across, marks.down);
      return (lines && fitGrid(lines, marks, toPage)) ?? [];
    })
    .sort((one, other) => topOf(one) - topOf(other));
}

function topOf(grid: PageGrid): number {
  return Math.min(...grid.cells.map((cell) => cell.corners[0][1]));
}

/** Half the size, with thin rules kept as dark as two pixels of theirs are on the average. */
function halved({ width, height, pixels }: GrayImage): GrayImage {
  const wide = width >> 1;
  const high = height >> 1;
  const half = new Uint8Array(wide * high);
  for (let y = 0, to = 0; y < high; y += 1) {
    for (let x = 0, at = y * 2 * width; x < wide; x += 1, at += 2, to += 1) {
      const one = pixels[at] ?? 0;
      const two = pixels[at + 1] ?? 0;
      const three = pixels[at + width] ?? 0;
      const four = pixels[at + width + 1] ?? 0;
      half[to] = Math.max(one + two, three + four, one + three, two + four) >> 1;
    }
  }
  return { width: wide, height: high, pixels: half };
}
