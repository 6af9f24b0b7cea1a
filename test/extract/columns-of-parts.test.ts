import { expect, test } from 'vitest';
import { reportFrom, writeReport } from './written-report.ts';

function row(labels: string, figures: readonly string[], blankLabels = 0): string {
  const cells = [...Array.from({ length: blankLabels }, () => ''), ...figures];
  return `<tr>${labels}${cells.map((text) => `<td>${text}</td>`).join('')}</tr>`;
}

const BLANK = ['', '', '', '', '', '', ''];
const HEAD = `<tr><td colspan=3 rowspan=2></td>${['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'].map((head) => `<td rowspan=2>${head}</td>`).join('')}</tr><tr></tr>`;

/** Table 三 cut by page breaks into three grids, the second of them without a column for 三、本年度办理结果. */
const PARTS = [
  `<table>${HEAD}${row('<td colspan=3>一、本年新收政府信息公开申请数量</td>', BLANK)}${row('<td colspan=3>二、上年结转政府信息公开申请数量</td>', BLANK)}</table>`,
  `<table>${row('<td>（三）不予公开</td><td>1.属于国家秘密</td>', BLANK)}${row('<td></td><td>2.其他法律行政法规禁止公开</td>', BLANK)}${row('<td></td><td>3.危及“三安全一稳定”</td>', BLANK)}</table>`,
  `<table>${row('<td colspan=2></td><td>5.要求行政机关确认或重新出具已获取信息</td>', BLANK)}${row('<td colspan=2>四、结转下年度继续办理</td>', ['4', '', '', '', '', '', ''], 1)}</table>`,
].join('');

test('a part of the table has the columns of its own rows', async () => {
  const report = await reportFrom(writeReport({ tables: { 三: PARTS } }));
  const carried = report.cells.filter(({ code, number }) => code.startsWith('requests.carried_out') && number !== null);
  expect(carried.map(({ code, number }) => `${code} ${number}`)).toEqual(['requests.carried_out.natural_person 4']);
});
