/**
 * Goes through items in order while those that come next are being worked on: `width` at a time, each begun in its turn. The caller
 * awaits the work on one item before it asks for the next; what fails, fails there.
 */
export function* readAhead<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Generator<readonly [item: Item, result: Promise<Result>]> {
  const begun: Promise<Result>[] = [];
  for (const [index, item] of items.entries()) {
    for (const next of items.slice(index + begun.length, index + width)) {
      const result = work(next);
      // Whoever stops early does not wait for these.
      result.catch(() => undefined);
      begun.push(result);
    }
    const result = begun.shift();
    if (result) yield [item, result];
  }
}
