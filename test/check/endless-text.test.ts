import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { extractReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';

const TABLES = `
三、收到和处理政府信息公开申请情况
| 一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| （一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| （七）总计 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
`;

/** A report with this text in its section 一, and what is found in it. */
async function findingsOf(text: string): Promise<readonly string[]> {
  const page = `永宁县2023年政府信息公开工作年度报告\n一、总体情况\n${text}\n${TABLES}`;
  const reading = await readOriginal(new TextEncoder().encode(page), { contentType: 'text/plain', url: 'file:a.txt' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const extraction = extractReport(reading.document);
  return extraction.kind === 'report' ? checkReport(extraction.report).map(({ rule }) => rule) : [];
}

describe('a megabyte of text is read and checked in time', () => {
  test.each([
    [
      'lines that never end their sentence',
      '全年收到政府信息公开申请22件，其中自然人12件，法人10件，\n'.repeat(15_000),
    ],
    ['headings run on behind sentences', '无。二、主动公开政府信息情况'.repeat(25_000)],
    ['a row of many cells', `| ${'1 | '.repeat(150_000)}`],
    ['rows of no label', '| 1 | 2 |\n\n'.repeat(20_000)],
    ['short sentences', '收到22件。'.repeat(60_000)],
  ])('%s', { timeout: 30_000 }, async (_what, text) => {
    await findingsOf('无。');
    const started = performance.now();
    await findingsOf(text);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('text that is not compared says so', () => {
  test.each([
    ['more than any narrative', '全年工作有序推进，成效明显。\n'.repeat(25_000)],
    ['more counts', '收到22件。'.repeat(3000) + '\n收到22件。'],
    ['a sentence that does not end', '全年工作有序推进，'.repeat(400)],
  ])('%s', async (_what, text) => {
    expect(await findingsOf(text)).toContain('read.text');
  });

  test('and what is compared does not', async () => {
    expect(await findingsOf('全年收到政府信息公开申请1件。')).not.toContain('read.text');
  });
});
