import { load } from 'cheerio';
import { makeVariant } from '../sample/variants.ts';
import { checkReport } from '../src/check/check.ts';
import { extractReport } from '../src/extract/extract.ts';
import { readOriginal } from '../src/read/read-original.ts';

/**
 * An HTML report from bytes to checked cells, against `cheerio.load` of the same bytes alone, which gives a tree and no cell.
 * Both in one process, in turn; medians. Run: node --import tsx bench/extract-html.ts
 */
const ROUNDS = 60;
const KILOBYTES = [50, 100, 200];

/** A Word-exported report, its prose repeated until the page has the wanted size. */
function pageOf(kilobytes: number): Buffer {
  let seed = 0;
  while (makeVariant(`bench ${seed}`, { format: 'html', tidy: true }).appearance.style !== 'word') seed += 1;
  const page = Buffer.from(makeVariant(`bench ${seed}`, { format: 'html', tidy: true }).rendered.bytes).toString(
    'utf8',
  );
  const furniture =
    '<p class="MsoNormal"><span style="font-family:仿宋">栏目导航与相关文章的文字，共计若干条。</span></p>\n';
  const missing = Math.max(0, kilobytes * 1024 - Buffer.byteLength(page));
  return Buffer.from(
    page.replace('</body>', `${furniture.repeat(Math.ceil(missing / Buffer.byteLength(furniture)))}</body>`),
  );
}

async function extract(bytes: Uint8Array): Promise<number> {
  const reading = await readOriginal(bytes, {
    contentType: 'text/html; charset=utf-8',
    url: 'https://example.org/report.html',
  });
  if (reading.kind !== 'document') throw new Error(reading.reason);
  const extraction = extractReport(reading.document);
  if (extraction.kind !== 'report') throw new Error(extraction.reason);
  return extraction.report.cells.length + checkReport(extraction.report).length;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

for (const kilobytes of KILOBYTES) {
  const bytes = pageOf(kilobytes);
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await extract(bytes);
    const between = performance.now();
    load(bytes.toString('utf8'));
    baseline.push(performance.now() - between);
    ours.push(between - start);
  }
  const [mine, theirs] = [median(ours.slice(10)), median(baseline.slice(10))];
  console.log(
    `${Math.round(bytes.byteLength / 1024)} KB: bytes to checked cells ${mine.toFixed(2)} ms, cheerio.load alone ${theirs.toFixed(2)} ms, ratio ${(mine / theirs).toFixed(2)}`,
  );
}
