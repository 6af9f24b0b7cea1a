import type { PdfPage } from './pdf-library.ts';

/** What a page is, told from how it is drawn. */
export type PageKind =
  | { readonly kind: 'digital' }
  /** Its letters are pixels or outlines, or its text cannot be trusted to say what is printed; `reason` says why, in words. */
  | { readonly kind: 'scan'; readonly reason: string }
  | { readonly kind: 'blank' };

const DIGITAL: PageKind = { kind: 'digital' };
const BLANK: PageKind = { kind: 'blank' };

/** Share of characters that mean nothing from which a page's text is not to be trusted. */
const GARBAGE_SHARE = 0.05;
/** Vanished pieces of text, as a share of the letters: some punctuation of text written downwards may vanish. */
const VANISHED_SHARE = 0.04;
/** Share of the page covered by pictures from which little text beside them is a stamp or a page number on a scan. */
const PICTURE_SHARE = 0.3;
const LITTLE_TEXT = 80;
/** Outlined shapes, more than letters by this factor: the letters are outlines. */
const OUTLINES = 150;

/**
 * Tells pages that can be read from their text from those that must be read from their pixels. Text that is there and cannot be seen is
 * never taken for what is printed: an invisible layer over a scan was read off the pixels by another program.
 */
export function kindOfPage(page: PdfPage): PageKind {
  const shown = page.characters.filter(({ text }) => text.trim() !== '');
  const pictured = shareOfPictures(page) >= PICTURE_SHARE;
  if (shown.length === 0 && page.vanished.length === 0) {
    if (page.hidden > 0 && page.images.length > 0) return scan('its text is an invisible layer over a picture');
    if (page.images.length > 0) return scan('a picture');
    if (page.shapes > OUTLINES) return scan('its letters are drawn as outlines');
    return page.drawn ? scan('drawings without text') : BLANK;
  }
  const garbage = shown.filter(({ text, unmapped }) => unmapped || isGarbage(text.codePointAt(0) ?? 0)).length;
  if (garbage > 0 && garbage >= shown.length * GARBAGE_SHARE) return scan('a font without character map');
  if (page.vanished.length > shown.length * VANISHED_SHARE)
    return scan('text in a font whose characters cannot be told');
  if (pictured && page.hidden > shown.length) return scan('its text is an invisible layer over a picture');
  if (pictured && shown.length < LITTLE_TEXT) return scan('a picture with little text beside it');
  if (page.shapes > OUTLINES && page.shapes > shown.length * 2) return scan('its letters are drawn as outlines');
  return DIGITAL;
}

function scan(reason: string): PageKind {
  return { kind: 'scan', reason };
}

function shareOfPictures({ images, width, height }: PdfPage): number {
  const clipped = images.map(({ left, top, right, bottom }) => {
    const across = Math.max(0, Math.min(right, width) - Math.max(left, 0));
    return across * Math.max(0, Math.min(bottom, height) - Math.max(top, 0));
  });
  return clipped.reduce((sum, area) => sum + area, 0) / (width * height);
}

function isGarbage(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xe000 && code <= 0xf8ff) || code >= 0xfff0;
}
