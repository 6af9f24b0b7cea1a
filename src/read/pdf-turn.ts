import type { PdfCharacter, Turn } from './pdf-characters.ts';
import type { PdfBox } from './pdf-lines.ts';
import type { PdfPage } from './pdf-library.ts';
import type { PdfRule } from './pdf-rules.ts';

/** From this share of turned letters on, a page as a whole is read turned. */
const MOST = 0.6;

/** A page as it is to be held for reading, and the way back from there. */
export interface UprightPage {
  readonly page: PdfPage;
  /** From a box on the page as held to the box on the page as shown. */
  readonly shown: (box: PdfBox) => PdfBox;
}

/** Turns a page whose letters mostly lie on their side, as when a landscape table is printed on an upright page. */
export function upright(page: PdfPage): UprightPage {
  const turn = ([90, 180, 270] as const).find(
    (each) => page.characters.filter((character) => character.turn === each).length > page.characters.length * MOST,
  );
  if (turn === undefined) return { page, shown: (box) => box };
  const { width, height } = page;
  const back = ((360 - turn) % 360) as Turn;
  const sideways = turn !== 180;
  const characters = page.characters.map((character) => levelled(character, turn, width, height));
  const rules = page.rules.map((rule): PdfRule => {
    const { left, top, right, bottom } = turnBox(boxOfRule(rule), turn, width, height);
    return right - left > bottom - top
      ? { direction: 'horizontal', at: top, from: left, to: right }
      : { direction: 'vertical', at: left, from: top, to: bottom };
  });
  const images = page.images.map((box) => turnBox(box, turn, width, height));
  const vanished = page.vanished.map((box) => turnBox(box, turn, width, height));
  const size = sideways ? { width: height, height: width } : { width, height };
  return {
    page: { ...page, ...size, characters, rules, images, vanished },
    shown: (box) => turnBox(box, back, size.width, size.height),
  };
}

/** The character as it stands when what is turned by `turn` is held upright, on a page of the given size. */
export function levelled(character: PdfCharacter, turn: Turn, width: number, height: number): PdfCharacter {
  const left = ((character.turn - turn + 360) % 360) as Turn;
  return { ...character, ...turnBox(character, turn, width, height), turn: left };
}

function boxOfRule({ direction, at, from, to }: PdfRule): PdfBox {
  return direction === 'horizontal'
    ? { left: from, top: at, right: to, bottom: at }
    : { left: at, top: from, right: at, bottom: to };
}

function turnBox({ left, top, right, bottom }: PdfBox, turn: Turn, width: number, height: number): PdfBox {
  switch (turn) {
    case 0:
      return { left, top, right, bottom };
    case 90:
      return { left: top, top: width - right, right: bottom, bottom: width - left };
    case 180:
      return { left: width - right, top: height - bottom, right: width - left, bottom: height - top };
    case 270:
      return { left: height - bottom, top: left, right: height - top, bottom: right };
  }
}
