import type { GrayImage } from './gray-image.ts';

/** A line of words found in a picture. */
export interface RecognisedLine {
  readonly text: string;
  /** From 0 to 1. */
  readonly confidence: number;
  /** `[left, top, right, bottom]` in pixels of the picture. */
  readonly box: readonly [number, number, number, number];
}

/** An engine that reads printed Chinese in pictures. Another can take its place by offering the same two functions. */
export interface TextEngine {
  /** Goes into the reader's version: name and version of engine and language data. */
  readonly name: string;
  /** Lines of running text, top to bottom. */
  readonly readPage: (picture: GrayImage) => Promise<readonly RecognisedLine[]>;
  /** The text of each of several small pictures (labels, headings), in the same order; '' where nothing was read. */
  readonly readPieces: (pictures: readonly GrayImage[]) => Promise<readonly string[]>;
}
