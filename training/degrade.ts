import type { Random } from './random.ts';

/** Darkness while it is being spoilt: 0 is paper, 1 ink; may leave that range. */
export interface Shade {
  readonly width: number;
  readonly height: number;
  values: Float64Array;
}

export function blur(shade: Shade, sigma: number): void {
  if (sigma < 0.15) return;
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, place) =>
    Math.exp(-((place - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  const { width, height } = shade;
  const pass = (source: Float64Array, lines: number, length: number, lineStep: number, step: number): Float64Array => {
    const target = new Float64Array(source.length);
    for (let line = 0; line < lines; line++)
      for (let place = 0; place < length; place++) {
        let total = 0;
        for (let offset = -reach; offset <= reach; offset++) {
          const from = Math.max(0, Math.min(length - 1, place + offset));
          total += (kernel[offset + reach] ?? 0) * (source[line * lineStep + from * step] ?? 0);
        }
        target[line * lineStep + place * step] = total / sum;
      }
    return target;
  };
  shade.values = pass(pass(shade.values, height, width, width, 1), width, height, 1, width);
}

/** Makes strokes fatter (`amount` > 0) or thinner, by moving the level at which grey counts as ink. */
export function thicken(shade: Shade, amount: number, gain: number): void {
  for (let index = 0; index < shade.values.length; index++)
    shade.values[index] = Math.max(0, Math.min(1, ((shade.values[index] ?? 0) - 0.5 + amount) * gain + 0.5));
}

/** Draws a straight stroke of ink with soft edges; `thickness` in pixels. */
export function stroke(
  shade: Shade,
  from: readonly [number, number],
  to: readonly [number, number],
  thickness: number,
  darkness: number,
): void {
  const alongX = to[0] - from[0];
  const alongY = to[1] - from[1];
  const length = alongX * alongX + alongY * alongY || 1;
  const reach = thickness / 2 + 1;
  const fromX = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const toX = Math.min(shade.width, Math.ceil(Math.max(from[0], to[0]) + reach));
  const fromY = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const toY = Math.min(shade.height, Math.ceil(Math.max(from[1], to[1]) + reach));
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < toX; x++) {
      const place = Math.max(0, Math.min(1, ((x + 0.5 - from[0]) * alongX + (y + 0.5 - from[1]) * alongY) / length));
      const distance = Math.hypot(x + 0.5 - from[0] - place * alongX, y + 0.5 - from[1] - place * alongY);
      const cover = Math.max(0, Math.min(1, thickness / 2 - distance + 0.5)) * darkness;
      const index = y * shade.width + x;
      if (cover > (shade.values[index] ?? 0)) shade.values[index] = cover;
    }
}

/** Remains of the rules around a cell: along some edges, more or less inside the picture, rarely whole. */
export function ruleRemains(shade: Shade, random: Random, share: number): void {
  const { width, height } = shade;
  for (const side of [0, 1, 2, 3]) {
    if (!random.chance(share)) continue;
    const thickness = random.between(0.8, 2.8);
    const inside = random.between(-0.6, 2.2);
    const tilt = random.normal() * 0.008;
    const darkness = random.between(0.5, 1);
    const [start, end] = random.chance(0.7) ? [-0.05, 1.05] : [random.between(-0.3, 0.6), random.between(0.4, 1.3)];
    const place = (extent: number): number => (side % 2 === 0 ? inside : extent - inside);
    if (side < 2) {
      const y = place(height);
      stroke(shade, [start * width, y - tilt * width], [end * width, y + tilt * width], thickness, darkness);
    } else {
      const x = place(width);
      stroke(shade, [x - tilt * height, start * height], [x + tilt * height, end * height], thickness, darkness);
    }
  }
}

/** Dust: a few specks, each no larger than `largest` pixels across. */
export function specks(shade: Shade, random: Random, count: number, largest: number): void {
  for (let speck = 0; speck < count; speck++) {
    const x = random.between(0, shade.width);
    const y = random.between(0, shade.height);
    const size = random.between(0.5, largest);
    stroke(shade, [x, y], [x + random.normal() * 0.4, y + random.normal() * 0.4], size, random.between(0.3, 1));
  }
}

/** To grey levels: paper that slopes in brightness, ink that does not reach black, grain. */
export function toGrey(
  shade: Shade,
  light: { paper: number; ink: number; slopeX: number; slopeY: number; grain: number; salt: number },
  random: Random,
): Uint8Array {
  const grey = new Uint8Array(shade.values.length);
  for (let y = 0, index = 0; y < shade.height; y++)
    for (let x = 0; x < shade.width; x++, index++) {
      const slope = light.slopeX * (x / shade.width - 0.5) + light.slopeY * (y / shade.height - 0.5);
      const paper = light.paper + slope;
      let value = paper + (light.ink - light.paper) * (shade.values[index] ?? 0);
      if (light.grain > 0) value += light.grain * random.normal();
      if (light.salt > 0 && random.chance(light.salt)) value = random.chance(0.5) ? 0 : 255;
      grey[index] = Math.max(0, Math.min(255, Math.round(value)));
    }
  return grey;
}

/** Black and white only, as fax machines and many office scanners leave it. */
export function toOneBit(grey: Uint8Array, level: number): void {
  for (let index = 0; index < grey.length; index++) grey[index] = (grey[index] ?? 0) < level ? 0 : 255;
}

const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const COSINES = Float64Array.from({ length: 64 }, (_, index) => {
  const frequency = index >> 3;
  const scale = frequency === 0 ? Math.SQRT1_2 / 2 : 0.5;
  return scale * Math.cos(((2 * (index & 7) + 1) * frequency * Math.PI) / 16);
});

/** What is lost where a picture is kept as JPEG of this quality; blocks start at an offset, for a cell is cut from a larger page. */
export function throughJpeg(
  grey: Uint8Array,
  width: number,
  height: number,
  quality: number,
  offsetX: number,
  offsetY: number,
): void {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const block = new Float64Array(64);
  const half = new Float64Array(64);
  for (let top = -offsetY; top < height; top += 8)
    for (let left = -offsetX; left < width; left += 8) {
      for (let y = 0; y < 8; y++)
        for (let x = 0; x < 8; x++) {
          const fromX = Math.max(0, Math.min(width - 1, left + x));
          const fromY = Math.max(0, Math.min(height - 1, top + y));
          block[y * 8 + x] = (grey[fromY * width + fromX] ?? 0) - 128;
        }
      multiply(half, COSINES, block, false, false);
      multiply(block, half, COSINES, false, true);
      for (let index = 0; index < 64; index++) {
        const step = Math.max(1, Math.floor(((LUMINANCE[index] ?? 1) * percent + 50) / 100));
        block[index] = Math.round((block[index] ?? 0) / step) * step;
      }
      multiply(half, COSINES, block, true, false);
      multiply(block, half, COSINES, false, false);
      for (let y = Math.max(0, -top); y < 8 && top + y < height; y++)
        for (let x = Math.max(0, -left); x < 8 && left + x < width; x++)
          grey[(top + y) * width + left + x] = Math.max(0, Math.min(255, Math.round((block[y * 8 + x] ?? 0) + 128)));
    }
}

/** The product of two 8 × 8 matrices, either of them transposed. */
function multiply(
  product: Float64Array,
  first: Float64Array,
  second: Float64Array,
  firstTransposed: boolean,
  secondTransposed: boolean,
): void {
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      let total = 0;
      for (let place = 0; place < 8; place++)
        total +=
          (first[firstTransposed ? place * 8 + row : row * 8 + place] ?? 0) *
          (second[secondTransposed ? column * 8 + place : place * 8 + column] ?? 0);
      product[row * 8 + column] = total;
    }
}
