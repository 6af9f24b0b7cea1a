import { readFileSync } from 'node:fs';

/** Splits one row of numbers into named pieces; they share its memory. */
export function namedPieces<Name extends string>(
  all: Float64Array,
  counts: Readonly<Record<Name, number>>,
): Record<Name, Float64Array> {
  const pieces = {} as Record<Name, Float64Array>;
  let start = 0;
  for (const name of Object.keys(counts) as Name[]) {
    pieces[name] = all.subarray(start, start + counts[name]);
    start += counts[name];
  }
  return pieces;
}

export function countOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What stands in a file of weights: the temperature that makes the net's certainty honest, and its weights. */
export interface StoredNet<Name extends string> {
  readonly temperature: number;
  /** All weights in one row; `weights` are its pieces. */
  readonly all: Float64Array;
  readonly weights: Record<Name, Float64Array>;
}

/**
 * Stores weights as 16-bit steps of a size of their own for each piece, little-endian: temperature, then for each piece its step (both
 * 32-bit floats) and its weights.
 */
export function storedWeights(
  all: Float64Array,
  counts: Readonly<Record<string, number>>,
  temperature: number,
): Uint8Array {
  const pieces = Object.values(namedPieces(all, counts));
  const bytes = new Uint8Array(4 + pieces.reduce((sum, piece) => sum + 4 + 2 * piece.length, 0));
  const view = new DataView(bytes.buffer);
  view.setFloat32(0, temperature, true);
  let at = 4;
  for (const piece of pieces) {
    const largest = piece.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
    const step = Math.fround(largest / 32767);
    view.setFloat32(at, step, true);
    at += 4;
    for (const weight of piece) {
      view.setInt16(at, Math.max(-32767, Math.min(32767, Math.round(weight / step))), true);
      at += 2;
    }
  }
  return bytes;
}

/** Reads weights stored beside this module. */
export function loadNet<Name extends string>(file: string, counts: Readonly<Record<Name, number>>): StoredNet<Name> {
  const bytes = readFileSync(new URL(file, import.meta.url));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = new Float64Array(countOf(counts));
  const weights = namedPieces(all, counts);
  let at = 4;
  for (const name of Object.keys(counts) as Name[]) {
    const step = view.getFloat32(at, true);
    at += 4;
    const piece = weights[name];
    for (let index = 0; index < piece.length; index++, at += 2) piece[index] = step * view.getInt16(at, true);
  }
  return { temperature: view.getFloat32(0, true), all, weights };
}
