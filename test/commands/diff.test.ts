import { describe, expect, test } from 'vitest';
import { runDiff } from '../../src/commands/diff.ts';
import { StopRun, UsageError } from '../../src/errors.ts';
import { openCorpus } from '../../storage/corpus.ts';
import { newDataDirectory, sketchReport, stoppedClock, YONGNING, type ReportSketch } from '../storage/report-record.ts';
import { run } from './terminal.ts';

const FARMS = { ...YONGNING, name: '永宁县农业农村局', level: 'department' } as const;

/** A corpus in which the sketches were met on the first of January, February, … 2024. */
function corpusOf(sketches: readonly ReportSketch[]): string {
  const data = newDataDirectory();
  const clock = stoppedClock();
  const corpus = openCorpus(data, { now: clock.now });
  for (const [index, sketch] of sketches.entries()) {
    clock.set(`2024-0${index + 1}-01T08:00:00.000Z`);
    corpus.recordReport(sketchReport(corpus, sketch));
  }
  corpus.close();
  return data;
}

interface Told {
  readonly organization: string;
  readonly revisions: readonly { revision: number; state: string; firstSeenAt: string; sources: unknown[] }[];
  readonly changes: readonly {
    from: number;
    to: number;
    kinds: string[];
    difference: { cells: unknown[]; sections: unknown[] };
  }[];
}

async function diff(data: string, organization: string, year = 2023): Promise<Told> {
  return JSON.parse((await run(runDiff, { organization, year }, data, { json: true })).printed) as Told;
}

const PAPER = 'requests.granted.total';

describe('diff', () => {
  test('shows a figure that was edited in silence, with both originals', async () => {
    const data = corpusOf([{ bytes: 'first' }, { bytes: 'second', figures: { [PAPER]: { number: 3, printed: '3' } } }]);
    const told = await diff(data, '永宁县人民政府');
    expect(told.changes).toHaveLength(1);
    expect(told.changes[0]).toMatchObject({ from: 1, to: 2, kinds: ['figures'] });
    expect(told.changes[0]?.difference.cells).toEqual([
      {
        code: PAPER,
        before: { printed: '1', number: 1, status: 'verified', derived: null },
        after: { printed: '3', number: 3, status: 'verified', derived: null },
      },
    ]);
    expect(told.revisions.map(({ state, firstSeenAt }) => [state, firstSeenAt.slice(0, 10)])).toEqual([
      ['superseded', '2024-01-01'],
      ['current', '2024-02-01'],
    ]);
    const { printed } = await run(runDiff, { organization: '永宁县人民政府', year: 2023 }, data);
    expect(printed).toMatch(/永宁县人民政府 2023: 2 revisions\nrevision 1 \(superseded\), published 2024-01-20/u);
    expect(printed).toMatch(
      /revision 1 → 2: figures changed[^]*before.*after[^]*requests\.granted\.total.*予以公开.*1 verified.*3 verified/u,
    );
  });

  test('tells words from figures, and names the passage', async () => {
    const data = corpusOf([
      { bytes: 'first', text: '全年收到申请12件，均已办结。' },
      { bytes: 'second', text: '全年收到申请13件，均已办结。' },
    ]);
    const told = await diff(data, '永宁县人民政府');
    expect(told.changes[0]?.kinds).toEqual(['text']);
    expect(told.changes[0]?.difference.sections).toEqual([{ number: 1, before: '2', after: '3' }]);
  });

  test('a replaced attachment is named as one', async () => {
    const attachment = 'https://www.yongning.test/p1.pdf';
    const data = corpusOf([
      { bytes: 'first', attachment },
      { bytes: 'second', attachment, figures: { [PAPER]: { number: 2, printed: '2' } } },
    ]);
    expect((await diff(data, '永宁县人民政府')).changes[0]?.kinds).toEqual(['figures', 'attachment']);
  });

  test('a page whose markup alone changed has one revision', async () => {
    const data = corpusOf([{ bytes: 'first' }, { bytes: 'second' }]);
    const told = await diff(data, '永宁县');
    expect(told.organization).toBe('永宁县人民政府');
    expect(told.revisions).toHaveLength(1);
    expect(told.changes).toEqual([]);
    const { printed } = await run(runDiff, { organization: '永宁县', year: 2023 }, data);
    expect(printed).toContain('Nothing has changed since it was first seen.');
  });

  test('asks for a full name where a part fits several, and takes the full one', async () => {
    const data = corpusOf([{}, { organization: FARMS, url: 'https://www.yongning.test/t2.html' }]);
    await expect(diff(data, '永宁县')).rejects.toThrow(UsageError);
    await expect(diff(data, '永宁县')).rejects.toThrow(/永宁县人民政府 \(640121\), 永宁县农业农村局 \(640121\)/u);
    expect((await diff(data, FARMS.name)).organization).toBe(FARMS.name);
  });

  test('says what is not there', async () => {
    const data = corpusOf([{}]);
    await expect(diff(data, '永宁县人民政府', 2019)).rejects.toThrow(StopRun);
    await expect(diff(data, ' ')).rejects.toThrow(UsageError);
  });
});
