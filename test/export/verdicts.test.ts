import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { runVerdicts } from '../../src/commands/verdicts.ts';
import { UsageError } from '../../src/errors.ts';
import { openCorpus } from '../../storage/corpus.ts';
import type { Corpus } from '../../storage/corpus.ts';
import { recordVerdict, storedVerdicts, verdictsOn } from '../../storage/verdicts.ts';
import type { VerdictRecord } from '../../storage/verdicts.ts';
import { findingOn, newDataDirectory, sketchReport, stoppedClock, YONGNING } from '../storage/report-record.ts';
import { csvRecords } from './parse-csv.ts';
import { rememberingTerminal, settingsFor, WHOLE } from './terminal.ts';

const PLACE = { organization: YONGNING.name, division: YONGNING.division, fiscalYear: 2023 };
const CODE = 'requests.received.total';

function filled(): { directory: string; corpus: Corpus } {
  const directory = newDataDirectory();
  const corpus = openCorpus(directory, { now: stoppedClock().now });
  corpus.recordReport(sketchReport(corpus, { findings: [findingOn('granted')] }));
  return { directory, corpus };
}

function verdictOn(target: VerdictRecord['target'], verdict: VerdictRecord['verdict'] = 'confirmed'): VerdictRecord {
  return { place: PLACE, target, verdict, text: '', givenBy: 'Li Wen', givenAt: null, judged: null };
}

async function imported(directory: string, lines: readonly string[]): Promise<unknown> {
  const file = join(newDataDirectory(), 'verdicts.csv');
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  const { io, printed } = rememberingTerminal(true);
  await runVerdicts({ action: 'import', file }, io, settingsFor(directory));
  return JSON.parse(printed());
}

const HEAD = 'organization,fiscal_year,code,rule,subject,verdict,text,given_by,given_at';

