import { spawnSync } from 'node:child_process';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { readOriginal } from '../../src/read/read-original.ts';
import { outlineOf } from './outline.ts';

const office = 'soffice';
const installed = spawnSync(office, ['--version'], { stdio: 'ignore' }).status === 0;

const row = (...texts: string[]): string => {
  const edges = texts.map((_text, index) => `\\cellx${(index + 1) * 2000}`).join('');
  return `\\trowd${edges}\\pard\\intbl ${texts.map((text) => `${text}\\cell `).join('')}\\row\n`;
};
const RTF = `{\\rtf1\\ansi\\ansicpg936 {\\pard \\u25253?\\u21578?\\par}\n${row('\\u39033?', 'A', 'B')}${row('1', '22', '')}${row('x', '333', '4')}{\\pard end\\par}}`;

test.skipIf(!installed)('two RTF documents at once are read by way of LibreOffice', { timeout: 120_000 }, async () => {
  const hints = { contentType: null, url: 'file:a.rtf' };
  const readings = await Promise.all([readOriginal(strToU8(RTF), hints), readOriginal(strToU8(RTF), hints)]);
  for (const reading of readings) {
    const lines = outlineOf(reading).filter((line) => !line.startsWith('meta'));
    expect(lines).toEqual([
      'reader libreoffice',
      'p @1 报告',
      'table 0 spans 3x3',
      '  row: 0 项 | 1 A | 2 B',
      '  row: 0 1 | 1 22 | 2',
      '  row: 0 x | 1 333 | 2 4',
      'p @11 end',
    ]);
  }
});
