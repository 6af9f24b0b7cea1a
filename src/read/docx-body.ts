import { SkipThis } from '../errors.ts';
import { scanXml } from '../original/xml-scanner.ts';
import type { XmlAttributes } from '../original/xml-scanner.ts';
import { MOST } from './limits.ts';
import { OpenFields } from './word-fields.ts';
import { isOn, numberIn, underWordPrefix } from './docx-names.ts';
import type { Numbering } from './word-numbering.ts';
import { WordParagraph } from './word-paragraph.ts';
import { NO_EFFECT, headingLevel } from './docx-styles.ts';
import type { StyleEffect } from './docx-styles.ts';
import { tableOfRows } from './word-table.ts';
import type { WordCell, WordRow } from './word-table.ts';
import { shiftDigits } from './fold-text.ts';
import { LINE_BREAK } from './html-breaks.ts';
import type { FlowItem } from './html-flow.ts';

/** What the body refers to in other parts of the file. */
export interface BodySurroundings {
  readonly styles: ReadonlyMap<string, StyleEffect>;
  readonly numbering: Numbering;
  /** The address of a picture by the relation's id, undefined where there is none. */
  readonly pictureOf: (relation: string) => string | undefined;
}

export interface DocxBody {
  readonly items: readonly FlowItem[];
  /** How many pieces of other formats are embedded as text: they are not read. */
  readonly foreignParts: number;
}

/** Elements whose content is no text of the document: deletions, former formatting, pronunciation, content-control settings. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'w:del',
  'w:moveFrom',
  'w:rPrChange',
  'w:pPrChange',
  'w:tcPrChange',
  'w:trPrChange',
  'w:tblPrChange',
  'w:tblPrExChange',
  'w:tblGridChange',
  'w:sectPrChange',
  'w:numberingChange',
  'w:sdtPr',
  'w:rt',
]);

const PROPERTIES: ReadonlySet<string> = new Set(['w:pPr', 'w:rPr', 'w:tcPr', 'w:trPr', 'w:tblPr', 'w:sectPr']);

interface Frame {
  readonly rows: WordRow[];
  readonly parent: FlowItem[];
  row: WordRow | null;
  cell: WordCell | null;
}

/**
 * Scans `document.xml` into a flow of paragraphs, headings, pictures and tables as a reader of the printed document has
 * them: tracked deletions are gone, insertions stand, fields show their results, alternative content comes once. Tables of
 * contents are left out.
 *
 * @throws SkipThis where it is broken, or larger than any report
 */
export function scanDocxBody(xml: string, surroundings: BodySurroundings): DocxBody {
  const scan = new BodyScan(surroundings);
  scanXml(
    xml,
    'word/document.xml',
    underWordPrefix(xml, {
      open: (name, attributes) => scan.open(name, attributes),
      close: (name) => scan.close(name),
      text: (data) => scan.text(data),
    }),
  );
  return scan.finish();
}

class BodyScan {
  readonly #surroundings: BodySurroundings;
  readonly #root: FlowItem[] = [];
  #flow: FlowItem[] = this.#root;
  readonly #frames: Frame[] = [];
  /** Those around the text boxes that are open, and the one under way. */
  readonly #paragraphs: WordParagraph[] = [];
  readonly #flowsAroundBoxes: FlowItem[][] = [];
  readonly #properties: string[] = [];
  readonly #alternatives: { taken: boolean }[] = [];
  readonly #fields = new OpenFields();
  #passedOver = 0;
  /** What the text under way is: none between elements, `instruction` inside a field's. */
  #textOf: 'none' | 'run' | 'instruction' = 'none';
  #runHidden = false;
  #runShift: 'raised' | 'lowered' | null = null;
  #paragraphCount = 0;
  #carried = '';
  #notes = 0;
  #cells = 0;
  #foreignParts = 0;
  #alternative = '';

  constructor(surroundings: BodySurroundings) {
    this.#surroundings = surroundings;
  }

