import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { FigureReading } from '../../src/scan/figure-reading.ts';
import { recogniseFigure } from '../../src/scan/figures/recognise-figure.ts';
import type { GrayImage } from '../../src/scan/gray-image.ts';

const cases = fileURLToPath(new URL('../fixtures/figures', import.meta.url));

interface Expected {
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** What was printed; null where it is no figure. */
  readonly text: string | null;
  /** Not to be read with certainty: what it says must be among the readings, and none confirmed. */
  readonly inDoubt?: boolean;
}

interface CaseCell {
  readonly cell: GrayImage;
  readonly text: string | null;
  readonly inDoubt: boolean;
}

async function cellsOf(name: string): Promise<CaseCell[]> {
  const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')) as Expected[];
  const { data, info } = await sharp(join(cases, name, 'cells.png'))
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return expected.map(({ width, top, height, text, inDoubt = false }) => {
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) pixels[y * width + x] = data[((top + y) * info.width + x) * info.channels]!;
    return { cell: { width, height, pixels }, text, inDoubt };
  });
}

function said(reading: FigureReading): string {
  if (reading.kind === 'empty') return '';
  return reading.kind === 'figure' ? reading.readings[0]!.text : '?';
}

/** The middle of a cell, without what its rules left at the edges. */
function middle({ width, height, pixels }: GrayImage): GrayImage {
  const rim = 7;
  const inner = new Uint8Array((width - 2 * rim) * (height - 2 * rim));
  for (let y = 0; y < height - 2 * rim; y++)
    inner.set(pixels.subarray((y + rim) * width + rim, (y + rim + 1) * width - rim), y * (width - 2 * rim));
  return { width: width - 2 * rim, height: height - 2 * rim, pixels: inner };
}

/** The picture with paper added on each side. */
function padded(
  { width, height, pixels }: GrayImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
): GrayImage {
  const wide = width + left + right;
  const larger = new Uint8Array(wide * (height + top + bottom)).fill(255);
  for (let y = 0; y < height; y++) larger.set(pixels.subarray(y * width, (y + 1) * width), (y + top) * wide + left);
  return { width: wide, height: height + top + bottom, pixels: larger };
}

describe('figures in cells', () => {
  for (const name of readdirSync(cases).filter((folder) => folder !== 'no-figures'))
    test(`are read: ${name}`, async () => {
      const cells = await cellsOf(name);
      const readings = cells.map(({ cell }) => recogniseFigure(cell));

      const sure = readings.filter((_, index) => !cells[index]!.inDoubt);
      expect(sure.map(said)).toEqual(cells.flatMap(({ text, inDoubt }) => (inDoubt ? [] : [text])));
      for (const [index, { text, inDoubt }] of cells.entries()) {
        if (!inDoubt) continue;
        expect(readings[index]).toMatchObject({ kind: 'figure', confirmed: false });
        expect(JSON.stringify(readings[index])).toContain(`"text":"${text ?? ''}"`);
      }
    });

  test('are confirmed where both recognisers are sure, and give their probability', async () => {
    const readings = (await cellsOf('sans-300-blur')).map(({ cell }) => recogniseFigure(cell));
    const figures = readings.filter((reading) => reading.kind === 'figure');

    expect(figures.filter(({ confirmed }) => confirmed).length).toBeGreaterThan(figures.length / 2);
    for (const { readings: alternatives } of figures) {
      const sum = alternatives.reduce((total, { probability }) => total + probability, 0);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
      expect(alternatives.map(({ probability }) => probability)).toEqual(
        alternatives.map(({ probability }) => probability).sort((one, other) => other - one),
      );
    }
  });

  test('are not seen with certainty in words, seals, handwriting and stains', async () => {
    for (const { cell } of await cellsOf('no-figures')) {
      const reading = recogniseFigure(cell);

      expect(reading.kind).not.toBe('empty');
      if (reading.kind === 'figure') {
        expect(reading.confirmed, said(reading)).toBe(false);
        expect(reading.readings[0]!.probability, said(reading)).toBeLessThan(0.9);
      }
    }
  });

  test('read the same wherever they stand in the cell', async () => {
    const cells = (await cellsOf('sans-300-blur')).filter(({ text }) => text !== '');

    fc.assert(
      fc.property(
        fc.constantFrom(...cells),
        fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 12 }))),
        ({ cell, text }, [left, top, right, bottom]) => {
          expect(said(recogniseFigure(padded(middle(cell), left!, top!, right!, bottom!)))).toBe(text);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('cells without figures', () => {
  test('paper of any brightness is empty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 120 }),
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 120, max: 255 }),
        (width, height, brightness) => {
          expect(recogniseFigure({ width, height, pixels: new Uint8Array(width * height).fill(brightness) })).toEqual({
            kind: 'empty',
          });
        },
      ),
    );
  });

  test('remains of rules along the edges are no figure', () => {
    const [width, height] = [80, 36];
    for (const thickness of [1, 2, 3]) {
      const pixels = new Uint8Array(width * height).fill(250);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) if (y < thickness || x >= width - thickness) pixels[y * width + x] = 30;

      expect(recogniseFigure({ width, height, pixels })).toEqual({ kind: 'empty' });
    }
  });

  test('specks and grain are nothing where the ink of the page is known, and a faint dash is none of them', () => {
    const [width, height] = [96, 44];
    const paper = Uint8Array.from({ length: width * height }, (_, at) => 246 - ((at * 7919) % 23));
    const drawn = (draw: (set: (x: number, y: number, tone: number) => void) => void): GrayImage => {
      const pixels = Uint8Array.from(paper);
      draw((x, y, tone) => {
        pixels[y * width + x] = tone;
      });
      return { width, height, pixels };
    };
    const specked = drawn((set) => {
      for (const [x, y] of [
        [20, 12],
        [48, 21],
        [49, 21],
        [48, 22],
        [70, 30],
      ] as const)
        set(x, y, 10);
    });
    const dashed = drawn((set) => {
      for (let x = 40; x < 56; x++) for (const y of [21, 22]) set(x, y, 165);
    });

    expect(recogniseFigure(specked, 220)).toEqual({ kind: 'empty' });
    expect(recogniseFigure({ width, height, pixels: paper }, 220)).toEqual({ kind: 'empty' });
    expect(said(recogniseFigure(dashed, 220))).toBe('-');
  });

  test('any noise is borne', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (width, height, stream) => {
          const pixels = Uint8Array.from({ length: width * height }, () => stream.next().value as number);
          const reading = recogniseFigure({ width, height, pixels });

          expect(['empty', 'figure', 'unreadable']).toContain(reading.kind);
          if (reading.kind === 'figure') expect(reading.readings.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
