import type { CellReading } from './cell-reading.ts';
import { settleTogether } from './settle-together.ts';
import { testIdentity, type Identity, type IdentityTerm } from './identities.ts';

/** What an identity may rely on: numbers read without doubt or settled; a cell in doubt makes it silent. */
export function termOfCell(cell: CellReading | undefined): IdentityTerm {
  if (!cell || cell.state === 'absent') return 'absent';
  if (cell.state === 'blank') return 'blank';
  if (cell.state === 'unreadable' || cell.number === null) return 'unknown';
  return cell.doubt === null || cell.settled ? cell.number : 'unknown';
}

/**
 * Settles cells in doubt by the identities: one by one where all others of a sum are known, then those of pictures that stand in doubt
 * together, as long as either finds something.
 */
export function settleDoubtfulCells(
  cells: ReadonlyMap<string, CellReading>,
  identities: readonly Identity[],
): ReadonlyMap<string, CellReading> {
  let settled = settleOneByOne(cells, identities);
  for (;;) {
    const found = settleTogether(settled, identities, (code) => termOfCell(settled.get(code)));
    if (found.size === 0) return settled;
    const next = new Map(settled);
    for (const [code, number] of found) {
      const cell = settled.get(code);
      if (cell) next.set(code, { ...cell, number, settled: true });
    }
    settled = settleOneByOne(next, identities);
  }
}

/**
 * Settles cells whose glyphs are in doubt: where every identity that can be tested with the cell leaves one of its readings and no
 * other, that reading is taken. A digit read with confidence is never touched.
 */
function settleOneByOne(
  cells: ReadonlyMap<string, CellReading>,
  identities: readonly Identity[],
): ReadonlyMap<string, CellReading> {
  const settled = new Map(cells);
  for (let progress = true; progress;) {
    progress = false;
    for (const [code, cell] of settled) {
      if (cell.state !== 'number' || cell.number === null || cell.doubt === null || cell.settled) continue;
      const readings = [cell.number, ...cell.alternatives];
      const admitted = readings.filter((reading) => admits(code, reading));
      const [only] = admitted;
      if (only === undefined || admitted.length !== 1) continue;
      settled.set(code, { ...cell, number: only, settled: true });
      progress = true;
    }
  }
  return settled;

  function admits(code: string, reading: number): boolean {
    const outcomes = identities
      .filter((identity) => identity.left.includes(code) || identity.right.includes(code))
      .map((identity) =>
        testIdentity(identity, (other) => (other === code ? reading : termOfCell(settled.get(other)))),
      );
    return (
      outcomes.some((outcome) => outcome.kind === 'holds') && outcomes.every((outcome) => outcome.kind !== 'fails')
    );
  }
}
