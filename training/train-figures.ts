import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { GLYPH_WEIGHTS } from '../src/scan/figures/glyph-net.ts';
import { LINE_WEIGHTS } from '../src/scan/figures/line-net.ts';
import { loadNet, storedWeights } from '../src/scan/figures/weights.ts';
import { RENDERED_CHARACTERS } from './figure-text.ts';
import { type Font, FONTS } from './font-sets.ts';
import { type GlyphSheet, renderSheet } from './glyph-sheet.ts';
import { glyphTemperature, lineTemperature } from './temperature.ts';
import { trainGlyphNet } from './train-glyph-net.ts';
import { trainLineNet } from './train-line-net.ts';

/**
 * Trains both recognisers of figures and writes their weights beside the code that uses them. Seeded: two runs on one machine give the
 * same weights. With `--continue` they go on from the weights that are there; give another `--seed` then, for other pictures. See
 * docs/figure-recogniser.md for the fonts to install.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '150' },
    pictures: { type: 'string', default: '120000' },
    only: { type: 'string' },
    continue: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});

requireFonts();
const began = performance.now();
const sheets = { line: await sheetsOf(FONTS.line), glyph: await sheetsOf(FONTS.glyph) };
report('fonts rendered');

const seed = Number(values.seed);
if (values.only !== 'line') {
  const start = values.continue ? loadNet('./glyph-net.bin', GLYPH_WEIGHTS).all : undefined;
  const glyphNet = trainGlyphNet(sheets.glyph, Number(values.pictures), seed + 1000, report, start);
  write('glyph-net.bin', glyphNet, GLYPH_WEIGHTS, glyphTemperature(glyphNet, sheets.line));
}
if (values.only !== 'glyph') {
  const training = {
    rounds: Number(values.rounds),
    batches: 50,
    learners: 4,
    seed,
    fastest: values.continue ? 1.5e-3 : 3e-3,
  };
  const start = values.continue ? loadNet('./line-net.bin', LINE_WEIGHTS).all : undefined;
  const lineNet = await trainLineNet(sheets.line, start ? { ...training, start } : training, report);
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
