import { createHash } from 'node:crypto';
import type { PublishedValue } from '../../storage/published-tables.ts';
import { neutralised } from './csv.ts';

/** How much stands in a table, and a sum over all of it that is the same in every format. */
export interface TableMeasure {
  readonly rows: number;
  /** SHA-256 over the rows, lower-case hexadecimal. */
  readonly digest: string;
}

/**
 * Adds up a table row by row. The digest is the SHA-256 of one line of JSON for each row, an array of its values: an empty text is null, for not every
 * format tells them apart, and text that would run as a formula has its apostrophe.
 */
export class TableMeter {
  readonly #hash = createHash('sha256');
  #lines = '';
  #rows = 0;

  add(row: readonly PublishedValue[]): void {
    this.#lines += `${JSON.stringify(row.map(canonical))}\n`;
    this.#rows += 1;
    if (this.#rows % 256 === 0) this.#flush();
  }

  measure(): TableMeasure {
    this.#flush();
    return { rows: this.#rows, digest: this.#hash.copy().digest('hex') };
  }

  #flush(): void {
    this.#hash.update(this.#lines);
    this.#lines = '';
  }
}

function canonical(value: PublishedValue): PublishedValue {
  return value === '' ? null : neutralised(value);
}

/** Passes rows on and adds them up on the way. */
export function* metered<Row extends readonly PublishedValue[]>(
  rows: Iterable<Row>,
  meter: TableMeter,
): Generator<Row, void, undefined> {
  for (const row of rows) {
    meter.add(row);
    yield row;
  }
}
