import { describeGlyph } from './glyph-features.ts';
import { classifyGlyph, GLYPH_MARKS, type GlyphActivations, type GlyphWeights } from './glyph-net.ts';
import { type GlyphPieces, type Piece, shrunk } from './glyph-pieces.ts';
import type { MarkReading } from './line-search.ts';

const MOST_JOINED = 4;
const MOST_WAYS = 6;
/** A mark this improbable opens no new way. */
const FAINT = 1e-4;

/** A run of neighbouring pieces taken as one glyph. */
export interface GlyphCandidate {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly box: Piece;
}

/** Every run of up to four neighbouring pieces that is not too wide for one glyph. */
export function glyphCandidates(line: GlyphPieces): GlyphCandidate[] {
  const high = line.bottom - line.top;
  const candidates: GlyphCandidate[] = [];
  for (let first = 0; first < line.pieces.length; first++) {
    let box: Piece | undefined;
    for (let end = first + 1; end <= Math.min(line.pieces.length, first + MOST_JOINED); end++) {
      const piece = line.pieces[end - 1];
      if (!piece) break;
      box = box
        ? {
            left: box.left,
            right: Math.max(box.right, piece.right),
            top: Math.min(box.top, piece.top),
            bottom: Math.max(box.bottom, piece.bottom),
          }
        : piece;
      if (end > first + 1 && box.right - box.left > 1.15 * high) break;
      candidates.push({ first, end, box: end > first + 1 ? box : shrunk(box, line.ink, line.width) });
    }
  }
  return candidates;
}

/** The likeliest ways to divide the pieces among glyphs, likeliest first; none where each leaves a piece that is no mark. */
export function searchGlyphs(
  weights: GlyphWeights,
  line: GlyphPieces,
  temperature: number,
  kept: GlyphActivations,
): MarkReading[] {
  const count = line.pieces.length;
  const ways: MarkReading[][] = Array.from({ length: count + 1 }, () => []);
  ways[0] = [{ marks: '', probability: 1 }];
  for (const { first, end, box } of glyphCandidates(line)) {
    const before = ways[first] ?? [];
    if (before.length === 0) continue;
    describeGlyph(line, box, kept.features);
    classifyGlyph(weights, kept, temperature);
    const here = ways[end] ?? [];
    if (end === first + 1 && mayBeDirt(line, box)) {
      const share = kept.classes[GLYPH_MARKS.length] ?? 0;
      if (share >= FAINT) for (const { marks, probability } of before) addWay(here, marks, probability * share);
    }
    for (const [index, mark] of GLYPH_MARKS.entries()) {
      const share = kept.classes[index] ?? 0;
      if (share < FAINT) continue;
      for (const { marks, probability } of before) addWay(here, marks + mark, probability * share);
    }
    here.sort((one, other) => other.probability - one.probability);
    here.length = Math.min(here.length, MOST_WAYS);
  }
  return ways[count] ?? [];
}

/** Dust, and the last of a rule at either end, may be passed over; anything larger or among the glyphs has to be a mark. */
function mayBeDirt(line: GlyphPieces, box: Piece): boolean {
  const high = line.bottom - line.top;
  if (Math.max(box.right - box.left, box.bottom - box.top) < 0.22 * high) return true;
  const left = line.originX + box.left / line.enlarged;
  const right = line.originX + box.right / line.enlarged;
  const atEnd = left <= 2 || right >= line.cellWidth - 2;
  return atEnd && (box.right - box.left < 0.2 * high || box.bottom - box.top < 0.12 * high);
}

function addWay(ways: MarkReading[], marks: string, probability: number): void {
  const known = ways.findIndex((way) => way.marks === marks);
  if (known === -1) ways.push({ marks, probability });
  else if ((ways[known]?.probability ?? 0) < probability) ways[known] = { marks, probability };
}
