import { SkipThis } from '../errors.ts';
import { MOST } from './limits.ts';
import type { PdfBox } from './pdf-lines.ts';
import { boxOfPoints, type Cover, type PdfDrawings, type Place, type TextObject } from './pdf-objects.ts';
import { withMemory, type Loan, type Pdfium } from './pdfium.ts';

/** Degrees clockwise by which a letter is turned on the page as shown. */
export type Turn = 0 | 90 | 180 | 270;

/** One character and the box it takes on the page, in points from the page's top left. */
export interface PdfCharacter extends PdfBox {
  readonly text: string;
  /** True when the font does not say what character its glyph stands for. */
  readonly unmapped: boolean;
  readonly turn: Turn;
}

/** The letters of a page. */
export interface PdfText {
  /** Those that can be seen, in the order in which they are drawn. */
  readonly characters: readonly PdfCharacter[];
  /** How many are there and not seen: without ink, in the colour of the paper, under a picture, off the page, too small. */
  readonly hidden: number;
  /** Pieces of text that print something and say nothing. */
  readonly vanished: readonly PdfBox[];
}

const INVISIBLE = 3;
const CLIP_ONLY = 7;
/** Letters lower than this, in points, cannot be read by anyone. */
const TINY = 1.5;
const WHITE = 245;
/** Taller than this many letters, a font's own measure of its letters is not to be believed. */
const TALLEST = 1.7;

