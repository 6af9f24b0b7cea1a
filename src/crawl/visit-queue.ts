import type { FrontierItem, ItemKind } from '../../storage/frontier-items.ts';

/** An item waiting for its turn, and how often it was tried. */
export interface QueuedItem {
  readonly item: FrontierItem;
  readonly attempts: number;
  /** Not to be visited before, in milliseconds since 1970; 0 where nothing holds it back. */
  readonly notBefore: number;
}

/** What is begun is finished first: a report's attachments, then reports, then the pages that list them. */
const RANK: Readonly<Record<ItemKind, number>> = { attachment: 2, report: 1, follow: 0 };

/** A portal's items in the order in which they are to be visited: by kind, priority, and the order they were found in. */
export class VisitQueue {
  readonly #ready: QueuedItem[] = [];
  #held: QueuedItem[] = [];

  /** Number of items, those held back included. */
  get size(): number {
    return this.#ready.length + this.#held.length;
  }

  add(entry: QueuedItem): void {
    if (entry.notBefore > 0) this.#held.push(entry);
    else this.#push(entry);
  }

  /** Is there an item that may be visited at `now`? */
  hasReady(now: number): boolean {
    return this.#ready.length > 0 || this.#held.some((entry) => entry.notBefore <= now);
  }

  /** When the first of the items held back may be visited; null where none is held back. */
  nextDue(): number | null {
    return this.#held.length === 0 ? null : Math.min(...this.#held.map((entry) => entry.notBefore));
  }

  /** Takes out the item whose turn it is, or null. */
  take(now: number): QueuedItem | null {
    if (this.#held.length > 0) {
      const due = this.#held.filter((entry) => entry.notBefore <= now);
      this.#held = this.#held.filter((entry) => entry.notBefore > now);
      for (const entry of due) this.#push(entry);
    }
    return this.#pop();
  }

  /** Takes out all that is left, in no order. */
  drain(): QueuedItem[] {
    const all = [...this.#ready, ...this.#held];
    this.#ready.length = 0;
    this.#held = [];
    return all;
  }

  // A binary heap: each entry comes before both of its children, at 2i + 1 and 2i + 2.
  #push(entry: QueuedItem): void {
    const heap = this.#ready;
    let place = heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !comesBefore(entry.item, above.item)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  #pop(): QueuedItem | null {
    const heap = this.#ready;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const [child, at] = other !== undefined && comesBefore(other.item, one.item) ? [other, left + 1] : [one, left];
      if (!comesBefore(child.item, last.item)) break;
      heap[place] = child;
      place = at;
    }
    heap[place] = last;
    return first;
  }
}

function comesBefore(one: FrontierItem, other: FrontierItem): boolean {
  if (one.kind !== other.kind) return RANK[one.kind] > RANK[other.kind];
  if (one.priority !== other.priority) return one.priority > other.priority;
  return one.seq < other.seq;
}
