import type { GrayImage } from '../gray-image.ts';
import { type Component, type ComponentMap, componentsOf } from './components.ts';

/** A cell cut into pieces from left to right, none wider than one glyph; a glyph may be several. */
export interface GlyphPieces {
  readonly width: number;
  readonly height: number;
  /** 0 is paper, 1 ink; enlarged where type is small. */
  readonly ink: Float64Array;
  /** Pixels of the enlarged picture to one of the cell. */
  readonly enlarged: number;
  /** Where in the cell the enlarged picture begins, in the cell's pixels. */
  readonly originX: number;
  readonly cellWidth: number;
  /** Something too faint or small for a piece stands where a point or a sign would. */
  readonly disputed: boolean;
  /** The rows between which the tall glyphs stand. */
  readonly top: number;
  readonly bottom: number;
  readonly pieces: readonly Piece[];
}

/** A box, its right and bottom exclusive. */
export interface Piece {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LOWEST_CONTRAST = 36;
const TYPE_HEIGHT = 26;
const MOST_PIECES = 40;
/** Mean ink of a square of four pixels that may be a blurred point. */
const FAINT_MARK = 0.26;

/**
 * Finds the pieces of glyphs in a cell: black and white by the threshold that parts the brightnesses best, rules taken off by rows and
 * columns that are dark from end to end, wide pieces cut where they are thinnest.
 * @returns `undefined` where nothing stands on the paper
 */
export function glyphPiecesOf(cell: GrayImage): GlyphPieces | undefined {
  const parted = partedBrightness(cell);
  if (!parted) return undefined;
  const raw = new Float64Array(cell.pixels.length);
  for (let index = 0; index < raw.length; index++)
    raw[index] = Math.max(0, Math.min(1, (parted.paper - (cell.pixels[index] ?? 0)) / (parted.paper - parted.ink)));
  takeOffRules(raw, cell.width, cell.height);

  const whole = componentsOf(raw, cell.width, cell.height, 0.5, 0);
  const stripes = whole.components.filter((one) => isStripe(one, cell));
  if (stripes.length > 0) erase(raw, whole, stripes, cell.width);
  const rough = solid(whole.components.filter((one) => !stripes.includes(one)));
  const tallest = rough.reduce((most, one) => Math.max(most, one.bottom - one.top, (one.right - one.left) / 1.5), 0);
  if (tallest < 2 || tallest < 0.035 * cell.height) return undefined;
  const enlarged = Math.min(4, Math.max(1, Math.ceil(TYPE_HEIGHT / tallest)));
  const box = boxAround(rough, cell);
  const { ink, width, height } = enlargedInk(raw, cell, box, enlarged);
  const components = solid(componentsOf(ink, width, height, 0.5, 0).components);
  if (components.length === 0) return undefined;

  const tall = components.reduce((most, one) => Math.max(most, one.bottom - one.top), 0);
  const tallOnes = components.filter((one) => one.bottom - one.top >= 0.6 * tall);
  let top = Math.min(...tallOnes.map((one) => one.top));
  let bottom = Math.max(...tallOnes.map((one) => one.bottom));
  const least = Math.max(...tallOnes.map((one) => 0.9 * (one.right - one.left)), 8 * enlarged);
  if (bottom - top < least) {
    const middle = (top + bottom) / 2;
    top = Math.floor(middle - least / 2);
    bottom = Math.ceil(middle + least / 2);
  }
  const line = bottom - top;
  const marks = components.filter(
    (one) => Math.max(one.bottom - one.top, one.right - one.left) >= 0.09 * line && one.area > (line / 15) ** 2,
  );
  const pieces = joined(marks).flatMap((piece) => cutWide(piece, ink, width, line));
  return {
    width,
    height,
    ink,
    enlarged,
    originX: box.left,
    cellWidth: cell.width,
    disputed: leavesInk(raw, cell, box, enlarged, pieces, top, bottom),
    top,
    bottom,
    pieces: pieces.slice(0, MOST_PIECES),
  };
}

/** Whether there is ink between the pieces, or just before the first, that no piece accounts for. */
function leavesInk(
  raw: Float64Array,
  cell: GrayImage,
  origin: Piece,
  enlarged: number,
  pieces: readonly Piece[],
  top: number,
  bottom: number,
): boolean {
  const covered = new Uint8Array(cell.width);
  const line = (bottom - top) / enlarged;
  let first = cell.width;
  let last = 0;
  for (const piece of pieces) {
    const left = Math.floor(origin.left + piece.left / enlarged) - 1;
    const right = Math.ceil(origin.left + piece.right / enlarged) + 1;
    covered.fill(1, Math.max(0, left), right);
    first = Math.min(first, left);
    last = Math.max(last, right);
  }
  const fromX = Math.max(1, Math.floor(first - 0.9 * line));
  const fromY = Math.max(1, Math.floor(origin.top + top / enlarged));
  const toY = Math.min(cell.height - 1, Math.ceil(origin.top + bottom / enlarged + 0.12 * line));
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < Math.min(last, cell.width); x++) {
      if (covered[x] === 1 || covered[x - 1] === 1) continue;
      const at = y * cell.width + x;
      const sum = (raw[at] ?? 0) + (raw[at - 1] ?? 0) + (raw[at - cell.width] ?? 0) + (raw[at - cell.width - 1] ?? 0);
      if (sum > 4 * FAINT_MARK) return true;
    }
  return false;
}

