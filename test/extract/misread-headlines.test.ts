import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { extractReport, type ExtractionContext } from '../../src/extract/extract.ts';
import type { Block, Document } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { writeReport } from './written-report.ts';

interface Printed {
  readonly headline: readonly string[];
  readonly period?: string;
  readonly first?: string;
  readonly last?: string;
}

const PERIOD = '本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。';

/** A scan with the plain report's tables, figures read surely, under these words. */
async function scanned({ headline, period = PERIOD, first = '全年平稳。', last = '' }: Printed): Promise<Document> {
  const html = writeReport({ opening: period, title: 'HEADLINE', sections: { 1: { text: first } } });
  const reading = await readOriginal(new TextEncoder().encode(html), { contentType: null, url: 'file:report.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const locator = { page: 1, box: [0, 0, 1, 1] } as const;
  const line = (text: string): Block => ({ kind: 'paragraph', text, locator });
  const blocks = reading.document.blocks.flatMap((block): Block[] => {
    if (block.kind === 'heading') return headline.map(line);
    if (block.kind === 'paragraph') return [line(block.text)];
    if (block.kind !== 'table') return [block];
    const cells = block.cells.map((cell) => {
      const recognition = { probability: 0.999, confirmed: true, alternatives: [] };
      return /^[\d.]+$/.test(cell.text) ? { ...cell, recognition } : cell;
    });
    return [{ ...block, cells }];
  });
  return {
    reader: 'scan',
    readerVersion: '1',
    metadata: new Map(),
    blocks: [...blocks, ...(last === '' ? [] : [line(last)])],
  };
}

async function read(printed: Printed, context: ExtractionContext = {}) {
  const extraction = extractReport(await scanned(printed), context);
  if (extraction.kind !== 'report') return { reason: extraction.reason };
  const { organization, fiscalYear, title } = extraction.report;
  const notes = checkReport(extraction.report)
    .filter(({ rule }) => rule.startsWith('read.'))
    .map(({ rule, expected, verdict }) => `${rule} ${expected ?? ''} ${verdict}`);
  return { who: organization.name, division: organization.division, fiscalYear, title, notes };
}

describe('a scan whose headline', () => {
  test('is read well needs no note', async () => {
    expect(await read({ headline: ['太和县双安乡2023年政府信息公开工作年度报告'] })).toMatchObject({
      who: '太和县双安乡人民政府',
      fiscalYear: 2023,
      notes: [],
    });
  });

  test.each([
    [['太和县双安乡2023年政府信息公开工作年度报']],
    [['太和县双安乡2023年政府佶息公并工作年度报告一']],
    [['太和县双安乡2O23年政府信息公开工作年度报吿']],
    [['太和县双安乡2023年', '政府信息公丌工作年度报告']],
  ])('has misread letters (%j) is mended to the words of all reports, and a finding says so', async (headline) => {
    const title = '太和县双安乡2023年政府信息公开工作年度报告';
    expect(await read({ headline })).toMatchObject({
      who: '太和县双安乡人民政府',
      division: '341222',
      fiscalYear: 2023,
      title,
      notes: [`read.title ${title} extraction`],
    });
  });

  test('is lost has its body from the sentences that speak of it, its year from the period', async () => {
    const first = '太和县双安乡坚持公开为常态、不公开为例外。';
    expect(await read({ headline: ['E E ER 报'], first })).toMatchObject({
      who: '太和县双安乡人民政府',
      fiscalYear: 2023,
      notes: ['read.organization 太和县双安乡人民政府 extraction'],
    });
  });

  test('is lost has its body from the signature, or from the name of the file', async () => {
    expect(await read({ headline: ['E E'], last: '永宁县农业农村局' })).toMatchObject({ who: '永宁县农业农村局' });
    const fileName = '永宁县农业农村局2023年政府信息公开工作年度报告';
    const named = await read({ headline: ['E E'], period: '所列数据如下。' }, { fileName });
    expect(named).toMatchObject({ who: '永宁县农业农村局', fiscalYear: 2023 });
    expect(named.notes).toHaveLength(2);
  });

  test('names a place that only one in the list looks like', async () => {
    expect(await read({ headline: ['2023年荣阳市政府信息公开工作年度报告'] })).toMatchObject({
      who: '荥阳市人民政府',
      division: '410182',
      notes: ['read.organization 荥阳市人民政府 extraction'],
    });
  });

  test('names a place in no list keeps it, and a finding says that it may be misread', async () => {
    expect(await read({ headline: ['青梧县2023年政府信息公开工作年度报告'] })).toMatchObject({
      who: '青梧县人民政府',
      division: null,
      notes: ['read.organization 青梧县人民政府 extraction'],
    });
  });

  test('has another year than both ends of the period is of the year of the period', async () => {
    expect(await read({ headline: ['太和县双安乡2028年政府信息公开工作年度报告'] })).toMatchObject({
      fiscalYear: 2023,
      notes: ['read.year 2023 extraction'],
    });
  });

  test('and all else say nothing is none', async () => {
    expect(await read({ headline: ['E E'] })).toEqual({
      reason: 'it names no body, and nothing tells whose report it is',
    });
  });
});

test('a digital headline is never mended', async () => {
  const html = writeReport({ title: '太和县双安乡2023年政府佶息公丌工作年度扱告', opening: '所列数据如下。' });
  const reading = await readOriginal(new TextEncoder().encode(html), { contentType: null, url: 'file:report.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  expect(extractReport(reading.document)).toMatchObject({ kind: 'not_a_report' });
});
