import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { extractReport, type ReadReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';

const FOLDER = new URL('../fixtures/reports/', import.meta.url);
const CASES = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

interface Golden {
  organization: ReadReport['organization'];
  fiscalYear: number;
  template: Record<string, string>;
  title: string;
  period: { from: string; to: string } | null;
  cells: Record<string, { number?: number; blank?: true; absent?: true }>;
  findings: { rule: string; subject: string; verdict: string; due: boolean }[];
}

function asGolden(cell: { number: number | null; status: string }): { number?: number; blank?: true; absent?: true } {
  if (cell.number !== null) return { number: cell.number };
  return cell.status === 'blank' ? { blank: true } : cell.status === 'absent' ? { absent: true } : {};
}

describe.each(CASES.map((entry) => entry.name))('report %s', (name) => {
  const folder = new URL(`${name}/`, FOLDER);
  const golden = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Golden;

  async function read(): Promise<ReadReport> {
    const bytes = readFileSync(new URL('source.txt', folder));
    const reading = await readOriginal(bytes, { contentType: null, url: `file:${name}/source.txt` });
    if (reading.kind !== 'document') throw new Error(reading.reason);
    const extraction = extractReport(reading.document);
    if (extraction.kind !== 'report') throw new Error(extraction.reason);
    return extraction.report;
  }

  test('says whose report it is, of which year, on which forms', async () => {
    const report = await read();
    expect(report.organization).toEqual(golden.organization);
    expect(report.fiscalYear).toBe(golden.fiscalYear);
    expect(report.templates).toEqual(golden.template);
    expect(report.title.replace(/\s/g, '')).toBe(golden.title.replace(/\s/g, ''));
    expect(report.period ?? null).toEqual(golden.period);
  });

  test('gives every cell as it was read by eye', async () => {
    const report = await read();
    expect(Object.fromEntries(report.cells.map((cell) => [cell.code, asGolden(cell)]))).toEqual(golden.cells);
  });

  test('holds all six sections', async () => {
    const report = await read();
    expect(report.sections.map((section) => section.number)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const section of report.sections) expect(section.text).not.toMatch(/[—-]\s*\d+\s*[—-]|\*\*/);
  });

  test('finds what is due and raises no false alarm', async () => {
    const found = checkReport(await read()).map(({ rule, subject, verdict }) => ({ rule, subject, verdict }));
    for (const { rule, subject, verdict } of golden.findings.filter(({ due }) => due)) {
      expect(found).toContainEqual({ rule, subject, verdict });
    }
    const expected = new Set(golden.findings.map(({ rule, subject }) => `${rule} ${subject}`));
    const alarms = found.filter(({ rule }) => /^(?:A[1-4]|B1|C[1-3])$/.test(rule));
    expect(alarms.filter(({ rule, subject }) => !expected.has(`${rule} ${subject}`))).toEqual([]);
  });
});
