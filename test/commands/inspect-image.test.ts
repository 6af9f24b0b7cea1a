import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { runInspect } from '../../src/commands/inspect.ts';
import { UsageError } from '../../src/errors.ts';
import type { ReportCell } from '../../src/extract/report.ts';
import { newFolder } from './corpus-folder.ts';
import { run } from './terminal.ts';

const PDF = 'sample/attachments/yunling-county-2024.pdf';

/** The shade of red, green and blue in the middle of an edge. */
async function colourAt(path: string, x: number, y: number): Promise<readonly number[]> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.round(y) * info.width + Math.round(x)) * info.channels;
  return [...data.subarray(at, at + 3)];
}

describe('inspect --image', () => {
  test('draws the pages with each cell framed where it stands, in the colour of its status', async () => {
    const image = join(newFolder(), 'pages.png');
    const { exitCode, printed, noted } = await run(runInspect, { target: PDF, image }, newFolder(), { json: true });
    expect(exitCode).toBe(0);
    expect(noted.join()).toContain(image);
    const { report } = JSON.parse(printed) as { report: { cells: readonly ReportCell[] } };
    const cell = report.cells.find(({ code }) => code === 'proactive.licensing.decisions')!;
    expect(cell.status).toBe('read');
    const { page, box } = cell.locator as { page: number; box: readonly number[] };
    expect(page).toBe(1);
    const [left = 0, top = 0] = box;
    const scale = 110 / 72;
    const legend = 44;
    const edge = await Promise.all(
      [-1, 0, 1].map((off) => colourAt(image, left * scale + 3, legend + top * scale + off)),
    );
    expect(Math.max(...edge.map(([red = 255, , blue = 0]) => blue - red))).toBeGreaterThan(60);
    const outside = await colourAt(image, left * scale, legend + 5);
    expect(outside).toEqual([255, 255, 255]);
  });

  test('has no pages to draw of a web page', async () => {
    const image = join(newFolder(), 'pages.png');
    const drawn = run(runInspect, { target: 'test/fixtures/extract/plain/source.html', image }, newFolder());
    await expect(drawn).rejects.toThrow(UsageError);
    await expect(drawn).rejects.toThrow(/--image draws PDF pages and pictures; file:source.html is text\/html/);
    expect(existsSync(image)).toBe(false);
  });

  test('says where it cannot write', async () => {
    const drawn = run(runInspect, { target: PDF, image: '/nowhere/pages.png' }, newFolder());
    await expect(drawn).rejects.toThrow(/--image \/nowhere\/pages.png cannot be written/);
  });
});
