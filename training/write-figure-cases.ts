import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import type { GrayImage } from '../src/scan/gray-image.ts';
import { heldOutCells, type Spoilt } from './held-out-pages.ts';

/** Writes the cases of test/fixtures/figures: cells of held-out pages, and cells whose content is no figure. */
const CELLS = 28;
const READABLE: readonly (readonly [name: string, family: string, dpi: number, spoilt: Spoilt, note: string])[] = [
  ['song-150-jpeg', 'AR PL SungtiL GB', 150, 'jpeg', 'Thin 宋体 figures, kept as JPEG: the commonest scan.'],
  ['song-200-noise', 'TW-Sung', 200, 'noise', 'Thin figures on a grainy page.'],
  ['times-200-one-bit', 'STIXGeneral', 200, 'one-bit', 'Black and white only, as an office scanner leaves it.'],
  ['times-150-skew', 'STIX', 150, 'skew', 'A tilted page: remains of rules run aslant through the edges.'],
  ['sans-110-screen', 'WenQuanYi Zen Hei', 110, 'screen', 'A picture table of a web page: small type, no noise.'],
  ['kai-150-faint', 'AR PL UKai CN', 150, 'faint', '楷体, printed faintly.'],
  ['sans-300-blur', 'Roboto', 300, 'blur', 'Large and out of focus.'],
];

for (const [name, family, dpi, spoilt, note] of READABLE) {
  const cells = await heldOutCells(9000 + dpi, dpi, spoilt, family);
  await writeCase(
    name,
    cells.slice(0, CELLS).map(({ image }) => image),
    cells.slice(0, CELLS).map(({ text }) => text),
    note,
  );
}
await writeStrange();

/** Words, a seal over a figure, handwriting, a stain: none may be read as a figure with certainty. */
async function writeStrange(): Promise<void> {
  const [width, height] = [96, 44];
  const text = (content: string, size: number): string =>
    `<text x="48" y="${22 + size * 0.36}" text-anchor="middle" font-family="Noto Serif CJK SC" font-size="${size}">${content}</text>`;
  const seal = (x: number, y: number, grey: string): string =>
    `<circle cx="${x}" cy="${y}" r="46" fill="none" stroke="${grey}" stroke-width="7"/><text x="${x - 30}" y="${y + 4}" ` +
    `font-family="Noto Sans CJK SC" font-weight="bold" font-size="30" fill="${grey}" transform="rotate(24 ${x} ${y})">办公室专用章</text>`;
  const pen = (path: string): string =>
    `<path d="${path}" fill="none" stroke="#222" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`;
  const drawings = [
    text('总计', 20),
    text('自然人', 20),
    text('予以公开', 18),
    text('维持', 22),
    text('（一）', 20),
    text('其他', 18),
    seal(70, 8, '#555') + text('12', 20),
    seal(20, 40, '#444') + text('7', 20),
    seal(48, 60, '#333') + text('35', 20),
    pen('M20 12 C 34 6 40 30 26 34 S 50 20 62 30 S 80 12 76 26'),
    pen('M12 30 L 30 10 L 36 34 L 56 8 M 60 32 C 70 10 84 14 80 34'),
    pen('M18 22 C 30 2 44 42 54 20 S 74 8 84 28') + text('6', 20),
    `<ellipse cx="50" cy="24" rx="30" ry="15" fill="#666"/>`,
    `<ellipse cx="40" cy="20" rx="17" ry="12" fill="#333"/><circle cx="66" cy="28" r="7" fill="#444"/>`,
  ];
  const images: GrayImage[] = [];
  for (const drawing of drawings) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/>${drawing}</svg>`;
    const { data, info } = await sharp(Buffer.from(svg))
      .grayscale()
      .blur(0.6)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = Uint8Array.from({ length: width * height }, (_, index) => data[index * info.channels] ?? 255);
    images.push({ width, height, pixels });
  }
  const note = 'Words, a seal over a figure, handwriting, stains. Nothing of this may be confirmed as a figure.';
  await writeCase(
    'no-figures',
    images,
    images.map(() => null),
    note,
  );
}

async function writeCase(
  name: string,
  cells: readonly GrayImage[],
  texts: readonly (string | null)[],
  note: string,
): Promise<void> {
  const folder = new URL(`../test/fixtures/figures/${name}/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  const width = Math.max(...cells.map((cell) => cell.width));
  const height = cells.reduce((sum, cell) => sum + cell.height, 0);
  const sheet = new Uint8Array(width * height).fill(255);
  const expected: { width: number; top: number; height: number; text: string | null }[] = [];
  let top = 0;
  for (const [index, cell] of cells.entries()) {
    for (let y = 0; y < cell.height; y++)
      sheet.set(cell.pixels.subarray(y * cell.width, (y + 1) * cell.width), (top + y) * width);
    expected.push({ width: cell.width, top, height: cell.height, text: texts[index] ?? null });
    top += cell.height;
  }
  const picture = sharp(sheet, { raw: { width, height, channels: 1 } });
  writeFileSync(new URL('cells.png', folder), await picture.png({ compressionLevel: 9 }).toBuffer());
  writeFileSync(new URL('expected.json', folder), `${JSON.stringify(expected, undefined, 1)}\n`);
  writeFileSync(new URL('note.md', folder), `${note}\n`);
}
