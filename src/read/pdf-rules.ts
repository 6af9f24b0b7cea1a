/** A straight horizontal or vertical line drawn on the page: an edge of a rule, a frame or a filled box. */
export interface PdfRule {
  readonly direction: 'horizontal' | 'vertical';
  /** y of a horizontal rule, x of a vertical one. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

type Point = readonly [x: number, y: number];

const SLANT = 1;
const SHORTEST = 3;
/** Pieces of a dashed or dotted line: how far they may lie apart, and what they must add up to. */
const DASH_GAP = 5;
const DASH_OFFSET = 0.6;
const FEWEST_DASHES = 5;
const SHORTEST_DASHED = 12;

/** Gathers the edges of a page's drawings and gives its rules. */
export class RuleCollector {
  readonly #rules: PdfRule[] = [];
  readonly #dashes: PdfRule[] = [];

  /** An edge, or what is too short to be a rule by itself. */
  addEdge([x1, y1]: Point, [x2, y2]: Point): void {
    const [width, height] = [Math.abs(x1 - x2), Math.abs(y1 - y2)];
    if (height <= SLANT && width > height) {
      this.#add({ direction: 'horizontal', at: (y1 + y2) / 2, from: Math.min(x1, x2), to: Math.max(x1, x2) });
    } else if (width <= SLANT && height > width) {
      this.#add({ direction: 'vertical', at: (x1 + x2) / 2, from: Math.min(y1, y2), to: Math.max(y1, y2) });
    }
  }

  /** A spot no longer than it is wide: a dot of a dotted line in either direction. */
  addDot(left: number, top: number, right: number, bottom: number): void {
    this.#dashes.push(
      { direction: 'horizontal', at: (top + bottom) / 2, from: left, to: right },
      { direction: 'vertical', at: (left + right) / 2, from: top, to: bottom },
    );
  }

  get count(): number {
    return this.#rules.length + this.#dashes.length;
  }

  /** All rules, those made of dashes or many short pieces put together. */
  rules(): PdfRule[] {
    return [...this.#rules, ...joinedDashes(this.#dashes)];
  }

  #add(rule: PdfRule): void {
    if (rule.to - rule.from >= SHORTEST) this.#rules.push(rule);
    this.#dashes.push(rule);
  }
}

/** Rows of five or more short pieces on one line, each near the next. */
function joinedDashes(pieces: readonly PdfRule[]): PdfRule[] {
  const sorted = pieces
    .filter((piece) => piece.to - piece.from < SHORTEST * 4)
    .sort((one, other) => one.at - other.at || one.from - other.from);
  const joined: PdfRule[] = [];
  for (const direction of ['horizontal', 'vertical'] as const) {
    let line: PdfRule[] = [];
    const close = (): void => {
      joined.push(...joinedOnLine(line));
      line = [];
    };
    for (const piece of sorted) {
      if (piece.direction !== direction) continue;
      if (line.length > 0 && piece.at - (line[0]?.at ?? 0) > DASH_OFFSET) close();
      line.push(piece);
    }
    close();
  }
  return joined;
}

function joinedOnLine(line: readonly PdfRule[]): PdfRule[] {
  const joined: PdfRule[] = [];
  let run: PdfRule[] = [];
  let end = 0;
  const close = (): void => {
    const [first] = run;
    if (first && run.length >= FEWEST_DASHES && end - first.from >= SHORTEST_DASHED) {
      joined.push({ ...first, to: end });
    }
    run = [];
  };
  for (const piece of [...line].sort((one, other) => one.from - other.from)) {
    if (run.length > 0 && piece.from - end > DASH_GAP) close();
    end = run.length === 0 ? piece.to : Math.max(end, piece.to);
    run.push(piece);
  }
  close();
  return joined;
}
