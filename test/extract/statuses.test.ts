import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ReadReport } from '../../src/extract/extract.ts';
import type { ReportCell } from '../../src/extract/report.ts';
import { cellsOf, extractFrom } from './written-report.ts';

const FOLDER = new URL('../fixtures/extract/', import.meta.url);

/**
 * `cells`: by code, or by the beginning of codes and `*`, what must be read: `11 verified`, `blank`, `blank (0 by A1 granted: …)`; one text for
 * all, or one for each in the order of the form. `others`: statuses that the rest may have, with the figures of the case `plain`. `faults`: rows
 * and labels of the tables there are that do not match the form.
 */
interface Expected {
  readonly templates?: Readonly<Record<string, string | null>>;
  readonly cells?: Readonly<Record<string, string | readonly string[]>>;
  readonly others?: readonly string[];
  readonly faults?: readonly string[];
  readonly notAReport?: string;
}

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(new URL(`${name}/expected.json`, FOLDER), 'utf8')) as Expected;
}

function inWords({ number, status, derived, basis }: ReportCell): string {
  const forced = derived === null ? '' : ` (${derived} by ${basis ?? 'nothing'})`;
  return `${number === null ? '' : `${number} `}${status}${forced}`;
}

/** What a pattern of codes asks for, code by code. */
function wantedOf({ cells }: Expected, codes: readonly string[]): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const [pattern, texts] of Object.entries(cells ?? {})) {
    const meant = pattern.endsWith('*') ? codes.filter((code) => code.startsWith(pattern.slice(0, -1))) : [pattern];
    expect(meant, pattern).not.toEqual([]);
    if (typeof texts !== 'string') expect(texts, pattern).toHaveLength(meant.length);
    for (const [at, code] of meant.entries()) wanted.set(code, typeof texts === 'string' ? texts : (texts[at] ?? ''));
  }
  return wanted;
}

const PLAIN = new Map(
  Object.entries(expectedOf('plain').cells ?? {}).map(([pattern, texts]) => [pattern.slice(0, -1), texts]),
);

/** The figure that the case `plain` has in this place; 0 in a row that is not in its form. */
function plainFigure(code: string): number {
  const row = code.slice(0, code.lastIndexOf('.') + 1);
  const columns = row.startsWith('requests.')
    ? ['natural_person', 'business', 'research', 'social', 'legal', 'other', 'total']
    : ['upheld', 'corrected', 'other', 'pending', 'total'];
  return Number.parseFloat(PLAIN.get(row)?.[columns.indexOf(code.slice(row.length))] ?? '0');
}

/** A table that is not there at all lacks all its rows. */
function isInAbsentTable(code: string, templates: ReadReport['templates']): boolean {
  const table = code.startsWith('proactive.') ? '二' : code.startsWith('requests.') ? '三' : '四';
  return templates[table] === null;
}

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const folder = new URL(`${name}/`, FOLDER);
  const expected = expectedOf(name);
  const file = readdirSync(folder).find((one) => one.startsWith('source.')) ?? '';

  test('reads as a person read it', async () => {
    const extraction = await extractFrom(readFileSync(new URL(file, folder)), {}, `file:${file}`);
    if (expected.notAReport !== undefined) {
      expect(extraction).toEqual({ kind: 'not_a_report', reason: expected.notAReport });
      return;
    }
    if (extraction.kind !== 'report') throw new Error(extraction.reason);
    const { report } = extraction;
    const cells = cellsOf(report);
    const wanted = wantedOf(expected, [...cells.keys()]);
    const found = [...wanted.keys()].map((code) => {
      const cell = cells.get(code);
      return [code, cell ? inWords(cell) : 'no cell'];
    });
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
    if (expected.templates) expect(report.templates).toEqual(expected.templates);
    const faults = report.faults.filter(({ codes }) => codes.some((code) => !isInAbsentTable(code, report.templates)));
    expect(faults.map(({ subject, fault }) => `${subject} ${fault}`)).toEqual(expected.faults ?? []);
    for (const cell of report.cells.filter(({ code }) => !wanted.has(code))) {
      expect(expected.others ?? [], cell.code).toContain(inWords(cell).split(' ').slice(1).join(' '));
      if (!cell.code.startsWith('proactive.')) expect(cell.number, cell.code).toBe(plainFigure(cell.code));
    }
  });

  test('says why it is there', () => {
    expect(readFileSync(new URL('note.md', folder), 'utf8').trim().length).toBeGreaterThan(20);
  });
});
