import { Command as Commander, CommanderError, Option } from 'commander';
import { UsageError } from '../errors.ts';
import type { CommandIo, ExitCode } from './command.ts';
import { Given } from './given.ts';
import type { CommandRow } from './command-row.ts';
import { commands } from './index.ts';

/** Options that every command takes. */
export const globalOptions = [
  { flags: '--data <dir>', summary: 'data directory (default: data/)' },
  { flags: '--config <file>', summary: 'config file (default: config.json of the project)' },
  { flags: '--json', summary: 'print one machine-readable summary on stdout' },
  { flags: '--debug', summary: 'show the stack of an error (as NIANBAO_DEBUG=1 does)' },
] as const;

/** What the program asks of whoever runs it. */
export interface Host {
  readonly version: string;
  /** The terminal of one run; called once the command is known. */
  openIo(options: { json: boolean; heedsSignal: boolean }): CommandIo;
  /** Text of `--help` and `--version`. */
  print(text: string): void;
}

/**
 * Finds the command on the command line, checks its options and runs it.
 * @returns its exit code
 * @throws UsageError for an unknown command or option, and whatever the command throws
 */
export async function runProgram(argv: readonly string[], host: Host): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = buildProgram(host, async (row, words, options) => {
    exitCode = await runCommand(row, words, options, host);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw usageErrorOf(error, argv);
  }
  return exitCode;
}

type Run = (row: CommandRow, words: readonly string[], options: Record<string, unknown>) => Promise<void>;

function buildProgram(host: Host, run: Run): Commander {
  const program = new Commander('nianbao')
    .description(
      'A research corpus of the annual reports on government information disclosure (政府信息公开工作年度报告).',
    )
    .version(host.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true, helpWidth: 100 })
    .configureOutput({
      writeOut: (text) => {
        host.print(text);
      },
      writeErr: () => undefined,
      outputError: () => undefined,
    })
    .exitOverride();
  for (const option of globalOptions) program.option(option.flags, option.summary);
  for (const row of commands) addCommand(program, row, run);
  program.addHelpText('after', '\nnianbao COMMAND --help documents a command. Exit codes: docs/commands.md.');
  return program;
}

function addCommand(program: Commander, row: CommandRow, run: Run): void {
  const command = program
    .command(row.name)
    .summary(row.summary)
    .description(`${sentence(row.summary)}\n\n${row.details}`);
  for (const { name, summary } of row.arguments) command.argument(name, summary);
  for (const { flags, summary, required = false } of row.options) {
    command.addOption(new Option(flags, summary).makeOptionMandatory(required));
  }
  command.addHelpText('after', `\nExamples:\n${row.examples.map((example) => `  nianbao ${example}`).join('\n')}`);
  command.action(() => run(row, command.args, command.optsWithGlobals()));
}

async function runCommand(
  row: CommandRow,
  words: readonly string[],
  options: Record<string, unknown>,
  host: Host,
): Promise<ExitCode> {
  const given = new Given(words, options);
  const { readSettings } = await import('../config.ts');
  const settings = readSettings(given.text('config') ?? undefined, {
    data: given.text('data') ?? undefined,
    delaySeconds: given.number('delay', { least: 0 }) ?? undefined,
    requestsPerPortal: given.number('max-requests', { least: 1, whole: true }) ?? undefined,
  });
  const prepared = await row.prepare(given);
  return prepared(host.openIo({ json: given.flag('json'), heedsSignal: row.heedsSignal }), settings);
}

/** Turns commander's complaint into one line that says where to read on. */
function usageErrorOf(error: CommanderError, argv: readonly string[]): UsageError {
  const row = commands.find(({ name }) => argv.includes(name));
  const help = row === undefined ? 'nianbao --help' : `nianbao ${row.name} --help`;
  const complaint = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  const words = complaint === '(outputHelp)' ? 'name a command' : complaint;
  return new UsageError(`${words}; see ${help}`, { cause: error });
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
