import type { ListPage } from '../../storage/list-readings.ts';

/** Pages in a row that bring nothing new. One may: an interface gives once more what its page shows already. */
const MOST_REPETITIONS = 2;

/**
 * The rows that each list of a portal has shown, to notice a list that goes on for ever: many servers answer with their last page
 * for every number beyond it, and link to the one after. An address is kept as a number, since lists may have many thousands.
 */
export class ListRows {
  readonly #lists = new Map<number, { readonly seen: Set<number>; repetitions: number }>();

  /** Takes in the rows of a page. Returns whether the list only repeats itself by now. */
  repeats({ list, rows }: ListPage): boolean {
    const state = this.#lists.get(list) ?? { seen: new Set<number>(), repetitions: 0 };
    this.#lists.set(list, state);
    const before = state.seen.size;
    for (const { address } of rows) state.seen.add(fingerprint(address));
    if (state.seen.size > before) state.repetitions = 0;
    else if (rows.length > 0) state.repetitions += 1;
    return state.repetitions >= MOST_REPETITIONS;
  }
}

/** 53 bits of two FNV-1a hashes: among a million addresses two are taken for one once in some ten thousand crawls. */
function fingerprint(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) ^ (low >>> 15);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
