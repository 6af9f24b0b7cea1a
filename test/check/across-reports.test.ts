import { describe, expect, test } from 'vitest';
import { runExtract } from '../../src/commands/extract.ts';
import { runIngest } from '../../src/commands/ingest.ts';
import { folderWith, newFolder, rows } from '../commands/corpus-folder.ts';
import { run } from '../commands/terminal.ts';
import { writeReport, type ReportChanges } from '../extract/written-report.ts';

const APPLICANTS = ['natural_person', 'business', 'research', 'social', 'legal', 'other', 'total'] as const;

/** Figures of a row of table 三 by code. */
function row(stem: string, figures: readonly number[]): Record<string, number> {
  return Object.fromEntries(APPLICANTS.map((id, index) => [`requests.${stem}.${id}`, figures[index] ?? 0]));
}

/** What the plain report carries over, as the next year's report must take it up. */
const TAKEN_UP = row('carried_in', [2, 2, 0, 0, 0, 0, 4]);
const IN_FORCE = 'proactive.normative_documents.in_force';
const LICENCES = 'proactive.licensing.decisions';
/** In which 2023 differs from 2022, so that the tables are not last year's. */
const NEXT = { ...TAKEN_UP, [IN_FORCE]: 19, 'proactive.coercion.decisions': 8 };

async function ingested(...reports: readonly ReportChanges[]): Promise<string> {
  const data = newFolder();
  const files = reports.map((changes, index) => [`${index}.html`, writeReport(changes)] as const);
  await run(
    runIngest,
    { paths: [folderWith(Object.fromEntries(files))], url: null, organization: null, year: null },
    data,
  );
  return data;
}

function across(data: string): unknown[] {
  return rows(
    data,
    `SELECT r.fiscal_year, f.rule, f.subject, f.verdict, f.severity, f.expected, f.actual FROM findings f
     JOIN reports r ON r.id = f.report_id WHERE f.rule GLOB '[FG]*' ORDER BY f.id`,
  );
}

describe('a report and that of the year before', () => {
  test('that fit leave no finding', async () => {
    expect(across(await ingested({ year: 2022 }, { year: 2023, figures: NEXT }))).toEqual([]);
  });

  test('F1: requests carried over arrive, column by column', async () => {
    const figures = { ...NEXT, ...row('carried_in', [2, 1, 0, 0, 0, 0, 3]) };
    expect(across(await ingested({ year: 2022 }, { year: 2023, figures }))).toEqual([
      [2023, 'F1', 'business', 'source', 'warning', '2', '1'],
      [2023, 'F1', 'total', 'source', 'warning', '4', '3'],
    ]);
  });

  test('F1: nothing is held against a year that is not there, nor against a cell that is blank', async () => {
    const figures = { ...NEXT, ...row('carried_in', [9, 0, 0, 0, 0, 0, 9]) };
    expect(across(await ingested({ year: 2021 }, { year: 2023, figures }))).toEqual([]);
    const blank = { ...NEXT, 'requests.carried_in.business': '' };
    expect(across(await ingested({ year: 2022 }, { year: 2023, figures: blank }))).toEqual([]);
  });

  test('F2: documents in force follow from those before; what is more was never issued, what is less may have lapsed', async () => {
    const more = await ingested({ year: 2022 }, { year: 2023, figures: { ...NEXT, [IN_FORCE]: 20 } });
    expect(across(more)).toEqual([[2023, 'F2', 'normative_documents', 'source', 'notice', '19', '20']]);
    const less = { year: 2023, figures: { ...NEXT, [IN_FORCE]: 16 } };
    expect(across(await ingested({ year: 2022 }, less))).toEqual([
      [2023, 'F2', 'normative_documents', 'undetermined', 'notice', '19', '16'],
    ]);
    const told = { ...less, sections: { 1: { text: '清理后宣布失效规范性文件3件。' } } };
    expect(across(await ingested({ year: 2022 }, told))).toEqual([]);
  });

  test('F3: items of the form of 2019', async () => {
    const earlier = { year: 2019 };
    const figures = {
      ...TAKEN_UP,
      'proactive.licensing.items_last_year': 126,
      'proactive.other_services.items_last_year': 31,
    };
    const found = across(await ingested(earlier, { year: 2020, figures })) as unknown[][];
    expect(found.filter(([, rule, subject]) => rule === 'F3' && subject === 'licensing')).toEqual([
      [2020, 'F3', 'licensing', 'source', 'warning', '125', '126'],
    ]);
    expect(found.filter(([, , subject]) => subject === 'other_services')).toEqual([]);
  });

  test('F4: the tables of last year once more are one finding, in two files whose mistake it is cannot be told', async () => {
    expect(across(await ingested({ year: 2022 }, { year: 2023 }))).toEqual([
      [2023, 'F4', 'tables', 'undetermined', 'warning', null, null],
    ]);
  });

  test('F4: five times as much is worth a look', async () => {
    const figures = { ...NEXT, [LICENCES]: 80_000 };
    expect(across(await ingested({ year: 2022 }, { year: 2023, figures }))).toEqual([
      [2023, 'F4', LICENCES, 'undetermined', 'notice', '14253', '80000'],
    ]);
  });
});

describe('a county and its bodies', () => {
  const COUNTY = '永宁县人民政府2023年政府信息公开工作年度报告';
  const town = {
    title: '永宁县杨和镇人民政府2023年政府信息公开工作年度报告',
    figures: row('received', [30, 10, 0, 0, 0, 0, 40]),
  };

  test('G1: a town with more requests than the whole county', async () => {
    const county = { title: COUNTY, sections: { 1: { text: '全县各级行政机关共新收申请22件。' } } };
    expect(across(await ingested(county, town))).toEqual([
      [2023, 'G1', '永宁县杨和镇人民政府', 'undetermined', 'notice', 'at least 40', '22'],
    ]);
  });

  test('G1: says nothing where the county does not claim to count its area', async () => {
    const county = { title: COUNTY, sections: { 1: { text: '县人民政府办公室新收申请22件。' } } };
    expect(across(await ingested(county, town))).toEqual([]);
  });
});

describe('what was found across reports', () => {
  test('gives way when the report beside it comes, and stays through a new reading', async () => {
    const data = await ingested({ year: 2022 }, { year: 2023, figures: { ...NEXT, [IN_FORCE]: 20 } });
    const before = across(data);
    expect(before).toHaveLength(1);
    const { printed } = await run(runExtract, { all: true, dryRun: false }, data);
    expect(printed).toContain('2 unchanged');
    expect(across(data)).toEqual(before);
    const folder = folderWith({
      'c.html': writeReport({ year: 2024, figures: { ...NEXT, [IN_FORCE]: 22, [LICENCES]: 14_000 } }),
    });
    await run(runIngest, { paths: [folder], url: null, organization: null, year: null }, data);
    expect(across(data)).toEqual(before);
  });
});