/** Otsu: the threshold that parts the brightnesses into the two most unlike groups; undefined where they are not two. */
function partedBrightness(cell: GrayImage): { paper: number; ink: number } | undefined {
  const histogram = new Float64Array(256);
  let sum = 0;
  for (const value of cell.pixels) {
    histogram[value] = (histogram[value] ?? 0) + 1;
    sum += value;
  }
  let [below, belowSum, best, threshold] = [0, 0, -1, 0];
  for (let value = 0; value < 255; value++) {
    below += histogram[value] ?? 0;
    belowSum += value * (histogram[value] ?? 0);
    const above = cell.pixels.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (belowSum / below - (sum - belowSum) / above) ** 2;
    if (between <= best) continue;
    best = between;
    threshold = value;
  }
  let [dark, darkSum] = [0, 0];
  for (let value = 0; value <= threshold; value++) {
    dark += histogram[value] ?? 0;
    darkSum += value * (histogram[value] ?? 0);
  }
  if (dark === 0 || dark === cell.pixels.length) return undefined;
  const ink = darkSum / dark;
  const paper = (sum - darkSum) / (cell.pixels.length - dark);
  return paper - ink < LOWEST_CONTRAST ? undefined : { paper, ink };
}

/** Clears rows and columns near the edges that are dark over most of their length, and what lies between them and the edge. */
function takeOffRules(ink: Float64Array, width: number, height: number): void {
  const clear = (lines: number, length: number, at: (line: number, place: number) => number): void => {
    const reach = Math.min(6, Math.floor(lines / 5));
    for (const side of [0, 1]) {
      let last = -1;
      for (let depth = 0; depth < reach; depth++) {
        const line = side === 0 ? depth : lines - 1 - depth;
        let dark = 0;
        for (let place = 0; place < length; place++) if ((ink[at(line, place)] ?? 0) > 0.35) dark++;
        if (dark > 0.55 * length) last = depth;
      }
      for (let depth = 0; depth <= last + (last >= 0 ? 1 : 0); depth++)
        for (let place = 0; place < length; place++) ink[at(side === 0 ? depth : lines - 1 - depth, place)] = 0;
    }
  };
  clear(height, width, (line, place) => line * width + place);
  clear(width, height, (line, place) => place * width + line);
}

/** What a tilted rule leaves: a piece that runs off the picture, long and thin, or an angle of two such. */
function isStripe(one: Component, cell: GrayImage): boolean {
  const width = one.right - one.left;
  const height = one.bottom - one.top;
  const level = Number(one.left <= 1) + Number(one.right >= cell.width - 1);
  const upright = Number(one.top <= 1) + Number(one.bottom >= cell.height - 1);
  if (level + upright === 0) return false;
  if (level > 0 && upright > 0 && one.area < 0.3 * width * height) return true;
  const thin = Math.max(3, 0.12 * Math.min(cell.width, cell.height));
  const beside = one.top < 6 || one.bottom > cell.height - 6;
  const along = one.left < 6 || one.right > cell.width - 6;
  return (
    (width > 3 * height && height <= thin && beside) || (height > 5 * width && width <= thin && along && upright > 0)
  );
}

function erase(ink: Float64Array, map: ComponentMap, stripes: readonly Component[], width: number): void {
  for (const stripe of stripes)
    for (let y = stripe.top; y < stripe.bottom; y++)
      for (let x = stripe.left; x < stripe.right; x++)
        if (map.labels[y * width + x] === stripe.label)
          for (const near of [-width, -1, 0, 1, width]) {
            const at = y * width + x + near;
            const label = map.labels[at];
            if (label === 0 || label === stripe.label) ink[at] = 0;
          }
}

