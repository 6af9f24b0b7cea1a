import { linePictureOf } from '../src/scan/figures/line-picture.ts';
import { readGlyphs, readLine, recogniseFigure } from '../src/scan/figures/recognise-figure.ts';
import { type HeldOutCell, heldOutCells, SPOILT } from './held-out-pages.ts';

const DPIS = [110, 150, 200, 300] as const;

interface Tally {
  cells: number;
  right: number;
  unreadable: number;
  confirmed: number;
  confirmedWrong: number;
  equalWrong: number;
  firstRight: number;
  secondRight: number;
  emptyWrong: number;
  firstFive: number;
}

function tally(): Tally {
  return {
    cells: 0,
    right: 0,
    unreadable: 0,
    confirmed: 0,
    confirmedWrong: 0,
    equalWrong: 0,
    firstRight: 0,
    secondRight: 0,
    emptyWrong: 0,
    firstFive: 0,
  };
}

/** Measures the recognisers on pages in fonts, and spoilt in ways, that the training does not know. Prints tables in Markdown. */
const pages = Number(process.argv[2] ?? 4);
const seed = Number(process.argv[3] ?? 1);
const byKind = new Map<string, Tally>();
const bins = Array.from({ length: 6 }, () => ({ count: 0, right: 0, sum: 0 }));
const BINS = [0.5, 0.8, 0.9, 0.99, 0.999];
let time = 0;
let timed = 0;
const wrong: string[] = [];
for (const dpi of DPIS)
  for (const spoilt of SPOILT)
    for (let page = 0; page < pages; page++) {
      const cells = await heldOutCells(seed * 100_000 + dpi * 100 + SPOILT.indexOf(spoilt) * 10 + page, dpi, spoilt);
      for (const cell of cells) measure(cell, [`${dpi} dpi`, spoilt, `${dpi} ${spoilt}`, 'all']);
    }
print();

function measure(cell: HeldOutCell, kinds: readonly string[]): void {
  const began = performance.now();
  const reading = recogniseFigure(cell.image);
  time += performance.now() - began;
  timed++;
  const best = reading.kind === 'figure' ? reading.readings[0] : undefined;
  const said = reading.kind === 'empty' ? '' : best?.text;
  const line = linePictureOf(cell.image);
  const first = typeof line === 'object' ? (readLine(line)[0]?.marks ?? '?') : '';
  const glyphs = readGlyphs(cell.image);
  const second = glyphs ? (glyphs.readings[0]?.marks ?? '?') : '';
  for (const kind of kinds) {
    const to = byKind.get(kind) ?? tally();
    byKind.set(kind, to);
    to.cells++;
    if (said === cell.text) to.right++;
    if (reading.kind === 'figure' && reading.readings.slice(0, 5).some((one) => one.text === cell.text)) to.firstFive++;
    else if (said === cell.text) to.firstFive++;
    if (said === undefined) to.unreadable++;
    if (first === cell.text) to.firstRight++;
    if (second === cell.text) to.secondRight++;
    if (reading.kind === 'figure' && reading.confirmed) {
      to.confirmed++;
      if (said !== cell.text) to.confirmedWrong++;
    }
    if (first === second && first !== cell.text) to.equalWrong++;
    if (reading.kind === 'empty' && cell.text !== '') to.emptyWrong++;
  }
  if (best) {
    const bin = bins[BINS.filter((edge) => best.probability >= edge).length];
    if (bin) {
      bin.count++;
      bin.sum += best.probability;
      if (best.text === cell.text) bin.right++;
    }
  }
  if (said !== cell.text)
    wrong.push(
      `${cell.page.dpi} ${cell.page.spoilt} ${cell.page.font.family} "${cell.text}" read "${said ?? 'unreadable'}" ${best?.probability.toFixed(3) ?? ''} second "${second}"` +
        (reading.kind === 'figure' && reading.confirmed ? ' CONFIRMED' : ''),
    );
}

function print(): void {
  const share = (count: number, of: number): string => (of === 0 ? '' : ((100 * count) / of).toFixed(2));
  console.log(
    '| | cells | right % | in first five % | unreadable % | line net alone % | glyph net alone % | confirmed % | confirmed and wrong | both equal and wrong | said empty and is not |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const [kind, to] of byKind)
    console.log(
      `| ${kind} | ${to.cells} | ${share(to.right, to.cells)} | ${share(to.firstFive, to.cells)} | ${share(to.unreadable, to.cells)} | ${share(to.firstRight, to.cells)} | ${share(to.secondRight, to.cells)} | ${share(to.confirmed, to.cells)} | ${to.confirmedWrong} | ${to.equalWrong} | ${to.emptyWrong} |`,
    );
  console.log('\n| said to be sure | readings | mean certainty % | right % |\n| --- | --- | --- | --- |');
  for (const [index, bin] of bins.entries())
    console.log(
      `| ${BINS[index - 1] ?? 0} to ${BINS[index] ?? 1} | ${bin.count} | ${share(bin.sum, bin.count)} | ${share(bin.right, bin.count)} |`,
    );
  console.log(`\n${(time / timed).toFixed(3)} ms a cell.`);
  if (process.argv.includes('--wrong')) console.log(wrong.join('\n'));
}
