import type { ListPage } from '../../storage/list-readings.ts';

/**
 * The rows that each list of a portal has shown, to notice a list that goes on for ever: many servers answer with their last page
 * for every number beyond it, and link to the one after. An address is kept as a number, since lists may have many thousands.
 */
export class ListRows {
  readonly #seen = new Map<number, Set<number>>();

  /** Takes in the rows of a page. Returns whether all of them had stood on earlier pages of the list. */
  repeats({ list, rows }: ListPage): boolean {
    const seen = this.#seen.get(list) ?? new Set<number>();
    this.#seen.set(list, seen);
    const before = seen.size;
    for (const { address } of rows) seen.add(fingerprint(address));
    return rows.length > 0 && seen.size === before;
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
