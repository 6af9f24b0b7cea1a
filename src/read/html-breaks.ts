import { foldMarkupText, foldText, levelLoneDigits } from './fold-text.ts';
import type { FlowItem } from './html-flow.ts';
import { textBlocks } from './text-blocks.ts';
import { isFigureOrDash, plainWords } from './text-line.ts';
import type { TextLine } from './text-line.ts';

/** Stands for a `<br>` inside collected text: the Unicode line separator, which folds to a space like any other. */
export const LINE_BREAK = '\u2028';

const INDENTED = /^[ \t\r\n]*(?:[\u3000\u2003]|\u00A0{2})/;
const SENTENCE_END = /[。：；！？:;!?]$/;
const NUMBERED =
  /^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十]{1,3}[条章节部])/;
const NUMBERED_HEADING = /^[一二三四五六七八九十]{1,3}、.{1,40}$/;

/**
 * Text whose paragraphs are set apart by `<br>`. A break ends a paragraph where it is doubled, where the next line is indented or
 * numbered, or where the line before ends a sentence or is itself a numbered heading; elsewhere it only wraps the line.
 * Tables typed with breaks and spaces are recognised as in plain text.
 */
export function brokenText(raw: string, line: number, linkOnly: boolean): FlowItem[] {
  const parts = raw.split(LINE_BREAK);
  const typed = typedTable(parts, line);
  if (typed) return [typed];
  const paragraphs: string[] = [];
  // In pieces: to look at the end of a text that grows would cost the square of its length.
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) paragraphs.push(open.join(' '));
    open = [];
  };
  for (const part of parts) {
    const text = foldMarkupText(part);
    const last = open.at(-1) ?? '';
    const breaks =
      text === '' ||
      last === '' ||
      INDENTED.test(part) ||
      SENTENCE_END.test(last.slice(-1)) ||
      NUMBERED.test(text) ||
      (open.length === 1 && NUMBERED_HEADING.test(last));
    if (breaks) close();
    if (text !== '') open.push(text);
  }
  close();
  return paragraphs.map((text) => ({ kind: 'text', level: 0, text: levelLoneDigits(text), line, linkOnly }));
}

const TYPED_LINES = 6;
const TYPED_FIGURES = 3;

function typedTable(parts: readonly string[], line: number): FlowItem | null {
  if (parts.length < TYPED_LINES) return null;
  const figures = parts.filter((part) => isFigureOrDash(foldText(part).split(' ').at(-1) ?? ''));
  if (figures.length < TYPED_FIGURES) return null;
  const lines = parts.map((part): TextLine => {
    const raw = part.replace(/\u00A0/g, ' ').replace(/[\r\n]+/g, '');
    return { number: line, raw, words: plainWords(raw), afterPageBreak: false };
  });
  const blocks = textBlocks(lines, 0);
  return blocks.some((block) => block.kind === 'table') ? { kind: 'blocks', blocks } : null;
}
