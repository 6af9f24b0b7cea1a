import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkReport } from '../../src/check/check.ts';
import { extractReport, type ReadReport } from '../../src/extract/extract.ts';
import type { Document, Recognition, TableCell } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { cellsOf, writeReport, type ReportChanges } from './written-report.ts';

/** How the recogniser saw a figure: the text it holds likeliest, and the rest. */
type Seen = Partial<Recognition> & { readonly text?: string; readonly illegible?: true };

const SURE: Recognition = { probability: 0.999, confirmed: true, alternatives: [] };

/** The plain report as a reader of pictures would give it: `see` says how each figure in its tables was recognised. */
async function recognised(see: (figure: string, place: number) => Seen, changes: ReportChanges = {}) {
  const reading = await readOriginal(new TextEncoder().encode(writeReport(changes)), {
    contentType: null,
    url: 'file:report.html',
  });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  let place = 0;
  const asSeen = (cell: TableCell): TableCell => {
    if (!/^[\d.]+$/.test(cell.text)) return cell;
    const { text = cell.text, illegible, ...recognition } = see(cell.text, place++);
    return { ...cell, text, recognition: { ...SURE, ...recognition }, ...(illegible && { illegible, text: '' }) };
  };
  const document: Document = {
    ...reading.document,
    blocks: reading.document.blocks.map((block) =>
      block.kind === 'table' ? { ...block, cells: block.cells.map(asSeen) } : block,
    ),
  };
  const extraction = extractReport(document);
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  return extraction.report;
}

/** Sees one figure in its own way, known by what stands in it; the others surely. */
function seeing(odd: Readonly<Record<string, Seen>>): (figure: string) => Seen {
  return (figure) => odd[figure] ?? {};
}

function inWords(report: ReadReport, code: string): string {
  const cell = cellsOf(report).get(code);
  return cell ? `${cell.number ?? ''} ${cell.status}`.trim() : 'no such cell';
}

const UNIQUE = {
  'requests.received.natural_person': 512,
  'requests.received.total': 522,
  'requests.outcome_total.natural_person': 513,
  'requests.outcome_total.total': 522,
  'requests.granted.natural_person': 506,
  'requests.granted.total': 511,
};

