import type { CommandIo, ExportOptions } from '../../src/commands/command.ts';
import { readSettings } from '../../src/config.ts';
import type { Settings } from '../../src/config.ts';

/** A terminal that remembers what was written to it. */
export function rememberingTerminal(json = false): { io: CommandIo; printed: () => string; noted: string[] } {
  const printed: string[] = [];
  const noted: string[] = [];
  const io: CommandIo = {
    out: (text) => {
      printed.push(text);
    },
    note: (text) => {
      noted.push(text);
    },
    progress: () => undefined,
    json,
    interactive: false,
    colour: false,
    width: 100,
    signal: new AbortController().signal,
  };
  return { io, printed: () => printed.join('\n'), noted };
}

export function settingsFor(dataDirectory: string): Settings {
  return { ...readSettings(undefined, { data: dataDirectory }), softwareVersion: '9.9.9' };
}

/** The options of an export without filters and flags. */
export const WHOLE: Omit<ExportOptions, 'format' | 'out'> = {
  years: null,
  province: null,
  level: null,
  statuses: null,
  asOf: null,
  bom: false,
  withoutFetches: false,
};
