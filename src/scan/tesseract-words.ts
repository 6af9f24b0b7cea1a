import type { RecognisedLine } from './text-engine.ts';

/** What Tesseract calls its page segmentation: one block of lines. */
export const ONE_BLOCK = '6';

/** Reads a picture in PGM that holds rows of print; throws `SkipThis` where the engine fails or takes too long. */
export type TesseractRun = (graymap: Buffer) => Promise<readonly RecognisedLine[]>;

interface Word {
  readonly text: string;
  readonly confidence: number;
  readonly box: readonly [number, number, number, number];
}

const WORD_LEVEL = 5;

/** The lines of Tesseract's TSV output, in its own reading order. */
export function linesOfTsv(tsv: string): RecognisedLine[] {
  const lines = new Map<string, Word[]>();
  for (const row of tsv.split('\n')) {
    const fields = row.split('\t');
    if (Number(fields[0]) !== WORD_LEVEL) continue;
    const [left = 0, top = 0, width = 0, height = 0] = fields.slice(6, 10).map(Number);
    const text = (fields[11] ?? '').trim();
    if (text === '') continue;
    const word: Word = {
      text,
      confidence: Math.min(1, Math.max(0, Number(fields[10]) / 100)),
      box: [left, top, left + width, top + height],
    };
    const key = fields.slice(1, 5).join(' ');
    const line = lines.get(key);
    if (line) line.push(word);
    else lines.set(key, [word]);
  }
  return [...lines.values()].map(lineOfWords);
}

function lineOfWords(words: readonly Word[]): RecognisedLine {
  const letters = words.reduce((sum, word) => sum + word.text.length, 0);
  return {
    text: joinWords(words.map((word) => word.text)),
    confidence: words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / letters,
    box: [
      Math.min(...words.map(({ box }) => box[0])),
      Math.min(...words.map(({ box }) => box[1])),
      Math.max(...words.map(({ box }) => box[2])),
      Math.max(...words.map(({ box }) => box[3])),
    ],
  };
}

const HAN_OR_MARK = /[\p{Script=Han}\p{P}]/u;

/** Chinese has no spaces between words: one is kept only between two that are Latin letters or digits. */
function joinWords(words: readonly string[]): string {
  return words.reduce((text, word) => {
    const apart = text !== '' && !HAN_OR_MARK.test(text.at(-1) ?? '') && !HAN_OR_MARK.test(word.charAt(0));
    return apart ? `${text} ${word}` : text + word;
  }, '');
}
