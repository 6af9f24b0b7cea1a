import { displayWidth, isFigureOrDash, isPageMark, plainWords } from './text-line.ts';
import type { TextLine } from './text-line.ts';
import type { TextField, TextRow, TextTable } from './text-shape.ts';

/** A single filled field wider than this is a paragraph with a tab in it, no row. */
const LABEL_WIDTH = 90;

/** So many lines with nothing but an indent before the first real row are indented paragraphs. */
const INDENTED_LINES = 4;

type TabStrength = 'none' | 'weak' | 'strong';

/** Weak: tabs there are, but the line could as well be an indented paragraph. */
function tabStrength(line: TextLine): TabStrength {
  if (!line.raw.includes('\t')) return 'none';
  const fields = line.raw.split('\t');
  const filled = fields.filter((field) => field.trim() !== '');
  if (filled.length === 0) return 'weak';
  if (filled.length > 1) return 'strong';
  const prose = displayWidth(line.words) > LABEL_WIDTH && /[。；！？，]/.test(line.words);
  if (prose) return 'none';
  return line.raw.endsWith('\t') ? 'strong' : 'weak';
}

/**
 * Tab-separated rows, one after the other. A short line without tabs between two of them is a row whose empty fields were
 * trimmed away. A blank line, a page mark or a heading ends the table.
 */
export function tabSeparated(lines: readonly TextLine[], start: number): TextTable | null {
  const first = lines[start];
  if (!first || tabStrength(first) === 'none') return null;
  const rows: TextRow[] = [];
  let strong = 0;
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line || (end > start && line.afterPageBreak)) break;
    const strength = tabStrength(line);
    if (strength === 'none' && !isTrimmedRow(line, lines[end + 1], rows.length > 0)) break;
    if (strength === 'strong') strong += 1;
    else if (strong === 0 && rows.length >= INDENTED_LINES) return null;
    rows.push({ line: line.number, fields: line.raw.split('\t').map((field) => ({ text: plainWords(field) })) });
  }
  if (strong === 0 || isLoneSentence(rows)) return null;
  return { geometry: 'fields', rows, end };
}

function isTrimmedRow(line: TextLine, next: TextLine | undefined, insideTable: boolean): boolean {
  if (!insideTable || line.words === '' || !next || next.afterPageBreak || tabStrength(next) !== 'strong') return false;
  if (/^#{1,6}\s/.test(line.raw) || isPageMark(line.words)) return false;
  return displayWidth(line.words) <= LABEL_WIDTH && !/[。；！？]$/.test(line.words);
}

function isLoneSentence(rows: readonly TextRow[]): boolean {
  const [row] = rows;
  if (!row || rows.length > 1) return false;
  const filled = row.fields.filter((field) => field.text !== '');
  return !filled.some((field) => isFigureOrDash(field.text)) && filled.some((field) => /[。；]$/.test(field.text));
}

const ALIGNMENT_CELL = /^\s*:?-+:?\s*$/;
const FIRM_ALIGNMENT_CELL = /^\s*(?::?-{2,}:?|:-+|-+:)\s*$/;

/**
 * Markdown pipe table: lines that begin with a pipe, or lines with pipes around an alignment row. A leading and a trailing
 * pipe are no fields, `\|` is a character, the alignment row is dropped. A row of single dashes is data unless it stands
 * where an alignment row must and has more than one dash in a field.
 */
export function pipeTable(lines: readonly TextLine[], start: number): TextTable | null {
  const rows: TextRow[] = [];
  let aligned = false;
  let fenced = true;
  let end = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line || (end > start && line.afterPageBreak)) break;
    const pieces = splitPipes(line.raw);
    if (pieces.length < 2) break;
    if (
      pieces.every((piece) => ALIGNMENT_CELL.test(piece)) &&
      pieces.some((piece) => FIRM_ALIGNMENT_CELL.test(piece))
    ) {
      aligned = true;
      continue;
    }
    if (!line.raw.trim().startsWith('|')) fenced = false;
    if (!fenced && !aligned && rows.length > 0) return null;
    rows.push({ line: line.number, fields: pieces.map((piece): TextField => ({ text: plainWords(piece) })) });
  }
  if (rows.length === 0 || !(aligned || fenced)) return null;
  return { geometry: 'fields', rows, end };
}

function splitPipes(raw: string): string[] {
  if (!raw.includes('|')) return [raw];
  const pieces: string[] = [];
  let piece = '';
  const body = raw.trim();
  for (let index = 0; index < body.length; index += 1) {
    const character = body.charAt(index);
    if (character === '\\' && body.charAt(index + 1) === '|') {
      piece += '|';
      index += 1;
    } else if (character === '|') {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  const closed = body.endsWith('|') && !body.endsWith('\\|');
  if (!closed) pieces.push(piece);
  return body.startsWith('|') ? pieces.slice(1) : pieces;
}
