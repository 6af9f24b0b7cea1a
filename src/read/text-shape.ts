import type { Geometry } from './document.ts';
import type { TextLine } from './text-line.ts';

/** One row of a table found in plain text. */
export interface TextRow {
  readonly line: number;
  readonly fields: readonly TextField[];
}

export interface TextField {
  readonly text: string;
  /** Column, where it is not simply the index of the field. */
  readonly column?: number;
  readonly columnSpan?: number;
  readonly extent?: readonly [number, number];
}

/** A table found in plain text: its rows, and the index of the first line after it. */
export interface TextTable {
  readonly geometry: Geometry;
  readonly rows: readonly TextRow[];
  readonly end: number;
}

/** The shape does not begin here, nor at any line before `refusedUntil`: saves looking at a long run of lines once for each of them. */
export interface Refusal {
  readonly refusedUntil: number;
}

/** Recognises one shape of table at `lines[start]`; null when the shape does not begin there. */
export type TextShape = (lines: readonly TextLine[], start: number) => TextTable | Refusal | null;
