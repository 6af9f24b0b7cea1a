import { SkipThis } from '../errors.ts';
import type { DocFile, TextPiece } from './doc-file.ts';
import { RunFinder, readModifiers } from './doc-properties.ts';
import type { Modifier } from './doc-properties.ts';
import { LIST, LIST_LEVEL, OUTLINE_LEVEL } from './doc-styles.ts';
import { rowOf, tableOfDocRows } from './doc-table.ts';
import type { DocRow } from './doc-table.ts';
import { NO_EFFECT, headingLevel } from './docx-styles.ts';
import type { StyleEffect } from './docx-styles.ts';
import { shiftDigits } from './fold-text.ts';
import { LINE_BREAK } from './html-breaks.ts';
import type { FlowItem } from './html-flow.ts';
import { MOST } from './limits.ts';
import { OpenFields } from './word-fields.ts';
import type { Numbering } from './word-numbering.ts';
import { WordParagraph } from './word-paragraph.ts';

/** Modifiers by their codes. */
const DELETED = 0x0800;
const HIDDEN = 0x083c;
const SPECIAL = 0x0855;
const SCRIPT = 0x2a48;
const IN_TABLE = 0x2416;
const ROW_END = 0x2417;
const INNER_CELL_END = 0x244b;
const INNER_ROW_END = 0x244c;
const DEPTH = 0x6649;
const BREAK_BEFORE = 0x2407;
/** The list of modifiers goes on in the data stream. */
const ELSEWHERE: ReadonlySet<number> = new Set([0x6646, 0x646b]);

const NOTE = 0x02;
const CELL_MARK = 0x07;
const LINE_MARK = 0x0b;
const PAGE_MARK = 0x0c;
const PARAGRAPH_MARK = 0x0d;
const COLUMN_MARK = 0x0e;
const FIELD_BEGIN = 0x13;
const FIELD_SEPARATOR = 0x14;
const FIELD_END = 0x15;
const NO_BREAK_HYPHEN = 0x1e;
const PARENTHESIS = 0x28;
const TAB = 0x09;

interface Frame {
  readonly rows: DocRow[];
  cells: FlowItem[][];
  items: FlowItem[];
}

interface CharacterLook {
  readonly gone: boolean;
  readonly special: boolean;
  readonly shift: 'raised' | 'lowered' | null;
}

/** Reads the body of a Word 97-2003 file into a flow. @throws SkipThis where its tables do not hold together, RangeError where it is cut off */
export function scanDocBody(file: DocFile, styles: ReadonlyMap<number, StyleEffect>, numbering: Numbering): FlowItem[] {
  const scan = new DocScan(file, styles, numbering);
  for (const piece of file.pieces) scan.piece(piece);
  return scan.finish();
}

class DocScan {
  readonly #file: DocFile;
  readonly #styles: ReadonlyMap<number, StyleEffect>;
  readonly #numbering: Numbering;
  readonly #paragraphRuns: RunFinder;
  readonly #characterRuns: RunFinder;
  readonly #root: FlowItem[] = [];
  readonly #frames: Frame[] = [];
  readonly #fields = new OpenFields();
  #paragraph = new WordParagraph(1, '');
  #notes = 0;
  #cells = 0;

  constructor(file: DocFile, styles: ReadonlyMap<number, StyleEffect>, numbering: Numbering) {
    this.#file = file;
    this.#styles = styles;
    this.#numbering = numbering;
    this.#paragraphRuns = new RunFinder(file.paragraphs);
    this.#characterRuns = new RunFinder(file.characters);
  }