  text(data: string): void {
    if (this.#textOf === 'none' || this.#passedOver > 0) return;
    if (this.#textOf === 'instruction') this.#fields.instruction(data);
    else this.#append(this.#runShift ? shiftDigits(data, this.#runShift) : data);
  }

  open(name: string, attributes: XmlAttributes): void {
    if (this.#passedOver > 0) {
      this.#passedOver += 1;
      return;
    }
    const within = this.#properties.at(-1);
    if (within !== undefined && !PROPERTIES.has(name)) this.#property(within, name, attributes);
    if (PASSED_OVER.has(name)) this.#passedOver = 1;
    else if (PROPERTIES.has(name)) this.#openProperties(name);
    else if (within === undefined) this.#openContent(name, attributes);
  }

  #openProperties(name: string): void {
    if (name === 'w:sectPr' && this.#properties.at(-1) === 'w:pPr') this.#paragraphs.at(-1)?.endSection();
    this.#properties.push(name);
  }

  #property(within: string, name: string, attributes: XmlAttributes): void {
    const row = this.#frames.at(-1)?.row;
    const cell = this.#frames.at(-1)?.cell;
    switch (within) {
      case 'w:pPr':
        this.#paragraphProperty(name, attributes);
        return;
      case 'w:rPr':
        this.#runProperty(name, attributes);
        return;
      case 'w:sectPr':
        if (name === 'w:type') this.#paragraphs.at(-1)?.sectionType(attributes.get('w:val'));
        return;
      case 'w:trPr':
        if (!row) return;
        if (name === 'w:gridBefore') row.before = numberIn(attributes) ?? 0;
        else if (name === 'w:del') row.deleted = true;
        else if (name === 'w:hidden') row.hidden = isOn(attributes);
        return;
      case 'w:tcPr':
        if (!cell) return;
        if (name === 'w:gridSpan') cell.columns = Math.max(1, numberIn(attributes) ?? 1);
        else if (name === 'w:vMerge') cell.down = attributes.get('w:val') === 'restart' ? 'start' : 'continue';
        else if (name === 'w:hMerge') cell.across = attributes.get('w:val') !== 'restart';
        return;
      default:
    }
  }

  #paragraphProperty(name: string, attributes: XmlAttributes): void {
    const paragraph = this.#paragraphs.at(-1);
    if (!paragraph) return;
    if (name === 'w:pStyle') {
      const id = attributes.get('w:val') ?? '';
      paragraph.takeStyle(id, this.#surroundings.styles.get(id) ?? NO_EFFECT);
    } else if (name === 'w:outlineLvl') paragraph.heading = headingLevel(numberIn(attributes) ?? 9);
    else if (name === 'w:numId') paragraph.list = attributes.get('w:val');
    else if (name === 'w:ilvl') paragraph.listLevel = numberIn(attributes);
    else if (name === 'w:pageBreakBefore') paragraph.breakBefore = isOn(attributes);
  }

  #runProperty(name: string, attributes: XmlAttributes): void {
    if (this.#properties.at(-2) === 'w:pPr') {
      // The paragraph's mark itself: a deleted one joins the paragraph with the next.
      const paragraph = this.#paragraphs.at(-1);
      if (paragraph && name === 'w:del') paragraph.joinsNext = true;
      return;
    }
    if (name === 'w:vanish') this.#runHidden = isOn(attributes);
    else if (name === 'w:vertAlign') {
      const align = attributes.get('w:val');
      this.#runShift = align === 'superscript' ? 'raised' : align === 'subscript' ? 'lowered' : null;
    }
  }