/** The box of all components and a rim of paper, where the picture has it. */
function boxAround(components: readonly Component[], cell: GrayImage): Piece {
  return {
    left: Math.max(0, Math.min(...components.map((one) => one.left)) - 2),
    right: Math.min(cell.width, Math.max(...components.map((one) => one.right)) + 2),
    top: Math.max(0, Math.min(...components.map((one) => one.top)) - 2),
    bottom: Math.min(cell.height, Math.max(...components.map((one) => one.bottom)) + 2),
  };
}

/** The ink within a box, enlarged by interpolation. */
function enlargedInk(
  raw: Float64Array,
  cell: GrayImage,
  box: Piece,
  times: number,
): { ink: Float64Array; width: number; height: number } {
  const wide = box.right - box.left;
  const high = box.bottom - box.top;
  const width = wide * times;
  const height = high * times;
  const ink = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const sourceY = Math.max(0, Math.min(high - 1, (y + 0.5) / times - 0.5));
    const row = Math.floor(sourceY);
    const shareY = sourceY - row;
    const above = (box.top + row) * cell.width + box.left;
    const below = above + (row + 1 < high ? cell.width : 0);
    for (let x = 0; x < width; x++) {
      const sourceX = Math.max(0, Math.min(wide - 1, (x + 0.5) / times - 0.5));
      const column = Math.floor(sourceX);
      const next = column + (column + 1 < wide ? 1 : 0);
      const shareX = sourceX - column;
      const upper = (raw[above + column] ?? 0) * (1 - shareX) + (raw[above + next] ?? 0) * shareX;
      const lower = (raw[below + column] ?? 0) * (1 - shareX) + (raw[below + next] ?? 0) * shareX;
      ink[y * width + x] = upper * (1 - shareY) + lower * shareY;
    }
  }
  return { ink, width, height };
}

function solid(components: readonly Component[]): Component[] {
  const largest = components.reduce((most, one) => Math.max(most, one.area), 0);
  return components.filter((one) => one.area >= Math.max(2, 0.015 * largest));
}

/** Joins components that stand over one another: parts of a broken glyph, of a written sign. */
function joined(components: readonly Component[]): Piece[] {
  const sorted = [...components].sort((one, other) => one.left - other.left);
  const pieces: Piece[] = [];
  for (const one of sorted) {
    const last = pieces.at(-1);
    const overlap = last ? last.right - one.left : 0;
    if (last && overlap > 0.45 * Math.min(last.right - last.left, one.right - one.left))
      pieces[pieces.length - 1] = {
        left: last.left,
        right: Math.max(last.right, one.right),
        top: Math.min(last.top, one.top),
        bottom: Math.max(last.bottom, one.bottom),
      };
    else pieces.push({ left: one.left, right: one.right, top: one.top, bottom: one.bottom });
  }
  return pieces;
}

/** Cuts a piece too wide for one glyph at the thinnest columns near where glyphs may end. */
function cutWide(piece: Piece, ink: Float64Array, width: number, line: number): Piece[] {
  const across = piece.right - piece.left;
  if (across < 0.82 * line || piece.bottom - piece.top < 0.5 * line) return [piece];
  const columns = Array.from({ length: across }, (_, place) => {
    let sum = 0;
    for (let y = piece.top; y < piece.bottom; y++) sum += ink[y * width + piece.left + place] ?? 0;
    return sum;
  });
  const cuts: number[] = [];
  const reach = Math.max(2, Math.round(0.14 * line));
  for (let place = reach; place < across - reach; place++) {
    const here = columns[place] ?? 0;
    let lowest = true;
    for (let near = place - reach; near <= place + reach; near++)
      if ((columns[near] ?? 0) < here || (near < place && columns[near] === here)) lowest = false;
    if (lowest) cuts.push(piece.left + place);
  }
  const edges = [piece.left, ...cuts, piece.right];
  return edges
    .slice(1)
    .map((right, index) => shrunk({ ...piece, left: edges[index] ?? piece.left, right }, ink, width));
}

/** The same box without rows of paper above and below. */
export function shrunk(box: Piece, ink: Float64Array, width: number): Piece {
  const empty = (y: number): boolean => {
    for (let x = box.left; x < box.right; x++) if ((ink[y * width + x] ?? 0) > 0.5) return false;
    return true;
  };
  let { top, bottom } = box;
  while (top < bottom - 1 && empty(top)) top++;
  while (bottom > top + 1 && empty(bottom - 1)) bottom--;
  return { ...box, top, bottom };
}
