import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HTML_STYLES, TEXT_STYLES } from '../../sample/appearance.ts';
import { sourceOfPdf } from '../../sample/delivery.ts';
import { PLANNED_REPORTS } from '../../sample/planned-reports.ts';
import { printNumber } from '../../sample/notation.ts';
import { makeVariant } from '../../sample/variants.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import pdfSources from '../../sample/attachments/sources.json' with { type: 'json' };

describe('sample reports', () => {
  test('equal seeds give equal bytes', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        expect(makeVariant(seed).rendered.bytes).toEqual(makeVariant(seed).rendered.bytes);
      }),
      { numRuns: 30 },
    );
  });

  test('the variants take every style, both forms, mixed forms and blanks', () => {
    const variants = Array.from({ length: 400 }, (_, index) => makeVariant(`style ${index}`));
    expect(new Set(variants.map((variant) => variant.appearance.style))).toEqual(
      new Set([...HTML_STYLES, ...TEXT_STYLES]),
    );
    const forms = new Set(variants.map(({ truth }) => truth.template['二'] + truth.template['三']));
    expect(forms).toEqual(new Set(['20192019', '20212021', '20212019']));
    const blank = variants.filter(({ truth }) => Object.values(truth.cells).some((cell) => 'blank' in cell));
    expect(blank.length).toBeGreaterThan(50);
  });

  test('a tidy text variant shows every figure of its truth', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { truth, rendered, appearance } = makeVariant(seed, { format: 'text', tidy: true });
        const printed = rendered.text.split(/[\s|]+/);
        for (const cell of Object.values(truth.cells)) {
          if ('number' in cell)
            expect(printed, `${appearance.style} lacks ${cell.number}`).toContain(String(cell.number));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the committed PDFs were printed from the reports as they are now', () => {
    const sources = PLANNED_REPORTS.flatMap((report) =>
      report.pdf === null ? [] : [[report.pdf, sha256Of(sourceOfPdf(report).bytes)]],
    );
    expect(pdfSources, 'run sample/attachments/print.ts').toEqual(Object.fromEntries(sources));
  });
});

test.each([
  [1234, 'full-width', '件', '１２３４'],
  [1234, 'thousands', '件', '1,234'],
  [1_234_567.5, 'thousands', '万元', '1,234,567.5'],
  [1234, 'spaced', '件', '1 234'],
  [70, 'signed', '项', '+70'],
  [-76, 'unit', '项', '-76宗'],
  [-3, 'words', '项', '减3'],
  [25.1, 'yuan', '万元', '251000元'],
  [2638.4, 'wan', '万元', '2638.4万元'],
  [22, 'remark', '件', '22（其中修订11件）'],
] as const)('%s in the style %s reads %s %s', (value, style, unit, printed) => {
  expect(printNumber(value, style, unit)).toBe(printed);
});
