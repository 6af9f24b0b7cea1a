import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one contender did. */
export interface Result {
  readonly name: string;
  readonly pages: number;
  readonly reports: number;
  readonly seconds: number;
  /** Largest resident memory of its process, in MB. */
  readonly megabytes: number;
}

type Crawl = (origin: string, folder: string) => Promise<{ pages: number; reports: number }>;

/** Runs a crawl of the origin given on the command line in a folder of its own, and sends the parent its result. */
export async function announce(name: string, crawl: Crawl): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'nianbao-bench-'));
  try {
    const start = performance.now();
    const counts = await crawl(process.argv[2] ?? '', folder);
    const seconds = (performance.now() - start) / 1000;
    const result: Result = { name, ...counts, seconds, megabytes: process.resourceUsage().maxRSS / 1024 };
    process.send?.(result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