  #openContent(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'w:p':
        this.#paragraphCount += 1;
        this.#paragraphs.push(new WordParagraph(this.#paragraphCount, this.#carried));
        this.#carried = '';
        break;
      case 'w:r':
      case 'm:r':
        this.#runHidden = false;
        this.#runShift = null;
        break;
      case 'w:t':
      case 'm:t':
        this.#textOf = 'run';
        break;
      case 'w:instrText':
        this.#textOf = 'instruction';
        break;
      case 'w:tab':
      case 'w:ptab':
        this.#append('\t');
        break;
      case 'w:cr':
        this.#append(LINE_BREAK);
        break;
      case 'w:br':
        if (attributes.get('w:type') === 'page' && this.#frames.length === 0) this.#paragraphs.at(-1)?.breakPage();
        else this.#append(LINE_BREAK);
        break;
      case 'w:noBreakHyphen':
        this.#append('-');
        break;
      case 'w:sym':
        this.#append(symbolOf(attributes));
        break;
      case 'w:footnoteReference':
      case 'w:endnoteReference':
        if (attributes.get('w:customMarkFollows') !== undefined) break;
        this.#notes += 1;
        this.#append(shiftDigits(String(this.#notes), 'raised'));
        break;
      case 'w:fldChar':
        this.#fields.character(attributes.get('w:fldCharType'));
        break;
      case 'w:tbl':
        this.#openTable();
        break;
      case 'w:tr':
        this.#openRow();
        break;
      case 'w:tc':
        this.#openCell();
        break;
      case 'w:altChunk':
        this.#foreignParts += 1;
        break;
      case 'w:txbxContent':
        this.#flowsAroundBoxes.push(this.#flow);
        this.#flow = this.#paragraphs.at(-1)?.beside ?? this.#flow;
        break;
      default:
        this.#openForeign(name, attributes);
    }
  }

  /** Pictures, and what is written twice for programs that know more or less. */
  #openForeign(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'mc:AlternateContent':
        this.#alternatives.push({ taken: false });
        break;
      case 'mc:Choice':
      case 'mc:Fallback': {
        const alternative = this.#alternatives.at(-1);
        if (alternative?.taken) this.#passedOver = 1;
        else if (alternative) alternative.taken = true;
        break;
      }
      case 'wp:docPr':
        this.#alternative = attributes.get('descr') ?? '';
        break;
      case 'a:blip':
        this.#picture(attributes.get('r:embed') ?? attributes.get('r:link'), this.#alternative);
        break;
      case 'v:imagedata':
        this.#picture(attributes.get('r:id'), attributes.get('o:title') ?? '');
        break;
      default:
    }
  }

  close(name: string): void {
    if (this.#passedOver > 0) {
      this.#passedOver -= 1;
      return;
    }
    if (this.#properties.length > 0) {
      if (PROPERTIES.has(name)) this.#properties.pop();
      return;
    }
    switch (name) {
      case 'w:t':
      case 'm:t':
      case 'w:instrText':
        this.#textOf = 'none';
        break;
      case 'w:p':
        this.#closeParagraph();
        break;
      case 'w:tc':
        this.#closeCell();
        break;
      case 'w:tr':
        this.#closeRow();
        break;
      case 'w:tbl':
        this.#closeTable();
        break;
      case 'w:txbxContent':
        this.#flow = this.#flowsAroundBoxes.pop() ?? this.#flow;
        break;
      case 'mc:AlternateContent':
        this.#alternatives.pop();
        break;
      default:
    }
  }

  finish(): DocxBody {
    if (this.#fields.hideText) throw new SkipThis('a field in it never ends, and hides the text');
    return { items: this.#root, foreignParts: this.#foreignParts };
  }

  #append(text: string): void {
    if (this.#runHidden || this.#fields.hideText) return;
    this.#paragraphs.at(-1)?.append(text);
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (!paragraph) return;
    const inCell = this.#frames.length > 0;
    if (paragraph.joinsNext) {
      this.#carried = paragraph.text;
      this.#flow.push(...paragraph.beside);
      return;
    }
    this.#flow.push(...paragraph.items(inCell, this.#surroundings.numbering));
  }

  #openTable(): void {
    if (this.#frames.length >= MOST.tableDepth) throw new SkipThis(`it nests tables deeper than ${MOST.tableDepth}`);
    this.#frames.push({ rows: [], parent: this.#flow, row: null, cell: null });
  }

  #openRow(): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.row = { before: 0, deleted: false, hidden: false, cells: [] };
    frame.rows.push(frame.row);
  }

  #openCell(): void {
    const frame = this.#frames.at(-1);
    if (!frame?.row) return;
    this.#cells += 1;
    if (this.#cells > MOST.cells) throw new SkipThis(`it has more than ${MOST.cells} table cells`);
    const cell: WordCell = { columns: 1, down: 'none', across: false, items: [] };
    frame.row.cells.push(cell);
    frame.cell = cell;
    this.#flow = cell.items;
  }

  #closeCell(): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    this.#endCarried();
    frame.cell = null;
    this.#flow = frame.parent;
  }

  #closeRow(): void {
    const frame = this.#frames.at(-1);
    if (frame) frame.row = null;
  }

  #closeTable(): void {
    const frame = this.#frames.pop();
    if (!frame) return;
    this.#flow = frame.parent;
    this.#flow.push(tableOfRows(frame.rows));
  }

  /** Text that was to be joined with a next paragraph which its cell does not have. */
  #endCarried(): void {
    if (this.#carried === '') return;
    const rest = new WordParagraph(this.#paragraphCount, this.#carried);
    this.#carried = '';
    this.#flow.push(...rest.items(true, this.#surroundings.numbering));
  }

  #picture(relation: string | undefined, alternative: string): void {
    const source = relation === undefined ? undefined : this.#surroundings.pictureOf(relation);
    const paragraph = this.#paragraphs.at(-1);
    if (source === undefined || !paragraph || this.#runHidden) return;
    paragraph.beside.push({ kind: 'image', source, alternative: alternative.trim(), line: paragraph.line });
  }
}

/** Symbol fonts keep their signs in the private area, where nothing tells what they look like. */
function symbolOf(attributes: XmlAttributes): string {
  const code = Number.parseInt(attributes.get('w:char') ?? '', 16);
  if (!Number.isFinite(code) || code < 0x20 || code > 0xffff || (code >= 0xd800 && code < 0xf900)) return '□';
  return String.fromCharCode(code);
}
