import { describe, expect, test } from 'vitest';
import { extractFrom, htmlTable, reportFrom, writeReport, type ReportChanges } from './written-report.ts';

const BARE: ReportChanges = { tables: { 二: null, 三: null, 四: null } };
const page = (title: string, body: string): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
const sentences =
  '<p>2023年，青梧县人民政府办公室推进政府信息公开，全年公开信息五千余条，收到申请22件，均按期答复。</p>'.repeat(8);

describe('a document of another kind is refused, whatever it holds', () => {
  test.each([
    '青梧县人民政府2023年政府网站工作年度报表',
    '青梧县人民政府2023年度政府网站工作年度报告',
    '青梧县2023年法治政府建设年度报告',
    '《青梧县人民政府2023年政府信息公开工作年度报告》解读',
    '图解：青梧县人民政府2023年政府信息公开工作年度报告',
    '一图读懂青梧县2023年政府信息公开年报',
    '2023年青梧县人民政府工作报告',
    '青梧县政府信息公开指南',
    '关于做好2023年政府信息公开工作年度报告编制工作的通知',
    '青梧县自来水公司公共企事业单位信息公开2023年年度报告',
    '青梧县2023年预算执行情况报告',
  ])('%s', async (title) => {
    expect(await extractFrom(writeReport({ ...BARE, title }))).toMatchObject({ kind: 'not_a_report' });
    expect(await extractFrom(page(title, sentences))).toMatchObject({ kind: 'not_a_report' });
  });

  test.each(['青梧县人民政府2023年政府网站工作年度报表', '《青梧县人民政府2023年政府信息公开工作年度报告》解读'])(
    '%s, with the tables of a report',
    async (title) => {
      expect(await extractFrom(writeReport({ title }))).toEqual({
        kind: 'not_a_report',
        reason: `its title is that of another kind of document: ${title}`,
      });
    },
  );
});

describe('a page is no report', () => {
  test.each([
    [
      'a list of reports',
      page('政府信息公开年报', '<ul><li><a href="a.html">青梧县2023年政府信息公开工作年度报告</a></li></ul>'),
    ],
    ['news', page('青梧县召开防汛会议', sentences)],
    ['an empty page', '<html><body></body></html>'],
    ['a challenge', page('请稍候', '<p>正在检查您的浏览器</p>')],
    [
      'another table',
      page(
        '青梧县水质监测',
        htmlTable([
          ['断面', '水质', '总计'],
          ['石磨桥', '2', '3'],
          ['其他', '1', '4'],
        ]),
      ),
    ],
  ])('%s', async (_, source) => {
    expect(await extractFrom(source)).toMatchObject({ kind: 'not_a_report' });
  });

  test('a title alone', async () => {
    expect(await extractFrom(page('青梧县人民政府2023年政府信息公开工作年度报告', '<p>见附件。</p>'))).toEqual({
      kind: 'not_a_report',
      reason: 'it holds none of the three tables and fewer than three of the six sections',
    });
  });

  test('no year anywhere', async () => {
    const source = writeReport({ title: '青梧县人民政府政府信息公开工作年度报告', opening: '' });
    expect(await extractFrom(source.replace(/20\d\d/g, ''))).toEqual({
      kind: 'not_a_report',
      reason: 'it states no year, in its title, its period or its text',
    });
  });

  test('no body anywhere', async () => {
    const source = writeReport({ title: '2023年政府信息公开工作年度报告' });
    expect(await extractFrom(source)).toEqual({
      kind: 'not_a_report',
      reason: 'it names no body, and nothing tells whose report it is',
    });
  });
});

describe('a report is one', () => {
  test('with sections and without tables', async () => {
    const report = await reportFrom(writeReport(BARE));
    expect(report.templates).toEqual({ 二: null, 三: null, 四: null });
    expect(report.cells).toEqual([]);
    expect(report.sections.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('with tables that hold no number at all', async () => {
    const source = writeReport().replace(/<td( colspan="\d")?>[-+\d.]+<\/td>/g, '<td$1></td>');
    const report = await reportFrom(source);
    expect(report.templates).toEqual({ 二: '2021', 三: '2021', 四: '2021' });
    expect(report.cells).toHaveLength(200);
    expect(report.cells.filter(({ status }) => status !== 'blank')).toEqual([]);
    expect(report.cells.filter(({ derived }) => derived !== null)).toEqual([]);
  });

  test('with tables and no title, of the body and year that a person names', async () => {
    const source = writeReport({ title: '年报', opening: '' });
    const report = await reportFrom(source, { organization: '青梧县水务局', year: 2022 });
    expect(report.organization.name).toBe('青梧县水务局');
    expect(report.fiscalYear).toBe(2022);
  });

  test('of the body and year that its list names, where it names none itself', async () => {
    const source = writeReport({ title: '政府信息公开工作年度报告', opening: '' });
    const report = await reportFrom(source, { listedTitle: '青梧县水务局2021年政府信息公开工作年度报告' });
    expect([report.organization.name, report.fiscalYear]).toEqual(['青梧县水务局', 2021]);
  });

  test('of the body that its title names, not the column it was filed under', async () => {
    const report = await reportFrom(writeReport({ title: '青梧县石磨镇人民政府2023年政府信息公开工作年度报告' }), {
      column: '青梧县水务局',
      listedOrganization: '青梧县水务局',
      listedYear: 2020,
    });
    expect([report.organization.name, report.fiscalYear]).toEqual(['青梧县石磨镇人民政府', 2023]);
  });
});
