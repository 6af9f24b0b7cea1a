import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StopRun } from '../src/errors.ts';
import { renderPdfPage } from '../src/read/pdf-library.ts';
import { cutCell } from '../src/scan/cut-cell.ts';
import { recogniseFigure } from '../src/scan/figures/recognise-figure.ts';
import { findGrids } from '../src/scan/find-grids.ts';
import { toGraymap } from '../src/scan/graymap.ts';
import type { GrayImage } from '../src/scan/gray-image.ts';
import { contrastOf } from '../src/scan/grey-shares.ts';

/**
 * The tables of a scanned page, from its pixels to the readings of all cells, against one pass of Tesseract over the same page, which gives no
 * table. In turn, Tesseract on one core as a program of its own. Run: node --import tsx bench/read-scan.ts
 */
const ROUNDS = 8;
const WARM_UP = 2;
const DPI = 200;
/** Most of table 三 stands on the second page. */
const PAGE = 1;
const SCAN = new URL('../test/fixtures/scan/form-2021/source.pdf', import.meta.url);

function tablesOf(page: GrayImage): { readonly grids: number; readonly cells: number; readonly confirmed: number } {
  const grids = findGrids(page);
  const contrast = contrastOf(page);
  const readings = grids.flatMap(({ cells }) => cells.map((cell) => recogniseFigure(cutCell(page, cell), contrast)));
  const confirmed = readings.filter((reading) => reading.kind === 'figure' && reading.confirmed).length;
  return { grids: grids.length, cells: readings.length, confirmed };
}

function passOfTesseract(graymap: Buffer): void {
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const { status, stderr } = spawnSync('tesseract', ['-', '-', '-l', 'chi_sim'], { input: graymap, env });
  if (status !== 0)
    throw new StopRun(`tesseract could not read the page: ${String(stderr)}. Install it: npm run -s setup`);
}

const page = await renderPdfPage(new Uint8Array(readFileSync(SCAN)), PAGE, DPI);
if (page === null) throw new StopRun(`page ${PAGE + 1} of ${SCAN.pathname} cannot be drawn`);
const graymap = toGraymap(page);
const ours: number[] = [];
const theirs: number[] = [];
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const start = performance.now();
  tablesOf(page);
  const between = performance.now();
  passOfTesseract(graymap);
  const end = performance.now();
  if (round < 0) continue;
  ours.push(between - start);
  theirs.push(end - between);
}
const quartile = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[ROUNDS >> 2] ?? NaN;
const { grids, cells, confirmed } = tablesOf(page);
console.log(
  `${page.width} x ${page.height} pixels, ${grids} tables, ${cells} cells, ${confirmed} figures read alike by both recognisers`,
);
console.log(
  `tables ${quartile(ours).toFixed(0)} ms, one Tesseract pass ${quartile(theirs).toFixed(0)} ms, ratio ${(quartile(ours) / quartile(theirs)).toFixed(2)}, ${(1000 / quartile(ours)).toFixed(1)} pages a second; lower quartiles of ${ROUNDS} rounds taken in turn`,
);
