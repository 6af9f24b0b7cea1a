import { cutCell } from '../scan/cut-cell.ts';
import { rolesOf } from '../scan/cell-roles.ts';
import type { GrayImage } from '../scan/gray-image.ts';
import type { PageGrid } from '../scan/page-grid.ts';
import { PAGE_TURNS, turnByTables, uprightGrid, uprightPicture, type PageTurn } from '../scan/page-turn.ts';
import type { RecognisedLine, TextEngine } from '../scan/text-engine.ts';

/** Letters of the labels of table 二, of which a page upside down shows none. */
const LABELS = /信息|内容|行政|本年|第二|规章|数量|收费/u;
const MOST_LABELS = 6;
const FEWEST_LABELS = 2;

/**
 * How a page lies, by the layout of its tables; where that leaves it open, by which way up the labels of table 二 can be read. A page that says
 * nothing of it stands upright.
 */
export async function turnOfTables(
  picture: GrayImage,
  grids: readonly PageGrid[],
  engine: TextEngine | null,
): Promise<PageTurn> {
  const known = turnByTables(grids);
  if (known !== null || engine === null) return known ?? 0;
  for (const turn of PAGE_TURNS) {
    const labels = grids.flatMap((grid) => {
      const upright = uprightGrid(grid, turn);
      const roles = rolesOf(upright);
      return upright.cells.filter((cell) => roles.get(cell) === 'words');
    });
    if (labels.length < FEWEST_LABELS) continue;
    const texts = await engine.readPieces(labels.slice(0, MOST_LABELS).map((cell) => cutCell(picture, cell)));
    if (texts.filter((text) => LABELS.test(text)).length >= FEWEST_LABELS) return turn;
  }
  return 0;
}

/** Words that stand upright are read with more confidence than this, on the average of their letters. */
const READABLE = 0.6;
/** A turn must be read with so much more confidence than the page as it lies. */
const GAIN = 0.15;
const LIKELIEST_TURNS = [180, 90, 270] as const;
/** Fewer letters tell nothing. */
const FEWEST_LETTERS = 12;

/**
 * The lines of a page without tables, and how it lies: as it is where its words can be read so, else as they are read with most
 * confidence. Boxes of the lines are those of the page held upright.
 */
export async function linesOfWords(
  picture: GrayImage,
  engine: TextEngine,
): Promise<{ readonly turn: PageTurn; readonly lines: readonly RecognisedLine[] }> {
  const asItLies = await engine.readPage(picture);
  let best = { turn: 0 as PageTurn, lines: asItLies, confidence: confidenceOf(asItLies) + GAIN };
  if (asItLies.length === 0 || best.confidence >= READABLE + GAIN) return best;
  for (const turn of LIKELIEST_TURNS) {
    const lines = await engine.readPage(uprightPicture(picture, turn));
    const confidence = confidenceOf(lines);
    if (confidence > best.confidence) best = { turn, lines, confidence };
    if (confidence >= READABLE) break;
  }
  return best;
}

function confidenceOf(lines: readonly RecognisedLine[]): number {
  let letters = 0;
  let sum = 0;
  for (const { text, confidence } of lines) {
    const count = text.match(/\p{Script=Han}/gu)?.length ?? 0;
    letters += count;
    sum += confidence * count;
  }
  return letters < FEWEST_LETTERS ? 0 : sum / letters;
}
