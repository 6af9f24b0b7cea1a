import type { Numbering } from './word-numbering.ts';
import type { StyleEffect } from './docx-styles.ts';
import { foldText, levelLoneDigits } from './fold-text.ts';
import { LINE_BREAK, brokenText } from './html-breaks.ts';
import type { FlowItem } from './html-flow.ts';

const PAGE_BREAK: FlowItem = { kind: 'blocks', blocks: [{ kind: 'page-break' }] };
/** Stands for a page break inside a paragraph's text. */
const PAGE_MARK = '\f';
const SECTIONS_ON_THE_PAGE: ReadonlySet<string | undefined> = new Set(['continuous', 'nextColumn']);

/** A Word paragraph under way. */
export class WordParagraph {
  /** Counts the paragraphs of the document from 1, those in cells and text boxes included. */
  readonly line: number;
  text: string;
  /** 1-9 for a heading, 0 for body text; undefined while only the style says. */
  heading: number | undefined;
  list: string | undefined;
  listLevel: number | undefined;
  breakBefore = false;
  joinsNext = false;
  /** Text boxes and pictures anchored in it. */
  readonly beside: FlowItem[] = [];
  #style: { readonly id: string; readonly effect: StyleEffect } | undefined;
  #section: { type: string | undefined } | undefined;

  constructor(line: number, text: string) {
    this.line = line;
    this.text = text;
  }

  append(text: string): void {
    this.text += text;
  }

  breakPage(): void {
    this.text += PAGE_MARK;
  }

  takeStyle(id: string, effect: StyleEffect): void {
    this.#style = { id, effect };
  }

  /** The section that ends with this paragraph; the next one begins on a new page unless its type says otherwise. */
  endSection(): void {
    this.#section = { type: undefined };
  }

  sectionType(type: string | undefined): void {
    if (this.#section) this.#section.type = type;
  }

  /** The paragraph as items of a flow: breaks of pages, its text with its automatic number, and what is anchored in it. */
  items(inCell: boolean, numbering: Numbering): FlowItem[] {
    const items: FlowItem[] = [];
    const effect = this.#style?.effect;
    const number = this.#number(numbering);
    if (this.breakBefore && !inCell) items.push(PAGE_BREAK);
    if (effect?.contents !== true && effect?.hides !== true) items.push(...this.#textItems(inCell, number));
    items.push(...this.beside);
    if (this.#section && !inCell && !SECTIONS_ON_THE_PAGE.has(this.#section.type)) items.push(PAGE_BREAK);
    return items;
  }

  #number(numbering: Numbering): string {
    const inherited = this.#style?.effect.list;
    const list = this.list ?? inherited?.list;
    if (list === undefined) return '';
    return numbering.next(list, this.listLevel ?? inherited?.level, this.#style?.id);
  }

  #textItems(inCell: boolean, number: string): FlowItem[] {
    const level = inCell ? 0 : (this.heading ?? this.#style?.effect.heading ?? 0);
    const items: FlowItem[] = [];
    let prefix = number;
    this.text.split(PAGE_MARK).forEach((part, index) => {
      if (index > 0) items.push(PAGE_BREAK);
      const words = foldText(part);
      if (words === '' && !(inCell && prefix !== '')) return;
      if (level === 0 && part.includes(LINE_BREAK)) items.push(...brokenText(prefix + part, this.line, false));
      else items.push({ kind: 'text', level, text: prefix + levelLoneDigits(words), line: this.line, linkOnly: false });
      prefix = '';
    });
    return items;
  }
}