describe('verdicts', () => {
  it('stay with body, year and code when the report is read anew, and say whether what was judged still stands', () => {
    const { corpus } = filled();
    recordVerdict(corpus, verdictOn({ code: CODE }, 'extraction_error'));
    recordVerdict(corpus, verdictOn({ rule: 'A1', subject: 'granted' }, 'source_error'));
    const [report] = corpus.storedReports();
    const anew = sketchReport(corpus, {
      extractorVersion: '2',
      figures: { [CODE]: { printed: '22', number: 22 } },
      findings: [findingOn('granted')],
    });
    expect(storedVerdicts(corpus).map((verdict) => verdict.stillStands)).toEqual([true, true]);
    corpus.replaceExtraction(report!.id, anew);
    expect(verdictsOn(corpus, PLACE)).toMatchObject([
      { code: CODE, verdict: 'extraction_error', judged: '{"printed":"1","number":1.0}', stillStands: false },
      { rule: 'A1', subject: 'granted', verdict: 'source_error', stillStands: true },
    ]);
    corpus.close();
  });

  it('are columns of the exported cells and findings; the latest stands', async () => {
    const { directory, corpus } = filled();
    const later = { givenAt: '2024-07-01T00:00:00.000Z', givenBy: 'Wang', text: '=1+1' };
    recordVerdict(corpus, { ...verdictOn({ code: CODE }), ...later });
    recordVerdict(corpus, verdictOn({ code: CODE }, 'extraction_error'));
    recordVerdict(corpus, verdictOn({ rule: 'A1', subject: 'granted' }, 'note'));
    corpus.close();
    const out = newDataDirectory();
    const { io } = rememberingTerminal();
    await runExport({ ...WHOLE, format: 'csv', out }, io, settingsFor(directory));
    const judged = (name: string): unknown[] =>
      csvRecords(readFileSync(join(out, name), 'utf8'))
        .filter((row) => row['human_verdict'] !== null)
        .map((row) => [
          row['code'] ?? row['rule'],
          row['human_verdict'],
          row['human_verdict_text'],
          row['human_verdict_by'],
          row['human_verdict_stands'],
        ]);
    expect(judged('panel_long.csv')).toEqual([[CODE, 'confirmed', "'=1+1", 'Wang', '1']]);
    expect(judged('findings.csv')).toEqual([['A1', 'note', '', 'Li Wen', '1']]);
  });

  it('come from a CSV and go into one that gives the same corpus again', async () => {
    const { directory, corpus } = filled();
    const lines = [
      `\uFEFF${HEAD}`,
      `${YONGNING.name},2023,${CODE},,,confirmed,"seen, ""22"" printed",Li Wen,2024-05-01`,
      '',
      `${YONGNING.name},2023,,A1,granted,source_error,'=odd,Li Wen,2024-05-01T08:00:00+08:00`,
    ];
    expect(await imported(directory, lines)).toEqual({ outcome: 'done', new: 2, known: 0 });
    expect(await imported(directory, lines)).toEqual({ outcome: 'done', new: 0, known: 2 });
    expect(storedVerdicts(corpus)).toMatchObject([
      { code: CODE, text: 'seen, "22" printed', givenAt: '2024-05-01T00:00:00.000Z' },
      { rule: 'A1', text: '=odd', givenAt: '2024-05-01T00:00:00.000Z' },
    ]);
    const file = join(newDataDirectory(), 'out.csv');
    const { io } = rememberingTerminal();
    await runVerdicts({ action: 'export', file }, io, settingsFor(directory));
    const other = filled();
    expect(await imported(other.directory, readFileSync(file, 'utf8').trimEnd().split('\n'))).toMatchObject({ new: 2 });
    expect(storedVerdicts(other.corpus)).toEqual(storedVerdicts(corpus));
    corpus.close();
    other.corpus.close();
  });

  it('that say what was judged are taken back for a report that is no longer current', async () => {
    const { directory, corpus } = filled();
    recordVerdict(corpus, verdictOn({ code: CODE }));
    const file = join(newDataDirectory(), 'out.csv');
    await runVerdicts({ action: 'export', file }, rememberingTerminal().io, settingsFor(directory));
    const other = filled();
    other.corpus.withdrawReport('https://www.yongning.test/t1.html');
    expect(await imported(other.directory, readFileSync(file, 'utf8').trimEnd().split('\n'))).toMatchObject({ new: 1 });
    expect(storedVerdicts(other.corpus)).toMatchObject([{ code: CODE, stillStands: false }]);
    corpus.close();
    other.corpus.close();
  });

  it.each([
    ['永宁县,2023,x,,,confirmed,,Li,', /line 2: The corpus has no body named 永宁县/],
    [`${YONGNING.name},2020,${CODE},,,confirmed,,Li,`, /line 2: The corpus has no current report of .* 2020/],
    [`${YONGNING.name},2023,requests.x,,,confirmed,,Li,`, /has no cell requests\.x/],
    [`${YONGNING.name},2023,,A9,x,confirmed,,Li,`, /has no finding A9 on x/],
    [`${YONGNING.name},2023,${CODE},A1,granted,confirmed,,Li,`, /one of them only/],
    [`${YONGNING.name},2023,${CODE},,,right,,Li,`, /verdict takes confirmed, .*; got right/],
    [`${YONGNING.name},2023,${CODE},,,confirmed,,,`, /needs the name of who/],
    [`${YONGNING.name},2023,${CODE},,,confirmed,,Li,soon`, /given_at takes/],
    [`${YONGNING.name},2023,${CODE},,,confirmed`, /line 2: 6 fields, where the first line has 9/],
    [`${YONGNING.name},2023,"${CODE},,,confirmed,,Li,`, /line 2: a quotation mark/],
  ])('a line such as %s is refused, and nothing of its file is stored', async (line, says) => {
    const { directory, corpus } = filled();
    const good = `${YONGNING.name},2023,${CODE},,,confirmed,,Li Wen,`;
    await expect(imported(directory, [HEAD, line, good])).rejects.toThrow(says);
    await expect(imported(directory, [HEAD, line, good])).rejects.toThrow(UsageError);
    expect(storedVerdicts(corpus)).toEqual([]);
    corpus.close();
  });
});
