import type { Command, CommandIo, ExitCode } from '../../src/commands/command.ts';
import { readSettings } from '../../src/config.ts';

export interface Answer {
  readonly exitCode: ExitCode;
  readonly printed: string;
  readonly noted: readonly string[];
  readonly progress: readonly string[];
}

interface Terminal {
  readonly json?: boolean;
  readonly colour?: boolean;
  readonly width?: number;
  /** Pause between requests to one host; the program's own where absent. */
  readonly delaySeconds?: number;
  /** Called with each line of progress; may press Ctrl-C. */
  readonly onProgress?: (text: string, abort: () => void) => void;
}

/** Runs a command on a data directory, and remembers what it wrote. */
export async function run<Options>(
  command: Command<Options>,
  options: Options,
  data: string,
  { json = false, colour = false, width = 100, delaySeconds, onProgress }: Terminal = {},
): Promise<Answer> {
  const stopping = new AbortController();
  const printed: string[] = [];
  const noted: string[] = [];
  const progress: string[] = [];
  const io: CommandIo = {
    out: (text) => printed.push(text),
    note: (text) => noted.push(text),
    progress: (text) => {
      progress.push(text);
      onProgress?.(text, () => {
        stopping.abort(new Error('Interrupted'));
      });
    },
    json,
    interactive: false,
    colour,
    width,
    signal: stopping.signal,
  };
  const settings = { ...readSettings(undefined, { data, delaySeconds }), softwareVersion: '9.9.9' };
  const exitCode = await command(options, io, settings);
  return { exitCode, printed: printed.join('\n'), noted, progress };
}
