import type { GrayImage } from './gray-image.ts';
import { layOut } from './label-sheet.ts';
import { toGraymap } from './graymap.ts';
import { findTesseractProgram } from './tesseract-program.ts';
import { findTesseractScript } from './tesseract-script.ts';
import { textLinesOf } from './text-lines.ts';
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

/** A text engine made of a way to run Tesseract, which reads rows that were laid out for it far better than a page as it stands. */
export function engineOf(name: string, run: TesseractRun): TextEngine {
  const readRows = async (pictures: readonly GrayImage[]): Promise<RowText[]> => {
    const { picture, bands } = layOut(pictures);
    if (bands.every((band) => band === null)) return pictures.map(() => NO_TEXT);
    const found = await run(toGraymap(picture));
    return bands.map((band) => (band ? textWithin(band, found) : NO_TEXT));
  };
  return {
    name,
    readPage: async (picture) => {
      const lines = textLinesOf(picture);
      const rows = await readRows(lines.map((line) => line.picture));
      return lines.flatMap(({ box }, index) => {
        const { text, confidence } = rows[index] ?? NO_TEXT;
        return text === '' ? [] : [{ text, confidence, box }];
      });
    },
    readPieces: async (pictures) => (await readRows(pictures)).map(({ text }) => text),
  };
}

interface RowText {
  readonly text: string;
  readonly confidence: number;
}

const NO_TEXT: RowText = { text: '', confidence: 0 };

/** What was read in a band of the sheet. */
function textWithin([from, to]: readonly [number, number], found: readonly RecognisedLine[]): RowText {
  const slack = 8;
  const own = found
    .filter(({ box }) => (box[1] + box[3]) / 2 >= from - slack && (box[1] + box[3]) / 2 < to + slack)
    .sort((one, other) => one.box[0] - other.box[0]);
  const letters = own.reduce((sum, { text }) => sum + text.length, 0);
  return {
    text: own.map(({ text }) => text).join(''),
    confidence: own.reduce((sum, { text, confidence }) => sum + confidence * text.length, 0) / Math.max(1, letters),
  };
}