  piece(piece: TextPiece): void {
    const width = piece.wide ? 2 : 1;
    const end = piece.offset + piece.length * width;
    if (end > this.#file.main.length) throw new SkipThis('some of its text is missing');
    for (let at = piece.offset; at < end;) {
      const run = this.#characterRuns.at(at);
      const runEnd = run ? Math.min(end, at + Math.max(width, run.to - at - ((run.to - at) % width))) : end;
      const text = textOf(this.#file.main.subarray(at, runEnd), piece.wide);
      this.#stretch(text, lookOf([...(run?.modifiers ?? []), ...piece.modifiers]), { at, width, piece });
      at = runEnd;
    }
  }

  /** A stretch of characters that look alike; marks of paragraphs and cells take their properties from where they stand. */
  #stretch(text: string, look: CharacterLook, place: { at: number; width: number; piece: TextPiece }): void {
    let plain = '';
    const flush = (): void => {
      this.#append(look.shift ? shiftDigits(plain, look.shift) : plain, look);
      plain = '';
    };
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x20 && !(code === PARENTHESIS && look.special)) {
        plain += text.charAt(index);
        continue;
      }
      flush();
      if (code === PARAGRAPH_MARK || code === CELL_MARK || code === PAGE_MARK) {
        this.#mark(code, look, place.at + index * place.width, place.piece);
      } else this.#control(code, look);
    }
    flush();
  }

  #append(text: string, look: CharacterLook): void {
    if (text === '' || look.gone) return;
    if (this.#fields.hideText) this.#fields.instruction(text);
    else this.#paragraph.append(text);
  }

  #control(code: number, look: CharacterLook): void {
    switch (code) {
      case TAB:
        this.#append('\t', look);
        break;
      case LINE_MARK:
      case COLUMN_MARK:
        this.#append(LINE_BREAK, look);
        break;
      case NO_BREAK_HYPHEN:
        this.#append('-', look);
        break;
      case PARENTHESIS:
        // A sign of a symbol font: nothing tells what it looks like.
        this.#append('□', look);
        break;
      case NOTE:
        if (!look.special || look.gone) break;
        this.#notes += 1;
        this.#append(shiftDigits(String(this.#notes), 'raised'), look);
        break;
      case FIELD_BEGIN:
        this.#fields.character('begin');
        break;
      case FIELD_SEPARATOR:
        this.#fields.character('separate');
        break;
      case FIELD_END:
        this.#fields.character('end');
        break;
      default:
    }
  }

  /** The end of a paragraph, a cell, a row or a page. */
  #mark(code: number, look: CharacterLook, at: number, piece: TextPiece): void {
    const run = this.#paragraphRuns.at(at);
    const modifiers = this.#whole([...(run?.modifiers ?? []), ...piece.modifiers]);
    const has = (wanted: number): boolean => valueOf(modifiers, wanted) === 1;
    const depth = valueOf(modifiers, DEPTH) ?? (has(IN_TABLE) ? 1 : 0);
    if (code === PAGE_MARK && depth === 0 && !run) {
      this.#paragraph.breakPage();
      return;
    }
    if (code === PARAGRAPH_MARK && look.gone && depth === 0) return;
    this.#reachDepth(depth);
    const frame = this.#frames.at(-1);
    const outer = depth === 1 && code === CELL_MARK;
    if (frame && (depth > 1 ? has(INNER_ROW_END) : has(ROW_END))) {
      frame.rows.push(rowOf(frame.cells, modifiers));
      frame.cells = [];
      frame.items = [];
      this.#paragraph = this.#nextParagraph();
      return;
    }
    this.#endParagraph(modifiers, run?.style ?? 0, code === PAGE_MARK);
    if (frame && (outer || (depth > 1 && has(INNER_CELL_END)))) {
      this.#cells += 1;
      if (this.#cells > MOST.cells) throw new SkipThis(`it has more than ${MOST.cells} table cells`);
      frame.cells.push(frame.items);
      frame.items = [];
    }
  }

  #endParagraph(modifiers: readonly Modifier[], style: number, endsPage: boolean): void {
    const paragraph = this.#paragraph;
    const outline = valueOf(modifiers, OUTLINE_LEVEL);
    const list = valueOf(modifiers, LIST);
    paragraph.takeStyle(String(style), this.#styles.get(style) ?? NO_EFFECT);
    if (outline !== undefined) paragraph.heading = headingLevel(outline);
    if (list !== undefined) paragraph.list = String(list);
    paragraph.listLevel = valueOf(modifiers, LIST_LEVEL);
    paragraph.breakBefore = valueOf(modifiers, BREAK_BEFORE) === 1;
    if (endsPage && this.#frames.length === 0) paragraph.breakPage();
    this.#flow.push(...paragraph.items(this.#frames.length > 0, this.#numbering));
    this.#paragraph = this.#nextParagraph();
  }

  #nextParagraph(): WordParagraph {
    return new WordParagraph(this.#paragraph.line + 1, '');
  }

  get #flow(): FlowItem[] {
    return this.#frames.at(-1)?.items ?? this.#root;
  }

  /** Opens and closes tables until as many are open as the paragraph stands in. */
  #reachDepth(depth: number): void {
    if (depth > MOST.tableDepth) throw new SkipThis(`it nests tables deeper than ${MOST.tableDepth}`);
    while (this.#frames.length > depth) this.#closeTable();
    while (this.#frames.length < depth) this.#frames.push({ rows: [], cells: [], items: [] });
  }

  #closeTable(): void {
    const frame = this.#frames.pop();
    if (!frame) return;
    if (frame.cells.length > 0 || frame.items.length > 0) throw new SkipThis('a row of a table in it never ends');
    this.#flow.push(tableOfDocRows(frame.rows));
  }

  finish(): FlowItem[] {
    this.#reachDepth(0);
    if (this.#fields.hideText) throw new SkipThis('a field in it never ends, and hides the text');
    if (this.#paragraph.text !== '') this.#endParagraph([], 0, false);
    return this.#root;
  }

  /** Adds what stands in the data stream, where a list was too long for its page. */
  #whole(modifiers: readonly Modifier[]): readonly Modifier[] {
    const elsewhere = modifiers.filter(({ code }) => ELSEWHERE.has(code));
    if (elsewhere.length === 0) return modifiers;
    const { data } = this.#file;
    return elsewhere.reduce<readonly Modifier[]>((all, { operand }) => {
      const at = operand.readUInt32LE(0);
      return [...all, ...readModifiers(data.subarray(at + 2, at + 2 + data.readUInt16LE(at)))];
    }, modifiers);
  }
}

const WINDOWS_1252 = new TextDecoder('windows-1252');

function textOf(bytes: Buffer, wide: boolean): string {
  return wide ? bytes.toString('utf16le') : WINDOWS_1252.decode(bytes);
}

function lookOf(modifiers: readonly Modifier[]): CharacterLook {
  const script = valueOf(modifiers, SCRIPT);
  return {
    gone: valueOf(modifiers, DELETED) === 1 || valueOf(modifiers, HIDDEN) === 1,
    special: valueOf(modifiers, SPECIAL) === 1,
    shift: script === 1 ? 'raised' : script === 2 ? 'lowered' : null,
  };
}

/** The value of the last modifier of a kind: the last one counts. */
function valueOf(modifiers: readonly Modifier[], code: number): number | undefined {
  const operand = modifiers.findLast((modifier) => modifier.code === code)?.operand;
  if (!operand) return undefined;
  return operand.length >= 4 ? operand.readUInt32LE(0) : operand.length >= 2 ? operand.readUInt16LE(0) : operand[0];
}
