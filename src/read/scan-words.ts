import type { RecognisedLine } from '../scan/text-engine.ts';
import { joinLines } from './join-lines.ts';
import { isPageMark } from './text-line.ts';

/** A paragraph of running text in a picture, with its box in pixels. */
export interface PictureParagraph {
  readonly text: string;
  readonly box: readonly [number, number, number, number];
}

/** Below this the engine made letters out of specks, rules or a seal. */
const LEAST_CONFIDENCE = 0.3;
const MARGIN = 0.12;
/** Where no line is longer, none reaches a margin. */
const FEWEST_LETTERS = 24;

/**
 * Paragraphs out of the lines that a text engine found: pieces of one printed line are joined, then lines that run to the right margin with
 * the lines they go on in. Page numbers and specks are left out.
 *
 * @param page size of the picture, in pixels, and how far its tables reach to the right
 */
export function paragraphsOf(
  found: readonly RecognisedLine[],
  { height, tablesTo }: { readonly height: number; readonly tablesTo: number },
): PictureParagraph[] {
  const lines = printedLines(found.filter(isText)).filter((line) => !isPageNumber(line, height));
  const size = usual(lines.map(({ box }) => box[3] - box[1]));
  const left = Math.min(...lines.map(({ box }) => box[0]));
  const right = Math.max(tablesTo, ...lines.map(({ box }) => box[2]));
  const widest = Math.max(...lines.map(({ box }) => box[2] - box[0]));
  const paragraphs: PictureParagraph[] = [];
  let open: PictureParagraph[] = [];
  const close = (): void => {
    if (open.length > 0) paragraphs.push(joined(open, joinLines(open.map(({ text }) => text))));
    open = [];
  };
  for (const line of lines) {
    const last = open.at(-1);
    const wrapped =
      last !== undefined &&
      last.box[2] > right - size * 2.5 &&
      widest > size * FEWEST_LETTERS &&
      line.box[0] < left + size * 1.2 &&
      line.box[1] - last.box[3] < size * 2;
    if (!wrapped) close();
    open.push(line);
  }
  close();
  return paragraphs;
}

function isText({ text, confidence }: RecognisedLine): boolean {
  return confidence >= LEAST_CONFIDENCE && /[\p{Script=Han}\d]/u.test(text);
}

/** Pieces side by side are one line, left to right. */
function printedLines(pieces: readonly PictureParagraph[]): PictureParagraph[] {
  const rows: PictureParagraph[][] = [];
  for (const piece of [...pieces].sort((one, other) => middleOf(one) - middleOf(other))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const height = piece.box[3] - piece.box[1];
    if (row && last && middleOf(piece) - middleOf(last) < Math.min(height, last.box[3] - last.box[1]) * 0.4)
      row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const ordered = row.sort((one, other) => one.box[0] - other.box[0]);
    return joined(ordered, joinLines(ordered.map(({ text }) => text)));
  });
}

function middleOf({ box }: PictureParagraph): number {
  return (box[1] + box[3]) / 2;
}

function joined(parts: readonly PictureParagraph[], text: string): PictureParagraph {
  return {
    text,
    box: [
      Math.min(...parts.map(({ box }) => box[0])),
      Math.min(...parts.map(({ box }) => box[1])),
      Math.max(...parts.map(({ box }) => box[2])),
      Math.max(...parts.map(({ box }) => box[3])),
    ],
  };
}

function isPageNumber({ text, box }: PictureParagraph, height: number): boolean {
  const atEdge = box[3] < height * MARGIN || box[1] > height * (1 - MARGIN);
  return isPageMark(text) || (atEdge && /^[-—–一~·.]*\s*\d{1,3}\s*[-—–一~·.]*$/u.test(text));
}

function usual(sizes: readonly number[]): number {
  return [...sizes].sort((one, other) => one - other)[Math.floor(sizes.length / 2)] ?? 0;
}
