import type { CellStatus } from '../extract/report.ts';
import type { CoverageStatus } from '../../storage/summary.ts';

/** How a state looks and what it means, in both languages. The glyph says the same as the colour, also in print and to those who confuse colours. */
export interface StateMark {
  readonly glyph: string;
  readonly english: string;
  readonly chinese: string;
  readonly meaning: readonly [english: string, chinese: string];
}

/** Cells of the statutory tables. */
export const CELL_MARKS: Readonly<Record<CellStatus, StateMark>> = {
  verified: {
    glyph: '✓',
    english: 'verified',
    chinese: '已核',
    meaning: [
      'Read without doubt, and every sum it takes part in holds.',
      '读取无疑问，且所参与的每个勾稽关系都成立。',
    ],
  },
  read: {
    glyph: '',
    english: 'read',
    chinese: '已读',
    meaning: [
      'Read without doubt; it takes part in no sum that could be tested.',
      '读取无疑问；未参与可以检验的勾稽关系。',
    ],
  },
  conflicting: {
    glyph: '!',
    english: 'conflicting',
    chinese: '矛盾',
    meaning: [
      'Read without doubt, but a sum it takes part in fails. The contradiction is in the source and is kept as printed.',
      '读取无疑问，但所参与的勾稽关系不成立。矛盾出自原件，按原样保留。',
    ],
  },
  inferred: {
    glyph: '~',
    english: 'inferred',
    chinese: '推定',
    meaning: [
      'Its place or one of its digits was in doubt, and the sums of the form admit exactly one reading.',
      '位置或某一位数字有疑问，而勾稽关系只容许一种读法。',
    ],
  },
  doubtful: {
    glyph: '?',
    english: 'doubtful',
    chinese: '存疑',
    meaning: [
      'In doubt, and the sums do not settle it. Look it up in the original.',
      '有疑问，勾稽关系也不能确定。请查看原件。',
    ],
  },
  blank: {
    glyph: '·',
    english: 'blank',
    chinese: '空白',
    meaning: [
      'The cell is there and empty (or holds -, —, /, 无). Blank is not zero.',
      '该格存在而为空（或为 -、—、/、无）。空白不等于零。',
    ],
  },
  unreadable: {
    glyph: '#',
    english: 'unreadable',
    chinese: '不可读',
    meaning: ['Something stands there that could not be read.', '该处有内容，但无法读出。'],
  },
  absent: {
    glyph: '×',
    english: 'absent',
    chinese: '缺失',
    meaning: ['The row or the table is not in the document.', '原件中没有该行或该表。'],
  },
};

/** Years of the heat map. */
export const COVERAGE_MARKS: Readonly<Record<CoverageStatus, StateMark>> = {
  found: {
    glyph: '✓',
    english: 'found',
    chinese: '已得',
    meaning: ['A stored document proves the report.', '所存原件证明有此年报。'],
  },
  unreadable: {
    glyph: '?',
    english: 'unreadable',
    chinese: '不可读',
    meaning: [
      'The report was found and kept, in a form that this version cannot read.',
      '已找到并保存，但本版本不能读取其格式。',
    ],
  },
  withdrawn: {
    glyph: 'W',
    english: 'withdrawn',
    chinese: '已撤下',
    meaning: [
      'The report was there once, and no longer is. The corpus keeps it.',
      '曾经公布，现已撤下；语料库仍保存原件。',
    ],
  },
  blocked: {
    glyph: 'B',
    english: 'blocked',
    chinese: '被拦',
    meaning: [
      'The portal refused us (a challenge page, robots.txt); nothing was bypassed.',
      '网站拒绝访问（验证页或 robots.txt），未作绕行。',
    ],
  },
  unreachable: {
    glyph: 'X',
    english: 'unreachable',
    chinese: '不可达',
    meaning: ['The portal or the file did not answer.', '网站或文件没有响应。'],
  },
  not_published: {
    glyph: '–',
    english: 'not published',
    chinese: '未公布',
    meaning: [
      'The lists of the portal were read to their end and do not have this one, though it was due.',
      '网站列表已读到底，应有而未有此年报。',
    ],
  },
  unknown: {
    glyph: '·',
    english: 'unknown',
    chinese: '不详',
    meaning: ['Nothing shows either way.', '没有依据可断。'],
  },
};

/** Class of a cell's status in the style sheet. */
export function cellClass(status: CellStatus): string {
  return `s-${status}`;
}

/** Class of a square's state in the style sheet. */
export function squareClass(status: CoverageStatus): string {
  return `c-${status.replace('_', '-')}`;
}
