import type { CellRole } from '../scan/cell-roles.ts';
import type { FigureReading, RecognisedText } from '../scan/figure-reading.ts';
import type { GrayImage } from '../scan/gray-image.ts';
import type { GridCell } from '../scan/page-grid.ts';
import type { TableCell } from './document.ts';

/** A cell of a grid as it was seen. */
export interface SeenCell {
  readonly cell: GridCell;
  readonly picture: GrayImage;
  readonly reading: FigureReading;
}

/** What a cell holds: a figure, words that a text engine may read, or nothing. */
export type CellKind = 'figure' | 'words' | 'empty';

/** A reading at least so likely is a figure by itself; one below it needs others around it. */
const SURELY_A_FIGURE = 0.9;
const FEWEST_FIGURES_OF_A_COLUMN = 2;

/**
 * Tells the figures of a grid from its words: by their place in a statutory table, where its rows and columns show it; else by the pixels
 * first, then by position: behind a figure of a row come only figures, and in a column of figures a row that has others has one
 * too, even if it cannot be read.
 */
export function kindsOf(
  seen: readonly SeenCell[],
  roles: ReadonlyMap<GridCell, CellRole>,
): ReadonlyMap<SeenCell, CellKind> {
  const kinds = new Map<SeenCell, CellKind>();
  const rows = new Map<number, SeenCell[]>();
  const figuresInColumn = new Map<number, number>();
  for (const one of seen) {
    rows.set(one.cell.row, [...(rows.get(one.cell.row) ?? []), one]);
    if (isSureFigure(one)) figuresInColumn.set(one.cell.column, (figuresInColumn.get(one.cell.column) ?? 0) + 1);
  }
  for (const row of rows.values()) {
    const ordered = [...row].sort((one, other) => one.cell.column - other.cell.column);
    const first = ordered.findIndex(isSureFigure);
    ordered.forEach((one, index) => {
      const isBehind = first >= 0 && index >= first;
      const inColumn =
        first >= 0 &&
        (figuresInColumn.get(one.cell.column) ?? 0) >= FEWEST_FIGURES_OF_A_COLUMN &&
        one.cell.rowSpan === 1;
      const kind = roles.get(one.cell) ?? (isBehind || inColumn ? 'figure' : 'words');
      kinds.set(one, isEmpty(one.reading) ? 'empty' : kind);
    });
  }
  return kinds;
}

function isSureFigure({ reading }: SeenCell): boolean {
  if (reading.kind !== 'figure') return false;
  const [best] = reading.readings;
  return best !== undefined && /\d/.test(best.text) && best.probability >= SURELY_A_FIGURE;
}

/** A cell in which one recogniser sees nothing and the other something may hold a faint figure: it is not blank. */
function isEmpty(reading: FigureReading): boolean {
  return reading.kind === 'empty';
}

/** Where the recognisers rather see nothing and this little else, no figure is known of the cell that a sum might confirm. */
const LEAST_PROBABILITY = 0.1;

/** What a table cell says of a figure: its likeliest reading and the others, or that something illegible stands there. */
export function figureCell(reading: FigureReading): Pick<TableCell, 'text' | 'recognition' | 'illegible'> {
  if (reading.kind !== 'figure') return { text: '', illegible: true };
  const readings = reading.readings.filter(({ text }) => text !== '');
  const [best, ...others] = readings;
  if (!best || best.probability < LEAST_PROBABILITY) return { text: '', illegible: true };
  const isLikeliest = reading.readings[0] === best;
  return {
    text: best.text,
    recognition: {
      probability: best.probability,
      confirmed: reading.confirmed && isLikeliest,
      alternatives: others.map(({ text, probability }: RecognisedText) => ({ text, probability })),
    },
  };
}

/** What a table cell says of words: the engine's text; a figure seen without any around it; else that it is illegible. */
export function wordsCell(reading: FigureReading, text: string): Pick<TableCell, 'text' | 'recognition' | 'illegible'> {
  if (/\p{Script=Han}.*\p{Script=Han}/u.test(text)) return { text };
  const best = reading.kind === 'figure' ? reading.readings[0] : undefined;
  return best && /\d/.test(best.text) ? figureCell(reading) : { text: '', illegible: true };
}
