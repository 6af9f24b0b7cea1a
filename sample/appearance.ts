import type { BlankMark } from './notation.ts';

/** Markup of an HTML report. */
export const HTML_STYLES = ['clean', 'word', 'unclosed', 'nested', 'split', 'layout', 'paragraphs'] as const;
export type HtmlStyle = (typeof HTML_STYLES)[number];

/**
 * Shape of a text dump: `tabs` counts row spans and forgets column spans, `tabs-grid` keeps every column, `tabs-ragged` loses empty
 * fields at the end of a line, `pipes` is a Markdown table, `columns` is aligned with spaces, `lines` has one cell a line.
 */
export const TEXT_STYLES = ['tabs', 'tabs-grid', 'tabs-ragged', 'pipes', 'columns', 'lines'] as const;
export type TextStyle = (typeof TEXT_STYLES)[number];

/** How a report looks; the same figures can be printed in all these ways. */
export interface Appearance {
  readonly style: HtmlStyle | TextStyle;
  /** Decides everything that is left to chance: which label is damaged, which number has a note. */
  readonly seed: string;
  /** Share of the figures that are written in an odd way (１２３, 1,234, +70, 251000元); 0 when absent. */
  readonly oddNumbers?: number;
  /** What a blank cell holds. */
  readonly blankMark?: BlankMark;
  /** Runs of blank cells are one merged cell; only in HTML. */
  readonly mergedBlanks?: true;
  /** 三 、本 年 度 instead of 三、本年度. */
  readonly spacedLabels?: true;
  /** Labels broken by `<br>`, or by a space in text. */
  readonly brokenLabels?: true;
  readonly traditional?: true;
  /** Share of the labels with a wrong or lost character. */
  readonly damagedLabels?: number;
  /** Group labels ((三) 不予公开) are lost. */
  readonly lostGroups?: true;
  /** The header rows of table 三 and table 四 are lost. */
  readonly lostHeaders?: true;
  /** Header rows of table 三 stand once more in its middle, as after a page break. */
  readonly repeatedHeader?: true;
  /** Page numbers and running heads stand between rows and in mid-sentence. */
  readonly pageMarks?: true;
  /** 其他结果 of 复议后起诉 is headed 结果纠正, as a real report had it. */
  readonly wrongHeader?: true;
  readonly charset?: 'utf-8' | 'gbk';
}

/** Whether the style is one of the text dumps. */
export function isTextStyle(style: HtmlStyle | TextStyle): style is TextStyle {
  return TEXT_STYLES.some((candidate) => candidate === style);
}
