import type { Attributes } from '../original/markup-scanner.ts';
import type { FlowCell, FlowItem, FlowRow, FlowTable } from './html-flow.ts';
import { MOST } from './limits.ts';

interface Frame {
  readonly table: FlowTable;
  readonly parent: FlowItem[];
  row: FlowRow | null;
  cell: FlowCell | null;
  group: number;
  groupHidden: boolean;
}

/**
 * The tables open at one place of the markup, each with its row and cell under way, and the flow that what comes next belongs
 * to. What opens inside a hidden stretch cannot close what was open before it.
 */
export class TableFrames {
  readonly #root: FlowItem[] = [];
  readonly #frames: Frame[] = [];
  readonly #flush: () => void;
  #flow: FlowItem[] = this.#root;
  #cells = 0;
  #tooDeep = 0;
  #overflow: string | null = null;
  /** Tables that were open when the hidden stretch began, and the flow it interrupts; 0 and null outside one. */
  #floor = 0;
  #interrupted: FlowItem[] | null = null;

  /** @param flush puts the text under way into `flow`; called before a cell closes */
  constructor(flush: () => void) {
    this.#flush = flush;
  }

  /** Where paragraphs, pictures and the like go now. */
  get flow(): FlowItem[] {
    return this.#flow;
  }

  /** Set when there are more cells than any report could have, and the rest was left out. */
  get overflow(): string | null {
    return this.#overflow;
  }

  /** Does the hidden stretch stand in a cell, with no table of its own open? */
  get hiddenInCell(): boolean {
    return this.#floor > 0 && this.#frames.length === this.#floor;
  }

  /** Is a table open that began within the hidden stretch? */
  get inTableOfHidden(): boolean {
    return this.#frames.length !== this.#floor;
  }

  openTable(): void {
    if (this.#frames.length >= MOST.tableDepth) {
      // Read as plain blocks: real pages stay below ten.
      this.#tooDeep += 1;
      return;
    }
    const outer = this.#frames.at(-1);
    if (outer && !outer.cell && this.#floor < this.#frames.length) this.#closeTable();
    const table: FlowTable = { kind: 'table', rows: [] };
    this.#frames.push({ table, parent: this.#flow, row: null, cell: null, group: 0, groupHidden: false });
  }

  /** Takes an end tag: of the innermost table, or of one too deep to be read. */
  endTable(): void {
    if (this.#tooDeep > 0) this.#tooDeep -= 1;
    else this.#closeTable();
  }

  openGroup(hidden: boolean): void {
    this.closeCell();
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.row = null;
    frame.group += 1;
    frame.groupHidden = hidden;
  }

  openRow(hidden: boolean): void {
    this.closeCell();
    const frame = this.#frames.at(-1);
    if (!frame) return;
    const row: FlowRow = { group: frame.group, hidden: hidden || frame.groupHidden, cells: [] };
    frame.table.rows.push(row);
    frame.row = row;
  }

  endRow(): void {
    this.closeCell();
    const frame = this.#frames.at(-1);
    if (frame) frame.row = null;
  }

  /** Opens a cell, and a row where none is open. Returns false outside tables and beyond the ceiling. */
  openCell(attributes: Attributes, hidden: boolean, offset: number): boolean {
    const frame = this.#frames.at(-1);
    if (!frame) return false;
    this.closeCell();
    if (!frame.row) this.openRow(false);
    this.#cells += 1;
    if (this.#cells > MOST.cells) {
      this.#overflow = `more than ${MOST.cells} table cells`;
      return false;
    }
    const cell: FlowCell = {
      offset,
      rowSpan: attributes.get('rowspan'),
      columnSpan: attributes.get('colspan'),
      hidden,
      items: [],
    };
    frame.row?.cells.push(cell);
    frame.cell = cell;
    this.#flow = cell.items;
    return true;
  }

  closeCell(): void {
    const frame = this.#frames.at(-1);
    if (!frame?.cell) return;
    this.#flush();
    frame.cell = null;
    this.#flow = frame.parent;
  }

  /** From here on, `items` takes what comes. There is one hidden stretch at a time. */
  beginHidden(items: FlowItem[]): void {
    this.#floor = this.#frames.length;
    this.#interrupted = this.#flow;
    this.#flow = items;
  }

  /** Closes the tables of the hidden stretch, and goes on where it began. */
  endHidden(): void {
    while (this.#frames.length > this.#floor) this.#closeTable();
    this.#floor = 0;
    if (this.#interrupted) this.#flow = this.#interrupted;
    this.#interrupted = null;
  }

  /** Closes every table, and returns all that was found. */
  finish(): readonly FlowItem[] {
    while (this.#frames.length > 0) this.#closeTable();
    return this.#root;
  }

  #closeTable(): void {
    const frame = this.#frames.at(-1);
    if (!frame || this.#frames.length <= this.#floor) return;
    this.closeCell();
    this.#frames.pop();
    frame.parent.push(frame.table);
    this.#flow = frame.parent;
  }
}
