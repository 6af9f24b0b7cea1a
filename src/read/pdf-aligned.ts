import type { Locator, TableBlock, TableCell } from './document.ts';
import type { PdfBox, PdfLine } from './pdf-lines.ts';
import { columnsOf } from './position-grid.ts';
import { isFigureOrDash } from './text-line.ts';

/** The lines from `start` on that stand in columns: several segments each, at least two of them with figures. */
export function alignedRegion(lines: readonly PdfLine[], start: number): PdfLine[] {
  const region: PdfLine[] = [];
  let kept = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    const last = region.at(-1);
    if (!line || (last && line.top - last.bottom > line.size * 3)) break;
    const spread = line.segments.length > 1;
    if (!spread && (region.length === 0 || region.length - kept >= 2 || /[。；]$/.test(line.text))) break;
    region.push(line);
    if (spread) kept = region.length;
  }
  const kept_ = region.slice(0, kept);
  const figures = kept_.filter((line) => line.segments.some(({ text }) => isFigureOrDash(text)));
  return figures.length >= 2 ? kept_ : [];
}

const NARROW_LETTERS = 6;

export function alignedTable(lines: readonly PdfLine[], locatorOf: (box: PdfBox) => Locator): TableBlock {
  const size = lines[0]?.size ?? 10;
  const { columnCount, rows } = columnsOf(
    lines.map((line) => line.segments),
    size * NARROW_LETTERS,
  );
  const cells = lines.flatMap((line, row) =>
    line.segments.map((segment, index): TableCell => {
      const { column = index, columnSpan = 1 } = rows[row]?.[index] ?? {};
      const locator = locatorOf(segment);
      return {
        row,
        column,
        rowSpan: 1,
        columnSpan,
        text: segment.text,
        locator,
        extent: [segment.left, segment.right],
      };
    }),
  );
  return { kind: 'table', index: 0, geometry: 'positions', rowCount: lines.length, columnCount, cells };
}
