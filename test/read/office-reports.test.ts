import { describe, expect, test } from 'vitest';
import { compareCells } from '../../sample/comparison.ts';
import type { PrintedReport } from '../../sample/render-html.ts';
import { printReport } from '../../sample/report.ts';
import { makeVariant } from '../../sample/variants.ts';
import { extractReport } from '../../src/extract/extract.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { docxOfReport } from './docx-writer.ts';
import { sheetOfReport } from './sheet-writer.ts';

const VARIANTS = 40;

const WRITERS: Readonly<Record<string, (report: PrintedReport) => Uint8Array>> = {
  'a Word document': docxOfReport,
  'a sheet with merged titles': (report) => sheetOfReport(report, { format: 'xlsx', merged: true, spaced: true }),
  'a sheet without a free row': (report) => sheetOfReport(report, { format: 'xlsx', merged: false, spaced: false }),
  'an old sheet': (report) => sheetOfReport(report, { format: 'biff8', merged: true, spaced: false }),
};

describe.each(Object.entries(WRITERS))('reports as %s', (_name, write) => {
  test(`give every cell of ${VARIANTS} variants`, async () => {
    for (let seed = 0; seed < VARIANTS; seed += 1) {
      const { content, appearance, truth } = makeVariant(`office-${seed}`, { format: 'html', tidy: true });
      const bytes = write(printReport(content, appearance));
      const reading = await readOriginal(bytes, { contentType: null, url: 'file:report' });
      if (reading.kind !== 'document') throw new Error(`${seed}: ${reading.reason}`);
      const extraction = extractReport(reading.document);
      if (extraction.kind !== 'report') throw new Error(`${seed}: ${extraction.reason}`);
      const { report } = extraction;
      const { silent, wrong } = compareCells(truth.cells, report.cells);
      expect({ seed, body: report.organization.name, year: report.fiscalYear, silent, wrong }).toEqual({
        seed,
        body: truth.organization.name,
        year: truth.fiscalYear,
        silent: [],
        wrong: [],
      });
    }
  });
});
