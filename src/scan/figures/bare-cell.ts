import type { GrayImage } from '../gray-image.ts';
import { componentsOf } from './components.ts';
import { inkOf } from './ink.ts';

/** Share of the page's contrast below which darkness is the grain of the paper: the faintest dash that was printed has a third. */
const FAINT = 0.25;
/** Share of the page's contrast from which a pixel may belong to a mark. */
const MARK = 0.4;
/** Neither wider nor higher than this, in pixels, is a speck: type is eight high at the least, and a dash of it four wide. */
const SPECK = 4;
/** Pixels from the edge that remains of rules reach. */
const EDGE = 2;

/** What there is in a cell besides paper: nothing but grain, nothing larger than specks, or something that may be a mark. */
export type CellInk = 'grain' | 'specks' | 'marks';

/**
 * Tells cells on which nothing is printed from the others, by how dark ink is elsewhere on the page.
 *
 * @param contrast how much darker than the paper the page's ink is, in shades of grey; where it is 0, all ink may be marks
 */
export function inkOfCell(cell: GrayImage, contrast: number): CellInk {
  if (contrast <= 0) return 'marks';
  const { darkness, peak } = inkOf(cell);
  const { components } = componentsOf(darkness, cell.width, cell.height, MARK * contrast, EDGE);
  const marks = components.filter(({ area, inner }) => inner > 0.1 * area);
  if (marks.some((one) => one.right - one.left > SPECK || one.bottom - one.top > SPECK)) return 'marks';
  return marks.length === 0 && peak < FAINT * contrast ? 'grain' : 'specks';
}
