import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runSample } from '../../src/commands/sample.ts';
import { serveExplorer, type RunningExplorer } from '../../src/explore/serve-explorer.ts';
import { corpusFile } from '../../storage/corpus.ts';
import { run } from '../commands/terminal.ts';

/** The sample province harvested into a folder of its own, and the explorer serving it. */
export interface ServedCorpus {
  readonly data: string;
  readonly explorer: RunningExplorer;
  /** What a query finds in the corpus. */
  readonly rows: <Row>(sql: string) => Row[];
  /** Id of the current report of a body and year; ids differ from run to run, for portals are harvested side by side. */
  readonly reportOf: (name: string, year: number) => number;
  readonly stop: () => Promise<void>;
}

/** Harvests the sample province, lets `change` have the corpus, and serves it. */
export async function serveSample(
  change: (data: string) => Promise<void> | void = () => undefined,
): Promise<ServedCorpus> {
  const data = mkdtempSync(join(tmpdir(), 'nianbao-explore-'));
  await run(runSample, { serve: false }, data, { json: true, delaySeconds: 0 });
  await change(data);
  const explorer = await serveExplorer(data, { host: '127.0.0.1', port: 0 });
  return {
    data,
    explorer,
    rows: (sql) => rowsOf(data, sql),
    reportOf: (name, year) => reportOf(data, name, year),
    stop: async () => {
      await explorer.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function rowsOf<Row>(data: string, sql: string): Row[] {
  const db = new Database(corpusFile(data), { readonly: true });
  try {
    return db.prepare(sql).all() as Row[];
  } finally {
    db.close();
  }
}

/** Id of the current report of a body and year in the corpus of a data directory. */
export function reportOf(data: string, name: string, year: number): number {
  const [report] = rowsOf<{ id: number }>(
    data,
    `SELECT r.id FROM reports r JOIN organizations o ON o.id = r.organization_id
     WHERE o.name LIKE '${name}%' AND r.fiscal_year = ${year} AND r.state = 'current'`,
  );
  if (report === undefined) throw new Error(`The sample has no report of ${name} for ${year}.`);
  return report.id;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks with the path exactly as given: a browser would tidy `..` away before it asks. */
export function ask(
  explorer: RunningExplorer,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answer> {
  const { hostname, port } = new URL(explorer.url);
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    asked.on('error', fail);
    asked.end(body);
  });
}
