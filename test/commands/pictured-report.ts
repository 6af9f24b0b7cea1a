import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { renderPdfPage } from '../../src/read/pdf-library.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/scan/form-2021');
const DPI = 180;
const expectedShape = z.object({
  organization: z.string(),
  year: z.number(),
  cells: z.record(z.string(), z.number().nullable()),
});

/** A report whose pages are pictures, and what a person reads in them. */
export interface PicturedReport {
  readonly pages: readonly Uint8Array[];
  readonly title: string;
  readonly organization: string;
  readonly year: number;
  readonly cells: Readonly<Record<string, number | null>>;
}

let drawn: Promise<PicturedReport> | undefined;

/** The pages of the scanned case as PNG files, drawn once. */
export function picturedReport(): Promise<PicturedReport> {
  return (drawn ??= draw());
}

async function draw(): Promise<PicturedReport> {
  const bytes = readFileSync(join(FOLDER, 'source.pdf'));
  const { organization, year, cells } = expectedShape.parse(
    JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')),
  );
  const pages: Uint8Array[] = [];
  for (;;) {
    const page = await renderPdfPage(bytes, pages.length, DPI);
    if (!page) break;
    const raw = { width: page.width, height: page.height, channels: 1 as const };
    pages.push(await sharp(page.pixels, { raw }).png().toBuffer());
  }
  return { pages, title: `${organization}${year}年政府信息公开工作年度报告`, organization, year, cells };
}