describe('figures recognised from pixels', () => {
  test('are as good as printed ones where both recognisers are sure', async () => {
    const plain = await recognised(() => ({}));
    expect(inWords(plain, 'requests.granted.total')).toBe('11 verified');
    expect(inWords(plain, 'proactive.licensing.decisions')).toBe('14253 read');
  });

  test('in doubt take the one reading that row and column admit', async () => {
    const report = await recognised(
      seeing({
        511: {
          text: '571',
          probability: 0.6,
          confirmed: false,
          alternatives: [{ text: '511', probability: 0.3 }],
        },
      }),
      { figures: UNIQUE },
    );
    expect(inWords(report, 'requests.granted.total')).toBe('511 inferred');
    expect(cellsOf(report).get('requests.granted.total')?.printed).toBe('571');
  });

  test('in doubt two to a row and two to a column are settled together', async () => {
    const doubt = (text: string, truth: string): Seen => ({
      text,
      probability: 0.5,
      confirmed: false,
      alternatives: [{ text: truth, probability: 0.4 }],
    });
    const report = await recognised(
      seeing({ 506: doubt('586', '506'), 511: doubt('517', '511'), 513: doubt('573', '513') }),
      { figures: UNIQUE },
    );
    expect(inWords(report, 'requests.granted.natural_person')).toBe('506 inferred');
    expect(inWords(report, 'requests.granted.total')).toBe('511 inferred');
    expect(inWords(report, 'requests.outcome_total.natural_person')).toBe('513 inferred');
  });

  test('in doubt stay so where two readings would do', async () => {
    const report = await recognised((figure, place) =>
      figure === '3' && place < 12
        ? { probability: 0.5, confirmed: false, alternatives: [{ text: '8', probability: 0.4 }] }
        : {},
    );
    expect(inWords(report, 'proactive.normative_documents.issued')).toBe('3 doubtful');
  });

  test('that one recogniser alone reads, with no sum to test them, are doubtful', async () => {
    const report = await recognised(seeing({ 14253: { confirmed: false } }));
    expect(inWords(report, 'proactive.licensing.decisions')).toBe('14253 doubtful');
  });

  test('read with confidence are never repaired, whatever the sums say', async () => {
    const report = await recognised(
      seeing({ 511: { text: '571', alternatives: [{ text: '511', probability: 0.01 }] } }),
      {
        figures: UNIQUE,
      },
    );
    expect(inWords(report, 'requests.granted.total')).toBe('571 conflicting');
  });

  test('of table 四 that satisfy their sums one column aside, too, prove nothing', async () => {
    const row = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 4, 0, 0, 0, 0];
    const blocks = ['reconsideration', 'litigation_direct', 'litigation_after_review'];
    const results = ['upheld', 'corrected', 'other', 'pending', 'total'];
    const figures = Object.fromEntries(
      blocks.flatMap((block, at) =>
        results.map((result, index) => [`disputes.${block}.${result}`, row[5 * at + index] ?? 0]),
      ),
    );
    const report = await recognised(() => ({}), { figures });
    expect(inWords(report, 'disputes.litigation_direct.total')).toBe('2 doubtful');
    expect(inWords(report, 'disputes.litigation_direct.upheld')).toBe('0 doubtful');
    const plain = await recognised(() => ({}));
    expect(inWords(plain, 'disputes.reconsideration.total')).toBe('3 verified');
  });

  test('of table 四 at whose edge no figure stands are in doubt', async () => {
    let figures = 0;
    await recognised(() => {
      figures += 1;
      return {};
    });
    const report = await recognised((_, place) => (place === figures - 1 ? { illegible: true } : {}));
    expect(inWords(report, 'disputes.reconsideration.total')).toBe('3 doubtful');
    expect(inWords(report, 'requests.granted.total')).toBe('11 verified');
  });

  test("a row that a picture seems to lack is not the source's fault", async () => {
    const report = await recognised(() => ({}), { tables: { 二: null } });
    const missing = checkReport(report).filter(({ rule }) => rule === 'A5');
    expect(missing.length).toBeGreaterThan(0);
    expect(missing.filter(({ verdict }) => verdict === 'source')).toEqual([]);
  });

  test('that the sums contradict beyond all candidates stay in doubt, and so do their neighbours in doubt', async () => {
    const doubt = (text: string): Seen => ({ text, probability: 0.5, confirmed: false });
    const report = await recognised(seeing({ 506: doubt('586'), 511: doubt('517') }), { figures: UNIQUE });
    expect(inWords(report, 'requests.granted.natural_person')).toBe('586 doubtful');
    expect(inWords(report, 'requests.granted.total')).toBe('517 doubtful');
  });

  test('under a seal are unreadable, and what the sums force stands beside them', async () => {
    const report = await recognised(seeing({ 511: { illegible: true } }), { figures: UNIQUE });
    const cell = cellsOf(report).get('requests.granted.total');
    expect(cell).toMatchObject({ status: 'unreadable', number: null, derived: 511 });
  });

  test('with all three tables make a report of a page whose headline was read as that of another kind', async () => {
    const report = await recognised(() => ({}), {
      title: '青梧县2023年法治政府建设年度报告',
      opening:
        '本报告由青梧县人民政府办公室编制，统计期限自2023年1月1日起至2023年12月31日止。青梧县人民政府网站可查阅。',
    });
    expect(report.organization.name).toMatch(/^青梧县人民政府/);
    expect(report.fiscalYear).toBe(2023);
  });

  test('leave it open whose fault it is that words are missing', async () => {
    const findings = checkReport(await recognised(() => ({}), { sections: { 5: null } }));
    expect(findings.find(({ rule }) => rule === 'H2')).toMatchObject({ subject: 'section_5', verdict: 'undetermined' });
  });

  test('with the truth among their candidates never end wrong and trusted', async () => {
    const plain = await recognised(() => ({}));
    const truth = cellsOf(plain);
    const blurred = fc.record({
      wrong: fc.boolean(),
      others: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(blurred, { freq: 3 }), { minLength: 200, maxLength: 200 }), async (blurs) => {
        const report = await recognised((figure, place) => {
          const blur = blurs[place];
          if (!blur) return {};
          const [first = 0, ...rest] = blur.others;
          const texts = blur.wrong
            ? [String(first), figure, ...rest.map(String)]
            : [figure, ...blur.others.map(String)];
          const [text = '', ...alternatives] = [...new Set(texts)];
          return {
            text,
            probability: 0.5,
            confirmed: false,
            alternatives: alternatives.map((one) => ({ text: one, probability: 0.1 })),
          };
        });
        for (const cell of report.cells) {
          if (cell.status === 'doubtful') continue;
          expect(`${cell.code} ${cell.number}`).toBe(`${cell.code} ${truth.get(cell.code)?.number}`);
        }
      }),
      { numRuns: 40 },
    );
  });
});
