/** One way of reading the pixels of a figure. */
export interface RecognisedText {
  /**
   * What is printed: digits, with `.`, `,`, `-` or `+` where they stand, and a unit (件 宗 元 万 个) after them; `-` for any dash, `/` or
   * 无 alone, which mean that nothing is stated; `''` for an empty cell.
   */
  readonly text: string;
  /** How likely the recogniser holds it, from 0 to 1. */
  readonly probability: number;
}

/** What the recognisers make of the picture of one cell that should hold a figure. */
export type FigureReading =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'figure';
      /** Likeliest first, at least one; their probabilities sum to 1 at the most. */
      readonly readings: readonly RecognisedText[];
      /** A second recogniser, made in another way, reads what the first holds likeliest. */
      readonly confirmed: boolean;
    }
  /** Something stands there that is no figure: a seal, handwriting, a stain, words. */
  | { readonly kind: 'unreadable' };
