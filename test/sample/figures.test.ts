import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DISPUTE_BLOCKS } from '../../src/codebook/disputes.ts';
import { APPLICANTS } from '../../src/codebook/requests.ts';
import { CONTRADICTIONS, contradiction, type ContradictionName } from '../../sample/contradictions.ts';
import { codesOfTables, type Figures, makeFigures, requestRowsOf, type Templates } from '../../sample/figures.ts';
import { randomFrom } from '../../sample/random.ts';

const templates: fc.Arbitrary<Templates> = fc.constantFrom<Templates>(
  { 二: '2021', 三: '2021', 四: '2021' },
  { 二: '2021', 三: '2019', 四: '2021' },
  { 二: '2019', 三: '2019', 四: '2019' },
);
const level = fc.constantFrom('county', 'department', 'township' as const);

/** The rules A1-A4, B1, C1 and C3, written out anew: ids of what fails. */
function broken(figures: Figures, form: Templates): string[] {
  const count = (code: string): number => figures.get(code) ?? 0;
  const failures: string[] = [];
  const rows = requestRowsOf(form['三']);
  const outcomes = rows.filter((row) => row.role === 'outcome');
  for (const row of rows) {
    const cells = APPLICANTS.slice(0, 6).map((applicant) => count(`requests.${row.stem}.${applicant.id}`));
    if (cells.reduce((sum, cell) => sum + cell, 0) !== count(`requests.${row.stem}.total`))
      failures.push(`A1 ${row.stem}`);
  }
  for (const { id } of APPLICANTS) {
    const decided = outcomes.reduce((sum, row) => sum + count(`requests.${row.stem}.${id}`), 0);
    if (decided !== count(`requests.outcome_total.${id}`)) failures.push(`A2 ${id}`);
    const came = count(`requests.received.${id}`) + count(`requests.carried_in.${id}`);
    if (came !== count(`requests.outcome_total.${id}`) + count(`requests.carried_out.${id}`)) failures.push(`A3 ${id}`);
  }
  for (const code of figures.keys()) {
    const whole = code.startsWith('requests.') || code.startsWith('disputes.');
    if (whole && (count(code) < 0 || !Number.isInteger(count(code)))) failures.push(`A4 ${code}`);
  }
  for (const block of DISPUTE_BLOCKS) {
    const parts = ['upheld', 'corrected', 'other', 'pending'].map((result) => count(`disputes.${block.id}.${result}`));
    if (parts.reduce((sum, part) => sum + part, 0) !== count(`disputes.${block.id}.total`))
      failures.push(`B1 ${block.id}`);
  }
  if (count('proactive.regulations.issued') !== 0) failures.push('C1 regulations');
  const tooMany = count('proactive.normative_documents.published') > count('proactive.normative_documents.total');
  if (tooMany) failures.push('C3 normative_documents');
  return failures;
}

describe('figures of sample reports', () => {
  test('satisfy every identity of the tables, whatever the seed', () => {
    fc.assert(
      fc.property(fc.string(), level, templates, (seed, body, form) => {
        const figures = makeFigures(randomFrom(seed), body, form);
        expect([...figures.keys()]).toEqual(codesOfTables(form));
        expect(broken(figures, form)).toEqual([]);
      }),
    );
  });

  test('carry over from year to year', () => {
    fc.assert(
      fc.property(fc.string(), level, (seed, body) => {
        const form: Templates = { 二: '2021', 三: '2021', 四: '2021' };
        const first = makeFigures(randomFrom(seed), body, form);
        const second = makeFigures(randomFrom(`${seed} later`), body, form, first);
        for (const { id } of APPLICANTS) {
          expect(second.get(`requests.carried_in.${id}`)).toBe(first.get(`requests.carried_out.${id}`));
        }
        const documents = (figures: Figures, column: string): number =>
          figures.get(`proactive.normative_documents.${column}`) ?? Number.NaN;
        expect(documents(second, 'in_force')).toBe(
          documents(first, 'in_force') + documents(second, 'issued') - documents(second, 'repealed'),
        );
      }),
    );
  });

  test.each(Object.keys(CONTRADICTIONS) as ContradictionName[])('%s breaks what it says and nothing else', (name) => {
    const form: Templates =
      name === 'more published than there are'
        ? { 二: '2019', 三: '2019', 四: '2019' }
        : { 二: '2021', 三: '2021', 四: '2021' };
    const figures = contradiction(name).figures(makeFigures(randomFrom(name), 'county', form));
    const said = contradiction(name).findings.filter((finding) => /^[ABC]/.test(finding.rule));
    expect(broken(figures, form).sort()).toEqual(said.map((finding) => `${finding.rule} ${finding.subject}`).sort());
  });
});
