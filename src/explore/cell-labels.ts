import { codebookEntry } from '../codebook/codebook.ts';
import type { View } from './view.ts';

/** A cell in words: its row and column in the form, or in English. */
export function cellLabel(code: string, { language }: Pick<View, 'language'>): string {
  const entry = codebookEntry(code);
  if (entry === undefined) return code;
  return language === 'zh' ? `${entry.rowLabel} · ${entry.columnLabel}` : entry.english;
}

/** A number as it is shown: grouped by thousands, decimals as they are. */
export function numberText(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 6 });
}
