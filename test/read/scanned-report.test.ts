import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkReport } from '../../src/check/check.ts';
import { extractReport } from '../../src/extract/extract.ts';
import { readPdf } from '../../src/read/pdf.ts';
import { findTextEngine } from '../../src/scan/text-engines.ts';
import type { TextEngine } from '../../src/scan/text-engine.ts';
import { testNeeding } from '../requirements.ts';

const folder = fileURLToPath(new URL('../fixtures/scan', import.meta.url));
const expectedShape = z.object({
  organization: z.string(),
  year: z.number(),
  cells: z.record(z.string(), z.number()),
});
const TRUSTED = new Set(['verified', 'read', 'conflicting', 'inferred', 'blank']);
const FEWEST_RIGHT = 0.985;

/** Reads a case; without an engine its words cannot tell whose report it is. */
async function readCase(name: string, engine: TextEngine | null) {
  const expected = expectedShape.parse(JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')));
  const reading = await readPdf(readFileSync(join(folder, name, 'source.pdf')), engine);
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const { organization, year } = expected;
  const extraction = extractReport(reading.document, engine ? {} : { organization, year });
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  const read = new Map(extraction.report.cells.map((cell) => [cell.code, cell]));
  const wrong = Object.entries(expected.cells).flatMap(([code, number]) => {
    const cell = read.get(code);
    return cell?.number === number
      ? []
      : [{ code, number, read: cell?.number ?? null, status: cell?.status ?? 'none' }];
  });
  return { expected, document: reading.document, report: extraction.report, wrong };
}

describe.each(readdirSync(folder))('the scanned report %s', (name) => {
  test('gives its figures without any text engine, none of them wrong and trusted', { timeout: 120_000 }, async () => {
    const { expected, document, wrong } = await readCase(name, null);
    expect(document).toMatchObject({
      reader: 'scan',
      readerVersion: expect.stringContaining('no text engine') as string,
    });
    expect(wrong.filter(({ status }) => TRUSTED.has(status))).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(Object.keys(expected.cells).length * (1 - FEWEST_RIGHT));
  });

  test('keeps the pages that were read in time, and names the others', { timeout: 120_000 }, async () => {
    const reading = await readPdf(readFileSync(join(folder, name, 'source.pdf')), null, 0);
    if (reading.kind !== 'document') throw new Error(reading.reason);
    expect(reading.document.metadata.get('unreadable-pages')).toMatch(/^2, 3/);
    expect(reading.document.blocks.some(({ kind }) => kind === 'table')).toBe(true);
    const extraction = extractReport(reading.document, { organization: '永宁县人民政府', year: 2023 });
    if (extraction.kind !== 'report') throw new Error(extraction.reason);
    expect(checkReport(extraction.report)).toContainEqual(
      expect.objectContaining({ rule: 'read.pages', verdict: 'extraction' }),
    );
  });

  testNeeding(
    'tesseract',
    'says whose it is, and of which year, with Tesseract',
    async () => {
      const { expected, report, wrong } = await readCase(name, await findTextEngine());
      expect(report).toMatchObject({ fiscalYear: expected.year, organization: { name: expected.organization } });
      expect(wrong.filter(({ status }) => TRUSTED.has(status))).toEqual([]);
    },
    120_000,
  );
});
