import { expect, test } from 'vitest';
import { extractReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { writeReport } from './written-report.ts';

const PORTAL = { name: '永宁县', division: '640121' };

/** Whose report a page with a headline that names no body is, on the portal of 永宁县. */
async function whose(signature: string, listedTitle = '2023年政府信息公开工作年度报告'): Promise<[string, string[]]> {
  const title = '2023年政府信息公开工作年度报告';
  const html = writeReport({ title }).replace('</body>', `<p>${signature}</p><p>2024年1月19日</p></body>`);
  const reading = await readOriginal(new TextEncoder().encode(html), {
    contentType: null,
    url: 'https://a.test/t.html',
  });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const extraction = extractReport(reading.document, { portal: PORTAL, listedTitle });
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  const { organization, notes } = extraction.report;
  return [organization.name, notes.map(({ subject }) => subject)];
}

test('a report that names no body is that of the department or township that signed it, and says so', async () => {
  expect(await whose('永宁县市场监督管理局')).toEqual(['永宁县市场监督管理局', ['organization']]);
  expect(await whose('永宁县杨和镇人民政府2024年1月19日')).toEqual(['永宁县杨和镇人民政府', ['organization']]);
});

test('one signed by the office of the government, or by nobody, is the government’s', async () => {
  expect(await whose('永宁县人民政府办公室')).toEqual(['永宁县人民政府', []]);
  expect(await whose('此页无正文')).toEqual(['永宁县人民政府', []]);
});

test('the list’s word goes before the signature', async () => {
  expect(await whose('永宁县市场监督管理局', '永宁县教育局2023年政府信息公开工作年度报告')).toEqual([
    '永宁县教育局',
    [],
  ]);
});
