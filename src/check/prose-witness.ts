import { judgeCells } from '../extract/cell-status.ts';
import type { ReadReport } from '../extract/extract.ts';
import { testIdentity } from '../extract/identities.ts';
import { settleDoubtfulCells, termOfCell } from '../extract/settle.ts';
import { namedCounts } from './counts-in-prose.ts';

const WORTH: Readonly<Record<string, number>> = { 亿元: 1e4, 万元: 1, 元: 1e-4 };

/**
 * Settles figures recognised from a picture that are in doubt where the text states the very number: another recogniser read the words, so
 * that the two are independent witnesses. Only a plain statement that names one cell of the whole report counts, and only where no other
 * statement about the cell differs. Of cells without any sum, such as those of table 二, nothing else can lift the doubt.
 */
export function settledByText(report: ReadReport): ReadReport {
  const isOpen = (code: string): boolean => {
    const cell = report.readings.get(code);
    return cell?.recognised === true && cell.state === 'number' && cell.doubt !== null && !cell.settled;
  };
  if (![...report.readings.keys()].some(isOpen)) return report;
  const stated = new Map<string, Set<number>>();
  const plain = new Set<string>();
  for (const { count, ways, clear } of namedCounts(report)) {
    if (count.scope !== 'whole') continue;
    for (const [code, ...others] of ways) {
      if (code === undefined || others.length > 0) continue;
      const number = Math.round(count.number * (WORTH[count.unit] ?? 1) * 1e6) / 1e6;
      stated.set(code, (stated.get(code) ?? new Set()).add(number));
      if (clear && !count.approximate && count.tolerance === 0 && ways.length === 1) plain.add(code);
    }
  }
  const readings = new Map(report.readings);
  for (const code of plain) {
    const cell = readings.get(code);
    const numbers = stated.get(code);
    if (!cell || !isOpen(code) || numbers?.size !== 1 || cell.number === null || !numbers.has(cell.number)) continue;
    readings.set(code, { ...cell, settled: true });
    if (breaksSum(code)) readings.set(code, cell);
  }
  const settled = settleDoubtfulCells(readings, report.identities);
  const judged = new Map(judgeCells(settled, report.identities).map((cell) => [cell.code, cell]));
  const cells = report.cells.map((cell) =>
    settled.get(cell.code) === report.readings.get(cell.code) ? cell : (judged.get(cell.code) ?? cell),
  );
  return { ...report, readings: settled, cells };

  function breaksSum(code: string): boolean {
    return report.identities
      .filter(({ left, right }) => left.includes(code) || right.includes(code))
      .some((identity) => testIdentity(identity, (one) => termOfCell(readings.get(one))).kind === 'fails');
  }
}
