import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { serveExplorer } from '../src/explore/serve-explorer.ts';
import { corpusFile } from '../storage/corpus.ts';
import { syntheticCorpus } from './explorer/synthetic-corpus.ts';

/**
 * How long the explorer takes for each of its views on a large corpus: from the request to the last byte, one request at a time, each for
 * another report, body or province. The corpus is made first where it is not there; a hundred thousand reports take some ten minutes and 5 GB.
 *
 * Run: node --import tsx bench/explorer.ts DATA [REPORTS]
 */
const [data = '/tmp/nianbao-bench-explorer', given = '100000'] = process.argv.slice(2);
const REPORTS = Number(given);
const ROUNDS = 60;
const TARGET_MS = 150;

await syntheticCorpus(data, REPORTS);
const db = new Database(corpusFile(data), { readonly: true });
const codes = db
  .prepare<[], string>("SELECT code FROM cells WHERE report_id = 1 AND status IN ('verified', 'read')")
  .pluck()
  .all();
const provinces = db
  .prepare<[], string>('SELECT DISTINCT substr(division, 1, 2) FROM organizations WHERE division IS NOT NULL')
  .pluck()
  .all();
db.close();

/** The same choice for the same view and round, whenever it runs. */
function pick(view: string, round: number, size: number): number {
  return createHash('sha256').update(`${view} ${round}`).digest().readUInt32BE(0) % Math.floor(size);
}

type Address = (choose: (size: number) => number, round: number) => string;
const report = (choose: (size: number) => number): number => 1000 + choose(REPORTS);
/** One report in ten is read from the page that is kept. */
const kept = (choose: (size: number) => number): number => 1000 + 10 * choose(REPORTS / 10);
const province = (choose: (size: number) => number): string => provinces[choose(provinces.length)] ?? '11';
const code = (choose: (size: number) => number): string => codes[choose(codes.length)] ?? '';
const year = (choose: (size: number) => number): number => 2018 + choose(7);

const VIEWS: Readonly<Record<string, Address>> = {
  'coverage, provinces': () => '/',
  'coverage, one province': (choose) => `/coverage/${province(choose)}?page=${1 + choose(3)}`,
  'coverage, filtered': (choose) => `/coverage/${province(choose)}?level=county&status=unreachable`,
  evidence: (choose) => `/evidence/${1000 + choose(REPORTS / 7)}/${year(choose)}`,
  report: (choose) => `/reports/${report(choose)}`,
  receipt: (choose) => `/reports/${kept(choose)}/cells/${code(choose)}`,
  'original in its frame': (choose) => `/reports/${kept(choose)}/cells/${code(choose)}/original`,
  organization: (choose) => `/organizations/${1000 + choose(REPORTS / 7)}`,
  'organizations by name': (choose) =>
    `/organizations?name=${encodeURIComponent(['云', '城', '江', '永宁', '教育局'][choose(5)] ?? '')}`,
  'compare, counties of a province': (choose) =>
    `/compare?province=${province(choose)}&year=${year(choose)}&indicator=granted_share`,
  'compare, one cell': (choose) =>
    `/compare?province=${province(choose)}&year=${year(choose)}&indicator=${code(choose)}`,
  'compare, all counties': (choose) => `/compare?province=all&year=${year(choose)}&indicator=received`,
  findings: (choose) => `/findings?rule=${['A1', 'E1', 'F1'][choose(3)] ?? ''}`,
  'findings of a province and year': (choose) => `/findings?province=${province(choose)}&year=${year(choose)}`,
  search: (choose) =>
    `/search?q=${encodeURIComponent(['公开', '申请', '政务 服务', '监督', '没有这样的词'][choose(5)] ?? '')}`,
  'search in a province': (choose) => `/search?q=${encodeURIComponent('公开')}&province=${province(choose)}`,
  'API, report': (choose) => `/api/reports/${report(choose)}`,
};

const started = performance.now();
const explorer = await serveExplorer(data, { host: '127.0.0.1', port: 0 });
console.log(`${REPORTS} reports; ready to serve in ${Math.round(performance.now() - started)} ms\n`);
console.log('| view | median ms | p95 ms | kB |\n| --- | ---: | ---: | ---: |');
const slow: string[] = [];
for (const [view, address] of Object.entries(VIEWS)) {
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let choice = 0;
    const path = address((size) => pick(`${view} ${choice++}`, round, size), round);
    const start = performance.now();
    const answer = await fetch(new URL(path, explorer.url));
    bytes += (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - start);
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
  }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? NaN;
  console.log(`| ${view} | ${at(0.5).toFixed(0)} | ${at(0.95).toFixed(0)} | ${Math.round(bytes / ROUNDS / 1000)} |`);
  if (at(0.95) > TARGET_MS) slow.push(view);
}
console.log(
  slow.length === 0 ? `\nEvery view is within ${TARGET_MS} ms.` : `\nBeyond ${TARGET_MS} ms: ${slow.join(', ')}`,
);
await explorer.stop();
