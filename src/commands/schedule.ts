import { setTimeout as pause } from 'node:timers/promises';
import { Cron } from 'croner';
import { UsageError } from '../errors.ts';
import type { Command, CommandIo, ExitCode, HarvestOptions, ScheduleOptions } from './command.ts';
import { describeFailure } from './failure.ts';
import { choosePortals, runNightly } from './harvest.ts';

/** The clock is looked at this often, so that a machine that slept, or whose clock was set, is not hours late. */
const LONGEST_PAUSE_MS = 30_000;

/** How a night ended, as `--json` prints the last one. */
interface Night {
  readonly startedAt: string;
  /** Null where it failed; `error` then says why. */
  readonly exitCode: ExitCode | null;
  readonly error: string | null;
  readonly summary: unknown;
}

/**
 * `nianbao schedule`: `nightly` on a clock, one after another, until it is told to stop. A night that fails is told and the next one comes
 * all the same; one that is stopped on the way is gone on with by the next.
 */
export const runSchedule: Command<ScheduleOptions> = async ({ cron, timezone, ...options }, io, settings) => {
  const clock = clockOf(
    cron ?? settings.schedule,
    timezone,
    cron === null ? '"schedule" of the config file' : '--cron',
  );
  // What is wrong with the portals is better known now than at night.
  choosePortals(options, settings, io);
  const counts = { nights: 0, failed: 0 };
  let last: Night | null = null;
  for (;;) {
    const next = clock.nextRun();
    if (next === null) throw new UsageError(`${clock.getPattern() ?? ''} has no next time.`);
    io.note(`Next night: ${inZone(next, timezone)} (${next.toISOString()}).`);
    if (!(await reached(next, io.signal))) break;
    last = await oneNight(options, io, settings);
    counts.nights += 1;
    if (last.exitCode === null && !io.signal.aborted) counts.failed += 1;
    if (last.error !== null) io.note(`This night failed: ${last.error}`);
    if (io.signal.aborted) break;
  }
  io.note(`Stopped after ${counts.nights} ${counts.nights === 1 ? 'night' : 'nights'}.`);
  if (io.json) io.out(JSON.stringify({ outcome: 'done', ...counts, last }));
  return 0;
};

async function oneNight(
  options: HarvestOptions,
  io: CommandIo,
  settings: Parameters<typeof runNightly>[2],
): Promise<Night> {
  const startedAt = new Date().toISOString();
  let summary: unknown = null;
  const inner: CommandIo = {
    ...io,
    out: (text) => {
      if (io.json) summary = JSON.parse(text);
      else io.out(text);
    },
  };
  try {
    return { startedAt, exitCode: await runNightly(options, inner, settings), error: null, summary };
  } catch (error) {
    const told = io.signal.aborted ? null : describeFailure(error, io.signal).message;
    return { startedAt, exitCode: null, error: told, summary };
  }
}

function clockOf(expression: string, timezone: string, place: string): Cron {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch (error) {
    throw new UsageError(`--timezone: there is no time zone ${timezone}; one is Asia/Shanghai.`, { cause: error });
  }
  try {
    const clock = new Cron(expression, { timezone, paused: true });
    if (clock.nextRun() !== null) return clock;
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /u, '') : String(error);
    throw new UsageError(`${place}: ${expression} is no cron expression, such as "0 2 * * *": ${reason}.`, {
      cause: error,
    });
  }
  throw new UsageError(`${place}: ${expression} names a time that never comes.`);
}

/** Resolves with true at a time of the wall clock, with false once it is aborted before. */
async function reached(time: Date, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const left = time.getTime() - Date.now();
    if (left <= 0) return true;
    await pause(Math.min(left, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => undefined);
  }
  return false;
}

function inZone(time: Date, timezone: string): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' }).format(
    time,
  );
  return `${text} ${timezone}`;
}
