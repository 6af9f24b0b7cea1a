import { describe, expect, test } from 'vitest';
import { extractReport, type ExtractionContext, type ReadReport } from '../../src/extract/extract.ts';
import type { Block, TableBlock, TableCell } from '../../src/read/document.ts';
import { readOriginal } from '../../src/read/read-original.ts';
import { cellsOf, reportFrom, writeReport, type ReportChanges } from './written-report.ts';

const SURE = { probability: 0.999, confirmed: true, alternatives: [] };
const KNOWN: ExtractionContext = { organization: '青梧县人民政府', year: 2023 };

interface Seen {
  readonly changes?: ReportChanges;
  /** What a text engine makes of a label; '' where it cannot be read. */
  readonly label?: (text: string) => string;
  /** What the page breaks make of a table. */
  readonly pages?: (table: TableBlock) => readonly TableBlock[];
  readonly context?: ExtractionContext;
}

/** The tables of a plain report as recognised from pixels, and nothing else of it. */
async function seen({ changes = {}, label = () => '', pages = (table) => [table], context = KNOWN }: Seen) {
  const bytes = new TextEncoder().encode(writeReport(changes));
  const reading = await readOriginal(bytes, { contentType: null, url: 'file:report.html' });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const asSeen = (cell: TableCell): TableCell => {
    if (/^[-+]?[\d.]+$/.test(cell.text)) return { ...cell, recognition: SURE };
    const text = label(cell.text);
    return text === '' ? { ...cell, text, illegible: true } : { ...cell, text };
  };
  const blocks = reading.document.blocks.flatMap((block): readonly Block[] =>
    block.kind === 'table' ? pages({ ...block, cells: block.cells.map(asSeen) }) : [],
  );
  return extractReport({ ...reading.document, metadata: new Map(), blocks }, context);
}

async function reportSeen(view: Seen): Promise<ReadReport> {
  const extraction = await seen(view);
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  return extraction.report;
}

function figures(report: Pick<ReadReport, 'cells'>): string[] {
  return report.cells.map(({ code, number, status }) => `${code} ${number} ${status}`);
}

/** Cuts table 三 before a row, as a page break does: groups that reach over it begin anew. */
function cutBefore(row: number): (table: TableBlock) => readonly TableBlock[] {
  return (table) => {
    if (table.columnCount !== 10) return [table];
    const part = (from: number, to: number): TableBlock => ({
      ...table,
      rowCount: to - from,
      cells: table.cells.flatMap((cell) => {
        const top = Math.max(cell.row, from);
        const bottom = Math.min(cell.row + cell.rowSpan, to);
        return bottom > top ? [{ ...cell, row: top - from, rowSpan: bottom - top }] : [];
      }),
    });
    return [part(0, row), part(row, table.rowCount)];
  };
}

describe('a table whose words could not be read', () => {
  test.each([2019, 2021, 2023])('takes the labels of the form whose shape it has (%i)', async (year) => {
    const changes = { year };
    const report = await reportSeen({ changes, context: { ...KNOWN, year } });
    expect(figures(report)).toEqual(figures(await reportFrom(writeReport(changes))));
  });

  test('keeps them where it is cut by a page break within a group', async () => {
    const report = await reportSeen({ pages: cutBefore(9) });
    expect(figures(report)).toEqual(figures(await reportFrom(writeReport())));
  });

  test('has none where a row is missing from its middle', async () => {
    const report = await reportSeen({
      pages: (table) => {
        if (table.columnCount !== 10) return [table];
        const cells = table.cells
          .filter((cell) => cell.row !== 9 || cell.rowSpan > 1)
          .map((cell) => ({
            ...cell,
            row: cell.row > 9 ? cell.row - 1 : cell.row,
            rowSpan: cell.row < 9 && cell.row + cell.rowSpan > 9 ? cell.rowSpan - 1 : cell.rowSpan,
          }));
        return [{ ...table, rowCount: table.rowCount - 1, cells }];
      },
    });
    const requests = report.cells.filter(({ code }) => code.startsWith('requests.'));
    expect(requests.filter(({ status }) => status === 'verified' || status === 'read')).toEqual([]);
  });

  test('is no report of its own where nothing tells whose it is', async () => {
    expect(await seen({ context: { year: 2023 } })).toMatchObject({ kind: 'not_a_report' });
  });
});

describe('a table whose words were read with faults', () => {
  test('is read as the form has it where they are like enough', async () => {
    const label = (text: string): string => text.replace(/[数他或处]/gu, '义').slice(0, 14);
    expect(figures(await reportSeen({ label }))).toEqual(figures(await reportFrom(writeReport())));
  });

  test('is in doubt where its words name other rows than its shape does', async () => {
    const swapped: Readonly<Record<string, string>> = {
      行政处罚: '行政事业性收费',
      行政事业性收费: '行政处罚',
    };
    const report = await reportSeen({ label: (text) => swapped[text] ?? text });
    const proactive = report.cells.filter(({ code }) => code.startsWith('proactive.'));
    expect(proactive.filter(({ status, number }) => status === 'read' && number !== 0)).toEqual([]);
    expect(cellsOf(report).get('requests.granted.total')).toMatchObject({ number: 11, status: 'verified' });
  });
});
