import { scanXml } from '../original/xml-scanner.ts';
import { numberIn, underWordPrefix } from './docx-names.ts';

/** One level of a numbering scheme. */
export interface NumberLevel {
  /** As in `w:numFmt`: `decimal`, `chineseCounting`, … */
  format: string;
  /** `%1、`, `（%2）`: what stands before the paragraph, with the counters of the levels put in. */
  text: string;
  start: number;
  /** The paragraph style that takes this level. */
  style: string | undefined;
}

/** A list that follows a scheme, with the numbers at which its levels start anew. */
export interface NumberedList {
  readonly scheme: string;
  readonly starts: ReadonlyMap<number, number>;
}

type Format = (count: number) => string | undefined;

const DIGITS = '〇一二三四五六七八九';

/** 1 to 99 as counted in Chinese: 十, 十一, 二十, 二十一. */
const inChinese: Format = (count) => {
  if (count < 1 || count > 99) return undefined;
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS.charAt(tens)}十`;
  return ten + (ones === 0 ? '' : DIGITS.charAt(ones));
};

const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['decimal', String],
  ['decimalHalfWidth', String],
  ['chineseCounting', inChinese],
  ['chineseCountingThousand', inChinese],
  ['japaneseCounting', inChinese],
  ['taiwaneseCounting', inChinese],
  ['taiwaneseCountingThousand', inChinese],
  ['ideographDigital', (count) => String(count).replace(/\d/g, (digit) => DIGITS.charAt(Number(digit)))],
  ['decimalEnclosedCircle', (count) => enclosed(count, 0x2460)],
  ['decimalEnclosedCircleChinese', (count) => enclosed(count, 0x2460)],
  ['decimalEnclosedParen', (count) => enclosed(count, 0x2474)],
]);

function enclosed(count: number, first: number): string | undefined {
  return count >= 1 && count <= 20 ? String.fromCodePoint(first + count - 1) : undefined;
}

/** Counts the automatic numbers of a document, paragraph by paragraph in reading order. */
export class Numbering {
  readonly #schemes: ReadonlyMap<string, ReadonlyMap<number, NumberLevel>>;
  readonly #lists: ReadonlyMap<string, NumberedList>;
  readonly #counters = new Map<string, (number | undefined)[]>();
  readonly #begun = new Set<string>();

  /** @param schemes levels by the scheme's id @param lists by the id that paragraphs name */
  constructor(
    schemes: ReadonlyMap<string, ReadonlyMap<number, NumberLevel>>,
    lists: ReadonlyMap<string, NumberedList>,
  ) {
    this.#schemes = schemes;
    this.#lists = lists;
  }

  /** Reads `numbering.xml`; without one nothing is numbered. */
  static from(xml: string | undefined): Numbering {
    return xml === undefined ? new Numbering(new Map(), new Map()) : new Numbering(...readNumbering(xml));
  }

  /**
   * What stands before the next paragraph of this list: `一、`, `（二）`, `3.`. Empty where the list has bullets or counts in
   * a way that reports do not use.
   *
   * @param style of the paragraph, which says the level where the paragraph itself does not
   */
  next(list: string, level: number | undefined, style: string | undefined): string {
    const { scheme, starts } = this.#lists.get(list) ?? { scheme: '', starts: new Map<number, number>() };
    const levels = this.#schemes.get(scheme);
    if (!levels) return '';
    const own = level ?? [...levels].find(([, each]) => style !== undefined && each.style === style)?.[0] ?? 0;
    const counters = this.#counters.get(scheme) ?? [];
    this.#counters.set(scheme, counters);
    if (!this.#begun.has(list)) {
      this.#begun.add(list);
      for (const restarted of starts.keys()) counters[restarted] = undefined;
    }
    const startOf = (at: number): number => starts.get(at) ?? levels.get(at)?.start ?? 1;
    for (let above = 0; above < own; above += 1) counters[above] ??= startOf(above);
    counters[own] = counters[own] === undefined ? startOf(own) : counters[own] + 1;
    counters.length = own + 1;
    const unknown: string[] = [];
    const text = (levels.get(own)?.text ?? '').replace(/%([1-9])/g, (_mark, digit: string) => {
      const at = Number(digit) - 1;
      const counted = FORMATS.get(levels.get(at)?.format ?? '')?.(counters[at] ?? startOf(at));
      if (counted === undefined) unknown.push(digit);
      return counted ?? '';
    });
    return unknown.length === 0 && levels.get(own)?.format !== 'bullet' ? text : '';
  }
}

function readNumbering(xml: string): [Map<string, Map<number, NumberLevel>>, Map<string, NumberedList>] {
  const schemes = new Map<string, Map<number, NumberLevel>>();
  const lists = new Map<string, NumberedList>();
  let levels = new Map<number, NumberLevel>();
  let level: NumberLevel | null = null;
  let list = '';
  let starts = new Map<number, number>();
  let overridden = 0;
  scanXml(
    xml,
    'word/numbering.xml',
    underWordPrefix(xml, {
      open: (name, attributes) => {
        switch (name) {
          case 'w:abstractNum':
            levels = new Map();
            schemes.set(attributes.get('w:abstractNumId') ?? '', levels);
            break;
          case 'w:lvl':
            level = { format: 'decimal', text: '', start: 1, style: undefined };
            // A level written anew inside an override would need a scheme of its own; the scheme's is kept.
            if (list === '') levels.set(numberIn(attributes, 'w:ilvl') ?? 0, level);
            break;
          case 'w:numFmt':
            if (level) level.format = attributes.get('w:val') ?? '';
            break;
          case 'w:lvlText':
            if (level) level.text = attributes.get('w:val') ?? '';
            break;
          case 'w:start':
            if (level) level.start = numberIn(attributes) ?? 1;
            break;
          case 'w:pStyle':
            if (level) level.style = attributes.get('w:val');
            break;
          case 'w:num':
            list = attributes.get('w:numId') ?? '';
            starts = new Map();
            break;
          case 'w:abstractNumId':
            if (list !== '') lists.set(list, { scheme: attributes.get('w:val') ?? '', starts });
            break;
          case 'w:lvlOverride':
            overridden = numberIn(attributes, 'w:ilvl') ?? 0;
            break;
          case 'w:startOverride':
            starts.set(overridden, numberIn(attributes) ?? 1);
            break;
          default:
        }
      },
      close: (name) => {
        if (name === 'w:lvl') level = null;
        if (name === 'w:num') list = '';
      },
      text: () => undefined,
    }),
  );
  return [schemes, lists];
}
