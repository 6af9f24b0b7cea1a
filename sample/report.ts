import { type Appearance, isTextStyle } from './appearance.ts';
import type { ReportContent } from './content.ts';
import { encodeGbk } from './gbk.ts';
import { formOf } from './forms.ts';
import { toTraditional } from './label-damage.ts';
import { printForm } from './printed-form.ts';
import { writeReport } from './prose.ts';
import { randomFrom } from './random.ts';
import { type PrintedBlock, type PrintedReport, renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

/** A sample report in one appearance. */
export interface RenderedReport {
  readonly format: 'html' | 'text';
  /** HTML of the report's body, or the whole dump. */
  readonly text: string;
  /** The text in the appearance's charset; HTML is wrapped into a plain page that names it. */
  readonly bytes: Uint8Array;
}

const TABLE_OF_SECTION = new Map([
  [1, '二'],
  [2, '三'],
  [3, '四'],
] as const);

/**
 * Prints a report: the figures in the official forms, sentences that agree with them, and the quirks of the appearance. The same
 * content and appearance give the same bytes.
 */
export function renderReport(content: ReportContent, appearance: Appearance): RenderedReport {
  const random = randomFrom(`${appearance.seed}/${content.title}`);
  const report = printReport(content, appearance);
  const { style } = appearance;
  const encode = appearance.charset === 'gbk' ? encodeGbk : (text: string) => new TextEncoder().encode(text);
  if (isTextStyle(style)) {
    const text = renderText(report, style);
    return { format: 'text', text, bytes: encode(text) };
  }
  const text = renderHtml(report, style, random);
  return { format: 'html', text, bytes: encode(wholePage(report.title, text, appearance.charset ?? 'utf-8')) };
}

/** A report's HTML as a page of its own, as for a file on disk or a PDF. */
export function wholePage(title: string, body: string, charset: string): string {
  return `<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="${charset}"><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n${body}\n</body>\n</html>\n`;
}

/** A report in print, before any markup: what every rendering of it shows. */
export function printReport(content: ReportContent, appearance: Appearance): PrintedReport {
  const random = randomFrom(`${appearance.seed}/${content.organization.name}/${content.fiscalYear}`);
  const script = (text: string): string => (appearance.traditional ? toTraditional(text) : text);
  const written = writeReport(content, random);
  const blocks: PrintedBlock[] = [{ kind: 'paragraph', text: script(written.opening) }];
  for (const [index, section] of written.sections.entries()) {
    blocks.push({ kind: 'heading', text: script(section.heading) });
    for (const [place, paragraph] of section.paragraphs.entries()) {
      blocks.push(...broken(script(paragraph), appearance.pageMarks === true && place === 1));
    }
    const table = TABLE_OF_SECTION.get(index as 1 | 2 | 3);
    if (table === undefined) continue;
    blocks.push({
      kind: 'table',
      table: printForm(formOf(table, content.templates[table]), content.figures, appearance, random),
    });
  }
  return { title: script(content.title), blocks };

  function broken(paragraph: string, byPage: boolean): PrintedBlock[] {
    if (!byPage) return [{ kind: 'paragraph', text: paragraph }];
    const at = Math.floor(paragraph.length / 2);
    return [
      { kind: 'paragraph', text: paragraph.slice(0, at) },
      { kind: 'mark', text: `— ${random.integer(2, 7)} —` },
      { kind: 'paragraph', text: paragraph.slice(at) },
    ];
  }
}
