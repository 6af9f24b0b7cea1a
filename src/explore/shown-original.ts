import { SkipThis } from '../errors.ts';
import type { Locator } from '../read/document.ts';
import type { Sha256 } from '../original/sha256.ts';
import { documentEvidence } from '../../storage/evidence.ts';
import { statedContentType } from '../../storage/listings.ts';
import { placeOfCell } from '../../storage/report-evidence.ts';
import type { StoredReport } from '../../storage/report-rows.ts';
import { frameOriginal, type OriginalFrame } from './original-frame.ts';
import type { PagePicture } from './page-pictures.ts';
import type { CellReceipt } from './receipt-page.ts';
import type { World } from './world.ts';

/** The receipt of a cell with its original; undefined where the report has no such cell. */
export async function receiptOf(world: World, report: StoredReport, code: string): Promise<CellReceipt | undefined> {
  const place = placeOfCell(world.corpus, report.id, code);
  const cell = world.corpus.contentOf(report.id).cells.find((one) => one.code === code);
  if (place === undefined || cell === undefined) return undefined;
  const { url, sha256, locator } = place;
  return { report, cell, url, sha256, shown: await showing(() => show(world, { url, sha256, locator, cell })) };
}

/** The frame with the original of a cell; undefined where it is no document of a kind that is framed. */
export async function frameOf(world: World, report: StoredReport, code: string): Promise<OriginalFrame | undefined> {
  const shown = (await receiptOf(world, report, code))?.shown;
  return shown?.kind === 'frame' ? shown.frame : undefined;
}

/** One page of an original as a picture; throws `SkipThis` where there is none. */
export function pagePicture(world: World, sha256: Sha256, page: number): Promise<PagePicture> {
  const mediaType = documentEvidence(world.corpus, sha256)?.mediaType ?? '';
  if (mediaType !== 'application/pdf' && !mediaType.startsWith('image/'))
    return Promise.reject(new SkipThis('This original has no pages.'));
  return world.pictures.page(sha256, async () => ({ bytes: await world.originals.get(sha256), mediaType }), page);
}

interface Shown {
  readonly url: string;
  readonly sha256: Sha256;
  readonly locator: Locator | null;
  readonly cell: CellReceipt['cell'];
}

async function show(world: World, { url, sha256, locator, cell }: Shown): Promise<CellReceipt['shown']> {
  if (locator !== null && 'page' in locator) {
    const { width, height } = await pagePicture(world, sha256, locator.page);
    return { kind: 'page', page: locator.page, box: locator.box, width, height };
  }
  const mediaType = documentEvidence(world.corpus, sha256)?.mediaType ?? 'application/octet-stream';
  if (locator === null && (mediaType === 'application/pdf' || mediaType.startsWith('image/')))
    return { kind: 'none', reason: 'This cell has no place: the row or table is not in the document.' };
  const bytes = await world.originals.get(sha256);
  const contentType = statedContentType(world.corpus, sha256);
  return { kind: 'frame', frame: await frameOriginal({ bytes, mediaType, contentType, url }, cell) };
}

/** An original that is missing or damaged is said so in its place; the receipt stands without it. */
async function showing(work: () => Promise<CellReceipt['shown']>): Promise<CellReceipt['shown']> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SkipThis) return { kind: 'none', reason: error.message };
    throw error;
  }
}
