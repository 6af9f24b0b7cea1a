import { joinLines } from './join-lines.ts';
import type { PdfCharacter } from './pdf-characters.ts';
import { linesOf, median } from './pdf-lines.ts';
import type { PdfLine } from './pdf-lines.ts';
import { levelled } from './pdf-turn.ts';

/** What stands in a cell: its text, and its last line where it is written across. */
export interface CellText {
  readonly text: string;
  readonly lastLine: PdfLine | undefined;
}

/** Reads a cell, whichever way its letters run: across, turned on their side, or upright one below the other. */
export function cellText(characters: readonly PdfCharacter[]): CellText {
  const level = characters.filter(({ turn }) => turn === 0);
  const turned = characters.filter(({ turn }) => turn !== 0);
  const [first] = turned;
  if (!first) {
    const columns = verticalColumns(level);
    if (columns) return { text: columns.join(''), lastLine: undefined };
    const lines = linesOf(level);
    return { text: joinLines(lines.map((line) => line.text)), lastLine: lines.at(-1) };
  }
  if (level.length > turned.length) {
    // Digits and brackets lie on their side among upright letters in a column written downwards.
    const columns = verticalColumns(characters.map((character) => ({ ...character, turn: 0 })));
    if (columns) return { text: columns.join(''), lastLine: undefined };
  }
  const ways = new Set(turned.map(({ turn }) => turn));
  const parts = [...ways].map((turn) =>
    linesOf(turned.filter((each) => each.turn === turn).map((each) => levelled(each, turn, 0, 0))),
  );
  const lines = [linesOf(level), ...parts].flat();
  return { text: joinLines(lines.map((line) => line.text)), lastLine: undefined };
}

/** Columns written downwards, from right to left, if that is how the letters follow one another. */
function verticalColumns(characters: readonly PdfCharacter[]): string[] | null {
  const shown = characters.filter(({ text }) => text.trim() !== '');
  if (shown.length < 3) return null;
  const size = median(shown.map((character) => character.right - character.left));
  let down = 0;
  let across = 0;
  for (let index = 1; index < shown.length; index += 1) {
    const [one, other] = [shown[index - 1], shown[index]];
    if (!one || !other) continue;
    const x = middle(other) - middle(one);
    const y = (other.top + other.bottom - one.top - one.bottom) / 2;
    if (Math.abs(x) < size * 0.4 && y > size * 0.4) down += 1;
    else if (x > size * 0.3 && Math.abs(y) < size * 0.35) across += 1;
  }
  if (down < 2 || across * 3 > down) return null;
  const columns: PdfCharacter[][] = [];
  for (const character of [...shown].sort((one, other) => middle(other) - middle(one))) {
    const last = columns.at(-1);
    if (last?.[0] && Math.abs(middle(last[0]) - middle(character)) < size * 0.6) last.push(character);
    else columns.push([character]);
  }
  if (columns.length === 1) return null;
  return columns.map((column) =>
    [...column]
      .sort((one, other) => one.top - other.top)
      .map(({ text }) => text)
      .join(''),
  );
}

function middle({ left, right }: PdfCharacter): number {
  return (left + right) / 2;
}
