import { scanXml } from '../original/xml-scanner.ts';
import { isOn, numberIn, underWordPrefix } from './docx-names.ts';

/** Which automatic number a paragraph bears: `list` is a `w:numId`, `level` counts from 0, undefined where only the list says. */
export interface ListPlace {
  readonly list: string;
  readonly level: number | undefined;
}

interface Style {
  readonly basedOn: string | undefined;
  readonly name: string;
  readonly outline: number | undefined;
  readonly list: string | undefined;
  readonly level: number | undefined;
  readonly hides: boolean;
}

/** What a paragraph style says of its paragraphs, styles it is based on included. */
export interface StyleEffect {
  /** 1-9 for a heading, 0 for body text. */
  readonly heading: number;
  readonly list: ListPlace | undefined;
  /** A table of contents: no content of its own. */
  readonly contents: boolean;
  readonly hides: boolean;
}

export const NO_EFFECT: StyleEffect = { heading: 0, list: undefined, contents: false, hides: false };

/** Styles based on styles; a longer chain is a circle. */
const CHAIN_CEILING = 30;
const BODY_OUTLINE = 9;
const HEADING_NAME = /^(?:heading|标题)\s*([1-9])$/i;
const TITLE_NAME = /^(?:title|标题)$/i;
const CONTENTS_NAME = /^(?:toc|目录)\s*[1-9]$/i;

/** Reads `styles.xml`: the effect of each paragraph style by its id. */
export function readStyles(xml: string): ReadonlyMap<string, StyleEffect> {
  const styles = new Map<string, Style>();
  let id = '';
  let open: { -readonly [K in keyof Style]: Style[K] } | null = null;
  scanXml(
    xml,
    'word/styles.xml',
    underWordPrefix(xml, {
      open: (name, attributes) => {
        if (name === 'w:style') {
          id = attributes.get('w:styleId') ?? '';
          open = { basedOn: undefined, name: '', outline: undefined, list: undefined, level: undefined, hides: false };
        }
        if (!open) return;
        if (name === 'w:basedOn') open.basedOn = attributes.get('w:val');
        else if (name === 'w:name') open.name = attributes.get('w:val') ?? '';
        else if (name === 'w:outlineLvl') open.outline = numberIn(attributes);
        else if (name === 'w:numId') open.list = attributes.get('w:val');
        else if (name === 'w:ilvl') open.level = numberIn(attributes);
        else if (name === 'w:vanish') open.hides = isOn(attributes);
      },
      close: (name) => {
        if (name !== 'w:style') return;
        if (open && id !== '') styles.set(id, open);
        open = null;
      },
      text: () => undefined,
    }),
  );
  return new Map([...styles.keys()].map((each) => [each, effectOf(each, styles)]));
}

function effectOf(id: string, styles: ReadonlyMap<string, Style>): StyleEffect {
  const chain: Style[] = [];
  for (let at: string | undefined = id; at !== undefined && chain.length < CHAIN_CEILING;) {
    const style = styles.get(at);
    if (!style) break;
    chain.push(style);
    at = style.basedOn;
  }
  const list = chain.find((style) => style.list !== undefined)?.list;
  const level = chain.find((style) => style.level !== undefined)?.level;
  return {
    heading: headingOf(chain),
    list: list === undefined ? undefined : { list, level },
    contents: CONTENTS_NAME.test(chain[0]?.name ?? ''),
    hides: chain.some((style) => style.hides),
  };
}

function headingOf(chain: readonly Style[]): number {
  for (const { name, outline } of chain) {
    if (outline !== undefined) return headingLevel(outline);
    const named = HEADING_NAME.exec(name)?.[1];
    if (named !== undefined) return Number(named);
    if (TITLE_NAME.test(name)) return 1;
  }
  return 0;
}

/** The heading level of an outline level, which counts from 0 and is 9 for body text. */
export function headingLevel(outline: number): number {
  return outline < BODY_OUTLINE ? outline + 1 : 0;
}
