import { beforeAll, describe, expect, test } from 'vitest';
import { compareCells, type Comparison } from '../../sample/comparison.ts';
import { makeVariant, type ReportVariant, type VariantChoice } from '../../sample/variants.ts';
import { extractReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';

interface Read extends Comparison {
  readonly name: string;
}

async function readVariant({ seed, appearance, rendered, truth }: ReportVariant): Promise<Read> {
  const name = `${seed} (${appearance.style})`;
  const url = `file:${seed}.${rendered.format === 'html' ? 'html' : 'txt'}`;
  const reading = await readOriginal(rendered.bytes, { contentType: null, url });
  if (reading.kind !== 'document') throw new Error(`${name}: ${reading.reason}`);
  const extraction = extractReport(reading.document);
  if (extraction.kind !== 'report') throw new Error(`${name}: ${extraction.reason}`);
  const { report } = extraction;
  expect({ name, year: report.fiscalYear, body: report.organization.name }).toEqual({
    name,
    year: truth.fiscalYear,
    body: truth.organization.name,
  });
  return { name, ...compareCells(truth.cells, report.cells) };
}

async function readVariants(kind: string, count: number, choice: VariantChoice): Promise<Read[]> {
  const reports: Read[] = [];
  for (let seed = 0; seed < count; seed++) reports.push(await readVariant(makeVariant(`${kind}-${seed}`, choice)));
  return reports;
}

function sum(reports: readonly Read[], count: (report: Read) => number): number {
  return reports.reduce((total, report) => total + count(report), 0);
}

function named(reports: readonly Read[], codes: (report: Read) => readonly string[]): string[] {
  return reports.flatMap((report) => codes(report).map((code) => `${report.name}: ${code}`));
}

describe('reports in neat print, in every markup and dump', () => {
  let reports: Read[];
  beforeAll(async () => {
    reports = await readVariants('tidy', 120, { tidy: true });
  });

  test('are read without an error', () => {
    expect(named(reports, ({ silent, wrong }) => [...silent, ...wrong])).toEqual([]);
  });

  test('leave little in doubt', () => {
    expect(sum(reports, ({ sure }) => sure) / sum(reports, ({ rightNumbers }) => rightNumbers)).toBeGreaterThan(0.98);
  });
});

describe('reports with damaged labels, lost heads, lost columns and odd numbers', () => {
  let reports: Read[];
  beforeAll(async () => {
    reports = await readVariants('odd', 150, {});
  });

  test('never hold a wrong figure that claims to be sure', () => {
    expect(named(reports, ({ silent }) => silent)).toEqual([]);
  });

  test('are read right in 99.5 % of the cells', () => {
    expect(sum(reports, ({ right }) => right) / sum(reports, ({ cells }) => cells)).toBeGreaterThanOrEqual(0.995);
  });

  test('leave no more than 5 % of the right numbers in doubt', () => {
    expect(sum(reports, ({ sure }) => sure) / sum(reports, ({ rightNumbers }) => rightNumbers)).toBeGreaterThanOrEqual(
      0.95,
    );
  });
});
