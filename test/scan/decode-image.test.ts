import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { SkipThis } from '../../src/errors.ts';
import { decodeImage } from '../../src/scan/decode-image.ts';

/** 40 by 20 pixels, white but for a black, a red and a clear block of 10 by 20. */
const blocks = ((): Sharp => {
  const raw = new Uint8Array(40 * 20 * 4).fill(255);
  for (let at = 0; at < 800; at += 1) {
    const column = at % 40;
    if (column < 10) raw.set([0, 0, 0, 255], at * 4);
    else if (column < 20) raw.set([220, 30, 40, 255], at * 4);
    else if (column < 30) raw.set([0, 0, 0, 0], at * 4);
  }
  return sharp(raw, { raw: { width: 40, height: 20, channels: 4 } });
})();

describe('pictures', () => {
  test.each(['png', 'webp', 'tiff', 'gif', 'jpeg'] as const)(
    '%s: black stays, red fades, clear is paper',
    async (format) => {
      const source =
        format === 'jpeg' || format === 'tiff' ? blocks.clone().flatten({ background: '#fff' }) : blocks.clone();
      const { width, height, pixels } = await decodeImage(await source.toFormat(format, { quality: 100 }).toBuffer());
      expect([width, height]).toEqual([40, 20]);
      const [black, red, clear, white] = [5, 15, 25, 35].map((x) => pixels[10 * 40 + x]!);
      expect(black).toBeLessThan(15);
      expect(red).toBeGreaterThan(195);
      expect(clear).toBeGreaterThan(240);
      expect(white).toBeGreaterThan(240);
    },
  );

  test('a picture of one bit', async () => {
    const bytes = await blocks
      .clone()
      .flatten({ background: '#fff' })
      .greyscale()
      .threshold(50)
      .png({ palette: true, colours: 2 })
      .toBuffer();
    const { pixels } = await decodeImage(bytes);
    expect([pixels[405], pixels[435]]).toEqual([0, 255]);
  });

  test('a camera held upright', async () => {
    const { width, height, pixels } = await decodeImage(
      await blocks.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer(),
    );
    expect([width, height]).toEqual([20, 40]);
    expect(pixels[5 * 20 + 10]).toBeLessThan(15);
  });

  test('what is no picture, or too large a one, says so', async () => {
    await expect(decodeImage(new TextEncoder().encode('<html>'))).rejects.toThrow(SkipThis);
    await expect(decodeImage(new TextEncoder().encode('<html>'))).rejects.toThrow('its format is none of');
    const whole = await blocks.clone().png().toBuffer();
    await expect(decodeImage(whole.subarray(0, 70))).rejects.toThrow('cannot be decoded');
    const bomb = await sharp(new Uint8Array(7000 * 6000), { raw: { width: 7000, height: 6000, channels: 1 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    await expect(decodeImage(bomb)).rejects.toThrow('million pixels');
  });
});
