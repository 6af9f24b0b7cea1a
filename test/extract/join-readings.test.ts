import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { compareReadings, type SourcedReport } from '../../src/extract/compare-readings.ts';
import { joinReadings } from '../../src/extract/join-readings.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { reportFrom, writeReport, type ReportChanges } from './written-report.ts';

const GRANTED = 'requests.granted.natural_person';
const LICENCES = 'proactive.licensing.decisions';

interface How {
  readonly reader?: string;
  readonly bytes?: string;
  readonly fromPixels?: boolean;
}

/** A reading of a written report that passes for that of another format. */
async function reading(
  changes: ReportChanges,
  { reader = 'html', bytes, fromPixels = false }: How = {},
): Promise<SourcedReport> {
  const html = writeReport(changes);
  const sha256 = sha256Of(new TextEncoder().encode(bytes ?? `${reader} ${html}`));
  return { read: await reportFrom(html), url: `file:${reader}`, sha256, reader, fromPixels };
}

async function joined(main: ReportChanges, other: ReportChanges, how: How = { reader: 'docx' }, mainHow: How = {}) {
  const read = joinReadings(await reading(main, mainHow), await reading(other, how));
  const cell = (code: string): unknown[] => {
    const found = read.cells.find((one) => one.code === code);
    return [found?.number, found?.status, found?.source?.url ?? 'main'];
  };
  const findings = checkReport(read).map(({ rule, subject, verdict }) => `${rule} ${subject} ${verdict}`);
  return { read, cell, findings };
}

const figures = (values: Readonly<Record<string, string | number>>): ReportChanges => ({ figures: values });

describe('two readings of a cell', () => {
  test('both firm and alike: nothing changes', async () => {
    const { cell, findings } = await joined({}, {});
    expect(cell(GRANTED)).toEqual([6, 'verified', 'main']);
    expect(findings).toEqual([]);
  });

  test('a printed 0 stands for a blank', async () => {
    const { cell, findings } = await joined(figures({ [LICENCES]: '' }), figures({ [LICENCES]: 0 }));
    expect(cell(LICENCES)).toEqual([0, 'read', 'file:docx']);
    expect(findings).toEqual([]);
  });

  test('both firm and different: the versions contradict each other', async () => {
    const { cell, findings } = await joined(figures({ [LICENCES]: 70 }), figures({ [LICENCES]: 71 }));
    expect(cell(LICENCES)).toEqual([70, 'conflicting', 'main']);
    expect(findings).toEqual([`twin.difference ${LICENCES} source`]);
  });

  test('the same bytes read differently: in doubt, and the reading is at fault', async () => {
    const same = { bytes: 'one', reader: 'pdfjs' };
    const { cell, findings } = await joined(figures({ [LICENCES]: 70 }), figures({ [LICENCES]: 71 }), same, {
      bytes: 'one',
    });
    expect(cell(LICENCES)).toEqual([70, 'doubtful', 'main']);
    expect(findings).toEqual([`twin.difference ${LICENCES} extraction`]);
  });

  test('a picture that breaks its own sums does not weigh against a digital version whose sums hold', async () => {
    const picture = { reader: 'picture', fromPixels: true };
    const { cell, findings } = await joined({}, figures({ [GRANTED]: 8 }), picture);
    expect(cell(GRANTED)).toEqual([6, 'verified', 'main']);
    expect(findings).toEqual([`twin.difference ${GRANTED} extraction`]);
  });

  test('in doubt beside a firm one: the firm one is taken, whether or not it is the same', async () => {
    for (const number of [21, 27]) {
      const { cell, findings } = await joined(figures({ [LICENCES]: '2l' }), figures({ [LICENCES]: number }));
      expect(cell(LICENCES)).toEqual([number, 'read', 'file:docx']);
      expect(findings).toEqual([]);
    }
  });

  test('forced by its sums beside another firm number whose sums fail: in doubt', async () => {
    const { cell, findings } = await joined(
      figures({ 'requests.granted.total': '1l' }),
      figures({ 'requests.granted.total': 17 }),
    );
    expect(cell('requests.granted.total').slice(0, 2)).toEqual([11, expect.stringMatching(/doubtful|inferred/)]);
    expect(findings).toContainEqual('twin.difference requests.granted.total undetermined');
  });

  test('both in doubt and alike stay in doubt where one thing may have misled both', async () => {
    const { cell } = await joined(figures({ [LICENCES]: '2l' }), figures({ [LICENCES]: '2l' }));
    expect(cell(LICENCES)).toEqual([21, 'doubtful', 'main']);
  });

  test('blank beside a number: taken with a finding', async () => {
    const taken = await joined(figures({ [LICENCES]: '' }), figures({ [LICENCES]: 70 }));
    expect(taken.cell(LICENCES)).toEqual([70, 'read', 'file:docx']);
    expect(taken.findings).toEqual([`twin.difference ${LICENCES} undetermined`]);
  });

  test('a number that would break a sum of the main version is not taken for its blank', async () => {
    const code = 'requests.granted.legal';
    const { cell, findings } = await joined(figures({ [code]: '' }), figures({ [code]: 4 }));
    expect(cell(code)).toEqual([null, 'blank', 'main']);
    expect(cell(GRANTED)).toEqual([6, 'verified', 'main']);
    expect(findings).toEqual([`twin.difference ${code} undetermined`]);
  });

  test('agreement does not make a failing sum hold', async () => {
    const { cell, findings } = await joined(figures({ [GRANTED]: 7 }), figures({ [GRANTED]: 7 }));
    expect(cell(GRANTED)).toEqual([7, 'conflicting', 'main']);
    expect(findings).toEqual(['A1 granted source', 'A2 natural_person source']);
  });
});

test('comparing judges nothing: it says what each pair is', async () => {
  const first = await reading(figures({ [LICENCES]: 70, [GRANTED]: '※' }));
  const second = await reading(figures({ [LICENCES]: 71 }));
  const comparison = compareReadings(first.read, second.read);
  expect(comparison.get(LICENCES)).toBe('other_number');
  expect(comparison.get(GRANTED)).toBe('second_firm');
  expect([...comparison.values()].filter((one) => one === 'same')).toHaveLength(198);
});
