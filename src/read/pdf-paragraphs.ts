import type { Locator, ParagraphBlock } from './document.ts';
import { joinLines } from './join-lines.ts';
import { boxAround, type PdfBox, type PdfLine } from './pdf-lines.ts';
import { isNumbered } from './text-line.ts';

/** Lines of one paragraph differ in size by no more than this share. */
const SAME_SIZE = 0.15;
const NUMBERED_PART = /^[（(][一二三四五六七八九十]{1,3}[）)]/;

/** A paragraph and where it begins down the page. */
export interface PlacedParagraph {
  readonly top: number;
  readonly block: ParagraphBlock;
}

/** Joins the lines of running text that were only wrapped. */
export function paragraphsOf(lines: readonly PdfLine[], locatorOf: (box: PdfBox) => Locator): PlacedParagraph[] {
  const placed: PlacedParagraph[] = [];
  const left = Math.min(...lines.map((line) => line.left));
  const right = Math.max(...lines.map((line) => line.right));
  let paragraph: PdfLine[] = [];
  const close = (): void => {
    const [first] = paragraph;
    if (!first) return;
    const text = joinLines(paragraph.map((line) => line.text));
    placed.push({ top: first.top, block: { kind: 'paragraph', text, locator: locatorOf(boxAround(paragraph)) } });
    paragraph = [];
  };
  for (const line of lines) {
    const last = paragraph.at(-1);
    if (!last || !isWrapped(last, line, left, right)) close();
    paragraph.push(line);
  }
  close();
  return placed;
}

/** Does the line go on with the sentence of the one above it? */
function isWrapped(last: PdfLine, line: PdfLine, left: number, right: number): boolean {
  if (isNumbered(line.text) || NUMBERED_PART.test(line.text)) return false;
  if (Math.abs(line.size - last.size) > last.size * SAME_SIZE) return false;
  return last.right > right - line.size * 2 && line.left < left + line.size && line.top - last.bottom < line.size * 1.5;
}
