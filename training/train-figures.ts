import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GLYPH_WEIGHTS } from '../src/scan/figures/glyph-net.ts';
import { LINE_WEIGHTS } from '../src/scan/figures/line-net.ts';
import { storedWeights } from '../src/scan/figures/weights.ts';
import { RENDERED_CHARACTERS } from './figure-text.ts';
import { type Font, FONTS } from './font-sets.ts';
import { type GlyphSheet, renderSheet } from './glyph-sheet.ts';
import { glyphTemperature, lineTemperature } from './temperature.ts';
import { trainGlyphNet } from './train-glyph-net.ts';
import { trainLineNet } from './train-line-net.ts';

/**
 * Trains both recognisers of figures and writes their weights beside the code that uses them. Seeded: two runs on one machine give the
 * same weights. See docs/figure-recogniser.md for the fonts to install.
 */
const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '12000' },
    pictures: { type: 'string', default: '120000' },
    only: { type: 'string' },
  },
});

requireFonts();
const began = performance.now();
const sheets = { line: await sheetsOf(FONTS.line), glyph: await sheetsOf(FONTS.glyph) };
report('fonts rendered');

if (values.only !== 'line') {
  const glyphNet = trainGlyphNet(sheets.glyph, Number(values.pictures), 2, report);
  write('glyph-net.bin', glyphNet, GLYPH_WEIGHTS, glyphTemperature(glyphNet, sheets.line));
}
if (values.only !== 'glyph') {
  const lineNet = trainLineNet(sheets.line, Number(values.batches), 1, report);
  write('line-net.bin', lineNet, LINE_WEIGHTS, lineTemperature(lineNet, sheets.glyph));
}

async function sheetsOf(fonts: readonly Font[]): Promise<GlyphSheet[]> {
  const rendered: GlyphSheet[] = [];
  for (const font of fonts) rendered.push(await renderSheet(font, RENDERED_CHARACTERS));
  return rendered;
}

function requireFonts(): void {
  const installed = new Set(
    execFileSync('fc-list', [':', 'family'], { encoding: 'utf8' })
      .split('\n')
      .flatMap((line) => line.split(','))
      .map((family) => family.replaceAll('\\', '').trim()),
  );
  const missing = [...FONTS.line, ...FONTS.glyph]
    .map(({ family }) => family)
    .filter((family) => !installed.has(family));
  if (missing.length > 0)
    throw new Error(`Fonts to install first (see docs/figure-recogniser.md): ${[...new Set(missing)].join(', ')}.`);
}

function write(file: string, all: Float64Array, counts: Readonly<Record<string, number>>, temperature: number): void {
  writeFileSync(new URL(`../src/scan/figures/${file}`, import.meta.url), storedWeights(all, counts, temperature));
  report(`${file} written, temperature ${temperature}`);
}

function report(line: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} s: ${line}`);
}
