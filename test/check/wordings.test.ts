import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import type { Finding } from '../../src/extract/report.ts';
import { reportFrom, writeReport, type ReportChanges } from '../extract/written-report.ts';

/** The plain report counts 22 requests, 4 carried over, 3 reconsiderations and 2 lawsuits. */
async function found(rule: string, changes: ReportChanges): Promise<Finding[]> {
  return checkReport(await reportFrom(writeReport(changes))).filter((finding) => finding.rule === rule);
}

async function inOverview(rule: string, text: string): Promise<string[]> {
  const findings = await found(rule, { sections: { 1: { text } } });
  return findings.map(({ subject, actual }) => `${subject} ${actual}`);
}

const UNITS = ['件', '份', '条', '项', '宗', '个', '起'];

describe('a number of requests is understood', () => {
  test.each(
    ['收到', '受理', '接收', '接到', '新收', '办理'].flatMap((verb) => [
      `全年${verb}政府信息公开申请29件`,
      `共${verb}公开申请事项29件`,
      `${verb}各类申请数量29件`,
      `${verb}的申请29件`,
      `${verb}了信息公开申请信息共计29件`,
      `${verb}公民、法人和其他组织提出的公开申请29件`,
    ]),
  )('%s', async (text) => {
    expect(await inOverview('E1', `${text}。`)).toEqual(['received 29']);
  });

  test.each(UNITS.flatMap((unit) => [`收到公开申请29${unit}`, `收到依申请公开事项29${unit}`, `依申请公开29${unit}`]))(
    '%s',
    async (text) => {
      expect(await inOverview('E1', `${text}。`)).toEqual(['received 29']);
    },
  );

  test.each(['收到', '受理', '接收', '接到', '办理'])('%s依申请公开政府信息来件29件', async (verb) => {
    expect(await inOverview('E1', `${verb}群众依申请公开政府信息来件29件。`)).toEqual(['received 29']);
  });

  test.each(['依申请公开政府信息29件', '依申请公开事项29件', '依申请公开申请29件'])('%s', async (text) => {
    expect(await inOverview('E1', `${text}。`)).toEqual(['received 29']);
  });

  test.each(
    ['收到', '受理', '接收'].flatMap((verb) =>
      ['件', '份', '条', '宗'].map((unit) => `${verb}29${unit}政府信息公开申请`),
    ),
  )('%s', async (text) => {
    expect(await inOverview('E1', `${text}。`)).toEqual(['received 29']);
  });

  test.each(['本级', '县直', '区直', '市直', '机关本身'])('that of %s is noted only', async (scope) => {
    const [finding, ...others] = await found('E1', {
      sections: { 1: { text: `${scope}收到政府信息公开申请13件。` } },
    });
    expect(finding).toMatchObject({ severity: 'notice', actual: '13', expected: '22' });
    expect(others).toEqual([]);
  });

  test.each([
    '比去年同期增加',
    '增加',
    '减少',
    '增长',
    '下降',
    '上升',
    '多出',
    '信访',
    '热线',
    '提案',
    '建议',
    '议案',
    '留言',
    '网民',
    '上年',
    '去年',
    '同期',
    '结转',
    '复议',
    '诉讼',
    '许可',
    '审批',
  ])('that of %s is another matter', async (matter) => {
    expect(await inOverview('E1', `${matter}收到申请29件。`)).toEqual([]);
  });
});

