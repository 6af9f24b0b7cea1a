import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { classifyTitle } from '../../src/identity/index.ts';
import { LOOK_ALIKE_RULES, POSSIBLE_RULES } from '../../src/identity/title-rules.ts';

interface TitleCase {
  readonly kind: string;
  readonly reason: string;
  readonly year: number | undefined;
  readonly column: string | undefined;
  readonly title: string;
}

const cases: TitleCase[] = readFileSync(new URL('./title-cases.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [kind = '', reason = '', year = '', column = '', title = ''] = line.split('\t');
    return { kind, reason, year: year === '' ? undefined : Number(year), column: column || undefined, title };
  });

describe('the class of a title', () => {
  it.each(cases)('$kind by $reason: $title', ({ kind, reason, year, column, title }) => {
    const told = classifyTitle(title, { column });
    expect({ kind: told.kind, reason: told.reason, year: told.year }).toEqual({ kind, reason, year });
  });

  it('has an example for every rule', () => {
    const shown = new Set(cases.map((row) => row.reason));
    const rules = [...LOOK_ALIKE_RULES, ...POSSIBLE_RULES].map((rule) => rule.id);
    expect(rules.filter((id) => !shown.has(id))).toEqual([]);
  });

  it('gives every rule an id of its own', () => {
    const ids = [...LOOK_ALIKE_RULES, ...POSSIBLE_RULES].map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('does not depend on white space or on the width of digits', () => {
    const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.constantFrom('', ' ', '\u3000', '\u00a0', '\n'), (row, gap) => {
        const loose = [...wide(row.title)].join(gap);
        expect(classifyTitle(loose, { column: row.column })).toEqual(classifyTitle(row.title, { column: row.column }));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the title', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (title) => void classifyTitle(title)));
  });
});
