import type { Piece } from './pdf-aligned.ts';
import type { PdfBox } from './pdf-lines.ts';
import { ENUMERATED, isFigureOrDash } from './text-line.ts';

/** Between a head and what stands under it, in heights of a line. */
const NEAR_BELOW = 1.2;
/** Between the heads of neighbouring columns, in letters. */
const NEAR_BESIDE = 4;
/** A head stands over a column if it covers this share of its words. */
const COVERED = 0.4;

/**
 * Heads of several columns: words that run over two others below them, or that have no neighbours over the neighbours of what stands under
 * them. Such words are never the beginning of a cell that goes on below. Told by the boxes of their last lines.
 *
 * @param letter width of the table's letters
 */
export function spanningHeads(pieces: readonly Piece[], letter: number): ReadonlySet<PdfBox> {
  const words = pieces.filter(
    ({ text, besideFigures }) => !besideFigures && !isFigureOrDash(text) && !ENUMERATED.test(text),
  );
  const lines = [...byLine(words).values()];
  const beside = byLine(pieces);
  return new Set(
    words
      .filter((head) =>
        lines.some((below) => {
          const [first] = below;
          const gap = first ? first.line.top - head.bottom : Infinity;
          return (
            gap > -0.6 * head.size &&
            gap < NEAR_BELOW * head.size &&
            isOverSeveral(head, below, beside.get(head.line) ?? [])
          );
        }),
      )
      .map(({ last }) => last),
  );

  function isOverSeveral(head: Piece, below: readonly Piece[], level: readonly Piece[]): boolean {
    const covered = below.filter((piece) => overlap(head, piece) > COVERED * (piece.right - piece.left));
    if (covered.length > 1) return true;
    const [under] = covered;
    if (!under) return false;
    const neighbours = below.filter(
      (piece) => piece !== under && Math.max(piece.left - under.right, under.left - piece.right) < NEAR_BESIDE * letter,
    );
    return (
      neighbours.length > 0 &&
      neighbours.every((piece) => !level.some((one) => one !== head && overlap(one, piece) > 0))
    );
  }
}

function byLine(pieces: readonly Piece[]): ReadonlyMap<unknown, readonly Piece[]> {
  const lines = new Map<unknown, Piece[]>();
  for (const piece of pieces) {
    const line = lines.get(piece.line);
    if (line) line.push(piece);
    else lines.set(piece.line, [piece]);
  }
  return lines;
}

function overlap(one: PdfBox, other: PdfBox): number {
  return Math.min(one.right, other.right) - Math.max(one.left, other.left);
}
