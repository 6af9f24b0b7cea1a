/**
 * Exports a made-up corpus and tells time and peak memory of each format, each in a process of its own:
 * `node --import tsx bench/export.ts FOLDER [REPORTS] [FORMAT…]`. The corpus is made in FOLDER where there is none; 100,000 reports have 20 million cells.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runExport } from '../src/commands/export.ts';
import type { CommandIo } from '../src/commands/command.ts';
import { readSettings } from '../src/config.ts';
import type { ExportFormat } from '../src/export/export-formats.ts';
import { corpusFile, openCorpus } from '../storage/corpus.ts';

const [folder = '', second = '', ...formats] = process.argv.slice(2);
if (second === '--measure') await measure(formats[0] as ExportFormat);
else compare(Number(second === '' ? 100_000 : second), formats.length === 0 ? ['csv', 'parquet'] : formats);

function compare(reports: number, wanted: readonly string[]): void {
  if (!existsSync(corpusFile(folder))) makeCorpus(reports);
  for (const format of wanted) {
    const words = ['--import', 'tsx', fileURLToPath(import.meta.url), folder, '--measure', format];
    const { status } = spawnSync(process.execPath, words, { stdio: 'inherit' });
    if (status !== 0) process.exit(1);
  }
}

async function measure(format: ExportFormat): Promise<void> {
  const out = join(folder, `export-${format}`);
  const start = performance.now();
  let files: readonly { rows: number | null; bytes: number }[] = [];
  const io: CommandIo = {
    out: (text) => {
      files = (JSON.parse(text) as { files: typeof files }).files;
    },
    note: (text) => {
      console.error(text);
    },
    progress: () => undefined,
    json: true,
    interactive: false,
    colour: false,
    width: 100,
    signal: new AbortController().signal,
  };
  const everything = { years: null, province: null, level: null, statuses: null, asOf: null };
  await runExport(
    { format, out: `${out}/`, ...everything, bom: false, withoutFetches: false },
    io,
    readSettings(undefined, { data: folder }),
  );
  const seconds = (performance.now() - start) / 1000;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const rows = files.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${format}: ${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s, peak memory ${peak.toFixed(0)} MB`,
  );
  rmSync(out, { recursive: true });
}

/** Bodies of 17 years each; every report has the 200 cells of the form of 2021. */
function makeCorpus(reports: number): void {
  const start = performance.now();
  const corpus = openCorpus(folder);
  corpus.transaction(() => {
    const { db } = corpus;
    const sha256 = '0'.repeat(64);
    db.exec(`
      INSERT INTO runs (id, command, started_at, finished_at, outcome, software_version, config_json)
        VALUES (1, 'harvest', '2025-05-01T00:00:00.000Z', '2025-05-01T01:00:00.000Z', 'done', '0', '{}');
      INSERT INTO documents (sha256, media_type, bytes, first_seen_at) VALUES ('${sha256}', 'text/html', 1, '2025-05-01T00:00:00.000Z');
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${Math.ceil(reports / 17) - 1})
      INSERT INTO organizations (id, name, level, division)
        SELECT i + 1, printf('第%d县人民政府', i), 'county', printf('64%04d', i) FROM n;
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${reports - 1})
      INSERT INTO reports (id, organization_id, fiscal_year, title, page_url, revision, state, first_seen_at, last_seen_at, extractor_version)
        SELECT i + 1, i / 17 + 1, 2008 + i % 17, printf('第%d县政府信息公开工作年度报告', i / 17), printf('https://www.example.gov.cn/%d.html', i), 1,
          'current', '2025-05-01T00:00:00.000Z', '2025-05-01T00:00:00.000Z', '1' FROM n;
      INSERT INTO report_states SELECT id, first_seen_at, state FROM reports;
      INSERT INTO report_sources SELECT id, page_url, '${sha256}', 'page' FROM reports;
      INSERT INTO cells (report_id, code, printed, number, status, url, sha256, locator)
        SELECT r.id, b.code, (r.id * 7 + b.position) % 1000, (r.id * 7 + b.position) % 1000, 'verified', r.page_url, '${sha256}',
          printf('{"table":1,"row":%d,"column":2}', b.position)
        FROM reports r CROSS JOIN (SELECT code, position FROM codebook WHERE template <> '2019' ORDER BY code) b;`);
  });
  corpus.close();
  const size = statSync(corpusFile(folder)).size / 1e6;
  console.log(
    `corpus: ${reports.toLocaleString('en')} reports, ${size.toFixed(0)} MB, made in ${((performance.now() - start) / 1000).toFixed(0)} s`,
  );
}