/** Radicals that some fonts name in place of the letters of the same shape, and that Unicode does not fold. */
const RADICALS: ReadonlyMap<string, string> = new Map(
  [
    '⺟母',
    '⺠民',
    '⻁虎',
    '⻄西',
    '⻅见',
    '⻆角',
    '⻉贝',
    '⻋车',
    '⻓长',
    '⻔门',
    '⻘青',
    '⻙韦',
    '⻚页',
    '⻛风',
    '⻜飞',
  ]
    .concat([
      '⻝食',
      '⻢马',
      '⻣骨',
      '⻤鬼',
      '⻥鱼',
      '⻦鸟',
      '⻧卤',
      '⻨麦',
      '⻩黄',
      '⻬齐',
      '⻮齿',
      '⻰龙',
      '⺼肉',
      '⺝月',
    ])
    .map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/** The letter of a code point, in the form in which it is compared. */
export function letterOf(code: number): string {
  if (code <= 0 || code > 0x10ffff) return '\uFFFD';
  const letter = String.fromCodePoint(code);
  if ((code < 0x2e80 || code > 0x2fdf) && (code < 0xf900 || code > 0xfaff)) return letter;
  return RADICALS.get(letter) ?? letter.normalize('NFKC');
}

interface Ink {
  readonly order: number;
  readonly window: PdfBox | undefined;
  readonly unseen: boolean;
  readonly white: boolean;
  readonly turn: Turn;
  /** Height of the letters as shown. */
  readonly size: number;
}

export function textOf(
  pdfium: Pdfium,
  page: number,
  { place, drawings, width, height }: { place: Place; drawings: PdfDrawings; width: number; height: number },
): PdfText {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) return { characters: [], hidden: 0, vanished: [] };
  const characters: PdfCharacter[] = [];
  const speaking = new Set<number>();
  let hidden = 0;
  try {
    const count = pdfium._FPDFText_CountChars(textPage);
    // A page read in part would pass for one whose rest is blank.
    if (count > MOST.pageCharacters)
      throw new SkipThis(`a page of the PDF has ${count} characters, more than ${MOST.pageCharacters}`);
    withMemory(pdfium, 64, (loan) => {
      let object = 0;
      let ink: Ink | null = null;
      for (let index = 0; index < count; index += 1) {
        if (pdfium._FPDFText_IsGenerated(textPage, index) === 1) continue;
        const owner = pdfium._FPDFText_GetTextObject(textPage, index);
        if (!ink || owner !== object) {
          object = owner;
          speaking.add(object);
          ink = inkOf(pdfium, { textPage, index, object, place, loan, drawn: drawings.texts.get(object) });
        }
        if (pdfium._FPDFText_GetLooseCharBox(textPage, index, loan.address) === 0) continue;
        const box = boxOf(place, loan, ink);
        const code = pdfium._FPDFText_GetUnicode(textPage, index);
        const text = letterOf(code);
        const blank = text.trim() === '';
        if (!blank && isHidden(box, ink, drawings.covers, width, height)) {
          hidden += 1;
          continue;
        }
        const unmapped = pdfium._FPDFText_HasUnicodeMapError(textPage, index) === 1;
        characters.push({ text, ...box, unmapped, turn: ink.turn });
      }
    });
    return { characters, hidden, vanished: vanishedOf(pdfium, drawings, speaking, textPage) };
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

interface Letter {
  readonly textPage: number;
  readonly index: number;
  readonly object: number;
  readonly drawn: TextObject | undefined;
  readonly place: Place;
  readonly loan: Loan;
}

function inkOf(pdfium: Pdfium, { textPage, index, object, drawn, place, loan }: Letter): Ink {
  const mode = pdfium._FPDFTextObj_GetTextRenderMode(object);
  const { address } = loan;
  let white = false;
  let clear = false;
  const colours = mode === 1 ? pdfium._FPDFPageObj_GetStrokeColor : pdfium._FPDFPageObj_GetFillColor;
  if (colours(object, address, address + 4, address + 8, address + 12) !== 0) {
    const view = loan.view();
    white = [0, 4, 8].every((at) => view.getUint32(at, true) >= WHITE);
    clear = view.getUint32(12, true) < 8;
  }
  let turn: Turn = 0;
  let size = 10;
  if (pdfium._FPDFText_GetMatrix(textPage, index, address) !== 0) {
    const [a = 1, b = 0, c = 0, d = 1] = loan.floats(4);
    const [originX, originY] = place(0, 0);
    const [alongX, alongY] = place(a, b);
    const [upX, upY] = place(c, d);
    turn = turnOf(alongX - originX, alongY - originY);
    size = Math.hypot(upX - originX, upY - originY) * pdfium._FPDFText_GetFontSize(textPage, index);
  }
  return {
    order: drawn?.order ?? 0,
    window: drawn?.window,
    unseen: mode === INVISIBLE || mode === CLIP_ONLY || clear,
    white,
    turn,
    size,
  };
}

/** Which way letters run whose line runs so on the page as shown. */
export function turnOf(x: number, y: number): Turn {
  if (Math.abs(x) >= Math.abs(y)) return x < 0 ? 180 : 0;
  return y > 0 ? 90 : 270;
}

function boxOf(place: Place, loan: Loan, ink: Ink): PdfBox {
  const [one = 0, two = 0, three = 0, four = 0] = loan.floats(4);
  const [x1, y1] = place(one, two);
  const [x2, y2] = place(three, four);
  const box = { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) };
  return ink.turn === 0 && ink.size > TINY ? withinReason(box, ink.size) : box;
}

function withinReason(box: PdfBox, size: number): PdfBox {
  const excess = box.bottom - box.top - size * TALLEST;
  return excess > 0 ? { ...box, top: box.top + excess / 2, bottom: box.bottom - excess / 2 } : box;
}

function isHidden(box: PdfBox, ink: Ink, covers: readonly Cover[], width: number, height: number): boolean {
  if (ink.unseen || ink.size < TINY) return true;
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  if (x < 0 || y < 0 || x > width || y > height) return true;
  const { window } = ink;
  if (window && (x < window.left || y < window.top || x > window.right || y > window.bottom)) return true;
  let ground: number | null = 255;
  for (const cover of covers) {
    if (x <= cover.left || x >= cover.right || y <= cover.top || y >= cover.bottom) continue;
    if (cover.order > ink.order) {
      const whole = cover.left <= box.left + 1 && cover.right >= box.right - 1 && cover.bottom - cover.top > 4;
      if (whole) return true;
    } else ground = cover.shade;
  }
  return ink.white && ground !== null && ground >= WHITE;
}

/** Text objects that no character came from, though they are more than spaces. */
function vanishedOf(pdfium: Pdfium, { texts }: PdfDrawings, speaking: ReadonlySet<number>, textPage: number): PdfBox[] {
  return [...texts].flatMap(([object, { place }]) => {
    if (speaking.has(object)) return [];
    const says = withMemory(pdfium, 256, ({ address, view }) => {
      const length = Math.min(pdfium._FPDFTextObj_GetText(object, textPage, address, 256), 256);
      const units = view();
      return Array.from({ length: Math.max(0, length / 2 - 1) }, (_, unit) => units.getUint16(unit * 2, true));
    });
    if (says.length > 0 && says.every((unit) => unit === 0x20 || unit === 0xa0 || unit === 0x3000)) return [];
    const box = extentOf(pdfium, object, place);
    return box && box.right - box.left > 1 && box.bottom - box.top > 1 ? [box] : [];
  });
}

function extentOf(pdfium: Pdfium, object: number, place: Place): PdfBox | null {
  return withMemory(pdfium, 16, (loan) => {
    const { address } = loan;
    if (pdfium._FPDFPageObj_GetBounds(object, address, address + 4, address + 8, address + 12) === 0) return null;
    const [left = 0, bottom = 0, right = 0, top = 0] = loan.floats(4);
    return boxOfPoints([place(left, bottom), place(right, top)]);
  });
}
