import { SkipThis } from '../errors.ts';
import type { Modifier } from './doc-properties.ts';
import type { FlowItem, FlowTable } from './html-flow.ts';
import { tableOfRows } from './word-table.ts';
import type { WordCell, WordRow } from './word-table.ts';

const TABLE_DEFINITION = 0xd608;
const VERTICAL_MERGE = 0xd62b;
const HORIZONTAL_MERGE = 0x5624;
const CELL_BYTES = 20;
/** Edges nearer than this, in twentieths of a point, are one: a hand that dragged them missed by half a millimetre. */
const SAME_EDGE = 30;

interface CellMerge {
  down: WordCell['down'];
  across: boolean;
}

/** A row as its definition lays it out: the left edge of each cell and the right edge of the last, in twips. */
interface RowDefinition {
  readonly edges: readonly number[];
  readonly merges: CellMerge[];
}

/** A row with what its cells hold. */
export interface DocRow {
  readonly definition: RowDefinition;
  readonly cells: readonly FlowItem[][];
}

/** Reads the definition of a row from the properties of its end mark. @throws SkipThis where it has none, or not for these cells */
export function rowOf(cells: readonly FlowItem[][], modifiers: readonly Modifier[]): DocRow {
  const definition = definitionOf(modifiers.findLast(({ code }) => code === TABLE_DEFINITION)?.operand);
  if (definition?.merges.length !== cells.length) {
    throw new SkipThis('a row of a table in it does not have the cells that its definition says');
  }
  for (const { code, operand } of modifiers) {
    if (code === VERTICAL_MERGE) {
      const merge = definition.merges[operand.readUInt8(0)];
      if (merge) merge.down = downOf(operand.readUInt8(1));
    } else if (code === HORIZONTAL_MERGE) {
      const last = operand.readUInt8(1);
      for (let cell = operand.readUInt8(0) + 1; cell < last; cell += 1) {
        const merge = definition.merges[cell];
        if (merge) merge.across = true;
      }
    }
  }
  return { definition, cells };
}

function definitionOf(operand: Buffer | undefined): RowDefinition | undefined {
  if (!operand) return undefined;
  const count = operand.readUInt8(0);
  const edges = Array.from({ length: count + 1 }, (_, index) => operand.readInt16LE(1 + index * 2));
  const cellsAt = 1 + (count + 1) * 2;
  const merges = Array.from({ length: count }, (_, index): CellMerge => {
    const at = cellsAt + index * CELL_BYTES;
    const flags = at + 2 <= operand.length ? operand.readUInt16LE(at) : 0;
    return { down: downOf((flags >> 5) & 3), across: (flags & 3) === 1 };
  });
  return { edges, merges };
}

function downOf(merge: number): WordCell['down'] {
  return merge === 0 ? 'none' : merge === 1 ? 'continue' : 'start';
}

/** A table whose columns lie between the edges that any of its rows has. */
export function tableOfDocRows(rows: readonly DocRow[]): FlowTable {
  const columnAt = columnsBetween(rows.flatMap(({ definition }) => definition.edges));
  return tableOfRows(
    rows.map(({ definition: { edges, merges }, cells }): WordRow => {
      const columns = edges.map(columnAt);
      return {
        before: columns[0] ?? 0,
        deleted: false,
        hidden: false,
        cells: cells.map((items, index): WordCell => {
          const width = (columns[index + 1] ?? 0) - (columns[index] ?? 0);
          const { down, across } = merges[index] ?? { down: 'none', across: false };
          return { columns: Math.max(1, width), down, across, items };
        }),
      };
    }),
  );
}

function columnsBetween(edges: readonly number[]): (edge: number) => number {
  const columns = new Map<number, number>();
  let column = -1;
  let last = Number.NEGATIVE_INFINITY;
  for (const edge of [...new Set(edges)].sort((one, other) => one - other)) {
    if (edge - last > SAME_EDGE) column += 1;
    columns.set(edge, column);
    last = edge;
  }
  return (edge) => columns.get(edge) ?? 0;
}
