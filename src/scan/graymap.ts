import type { GrayImage } from './gray-image.ts';

/** Writes a picture as a portable graymap (PGM), which every text engine reads without a decoder of its own. */
export function toGraymap({ width, height, pixels }: GrayImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), pixels]);
}
