import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer as CommandAnswer } from './terminal.ts';
import { run } from './terminal.ts';
import { runHarvest } from '../../src/commands/harvest.ts';
import { pageOf, startPortal, type Answer } from '../crawl/portal-server.ts';
import { newFolder } from './corpus-folder.ts';

/** A portal on loopback that lists reports, and harvests of it into one data directory. */
export interface ListedReports {
  readonly data: string;
  readonly origin: string;
  /** Puts other answers in place of those given. */
  readonly change: (answers: Readonly<Record<string, Answer>>) => void;
  readonly harvest: () => Promise<CommandAnswer>;
  readonly close: () => Promise<void>;
}

/** Lists each address under its title in the 年报 column of 青梧县; `answers` says what stands there. */
export async function portalOf(
  listed: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, Answer>>,
): Promise<ListedReports> {
  const server = await startPortal({
    '/': pageOf('青梧县人民政府', { '/xxgk/nb/': '政府信息公开年报' }),
    '/xxgk/nb/': pageOf('政府信息公开年报', listed),
    ...answers,
  });
  const data = newFolder();
  const portalsFile = join(newFolder(), 'portals.json');
  writeFileSync(portalsFile, JSON.stringify([{ id: 'qingwu', name: '青梧县', home: `${server.origin}/` }]));
  return {
    data,
    origin: server.origin,
    change: (more) => {
      for (const [path, answer] of Object.entries(more)) server.answers.set(path, answer);
    },
    harvest: () =>
      run(
        runHarvest,
        { portals: [], province: null, portalsFile, years: null, revisit: 'all', metrics: null, notifyCommand: null },
        data,
        { delaySeconds: 0 },
      ),
    close: () => server.close(),
  };
}

/** A file as a portal serves it. */
export function fileAnswer(body: Uint8Array | string): Answer {
  return { type: 'application/octet-stream', body };
}
