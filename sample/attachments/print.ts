/**
 * Prints the attached PDFs of the sample province with Chromium and notes from which HTML each was made. Run it by hand after a change to
 * the reports concerned: `node --import tsx sample/attachments/print.ts [path of Chromium]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StopRun } from '../../src/errors.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { sourceOfPdf } from '../delivery.ts';
import { PLANNED_REPORTS } from '../planned-reports.ts';

/** One weight of one font: every further glyph adds half a kilobyte. */
const STYLE = '* { font: 10pt "Noto Sans CJK SC" !important }';
const browser = process.argv[2] ?? 'chromium';
const folder = mkdtempSync(join(tmpdir(), 'nianbao-print-'));
const sources: Record<string, string> = {};
for (const report of PLANNED_REPORTS) {
  if (report.pdf === null) continue;
  const html = sourceOfPdf(report).bytes;
  const plain = new TextDecoder().decode(html).replace('<head>', `<head><style>${STYLE}</style>`);
  const page = join(folder, 'report.html');
  const pdf = fileURLToPath(new URL(report.pdf, import.meta.url));
  writeFileSync(page, plain);
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-pdf-tagging',
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
    page,
  ];
  const printed = spawnSync(browser, flags, { stdio: 'pipe' });
  if (printed.status !== 0) throw new StopRun(`${browser} could not print ${report.pdf}: ${String(printed.stderr)}`);
  sources[report.pdf] = sha256Of(html);
  process.stdout.write(`${report.pdf} ${readFileSync(pdf).length} bytes\n`);
}
const list = fileURLToPath(new URL('sources.json', import.meta.url));
writeFileSync(list, `${JSON.stringify(sources, null, 2)}\n`);
