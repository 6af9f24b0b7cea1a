import type { Command, ExitCode } from './command.ts';
import type { Given } from './given.ts';

/** An argument of a command, as its help shows it. */
export interface ArgumentRow {
  /** In commander's writing: `<path...>`, `[portal...]`. */
  readonly name: string;
  readonly summary: string;
}

/** An option of a command. */
export interface OptionRow {
  /** In commander's writing: `--years <A-B>`. */
  readonly flags: string;
  readonly summary: string;
  readonly required?: true;
}

/** A command as the command line and its documentation see it. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  /** Further lines of its help. */
  readonly details: string;
  readonly arguments: readonly ArgumentRow[];
  readonly options: readonly OptionRow[];
  /** Complete command lines after `nianbao`. */
  readonly examples: readonly string[];
  /** It ends by itself, tidily, when `io.signal` is aborted; the others are simply ended. */
  readonly heedsSignal: boolean;
  /**
   * Checks what was given and loads the command only then, so that help and usage errors are instant.
   * @throws UsageError
   */
  readonly prepare: (given: Given) => Promise<Prepared>;
}

/** A command with its options filled in. */
export type Prepared = (...environment: Environment) => Promise<ExitCode>;
type Environment = Parameters<Command<never>> extends [unknown, ...infer Rest] ? Rest : never;

/** A row of the table of commands: what its help says, how its options are read, and where it is loaded from. */
export function row<Options>(
  description: Omit<CommandRow, 'prepare'>,
  read: (given: Given) => Options,
  load: () => Promise<Command<Options>>,
): CommandRow {
  return {
    ...description,
    prepare: async (given) => {
      const options = read(given);
      const run = await load();
      return (io, settings) => run(options, io, settings);
    },
  };
}
