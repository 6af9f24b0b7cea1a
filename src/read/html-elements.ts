import type { Attributes } from '../original/markup-scanner.ts';

/** What an element means to the reader. */
export type ElementRole =
  | 'inline'
  | 'block'
  | 'division'
  | 'heading'
  | 'preformatted'
  | 'table'
  | 'group'
  | 'row'
  | 'cell'
  | 'break'
  | 'anchor'
  | 'image'
  | 'title'
  | 'meta'
  /** `html` and `body`: end everything left open. */
  | 'page'
  /** No end tag and nothing to read. */
  | 'void'
  /** Its text is code, or is shown elsewhere. */
  | 'raw'
  /** Skipped with all it holds; ended early by a block, which cannot stand in it. */
  | 'island'
  /** Not shown by a browser that runs scripts, or shown as taken back. */
  | 'unshown';

export interface ElementKind {
  readonly role: ElementRole;
  /** Ends the paragraph under way, at its start and at its end. */
  readonly block: boolean;
}

const NAMES: Readonly<Record<Exclude<ElementRole, 'inline'>, string>> = {
  block:
    'address article aside blockquote caption center dd details dialog dir dl dt fieldset figcaption figure footer form frameset ' +
    'header legend li main menu nav ol p section summary ul',
  division: 'div',
  heading: 'h1 h2 h3 h4 h5 h6',
  preformatted: 'pre',
  table: 'table',
  group: 'tbody thead tfoot',
  row: 'tr',
  cell: 'td th',
  break: 'br',
  anchor: 'a',
  image: 'img',
  title: 'title',
  meta: 'meta',
  page: 'html body',
  void: 'hr input link col base area embed wbr',
  raw: 'script style textarea iframe noembed noframes',
  island: 'xml select svg math datalist',
  unshown: 'noscript template s strike del',
};
const BLOCK_ROLES: ReadonlySet<string> = new Set(
  'block division heading preformatted table group row cell page'.split(' '),
);

const INLINE: ElementKind = { role: 'inline', block: false };
const KINDS: ReadonlyMap<string, ElementKind> = new Map(
  Object.entries(NAMES).flatMap(([role, names]) =>
    names
      .split(' ')
      .map((name): [string, ElementKind] => [
        name,
        { role: role as ElementRole, block: BLOCK_ROLES.has(role) || name === 'hr' },
      ]),
  ),
);

/** What a tag name stands for; names not in the table are inline. */
export function kindOf(name: string): ElementKind {
  return KINDS.get(name) ?? INLINE;
}

const HIDING_STYLE = /(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
const RAISING_STYLE = /vertical-align\s*:\s*(super|sub)\b/i;
const ICON_SIZE = 32;

interface StyleEffect {
  readonly hides: boolean;
  readonly shift: 'raised' | 'lowered' | null;
}

const NO_EFFECT: StyleEffect = { hides: false, shift: null };

/** Reads `style` attributes, each distinct one once: Word repeats a few of them thousands of times. */
export class StyleReader {
  readonly #known = new Map<string, StyleEffect>();

  effectOf(style: string | undefined): StyleEffect {
    if (style === undefined || style.length < 8) return NO_EFFECT;
    const known = this.#known.get(style);
    if (known) return known;
    const shift = RAISING_STYLE.exec(style)?.[1]?.toLowerCase();
    const effect: StyleEffect = {
      hides: HIDING_STYLE.test(style),
      shift: shift === undefined ? null : shift === 'super' ? 'raised' : 'lowered',
    };
    this.#known.set(style, effect);
    return effect;
  }
}

/** Is the picture's width or height, as written, that of an icon? */
export function isIcon(attributes: Attributes): boolean {
  return isSmall(attributes.get('width')) || isSmall(attributes.get('height'));
}

function isSmall(size: string | undefined): boolean {
  const pixels = /^\s*(\d+)\s*(?:px)?\s*$/.exec(size ?? '')?.[1];
  return pixels !== undefined && Number(pixels) <= ICON_SIZE;
}
