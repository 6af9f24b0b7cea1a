import type { Attributes } from '../original/markup-scanner.ts';

/** End the paragraph under way, at their start and at their end. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th ' +
    'thead tr ul'
  ).split(' '),
);
/** Their text is code, or is shown elsewhere. */
export const RAW_TEXT: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'iframe', 'noembed', 'noframes']);
/** Skipped with all they hold; ended early by a block, which cannot stand in them. */
export const ISLANDS: ReadonlySet<string> = new Set(['xml', 'select', 'svg', 'math', 'datalist']);
/** Not shown by a browser that runs scripts. */
export const UNSHOWN: ReadonlySet<string> = new Set(['noscript', 'template']);
/** Have no end tag, so nothing can be inside them. */
export const VOID: ReadonlySet<string> = new Set([
  'img',
  'br',
  'hr',
  'input',
  'meta',
  'link',
  'col',
  'base',
  'area',
  'embed',
  'wbr',
]);
const HIDING_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const RAISING_STYLE = /vertical-align\s*:\s*(super|sub)\b/i;
const ICON_SIZE = 32;

/** Does the element's own markup take it out of sight? */
export function isHidden(attributes: Attributes): boolean {
  const style = attributes['style'];
  return (style !== undefined && HIDING_STYLE.test(style)) || 'hidden' in attributes;
}

/** Is the width or height, as written, that of an icon? */
export function isSmall(size: string | undefined): boolean {
  const pixels = /^\s*(\d+)\s*(?:px)?\s*$/.exec(size ?? '')?.[1];
  return pixels !== undefined && Number(pixels) <= ICON_SIZE;
}

/** `super` or `sub` where the element raises or lowers its text. */
export function shiftOf(name: string, attributes: Attributes): 'raised' | 'lowered' | null {
  if (name === 'sup') return 'raised';
  if (name === 'sub') return 'lowered';
  const shift = RAISING_STYLE.exec(attributes['style'] ?? '')?.[1]?.toLowerCase();
  return shift === undefined ? null : shift === 'super' ? 'raised' : 'lowered';
}
