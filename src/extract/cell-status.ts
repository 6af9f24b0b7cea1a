import type { CellReading } from './cell-reading.ts';
import { deriveMissing } from './derive.ts';
import { testIdentity, type Identity } from './identities.ts';
import type { CellStatus, ReportCell } from './report.ts';
import { termOfCell } from './settle.ts';

/** Gives every cell its status by the identities it takes part in, and what they force where it is blank. */
export function judgeCells(cells: ReadonlyMap<string, CellReading>, identities: readonly Identity[]): ReportCell[] {
  const derived = deriveMissing(cells, identities);
  const failing = new Set<string>();
  const holding = new Set<string>();
  for (const identity of identities) {
    const outcome = testIdentity(identity, (code) => termOfCell(cells.get(code)));
    if (outcome.kind === 'untested') continue;
    const mark = outcome.kind === 'fails' ? failing : holding;
    for (const code of [...identity.left, ...identity.right]) mark.add(code);
  }
  return [...cells.values()].map((cell): ReportCell => {
    const force = derived.get(cell.code);
    return {
      code: cell.code,
      printed: cell.printed,
      number: cell.number,
      status: statusOf(cell),
      derived: force?.value ?? null,
      basis: force?.basis ?? null,
      locator: cell.locator,
      ...(cell.source === undefined ? {} : { source: cell.source }),
    };
  });

  function statusOf(cell: CellReading): CellStatus {
    if (cell.state !== 'number') return cell.state;
    if (cell.doubt !== null) return cell.settled ? 'inferred' : 'doubtful';
    if (failing.has(cell.code)) return 'conflicting';
    return holding.has(cell.code) ? 'verified' : 'read';
  }
}