describe('a denial is understood', () => {
  test.each(
    [
      '未发生',
      '没有发生',
      '未出现',
      '未收到',
      '未产生',
      '未涉及',
      '无',
      '没有',
      '不存在',
      '从未有',
      '未有',
      '零',
    ].flatMap((no): [string, string][] => [
      ['litigation 2', `${no}行政诉讼`],
      ['reconsideration 3', `${no}因政府信息公开引起的行政复议`],
    ]),
  )('%s: %s', async (denied, text) => {
    expect(await inOverview('E5', `${text}。`)).toEqual([denied]);
  });

  test.each([
    ['litigation 2', '行政诉讼均为0件'],
    ['litigation 2', '行政诉讼都为0起'],
    ['litigation 2', '行政诉讼案件零件'],
    ['reconsideration 3', '行政复议0件'],
    ['reconsideration 3', '行政复议案件均为0件'],
    ['reconsideration 3', '行政复议零起'],
    ['reconsideration 3', '未发生行政复议案件'],
    ['litigation 2', '行政诉讼案件为零'],
    ['litigation 2', '未因政府信息公开工作被提起行政诉讼'],
    ['reconsideration 3', '未被申请行政复议'],
    ['carried_out 4', '所有申请均在年内办结'],
    ['carried_in 4', '上年无结转申请'],
    ['carried_out 4', '无结转至下年度的申请'],
    ['carried_out 4', '与上年相比更快，申请全部在法定期限内答复'],
    ['partly_granted 4', '没有部分公开的情形'],
    ['unavailable 6', '未出现无法提供的申请'],
  ])('%s: %s', async (denied, text) => {
    expect(await inOverview('E5', `${text}。`)).toEqual([denied]);
  });

  test.each([
    ...['未收到', '没有收到', '未接到', '未受理', '没有接到', '未发生'].flatMap((no) => [
      `${no}政府信息公开申请`,
      `${no}依申请公开`,
      `${no}要求公开政府信息的申请`,
    ]),
    '政府信息公开申请数量为0件',
    '公开申请零件',
  ])('received 22: %s', async (text) => {
    expect(await inOverview('E5', `${text}。`)).toEqual(['received 22']);
  });

  test.each(
    ['均已', '全部', '已全部', '均按时', '均依法'].flatMap((all) =>
      ['', '按时', '按期', '依法', '及时'].flatMap((when) =>
        ['办结', '办理完毕', '答复完毕'].map((done) => `申请${all}${when}${done}`),
      ),
    ),
  )('carried_out 4: %s', async (text) => {
    expect(await inOverview('E5', `${text}。`)).toEqual(['carried_out 4']);
  });

  test.each(['结转到下年度', '结转至下一年', '结转下年', '结转次年'])('and taken back: %s', async (text) => {
    expect(await inOverview('E5', `到期的全部办结，4件${text}办理。`)).toEqual([]);
  });

  test.each(
    [
      ['热线', '信访', '留言', '提案', '建议', '议案', '投诉', '许可', '审批', '咨询', '信箱', '12345', '网民', '工单'],
    ].flat(),
  )('of %s it is another matter', async (matter) => {
    expect(await inOverview('E5', `${matter}来件均已办结。`)).toEqual([]);
  });

  test.each(['行政复议', '行政复议案件共', '行政复议案'])('and one is counted: %s3件', async (text) => {
    expect(await inOverview('E5', `未收取费用，${text}3件。`)).toEqual([]);
  });
});

describe('the fee for handling requests is stated', () => {
  test.each(['信息处理费', '处理费', '收取费用', '收取任何费用', '未收取', '不收取', '未收费', '收费情况'])(
    'by %s',
    async (words) => {
      expect(await found('H2', { sections: { 6: { text: `本年${words}：无。` } } })).toEqual([]);
    },
  );
});

describe('the notice cited is understood', () => {
  test.each(['〔2019〕60号', '[2019]60号', '【2019】60 号', '（2019）60号', '(2019)60号', ' 〔 2019 〕 60号'])(
    '国办公开办函%s',
    async (notice) => {
      const [finding] = await found('H3', { opening: `按照国办公开办函${notice}编制，欢迎查阅。` });
      expect(finding).toMatchObject({ subject: 'notice', expected: '2021', actual: '2019' });
    },
  );

  test('国办公开办函〔2021〕30号 in a report of 2020', async () => {
    const [finding] = await found('H3', { year: 2020, opening: '按照国办公开办函〔2021〕30号编制，欢迎查阅。' });
    expect(finding).toMatchObject({ subject: 'notice', expected: '2019', actual: '2021' });
  });
});

test('before 2019 no form, no section and no deadline is asked for', async () => {
  const report: ReportChanges = {
    year: 2016,
    tables: { 二: null, 三: null, 四: null },
    sections: { 5: { text: '这一年的公开工作按季度推进。'.repeat(20) }, 6: null },
    publishedOn: '2017-06-01',
  };
  expect(checkReport(await reportFrom(writeReport(report)))).toEqual([]);
});

test('what moved between columns is said of columns alone', async () => {
  const findings = await found('A3', {
    figures: { 'requests.received.natural_person': 11, 'requests.received.business': 11 },
  });
  expect(findings.map(({ subject, message }) => [subject, message.includes('instead')])).toEqual([
    ['natural_person', false],
    ['business', false],
  ]);
});

test('no fees in the text are no measure of the fees in the table', async () => {
  const report = { figures: { 'proactive.fees.amount': '25.1' }, sections: { 2: { text: '行政事业性收费0元。' } } };
  expect(await found('C2', report)).toEqual([]);
});
