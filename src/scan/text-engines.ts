import { layOut } from './label-sheet.ts';
import { toGraymap } from './graymap.ts';
import { findTesseractProgram } from './tesseract-program.ts';
import { findTesseractScript } from './tesseract-script.ts';
import type { TesseractRun } from './tesseract-words.ts';
import type { RecognisedLine, TextEngine } from './text-engine.ts';

/** Engines in the order of preference; null says that none is here. */
const FINDERS = [findTesseractProgram, findTesseractScript];

let found: Promise<TextEngine | null> | null = null;

/**
 * The text engine of this machine: Tesseract where the program and its Chinese data are installed, else its JavaScript port;
 * null where there is none, and then only the figures of ruled tables are read. Looked for once a process.
 */
export function findTextEngine(): Promise<TextEngine | null> {
  found ??= firstOf();
  return found;
}

async function firstOf(): Promise<TextEngine | null> {
  for (const find of FINDERS) {
    const tesseract = await find();
    if (tesseract) return engineOf(tesseract.name, tesseract.run);
  }
  return null;
}

/** A text engine made of a way to run Tesseract. */
export function engineOf(name: string, run: TesseractRun): TextEngine {
  return {
    name,
    readPage: async (picture) =>
      [...(await run(toGraymap(picture), 'page'))].sort((one, other) => one.box[1] - other.box[1]),
    readPieces: async (pictures) => {
      const { picture, bands } = layOut(pictures);
      if (bands.every((band) => band === null)) return pictures.map(() => '');
      const lines = await run(toGraymap(picture), 'rows');
      return bands.map((band) => (band ? textWithin(band, lines) : ''));
    },
  };
}

/** The text whose middle stands in a band of the sheet. */
function textWithin([from, to]: readonly [number, number], lines: readonly RecognisedLine[]): string {
  const slack = 8;
  return lines
    .filter(({ box }) => (box[1] + box[3]) / 2 >= from - slack && (box[1] + box[3]) / 2 < to + slack)
    .sort((one, other) => one.box[0] - other.box[0])
    .map(({ text }) => text)
    .join('');
}
