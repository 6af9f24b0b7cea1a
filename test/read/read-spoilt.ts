import type { ReportSource } from '../../src/commands/read-source.ts';
import { readReportSources, type SourcesOutcome } from '../../src/commands/report-sources.ts';
import { sha256Of } from '../../src/original/sha256.ts';
import { sniffMediaType } from '../../src/original/media-type.ts';
import { limitsOf } from '../../src/read/limits.ts';

/** How a spoilt file was read, and what about it may not be. */
export interface SpoiltReading {
  readonly outcome: SourcesOutcome | undefined;
  readonly seconds: number;
  readonly fault: string | undefined;
}

/** Beyond the limits of its format: extraction, and the start of a process. */
const GRACE_SECONDS = 5;
/** A small file that is read where it is has no clock beside it. */
const IN_PLACE_SECONDS = 3;
const LONGEST_REASON = 400;
const DEFECTS =
  /defect of this program|ended its process|Cannot read prop|is not a function|\n| at \S+:\d+|\/work\/|node_modules/;

/** Reads bytes as `ingest` does a file of this name, and judges how that ended. */
export async function readSpoilt(bytes: Uint8Array, name: string): Promise<SpoiltReading> {
  const source = sourceOf(bytes, name);
  const { url } = source;
  const limits = limitsOf(sniffMediaType(bytes, { url }));
  const most = bytes.length <= limits.inPlaceBytes ? IN_PLACE_SECONDS : limits.seconds + GRACE_SECONDS;
  const start = performance.now();
  try {
    const outcome = await readReportSources([source], {}, url);
    const seconds = (performance.now() - start) / 1000;
    return {
      outcome,
      seconds,
      fault: faultOf(outcome) ?? (seconds > most ? `it took ${seconds.toFixed(1)} s` : undefined),
    };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: undefined, seconds: (performance.now() - start) / 1000, fault: `it threw: ${message}` };
  }
}

function faultOf(outcome: SourcesOutcome): string | undefined {
  const reasons = [...outcome.misses.map(({ reason }) => reason), ...('reason' in outcome ? [outcome.reason] : [])];
  return reasons
    .map((reason) =>
      reason.trim() === '' || reason.length > LONGEST_REASON || DEFECTS.test(reason)
        ? `its reason is: ${reason}`
        : undefined,
    )
    .find((fault) => fault !== undefined);
}

/** A file that was just had, as `ingest` hands it on. */
export function sourceOf(bytes: Uint8Array, name: string): ReportSource {
  return {
    url: `file:${name}`,
    sha256: sha256Of(bytes),
    role: 'page',
    contentType: null,
    bytes: () => Promise.resolve(bytes),
  };
}
