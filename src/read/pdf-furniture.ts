import type { PdfLine } from './pdf-lines.ts';
import { isPageMark } from './text-line.ts';

/** The loose lines of a page, top to bottom, and its height. */
export interface PageLines {
  readonly height: number;
  readonly lines: readonly PdfLine[];
}

/** Share of the page's height, above and below, in which page numbers and running heads stand. */
const MARGIN = 0.13;
/** How far from one another the same line may stand on two pages, in points. */
const SAME_PLACE = 4;
const LINES_DEEP = 3;

/**
 * Finds what belongs to the pages and not to the text: page numbers, and lines that stand in the same place of the margin of
 * another page, whatever number is in them.
 */
export function pageFurniture(pages: readonly PageLines[]): ReadonlySet<PdfLine> {
  const furniture = new Set<PdfLine>();
  const margins = pages.map(marginLines);
  margins.forEach((margin, number) => {
    const others = [1, 2]
      .flatMap((step) => [margins[number - step], margins[number + step]])
      .flatMap((one) => one ?? []);
    for (const { line, edge, distance, inner } of margin) {
      const words = wordsOf(line);
      const again = others.some(
        (other) =>
          other.edge === edge && Math.abs(other.distance - distance) <= SAME_PLACE && wordsOf(other.line) === words,
      );
      const nothingOutside = inner.every((outer) => furniture.has(outer));
      const isNumber = /^\d{1,3}$/.test(line.text) && nothingOutside;
      if (
        isNumber ||
        (isPageMark(line.text) && (nothingOutside || again)) ||
        (again && words !== '' && nothingOutside)
      ) {
        furniture.add(line);
      }
    }
  });
  for (const { lines } of pages) {
    for (const line of lines) if (line.segments.length === 1 && isPageMark(line.text)) furniture.add(line);
  }
  return furniture;
}

interface MarginLine {
  readonly line: PdfLine;
  readonly edge: 'top' | 'bottom';
  /** From that edge of the page. */
  readonly distance: number;
  /** The lines between it and the edge. */
  readonly inner: readonly PdfLine[];
}

function marginLines({ height, lines }: PageLines): MarginLine[] {
  const top = lines.slice(0, LINES_DEEP).map((line, index): MarginLine => ({
    line,
    edge: 'top',
    distance: line.top,
    inner: lines.slice(0, index),
  }));
  const last = lines.length - 1;
  const bottom = lines
    .slice(-LINES_DEEP)
    .reverse()
    .map((line, index): MarginLine => ({
      line,
      edge: 'bottom',
      distance: height - line.bottom,
      inner: lines.slice(last - index + 1),
    }));
  return [...top, ...bottom].filter(({ distance }) => distance < height * MARGIN);
}

function wordsOf(line: PdfLine): string {
  return line.text.replace(/[\s\d]+/gu, '');
}
