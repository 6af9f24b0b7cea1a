import type { Block, TableBlock, TableCell } from '../read/document.ts';
import { fitsOf, type FormFit } from './form-shapes.ts';
import { PROACTIVE_LABELS } from './label-match.ts';
import { foldLabel, likeness } from './label-text.ts';

/** A label so like another of the form, and so unlike its own, stands in a table that is not laid out as the form. */
const SPEAKS_FOR_ANOTHER = 0.75;
const APART = 0.25;
const SPEAKS_FOR_ITS_OWN = 0.6;
/** 其他 and 总计 are read out of too many smudges. */
const SHORTEST_WITNESS = 3;

/**
 * Gives a table recognised from pixels the labels of the statutory form whose shape it has: rows, columns and spans say which cell is which
 * where the words could not be read, or were read with faults. Words that name another row or column than the shape does throw all
 * figures of the table into doubt. Other blocks are left as they are.
 */
export function withFormLabels(block: Block): Block {
  if (block.kind !== 'table' || !isRecognised(block)) return block;
  const fits = fitsOf(block).map((fit) => ({ fit, ...evidenceOf(fit) }));
  if (fits.length === 0) return doubtDamagedLabels(block);
  const sound = fits.filter(({ against }) => against === 0).sort((one, other) => other.infavour - one.infavour);
  const [best, second] = sound;
  if (!best) return { ...block, cells: block.cells.map(inDoubt) };
  if (second?.infavour === best.infavour && !sayTheSame(best.fit, second.fit)) return block;
  const labels = best.fit.labels;
  return { ...block, cells: block.cells.map((cell) => labelled(cell, labels.get(cell))) };
}

function isRecognised(table: TableBlock): boolean {
  return table.cells.some((cell) => cell.recognition !== undefined || cell.illegible === true);
}

/** How many of the words that could be read speak for the shape's labels, and how many for others of the same form. */
function evidenceOf({ labels }: FormFit): { infavour: number; against: number } {
  const all = [...new Set([...labels.values()].map(foldLabel))];
  let infavour = 0;
  let against = 0;
  for (const [cell, label] of labels) {
    const read = foldLabel(cell.text);
    if (read === '') continue;
    const expected = foldLabel(label);
    const own = isPieceOf(read, expected) ? 1 : likeness(read, expected);
    const other = Math.max(0, ...all.filter((one) => one !== expected).map((one) => likeness(read, one)));
    if (own >= SPEAKS_FOR_ITS_OWN) infavour += 1;
    else if (read.length >= SHORTEST_WITNESS && other >= SPEAKS_FOR_ANOTHER && other - own >= APART) against += 1;
  }
  return { infavour, against };
}

/** A label that was cut by a page break, or whose end is lost. */
function isPieceOf(read: string, label: string): boolean {
  return read.length >= SHORTEST_WITNESS && label.includes(read);
}

function sayTheSame(one: FormFit, other: FormFit): boolean {
  return [...one.labels].every(([cell, label]) => other.labels.get(cell) === label);
}

function labelled(cell: TableCell, label: string | undefined): TableCell {
  if (label === undefined) return cell;
  const { row, column, rowSpan, columnSpan, locator } = cell;
  return { row, column, rowSpan, columnSpan, locator, text: label };
}

function inDoubt(cell: TableCell): TableCell {
  return cell.recognition ? { ...cell, doubtful: true } : cell;
}

/** A table of another shape: in 二, where no sum tells a row from its neighbour, a damaged label leaves its figures in doubt. */
function doubtDamagedLabels(table: TableBlock): TableBlock {
  const damaged = new Set<number>();
  for (const cell of table.cells) {
    if (cell.recognition) continue;
    const folded = foldLabel(cell.text);
    if (PROACTIVE_LABELS.exact(folded) === undefined && PROACTIVE_LABELS.likest(folded)) damaged.add(cell.row);
  }
  return { ...table, cells: table.cells.map((cell) => (damaged.has(cell.row) ? inDoubt(cell) : cell)) };
}
