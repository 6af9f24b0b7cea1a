import type { GrayImage } from '../src/scan/gray-image.ts';
import { blur, ruleRemains, type Shade, specks, stroke, thicken, throughJpeg, toGrey, toOneBit } from './degrade.ts';
import { cellText, marksOf } from './figure-text.ts';
import { type GlyphSheet, SHEET_EM, type SheetGlyph } from './glyph-sheet.ts';
import type { Random } from './random.ts';

/** How cells are spoilt. Two recognisers that learn from one recipe err alike. */
export interface Recipe {
  /** Height of type, pixels to the em. */
  readonly em: readonly [least: number, most: number];
  readonly blur: readonly [least: number, most: number];
  readonly tilt: number;
  readonly oneBit: number;
  readonly jpeg: number;
  readonly grain: number;
  readonly rules: number;
  readonly thickness: readonly [thinnest: number, fattest: number];
}

/** Where a glyph came to stand, in pixels of the picture. */
export interface PlacedGlyph {
  readonly mark: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface CellPicture {
  readonly image: GrayImage;
  readonly marks: string;
  readonly glyphs: readonly PlacedGlyph[];
}

/** Draws one cell with what may stand in it, spoilt as scanning spoils. */
export function cellPicture(
  random: Random,
  sheets: readonly GlyphSheet[],
  recipe: Recipe,
  characters = cellText(random),
): CellPicture {
  const sheet = random.of(sheets);
  const em = recipe.em[0] * (recipe.em[1] / recipe.em[0]) ** random.next();
  const scale = em / SHEET_EM;
  const stretch = random.chance(0.5) ? 1 : random.between(0.85, 1.18);
  const spacing = random.chance(0.7) ? 0 : random.between(-0.04, random.chance(0.3) ? 0.5 : 0.12) * SHEET_EM;
  const shear = random.chance(0.85) ? 0 : random.between(-0.1, 0.25);
  const tilt = random.chance(0.15) ? random.between(-recipe.tilt, recipe.tilt) : (random.normal() * recipe.tilt) / 5;

  const glyphs = characters.map((character) => glyphOf(sheet, character));
  let pen = 0;
  const places = glyphs.map((glyph) => {
    const place = pen;
    pen += glyph.advance + spacing;
    return place;
  });
  const textWidth = pen * scale * stretch;
  const marginX = random.chance(0.2) ? random.between(1, 5) : random.between(3, 3 + em);
  const marginY = random.chance(0.2) ? random.between(0, 3) : random.between(1, 1 + 0.7 * em);
  const width = Math.max(8, Math.round(textWidth + 2 * marginX));
  const height = Math.max(8, Math.round(em * 0.86 + 2 * marginY));
  const shade: Shade = { width, height, values: new Float64Array(width * height) };

  const penX = random.between(Math.min(1, marginX), 2 * marginX - Math.min(1, marginX));
  const baseline = height / 2 + em * 0.36 + random.between(-0.8, 0.8) * Math.max(0, marginY - 1.5);
  const placed = characters.map((character, index): PlacedGlyph => {
    const glyph = glyphs[index] ?? glyphOf(sheet, character);
    return drawn(shade, glyph, marksOf([character]), {
      x: penX + (places[index] ?? 0) * scale * stretch,
      y: baseline,
      scale,
      stretch,
      shear,
      tilt: (tilt * Math.PI) / 180,
    });
  });

  const sigma = random.between(...recipe.blur) * Math.min(1, em / 26 + 0.3);
  blur(shade, sigma);
  if (random.chance(0.65)) thicken(shade, random.between(...recipe.thickness), random.between(0.9, 2.2));
  ruleRemains(shade, random, recipe.rules * random.next());
  if (random.chance(0.12)) specks(shade, random, random.whole(1, 5), Math.max(1, em / 14));
  let marks = marksOf(characters);
  if (random.chance(0.02)) {
    scribble(shade, random, em);
    marks = '□';
  }
  if (random.chance(0.3)) blur(shade, random.between(0.2, 0.6));

  const grey = developed(shade, random, recipe);
  return { image: { width, height, pixels: grey }, marks, glyphs: placed };
}

function developed(shade: Shade, random: Random, recipe: Recipe): Uint8Array {
  const paper = random.chance(0.4) ? 255 : random.between(175, 255);
  const ink = random.chance(0.3) ? random.between(90, paper - 90) : random.between(0, 80);
  const uneven = random.chance(0.25) ? 22 : 3;
  const grain = random.chance(0.5) ? 0 : (random.between(0, recipe.grain) * (paper - ink)) / 255;
  const light = {
    paper,
    ink,
    slopeX: random.normal() * uneven,
    slopeY: random.normal() * uneven,
    grain,
    salt: random.chance(0.08) ? random.between(0, 0.006) : 0,
  };
  const grey = toGrey(shade, light, random);
  if (random.chance(recipe.oneBit)) toOneBit(grey, ink + (paper - ink) * random.between(0.4, 0.75));
  if (random.chance(recipe.jpeg))
    throughJpeg(grey, shade.width, shade.height, random.whole(28, 95), random.whole(0, 7), random.whole(0, 7));
  return grey;
}

/** Strokes of a pen or a seal across the cell, too heavy to read through. */
function scribble(shade: Shade, random: Random, em: number): void {
  let x = random.between(0, shade.width);
  let y = random.between(0, shade.height);
  let direction = random.between(0, 2 * Math.PI);
  const thickness = random.between(0.08, 0.25) * em;
  for (let piece = random.whole(5, 14); piece > 0; piece--) {
    direction += random.normal() * 0.8;
    const length = random.between(0.2, 0.6) * em;
    const nextX = Math.max(0, Math.min(shade.width, x + length * Math.cos(direction)));
    const nextY = Math.max(0, Math.min(shade.height, y + length * Math.sin(direction)));
    stroke(shade, [x, y], [nextX, nextY], thickness, 1);
    x = nextX;
    y = nextY;
  }
}

function glyphOf(sheet: GlyphSheet, character: string): SheetGlyph {
  const glyph = sheet.get(character);
  if (!glyph) throw new Error(`The sheet has no glyph for ${character}.`);
  return glyph;
}

interface Placing {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly stretch: number;
  readonly shear: number;
  /** Radians. */
  readonly tilt: number;
}

/** Samples the large glyph under each pixel it covers, several times where it shrinks. */
function drawn(shade: Shade, glyph: SheetGlyph, mark: string, placing: Placing): PlacedGlyph {
  const { scale, stretch, shear } = placing;
  const cos = Math.cos(placing.tilt);
  const sin = Math.sin(placing.tilt);
  const middleX = shade.width / 2;
  const middleY = shade.height / 2;
  let [fromX, toX, fromY, toY] = [shade.width, 0, shade.height, 0];
  for (const sheetX of [glyph.box[0] - 1, glyph.box[2] + 1])
    for (const sheetY of [glyph.box[1] - 1, glyph.box[3] + 1]) {
      const straightY = (sheetY - glyph.baseline) * scale;
      const straightX = (sheetX - glyph.originX) * scale * stretch - shear * straightY;
      const x = (straightX + placing.x - middleX) * cos - (straightY + placing.y - middleY) * sin + middleX;
      const y = (straightX + placing.x - middleX) * sin + (straightY + placing.y - middleY) * cos + middleY;
      fromX = Math.max(0, Math.min(fromX, Math.floor(x)));
      toX = Math.min(shade.width, Math.max(toX, Math.ceil(x)));
      fromY = Math.max(0, Math.min(fromY, Math.floor(y)));
      toY = Math.min(shade.height, Math.max(toY, Math.ceil(y)));
    }
  const fine = Math.max(2, Math.min(5, Math.round(0.8 / scale)));
  let [left, right, top, bottom] = [toX, fromX, toY, fromY];
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < toX; x++) {
      let total = 0;
      for (let sub = 0; sub < fine * fine; sub++) {
        const pixelX = x + ((sub % fine) + 0.5) / fine - middleX;
        const pixelY = y + (Math.floor(sub / fine) + 0.5) / fine - middleY;
        const straightX = pixelX * cos + pixelY * sin + middleX - placing.x;
        const straightY = pixelY * cos - pixelX * sin + middleY - placing.y;
        const sheetY = straightY / scale + glyph.baseline;
        const sheetX = (straightX + shear * straightY) / (scale * stretch) + glyph.originX;
        if (sheetX < 0 || sheetY < 0 || sheetX >= glyph.size || sheetY >= glyph.size) continue;
        total += glyph.ink[(sheetY | 0) * glyph.size + (sheetX | 0)] ?? 0;
      }
      if (total === 0) continue;
      const cover = total / (255 * fine * fine);
      const index = y * shade.width + x;
      shade.values[index] = Math.min(1, (shade.values[index] ?? 0) + cover);
      if (cover < 0.3) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  return { mark, left, right, top, bottom };
}
