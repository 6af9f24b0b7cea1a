import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { makeVariant } from '../sample/variants.ts';
import { checkReport } from '../src/check/check.ts';
import { browserArguments, findBrowser } from '../src/crawl/browser-path.ts';
import { StopRun } from '../src/errors.ts';
import { extractReport } from '../src/extract/extract.ts';
import { readOriginal } from '../src/read/read-original.ts';

/**
 * A digital PDF of six pages from bytes to checked cells, against pdf.js giving the text of the same pages, and no cell. Both in one
 * process, in turn. The PDF is printed by Chromium before. Run: node --import tsx bench/read-pdf.ts
 */
const ROUNDS = 40;
const WARM_UP = 10;
const PAGES = 6;
const PROSE =
  '<p>本年度主动公开、依申请公开、政府信息管理、平台建设与监督保障各项工作均按计划开展，具体情况如下。</p>\n';
const PDFJS = fileURLToPath(new URL('../node_modules/pdfjs-dist/', import.meta.url));

/** A report whose tables follow one another, with so much prose before them that it fills six pages. */
function printedReport(): Uint8Array {
  let seed = 0;
  while (makeVariant(`bench ${seed}`, { format: 'html', tidy: true }).appearance.style !== 'clean') seed += 1;
  const html = Buffer.from(makeVariant(`bench ${seed}`, { format: 'html', tidy: true }).rendered.bytes).toString(
    'utf8',
  );
  const folder = mkdtempSync(join(tmpdir(), 'nianbao-bench-'));
  try {
    for (let paragraphs = 30; paragraphs < 400; paragraphs += 5) {
      const padded = html.replace('</body>', `${PROSE.repeat(paragraphs)}</body>`);
      const styled = padded.replace(
        '<head>',
        '<head><style>@page { size: A4; margin: 2cm } * { font-size: 12pt }</style>',
      );
      const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
      writeFileSync(page, styled);
      const flags = [...browserArguments(), '--headless', '--disable-gpu', '--no-pdf-header-footer'];
      const browser = findBrowser({ browserPath: null });
      const printed = spawnSync(browser, [...flags, `--print-to-pdf=${pdf}`, pathToFileURL(page).href]);
      if (printed.status !== 0) throw new StopRun(`${browser} could not print the report: ${String(printed.stderr)}`);
      const bytes = new Uint8Array(readFileSync(pdf));
      const count = readFileSync(pdf, 'latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
      if (count >= PAGES) return bytes;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  throw new StopRun(`the report does not fill ${PAGES} pages`);
}

async function cellsOf(bytes: Uint8Array): Promise<string> {
  const reading = await readOriginal(bytes, { contentType: 'application/pdf', url: 'https://example.org/report.pdf' });
  if (reading.kind !== 'document') throw new StopRun(reading.reason);
  const extraction = extractReport(reading.document);
  if (extraction.kind !== 'report') throw new StopRun(extraction.reason);
  const { cells } = extraction.report;
  const firm = cells.filter(({ status }) => status === 'verified' || status === 'read').length;
  return `${reading.document.pages} pages, ${firm} of ${cells.length} cells firm, ${checkReport(extraction.report).length} findings`;
}

async function textByPdfjs(bytes: Uint8Array): Promise<number> {
  const task = getDocument({
    // It takes what it is given away.
    data: bytes.slice(),
    cMapUrl: join(PDFJS, 'cmaps/'),
    standardFontDataUrl: join(PDFJS, 'standard_fonts/'),
    isEvalSupported: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  const document = await task.promise;
  let items = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    items += (await page.getTextContent()).items.length;
  }
  await task.destroy();
  return items;
}

const bytes = printedReport();
const ours: number[] = [];
const theirs: number[] = [];
for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  const start = performance.now();
  await cellsOf(bytes);
  const between = performance.now();
  await textByPdfjs(bytes);
  const end = performance.now();
  if (round < 0) continue;
  ours.push(between - start);
  theirs.push(end - between);
}
const quartile = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[ROUNDS >> 2] ?? NaN;
console.log(
  `${(bytes.length / 1000).toFixed(0)} kB, ${await cellsOf(bytes)}; lower quartiles of ${ROUNDS} rounds taken in turn`,
);
console.log(
  `bytes to checked cells ${quartile(ours).toFixed(1)} ms, text alone by pdf.js ${quartile(theirs).toFixed(1)} ms, ratio ${(quartile(ours) / quartile(theirs)).toFixed(2)}, ${(1000 / quartile(ours)).toFixed(0)} documents a second`,
);
